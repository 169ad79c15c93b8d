//! A list of words, found however they are written: in any case, with or without accents, and with whatever is put in
//! the place of a space in an address or an identifier.
//!
//! A word that begins or ends with a letter or a digit counts as a whole only: `anna` is found in `Anna's`, `anna_2` and
//! `annaSmith`, not in `Hannah`. In scripts that do not part words (Chinese, Japanese, Thai and others) it counts
//! anywhere.

use crate::fold::folded;
use crate::normal::Normal;
use crate::{Finding, Kind, Matcher, letters};

/// Finds the words of a list.
#[derive(Clone, Debug)]
pub struct Words {
    kind: Kind,
    rule: &'static str,
    /// All words in one tree, a character a step; the root is the first.
    nodes: Vec<Node>,
}

#[derive(Clone, Debug, Default)]
struct Node {
    /// By character.
    next: Vec<(char, usize)>,
    is_end: bool,
}

/// What reading from some place in a text has come to.
#[derive(Default)]
struct Walk {
    /// Where the longest word ends.
    end: Option<usize>,
    /// Whether the text is over, and a word might go on.
    is_open: bool,
}

/// Longest stretch of text that a word begun at its end can take up, in characters.
const LONGEST_BEGUN: usize = 400;

impl Words {
    /// A matcher for these words; what it finds is of this kind, by a rule of this name.
    pub fn new<'a>(words: impl IntoIterator<Item = &'a str>, kind: Kind, rule: &'static str) -> Self {
        let mut this = Self { kind, rule, nodes: vec![Node::default()] };
        for word in words {
            let normal = Normal::of(word);
            let mut node = 0;
            let mut before = ' ';
            for c in normal.text().trim().chars().flat_map(folded) {
                let c = if c.is_whitespace() { ' ' } else { c };
                if c != ' ' || before != ' ' {
                    node = this.step(node, c);
                }
                before = c;
            }
            this.nodes[node].is_end |= node != 0;
        }
        this
    }

    fn step(&mut self, node: usize, c: char) -> usize {
        match self.nodes[node].next.binary_search_by_key(&c, |(c, _)| *c) {
            Ok(at) => self.nodes[node].next[at].1,
            Err(at) => {
                let new = self.nodes.len();
                self.nodes.push(Node::default());
                self.nodes[node].next.insert(at, (c, new));
                new
            }
        }
    }

    fn after(&self, node: usize, c: char) -> Option<usize> {
        let next = &self.nodes[node].next;
        next.binary_search_by_key(&c, |(c, _)| *c).ok().map(|at| next[at].1)
    }

    /// Goes down the tree along `text` from `at`, where `before` stands in front.
    fn walk(&self, mut node: usize, text: &str, mut at: usize, mut before: char, walk: &mut Walk) {
        loop {
            // Accents that follow belong to the word.
            let rest = text[at..].trim_start_matches(|c| folded(c).next().is_none());
            at = text.len() - rest.len();
            let c = rest.chars().next();
            if self.nodes[node].is_end && parts(Some(before), c) {
                walk.end = walk.end.max(Some(at));
            }
            let Some(c) = c else {
                walk.is_open |= !self.nodes[node].next.is_empty();
                return;
            };
            if stands_for_space(c)
                && let Some(behind) = self.after(node, ' ')
            {
                let rest = rest.trim_start_matches(stands_for_space);
                self.walk(behind, text, text.len() - rest.len(), ' ', walk);
            }
            let Some(next) = folded(c).try_fold(node, |node, c| self.after(node, c)) else { return };
            (node, before, at) = (next, c, at + c.len_utf8());
        }
    }

    /// Calls `visit` with every place at which a word could begin, until it says where to go on.
    fn starts(&self, text: &str, from: usize, mut visit: impl FnMut(usize, char) -> Option<usize>) {
        let mut before = text[..from].chars().next_back();
        let mut at = from;
        while let Some(c) = text[at..].chars().next() {
            let begins = folded(c).next().is_some_and(|first| self.after(0, first).is_some());
            let next = if begins && parts(before, Some(c)) { visit(at, before.unwrap_or(' ')) } else { None };
            match next {
                Some(next) => {
                    before = text[..next].chars().next_back();
                    at = next;
                }
                None => {
                    if folded(c).next().is_some() {
                        before = Some(c);
                    }
                    at += c.len_utf8();
                }
            }
        }
    }
}

impl Matcher for Words {
    fn find(&self, text: &str, found: &mut Vec<Finding>) {
        self.starts(text, 0, |at, before| {
            let mut walk = Walk::default();
            self.walk(0, text, at, before, &mut walk);
            let end = walk.end?;
            found.push(Finding::new(at, end, self.kind, self.rule));
            Some(end)
        });
    }

