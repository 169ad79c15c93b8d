//! Whether somebody else writes in a field, of which nothing but this is told: lines other than the caret's have changed
//! while the person wrote in theirs, or wrote nothing.

use std::ops::Range;

use super::doc::{common_prefix, common_suffix};
use super::keys::{Meaning, Press};

/// A text of this many bytes may be a part of a longer one, cut anywhere.
const WHOLE: usize = 20_000;

/// The others in a field.
#[derive(Default)]
pub(super) struct Others {
    /// The text told last, and the selection in it, in bytes, while a cursor of somebody else stands in the field.
    told: Option<(String, Range<usize>)>,
    wrote: bool,
}

impl Others {
    /// Takes a state of a field in which somebody else's cursor stands.
    pub(super) fn see(&mut self, text: &str, selection: Range<usize>) {
        if let Some((before, selected)) = &self.told {
            let (one, other) = (above(before, selected.start), above(text, selection.start));
            let alike = common_suffix(one, other);
            let is_above =
                are_lines(&one[..one.len() - alike], &other[..other.len() - alike], |rest| rest.ends_with('\n'));
            let (one, other) = (below(before, selected.end), below(text, selection.end));
            let alike = common_prefix(one, other);
            let is_below = are_lines(&one[alike..], &other[alike..], |rest| rest.starts_with('\n'));
            self.wrote |= !(is_above && is_below);
        }
        self.told = (text.len() < WHOLE).then(|| (text.to_owned(), selection));
    }

    /// Takes a key. Only what writes in the line leaves the others as they are.
    pub(super) fn key(&mut self, press: &Press) {
        let in_line = press.meaning() == Meaning::Writes && press.is_character();
        if !in_line && press.meaning() != Meaning::Silent {
            self.forget();
        }
    }

    /// What changes next may be the person's doing.
    pub(super) fn forget(&mut self) {
        self.told = None;
    }

    /// Whether they wrote since this was asked last.
    pub(super) fn wrote(&mut self) -> bool {
        std::mem::take(&mut self.wrote)
    }
}

/// The lines above that of the caret.
fn above(text: &str, caret: usize) -> &str {
    let line = text[..caret].rfind('\n').map_or(0, |at| at + 1);
    &text[..line]
}

/// The lines below it.
fn below(text: &str, caret: usize) -> &str {
    let line = text[caret..].find('\n').map_or(text.len(), |at| caret + at);
    &text[line..]
}

/// Whether at most one of two texts goes on where they are no more alike, and with a line: an editor may show more of
/// them than before.
fn are_lines(one: &str, other: &str, with_line: fn(&str) -> bool) -> bool {
    one.is_empty() && (other.is_empty() || with_line(other)) || other.is_empty() && with_line(one)
}
