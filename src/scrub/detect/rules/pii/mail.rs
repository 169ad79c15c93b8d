//! Mail addresses: `addr-spec` of RFC 5322 without quoting and comments, with internationalised local parts
//! (RFC 6531) and domains (RFC 5890).
//!
//! Spared are `git@host`, which is no person, matrix products such as `a@b.shape()`, and file names such as `logo@2x.png`.

use crate::Kind;
use crate::letters;
use crate::scan::{Scan, Word, is_word, work};

/// Endings of files that are no top-level domain one writes to.
const FILE_ENDINGS: [&str; 14] =
    ["png", "jpg", "jpeg", "gif", "svg", "webp", "js", "mjs", "ts", "css", "html", "json", "tgz", "lock"];

/// Longest local part and domain that are read (RFC 5321, section 4.5.3.1, with room for wrong ones).
const MOST: usize = 320;

/// At an `@`.
pub(super) fn at(scan: &mut Scan<'_>, at: usize) {
    let floor = scan.floor(at, MOST);
    let start = local_start(&scan.text[floor..at]) + floor;
    let local = &scan.text[start..at];
    if local.is_empty() || local == "git" {
        return;
    }
    if let Some(end) = domain_end(scan.text, at + 1) {
        if scan.byte_before(start) == b'<' {
            super::name::before_address(scan, start - 1);
        }
        scan.report(start, end, Kind::Email, "mail");
    } else {
        super::account::at_host(scan, start, at);
    }
}

/// At an `at`: `jane [at] example [dot] org`, `jane(at)example.org`, `jane at example dot org`.
#[inline(never)]
pub(super) fn spelled(scan: &mut Scan<'_>, word: Word) {
    let around = (scan.byte_before(word.start), scan.byte(word.end));
    let bracketed = matches!(around, (b'(', b')') | (b'[', b']') | (b'{', b'}') | (b'<', b'>'));
    let mut end = word.end + marks(&scan.bytes[word.end..]);
    let (mut labels, mut dots) = (0, usize::from(bracketed));
    loop {
        let length = scan.bytes[end..].iter().take(64).take_while(|byte| is_word(**byte) || **byte == b'-').count();
        work::count(length);
        if length < 2 || labels > 4 {
            return;
        }
        (labels, end) = (labels + 1, end + length);
        let rest = &scan.bytes[end..];
        let dot = marks(rest);
        if let [b'd', b'o', b't', after @ ..] = &rest[dot..]
            && dot > 0
        {
            end += dot + 3 + marks(after);
            dots += 1;
        } else if rest.starts_with(b".") && is_word(scan.byte(end + 1)) {
            end += 1;
        } else {
            break;
        }
    }
    // What is not set apart by brackets could be talk of dots.
    let known = bracketed || scan.text.get(end - 3..end).is_some_and(|top| "com,org,net,edu,dev".contains(top));
    let floor = scan.floor(word.start, MOST);
    let before = scan.text[floor..word.start].trim_end_matches([' ', '(', '[', '{', '<']);
    let start = floor + local_start(before);
    if labels > 1 && dots > 0 && known && start < floor + before.len() && scan.text.is_char_boundary(end) {
        scan.report(start, end, Kind::Email, "mail");
    }
}

/// How many brackets and spaces a text begins with.
fn marks(text: &[u8]) -> usize {
    let is_mark = |byte: &&u8| matches!(byte, b' ' | b'(' | b')' | b'[' | b']' | b'{' | b'}' | b'<' | b'>');
    text.iter().take(4).take_while(is_mark).count()
}

/// Where the local part that ends `text` begins.
fn local_start(text: &str) -> usize {
    let is_local = |c: char| match c {
        '!' | '#' | '$' | '%' | '&' | '\'' | '*' | '+' | '-' | '.' | '/' | '=' | '?' | '^' | '_' | '{' | '|' | '}'
        | '~' => true,
        c => letters::is_word(c),
    };
    let start = text.char_indices().rev().take_while(|(_, c)| is_local(*c)).last().map_or(text.len(), |(at, _)| at);
    // `mailto=jane@…`, `a/b/jane@…` and quotes: an address begins behind what seldom stands in one.
    let before = text[start..].rfind(['=', '/', '&', '?', '\'', '{', '|', '}']).map_or(start, |at| start + at + 1);
    let head = text[before..].trim_start_matches(['.', '!', '#', '$', '*', '%', '^', '-', '~', '+']);
    text.len() - head.len()
}

fn domain_end(text: &str, start: usize) -> Option<usize> {
    let rest = &text[start..];
    let rest = &rest[..rest.floor_char_boundary(MOST)];
    let mut label_start = 0;
    let mut labels = 0;
    let mut end = None;
    for (at, c) in rest.char_indices().chain([(rest.len(), ' ')]) {
        if letters::is_word(c) || c == '-' {
            continue;
        }
        let label = &rest[label_start..at];
        if label.is_empty() || label.starts_with('-') {
            break;
        }
        labels += 1;
        // `jane@example.org-`
        let letters = label.trim_end_matches('-');
        if labels > 1 && is_top_level(letters) {
            end = Some((at - (label.len() - letters.len()), letters));
        }
        if c != '.' || labels > 127 {
            break;
        }
        label_start = at + 1;
    }
    let (at, label) = end?;
    let is_file = FILE_ENDINGS.contains(&label.to_ascii_lowercase().as_str());
    let is_call = rest[at..].starts_with('(');
    (!is_file && !is_call).then_some(start + at)
}

/// Two letters at least and no digit, but for `xn--…`.
fn is_top_level(label: &str) -> bool {
    let letters = label.chars().all(letters::is_letter) && label.chars().nth(1).is_some();
    letters || label.to_ascii_lowercase().starts_with("xn--")
}

#[cfg(test)]
mod tests {
    use super::super::super::testing;

    #[test]
    fn addresses_are_found_and_code_is_spared() {
        testing::check_rule(
            "mail",
            &[
                ("write to jane.doe@example.org.", "jane.doe@example.org"),
                ("jane+list@mail.example.photography", "jane+list@mail.example.photography"),
                ("<jürgen@bücher.example>", "jürgen@bücher.example"),
                ("用户@例子.广告", "用户@例子.广告"),
                ("邮箱是 jane@example.org 谢谢", "jane@example.org"),
                ("(-jane@example.org-)", "jane@example.org"),
                ("a@xn--fiq228c.xn--55qx5d", "a@xn--fiq228c.xn--55qx5d"),
                ("href=\"mailto:jane@example.org?subject=x\"", "jane@example.org"),
                ("to=jane@example.org&cc", "jane@example.org"),
                ("'jane@example.org'", "jane@example.org"),
                ("jane.doe [at] example [dot] org", "jane.doe [at] example [dot] org"),
                ("jane(at)example.org", "jane(at)example.org"),
                ("mail jane at example dot org.", "jane at example dot org"),
                ("look at example.org", ""),
                ("look at the dot product", ""),
                ("click at each dot on it", ""),
                ("(see at) example.org", ""),
                ("git@github.com:a/b.git", ""),
                ("@app.route('/')", ""),
                ("react@18.2.0", ""),
                ("@types/node@latest", ""),
                ("logo@2x.png", ""),
                ("y = a@b.sum()", ""),
                ("user@host", ""),
                ("a@.com b@-x.com @@", ""),
            ],
        );
    }

    #[test]
    fn addresses_side_by_side_are_all_found() {
        assert_eq!(testing::pieces_of("mail", "a@b.example,c@d.example"), ["a@b.example", "c@d.example"]);
    }
}
