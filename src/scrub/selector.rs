//! CSS selectors. Escapes are undone before anything is looked for (CSS Syntax, section 4.3.7), since `jane\@example\.org`
//! is a mail address too; a token is written with its colon escaped, so that what was a selector is one still.

use super::{Context, Place, Scrubber, token};

/// Scrubs a selector whose brackets are replaced already.
pub(super) fn scrub(scrubber: &Scrubber, css: &str) -> String {
    let (plain, origin) = unescaped(css);
    let plain = token::escaped(&plain);
    let mut out = String::with_capacity(css.len());
    let mut done = 0;
    for finding in scrubber.find(&plain, &Context::of(Place::Title)) {
        out.push_str(&css[done..origin[finding.start]]);
        out.push_str(&scrubber.token(finding.kind, &plain[finding.start..finding.end]).replace(':', "\\:"));
        done = origin[finding.end];
    }
    out.push_str(&css[done..]);
    out
}

/// The text a selector stands for, and for each byte of it, and its end, where it came from.
fn unescaped(css: &str) -> (String, Vec<usize>) {
    let mut plain = String::with_capacity(css.len());
    let mut origin = Vec::with_capacity(css.len() + 1);
    let mut at = 0;
    while let Some(c) = css[at..].chars().next() {
        let (c, length) = match css[at..].strip_prefix('\\') {
            Some(rest) => escape(rest),
            None => (c, c.len_utf8()),
        };
        plain.push(c);
        origin.resize(plain.len(), at);
        at += length;
    }
    origin.push(css.len());
    (plain, origin)
}

/// The character of an escape whose backslash is followed by `rest`, and its length with the backslash.
fn escape(rest: &str) -> (char, usize) {
    let digits = rest.bytes().take(6).take_while(u8::is_ascii_hexdigit).count();
    if digits == 0 {
        return rest.chars().next().map_or(('\\', 1), |c| (c, 1 + c.len_utf8()));
    }
    let code = u32::from_str_radix(&rest[..digits], 16).ok().and_then(char::from_u32);
    let space = usize::from(rest[digits..].starts_with([' ', '\t', '\n']));
    (code.unwrap_or(char::REPLACEMENT_CHARACTER), 1 + digits + space)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::Detector;
    use super::*;

    fn scrubbed(css: &str) -> String {
        scrub(&Scrubber::new([3; 32], Detector::default()), css)
    }

    #[test]
    fn escapes_hide_nothing_and_selectors_stay_selectors() {
        let mail = scrubbed("#jane\\@example\\.org");
        let token = mail.strip_prefix('#').unwrap();
        assert!(token.starts_with("⟦email\\:") && token.ends_with('⟧'), "{token}");
        for (css, expected) in [
            ("[name=\"jane\\@example\\.org\"] > a", format!("[name=\"{token}\"] > a")),
            ("[name=\"jane@example.org\"]", format!("[name=\"{token}\"]")),
            ("#\\6a ane\\000040example\\2eorg", format!("#{token}")),
            ("main > button:nth-of-type(2)", "main > button:nth-of-type(2)".to_owned()),
            ("#a\\:b > [data-testid=\"x\\.y\"]", "#a\\:b > [data-testid=\"x\\.y\"]".to_owned()),
            ("a\\", "a\\".to_owned()),
            ("", String::new()),
        ] {
            assert_eq!(scrubbed(css), expected, "{css}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_taken(css in "[\\\\0-9a-f @.\\[\\]\"⟦😀]{0,40}") {
            let (plain, origin) = unescaped(&css);
            prop_assert_eq!(origin.len(), plain.len() + 1);
            prop_assert!(origin.iter().all(|at| css.is_char_boundary(*at)));
            scrubbed(&css);
        }
    }
}
