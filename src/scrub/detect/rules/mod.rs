//! The rules, a module for each family. They are called where the scan meets what they are waiting for, and report byte
//! offsets on character boundaries.

mod assignment;
mod credentials;
mod jwt;
mod pii;
mod private_key;
pub(crate) mod shape;
mod vendor;

pub(crate) use assignment::open_value;
pub use shape::is_random;
pub(crate) use vendor::could_be_prefix;

use crate::bloom::Bloom;
use crate::scan::{Scan, Shape, Word};
use crate::{Context, Finding};

/// The name of this set of rules: changes with every change in what is found.
pub const VERSION: &str = "candor-rules/1";

static PII_KEYS: Bloom = Bloom::of(pii::KEYS);

/// Runs every rule over `text` from `start` to `end`.
pub(crate) fn run(text: &str, context: &Context<'_>, range: (usize, usize), found: &mut Vec<Finding>) {
    private_key::find(text, found);
    vendor::find(text, found);
    jwt::find(text, found);
    assignment::find(text, found);
    credentials::find(text, found);
    Scan::run(text, context, range, found);
}

/// Whether some rule waits for this byte, which belongs to no word.
pub(crate) const fn is_mark(byte: u8) -> bool {
    let mut at = 0;
    while at < pii::MARKS.len() {
        if pii::MARKS[at] == byte {
            return true;
        }
        at += 1;
    }
    false
}

/// Before anything is read.
pub(crate) fn at_start(scan: &mut Scan<'_>) {
    pii::at_start(scan);
}

/// At the end of a word.
pub(crate) fn at_word(scan: &mut Scan<'_>, word: Word) {
    if word.shape.has(Shape::DIGIT) {
        pii::at_number(scan, word);
    } else {
        pii::at_letters(scan, word);
    }
    if PII_KEYS.may_hold(&scan.bytes[word.start..]) {
        pii::at_key(scan, word);
    }
}

/// At a byte for which [`is_mark`] holds.
pub(crate) fn at_mark(scan: &mut Scan<'_>, at: usize) {
    pii::at_mark(scan, at);
}

#[cfg(test)]
pub(crate) mod testing {
    use crate::{Context, Finding};

    /// What the rule of that name finds in `text`, as pieces of it.
    pub(crate) fn pieces_of<'a>(rule: &str, text: &'a str) -> Vec<&'a str> {
        let mut found = Vec::new();
        super::run(text, &Context::default(), (0, text.len()), &mut found);
        found.retain(|finding| finding.rule == rule);
        crate::merged(found).iter().map(|f| &text[f.start..f.end]).collect()
    }

    /// A table of texts and the one piece that the rule finds in each, empty for texts to be spared.
    pub(crate) fn check_rule(rule: &str, table: &[(&str, &str)]) {
        for (text, piece) in table {
            let expected: Vec<&str> = if piece.is_empty() { vec![] } else { vec![piece] };
            assert_eq!(pieces_of(rule, text), expected, "{text}");
        }
    }

    /// What `find` finds in `text`, as pieces of it.
    pub(crate) fn pieces(find: impl Fn(&str, &mut Vec<Finding>), text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        find(text, &mut found);
        crate::merged(found).iter().map(|f| &text[f.start..f.end]).collect()
    }

    /// A table of texts and the one piece found in each, empty for texts to be spared.
    pub(crate) fn check(find: impl Fn(&str, &mut Vec<Finding>), table: &[(&str, &str)]) {
        for (text, piece) in table {
            let expected: Vec<&str> = if piece.is_empty() { vec![] } else { vec![piece] };
            assert_eq!(pieces(&find, text), expected, "{text}");
        }
    }
}
