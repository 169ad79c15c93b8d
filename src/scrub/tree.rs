//! Accessibility snapshots, line by line. What stands in quotes is the page's; everything else is a word of the snapshot
//! or the line is left out. Names are read each by itself, as those of elements are, and all together, as they stand below
//! one another; only then are they cut to their length, so that no secret is cut to something nobody would know.

use super::{Context, Finding, Place, Scrubber};

/// Longest name or text, in characters; a token counts as one.
const LONGEST: usize = 200;
const CUT: char = '…';

/// Scrubs a snapshot whose brackets are replaced already.
pub(super) fn scrub(scrubber: &Scrubber, tree: &str) -> String {
    let lines: Vec<Line<'_>> = tree.split('\n').filter_map(Line::read).collect();
    let mut all = String::with_capacity(tree.len());
    let mut found = Vec::new();
    for Line { said, .. } in &lines {
        let at = all.len();
        let own = scrubber.find(said, &Context::of(Place::Title)).into_iter();
        found.extend(own.map(|finding| Finding { start: finding.start + at, end: finding.end + at, ..finding }));
        all.push_str(said);
        all.push('\n');
    }
    found.extend(scrubber.find(&all, &Context::default()));
    let found = candor_detect::merged(found);

    let mut out = String::with_capacity(tree.len());
    let (mut at, mut first) = (0, 0);
    for Line { head, said, tail } in lines {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(head);
        let end = at + said.len();
        first += found[first..].iter().take_while(|finding| finding.end <= at).count();
        write(&mut out, scrubber, &all, (at, end), &found[first..]);
        out.push_str(tail);
        at = end + 1;
    }
    out
}

/// A line: up to its first quote, what stands between that and its last, and the rest.
struct Line<'a> {
    head: &'a str,
    said: &'a str,
    tail: &'a str,
}

impl<'a> Line<'a> {
    fn read(line: &'a str) -> Option<Self> {
        let (head, said, tail) = match (line.find('"'), line.rfind('"')) {
            (Some(first), Some(last)) if first < last => (&line[..=first], &line[first + 1..last], &line[last..]),
            _ => (line, "", ""),
        };
        let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b" -[]=:\"".contains(&byte);
        (!head.is_empty() && head.bytes().chain(tail.bytes()).all(is_plain)).then_some(Self { head, said, tail })
    }
}

/// Writes a part of the text as the inside of a JSON string, with a token in the place of each finding.
fn write(out: &mut String, scrubber: &Scrubber, all: &str, (start, end): (usize, usize), found: &[Finding]) {
    let (mut at, mut left) = (start, LONGEST);
    let mut found = found.iter().take_while(|finding| finding.start < end).peekable();
    while at < end {
        if left == 0 {
            return out.push(CUT);
        }
        left -= 1;
        if let Some(finding) = found.next_if(|finding| finding.start <= at) {
            out.push_str(&scrubber.token(finding.kind, &all[finding.start..finding.end]));
            at = finding.end;
            continue;
        }
        let Some(c) = all[at..].chars().next() else { return };
        at += c.len_utf8();
        if matches!(c, '"' | '\\') {
            out.push('\\');
        }
        if !c.is_control() {
            out.push(c);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Detector;
    use super::*;
    use crate::raw::Raw;

    fn scrubbed(tree: &str) -> String {
        Scrubber::new([7; 32], Detector::default()).tree(Raw::new(tree.to_owned())).into_inner()
    }

    #[test]
    fn names_are_scrubbed_and_everything_else_stays() {
        for (tree, expected) in [
            ("- button \"Run\" [ref=e1]", "- button \"Run\" [ref=e1]"),
            (
                "- main [ref=e1]:\n  - checkbox \"Wrap\" [checked] [ref=e2]\n  - text: \"3 files\"",
                "- main [ref=e1]:\n  - checkbox \"Wrap\" [checked] [ref=e2]\n  - text: \"3 files\"",
            ),
            ("- link \"Say \"hi\" \\o/\" [ref=e3]", "- link \"Say \\\"hi\\\" \\\\o/\" [ref=e3]"),
            ("- button \"\" [ref=e1]", "- button \"\" [ref=e1]"),
            ("", ""),
        ] {
            assert_eq!(scrubbed(tree), expected);
        }
    }

    #[test]
    fn a_secret_in_a_name_goes_wherever_it_stands() {
        let mail = "jane.doe@example.org";
        let told = scrubbed(&format!("- row \"{mail} Admin\" [ref=e1]:\n  - cell \"{mail}\" [ref=e2]"));
        let token = &told[told.find('⟦').unwrap()..=told.find('⟧').unwrap() + 2];
        assert!(token.starts_with("⟦email:"), "{told}");
        assert_eq!(told, format!("- row \"{token} Admin\" [ref=e1]:\n  - cell \"{token}\" [ref=e2]"));
        // In two lines, of which neither says anything by itself.
        let alone = scrubbed("- text: \"hunter2horse\"");
        assert_eq!(alone, "- text: \"hunter2horse\"", "control");
        let key = scrubbed(
            "- text: \"-----BEGIN PRIVATE KEY-----\"\n- text: \"MIICdQIBADANBgkqhkiG9w0BAQEF\"\n\
                            - text: \"-----END PRIVATE KEY-----\"\n- text: \"after\"",
        );
        assert!(!key.contains("MIIC") && key.ends_with("- text: \"after\""), "{key}");
    }

    #[test]
    fn a_name_is_cut_after_it_was_scrubbed() {
        let long = format!("{} jane.doe@example.org and more", "word ".repeat(38));
        let told = scrubbed(&format!("- text: \"{long}\""));
        assert!(told.contains("⟦email:") && told.ends_with("…\""), "{told}");
        assert!(!told.contains("jane"));
    }

    #[test]
    fn a_page_can_forge_neither_lines_nor_tokens() {
        assert_eq!(scrubbed("- button \"⟦email:aaaa⟧\" [ref=e1]"), "- button \"〚email:aaaa〛\" [ref=e1]");
        assert_eq!(scrubbed("- Jane \"x\" [ref=e1]\n- text: \"kept\""), "- text: \"kept\"");
    }
}
