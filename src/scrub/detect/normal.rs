//! Text as the rules read it: without characters that can't be seen, and with full-width letters as plain ones, so
//! that a soft hyphen or a zero-width space inside a token does not hide it. Each token of the scrubber's own is a
//! single [`ATOM`], so that no rule reads it. Offsets lead back to the text as it was.

use std::borrow::Cow;

use crate::{Finding, token};

/// Stands for a token in text to be searched, and for nothing else.
pub(crate) const ATOM: char = '\u{1}';

/// `text` as the rules read it: two spellings of one value are the same.
pub fn normalised(text: &str) -> String {
    Normal::of(text).text().to_owned()
}

/// A text to be searched, and the way back.
pub(crate) struct Normal<'a> {
    text: Cow<'a, str>,
    /// For each byte of `text` where its character begins in the original, and the original's length at the end.
    /// Empty when nothing was changed.
    origin: Vec<usize>,
}

impl<'a> Normal<'a> {
    /// Reads `original`.
    pub(crate) fn of(original: &'a str) -> Self {
        if (original.is_ascii() && !original.contains(ATOM))
            || !original.chars().any(|c| plain(c) != Some(c) || c == token::OPEN)
        {
            return Self { text: Cow::Borrowed(original), origin: Vec::new() };
        }
        let mut text = String::with_capacity(original.len());
        let mut origin = Vec::with_capacity(original.len() + 1);
        let mut at = 0;
        while let Some(c) = original[at..].chars().next() {
            let token = token::len_at_start(&original[at..]);
            if let Some(c) = token.map_or_else(|| plain(c), |_| Some(ATOM)) {
                text.push(c);
                origin.resize(text.len(), at);
            }
            at += token.unwrap_or(c.len_utf8());
        }
        origin.push(original.len());
        Self { text: Cow::Owned(text), origin }
    }

    /// The text to search.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The same stretch of the original. Characters that can't be seen belong to what stands before them.
    pub(crate) fn back(&self, finding: Finding) -> Finding {
        if self.origin.is_empty() {
            return finding;
        }
        Finding { start: self.origin[finding.start], end: self.origin[finding.end], ..finding }
    }
}

/// The character as the rules see it; none for one that can't be seen.
///
/// Invisible: Unicode's `Default_Ignorable_Code_Point` where it occurs in text. Full-width forms: block FF00–FFEF,
/// whose compatibility decomposition (UAX #15) is ASCII.
fn plain(c: char) -> Option<char> {
    match c {
        ATOM
        | '\u{ad}'
        | '\u{34f}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{e0000}'..='\u{e0fff}' => None,
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0),
        '\u{a0}' | '\u{202f}' | '\u{3000}' => Some(' '),
        _ => Some(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Kind;

    #[test]
    fn hidden_characters_go_and_offsets_lead_back() {
        let original = "é a\u{200b}b\u{ad}c d";
        let normal = Normal::of(original);
        assert_eq!(normal.text(), "é abc d");
        let found = normal.back(Finding::new(3, 6, Kind::Key, ""));
        assert_eq!(&original[found.start..found.end], "a\u{200b}b\u{ad}c");
    }

    #[test]
    fn full_width_letters_are_read_as_plain_ones() {
        assert_eq!(Normal::of("ｐａｓｓ＝１").text(), "pass=1");
    }
}