    fn pending(&self, text: &str) -> Option<usize> {
        let from = text.char_indices().rev().take(LONGEST_BEGUN).last().map_or(0, |(at, _)| at);
        let mut begun = None;
        self.starts(text, from, |at, before| {
            let mut walk = Walk::default();
            self.walk(0, text, at, before, &mut walk);
            if walk.is_open && begun.is_none() {
                begun = Some(at);
            }
            None
        });
        begun
    }
}

/// Written for a space in file names, addresses and identifiers.
fn stands_for_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '.' | '-' | '_' | '+')
}

/// Whether a word may end and another begin between two characters.
fn parts(before: Option<char>, after: Option<char>) -> bool {
    let (Some(before), Some(after)) = (before, after) else { return true };
    let both_words = letters::is_word(before) && letters::is_word(after);
    !both_words
        || letters::is_number(before) != letters::is_number(after)
        || (letters::is_capital(after) && letters::is_small(before))
        || does_not_part(before)
        || does_not_part(after)
}

/// Letters of scripts that are written without a space between words, or where endings are joined to names (Unicode
/// Standard, chapters 16 and 18).
fn does_not_part(c: char) -> bool {
    matches!(c,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{2e80}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LIST: [&str; 9] =
        ["Anna", "Jane Doe", "Project  Tidepool", "C++", "@jdoe", "José", "李小龍", "Großer Bär", "jane.x"];

    fn words() -> Words {
        Words::new(LIST, Kind::Private, "never")
    }

    fn pieces(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        words().find(text, &mut found);
        found.iter().map(|finding| &text[finding.start..finding.end]).collect()
    }

    #[test]
    fn words_are_found_however_they_are_written() {
        for (text, piece) in [
            ("ANNA's", "ANNA"),
            ("anna_2 here", "anna"),
            ("annaSmith", "anna"),
            ("getAnna()", "Anna"),
            ("anna2", "anna"),
            ("Ánna", "Ánna"),
            ("A\u{301}nna\u{308} x", "A\u{301}nna\u{308}"),
            ("by jane   doe.", "jane   doe"),
            ("by jane\ndoe.", "jane\ndoe"),
            ("/home/jane.doe/x", "jane.doe"),
            ("jane_doe", "jane_doe"),
            ("q=Jane+Doe&x", "Jane+Doe"),
            ("janes jane-x jane.x", "jane.x"),
            ("PROJECT-TIDEPOOL-2", "PROJECT-TIDEPOOL"),
            ("in C++20", "C++"),
            ("by @JDOE,", "@JDOE"),
            ("jose\u{301}", "jose\u{301}"),
            ("我是李小龍嗎", "李小龍"),
            ("GROSSER BAER, grosser bar", "grosser bar"),
        ] {
            assert_eq!(pieces(text), [piece], "{text}");
        }
    }

    #[test]
    fn parts_of_other_words_are_not() {
        for text in ["Hannah", "annabel", "Susanna", "janedoe", "jane  does", "cc++ c+", "jdoe", "李小", "joseph", ""]
        {
            assert_eq!(pieces(text), Vec::<&str>::new(), "{text}");
        }
        let mut found = Vec::new();
        Words::new(["", " ", "\u{200b}", "\u{301}"], Kind::Private, "never").find("a b \u{301} c", &mut found);
        assert_eq!(found, []);
    }

    #[test]
    fn a_word_that_is_begun_at_the_end_is_waited_for() {
        for (text, begun) in [
            ("hello An", Some("An")),
            ("hello jane", Some("jane")),
            ("hello jane ", Some("jane ")),
            ("hello jane do", Some("jane do")),
            ("hello Jose", None),
            ("by project\n", Some("project\n")),
            ("hello than", None),
            ("hello x", None),
            ("李小", Some("李小")),
            ("", None),
        ] {
            assert_eq!(words().pending(text).map(|at| &text[at..]), begun, "{text}");
        }
    }

    proptest! {
        #[test]
        fn findings_are_in_order_and_on_character_boundaries(text in "(?i)[ .+_äannajdoeñ李小龍\u{301}x2@-]{0,40}") {
            let mut found = Vec::new();
            words().find(&text, &mut found);
            prop_assert!(found.iter().all(|f| f.start < f.end && text.get(f.start..f.end).is_some()));
            prop_assert!(found.windows(2).all(|pair| pair[0].end <= pair[1].start));
            if let Some(at) = words().pending(&text) {
                prop_assert!(text.is_char_boundary(at));
            }
        }

        #[test]
        fn a_word_typed_key_by_key_is_always_held_or_found(before in "[a-z ]{0,12} ", word in 0..LIST.len()) {
            let word = LIST[word];
            for (at, c) in word.char_indices() {
                let text = format!("{before}{}", &word[..at + c.len_utf8()]);
                let mut found = Vec::new();
                words().find(&text, &mut found);
                let is_found = found.iter().any(|finding| finding.end == text.len());
                prop_assert!(is_found || words().pending(&text).is_some_and(|at| at <= before.len()), "{text}");
            }
        }
    }
}
