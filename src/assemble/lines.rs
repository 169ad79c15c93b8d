//! A field of which only the lines around the caret are told (an `EditContext`): the lines seen so far, joined into
//! the stretch of text that the person has been in.
//!
//! The states say what stands in a line, the keys say what became of lines: Enter starts one, Backspace at the start
//! of one joins it with the one above. What an editor adds by itself (indentation, closing brackets, completions) is
//! in the states, and so in the text.

use std::ops::Range;
use std::time::Duration;

use super::doc::{Change, Doc, Origin, common_prefix, common_suffix};
use super::keys::{Meaning, Op, Press, edit};
use crate::time::WallMillis;

/// Nobody answers with a second Enter to what the first one did in so short a time.
const REACTION: Duration = Duration::from_millis(100);

/// The lines known.
#[derive(Clone, Default)]
pub(crate) struct Lines {
    doc: Doc,
    /// The part of `doc` that the last state showed.
    block: Range<usize>,
    /// The selection in the block, in bytes.
    selection: Range<usize>,
    known: bool,
    doubt: Option<Box<Doubt>>,
}

/// Enter has left the line as it was: it accepted a completion that was written already, or the editor has not told yet
/// that it broke the line. Monaco tells when it draws, and what is typed until then goes into the old line.
#[derive(Clone)]
struct Doubt {
    /// As they were before Enter.
    lines: Lines,
    /// Those told with Enter, and what came after.
    keys: Vec<Press>,
    /// Number of the first.
    first: u32,
    /// When Enter was pressed.
    entered: WallMillis,
}

/// A state: the lines at the caret, and the selection in them in bytes.
pub(crate) struct State<'a> {
    pub(crate) text: &'a str,
    pub(crate) selection: Range<usize>,
}

/// Whether a state carried on from the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Followed,
    /// The caret went to a line not known: nothing of what was known still helps.
    Jumped,
}

impl Lines {
    /// A state that no key accounts for.
    pub(crate) fn given(&mut self, state: &State<'_>) -> Outcome {
        let known = std::mem::replace(&mut self.known, true);
        self.doubt = None;
        self.deselect();
        if known && (self.moves_to(state) || (is_like(self.shown(), state.text) && self.becomes(state, None))) {
            return Outcome::Followed;
        }
        Outcome::Jumped
    }

    /// The state after keys.
    pub(crate) fn typed(&mut self, state: &State<'_>, keys: &[Press], origin: Origin) -> Outcome {
        let mut doubt = self.doubt.take();
        if let Some(doubt) = &mut doubt {
            doubt.keys.extend_from_slice(keys);
            if let Some(lines) = doubt.resolve(state, keys, origin) {
                *self = lines;
                return Outcome::Followed;
            }
        } else if let Some(enter) = keys.iter().find(|key| is_enter(key)) {
            let first = origin.map_or(0, |(first, _)| first);
            doubt = Some(Box::new(Doubt { lines: self.clone(), keys: keys.to_vec(), first, entered: enter.t }));
        }
        let outcome = self.follow(state, keys, origin);
        self.doubt = doubt.filter(|doubt| outcome == Outcome::Followed && doubt.lines.is_begun(state));
        outcome
    }

    fn follow(&mut self, state: &State<'_>, keys: &[Press], origin: Origin) -> Outcome {
        if !std::mem::replace(&mut self.known, true) {
            return Outcome::Jumped;
        }
        if !keys.first().is_some_and(Press::writes) {
            self.deselect();
        }
        if !keys.is_empty() && !keys.iter().any(Press::writes) {
            return if self.moves_to(state) { Outcome::Followed } else { Outcome::Jumped };
        }
        if state.text == self.shown() {
            self.selection = state.selection.clone();
            return Outcome::Followed;
        }
        if self.joins(state, keys, origin) || self.breaks(state, keys, origin) {
            return Outcome::Followed;
        }
        if !is_like(self.shown(), state.text) {
            return Outcome::Jumped;
        }
        self.becomes(state, origin);
        Outcome::Followed
    }

    /// Forgets everything but the state.
    pub(crate) fn start_at(&mut self, state: &State<'_>) {
        *self = Self {
            doc: Doc::new(state.text),
            block: 0..state.text.len(),
            selection: state.selection.clone(),
            known: true,
            doubt: None,
        };
    }

    /// The caret may be anywhere by now: of the lines known only those shown last are sure.
    pub(crate) fn forget(&mut self) {
        self.doubt = None;
        if self.known {
            self.doc.keep(self.block.start, self.block.end);
            self.block = 0..self.doc.text().len();
        }
    }

    /// What was selected has not given way to what is typed.
    fn deselect(&mut self) {
        self.selection.start = self.selection.end;
    }

    /// Whether what is typed next is apart from what was.
    pub(crate) fn is_apart(&self) -> bool {
        let Range { start, end } = self.selection;
        self.doc.is_apart(&(self.block.start + start..self.block.start + end))
    }

    fn shown(&self) -> &str {
        &self.doc.text()[self.block.clone()]
    }

    /// The caret moved, or the selection grew or shrank by lines.
    fn moves_to(&mut self, state: &State<'_>) -> bool {
        let Range { start, end } = self.block;
        let length = state.text.len();
        let text = self.doc.text();
        let shown = &text[start..end];
        let is_line = |range: &Range<usize>| {
            (range.start == 0 || text[..range.start].ends_with('\n'))
                && (range.end == text.len() || text[range.end..].starts_with('\n'))
        };
        // The same, the known lines around, or a part of the selected ones.
        let places = [
            Some(start..start + length),
            (end < text.len()).then(|| end + 1..end + 1 + length),
            (start > length).then(|| start - 1 - length..start - 1),
            (end >= length).then(|| end - length..end),
        ];
        let found =
            places.into_iter().flatten().find(|range| text.get(range.clone()) == Some(state.text) && is_line(range));
        if let Some(range) = found {
            self.show(range, state);
            return true;
        }
        // A selection that grows shows lines not known yet: they belong to the text as it was.
        let below = state.text.strip_prefix(shown).filter(|more| more.starts_with('\n')).map(str::to_owned);
        let above = state.text.strip_suffix(shown).filter(|more| more.ends_with('\n')).map(str::to_owned);
        if let Some(more) = below.filter(|_| end == text.len()) {
            self.doc.splice(end, 0, &more, None);
            self.show(start..end + more.len(), state);
            return true;
        }
        if let Some(more) = above.filter(|_| start == 0) {
            self.doc.splice(0, 0, &more, None);
            self.show(0..length, state);
            return true;
        }
        false
    }

    fn show(&mut self, block: Range<usize>, state: &State<'_>) {
        self.block = block;
        self.selection = state.selection.clone();
    }

    /// What was shown became the state.
    fn becomes(&mut self, state: &State<'_>, origin: Origin) -> bool {
        self.replace(self.block.clone(), state.text, state.selection.end, origin);
        self.show(self.block.start..self.block.start + state.text.len(), state);
        true
    }

    fn replace(&mut self, range: Range<usize>, text: &str, caret: usize, origin: Origin) {
        self.doc.become_text(range, &self.selection, text, caret, origin);
    }

    /// Backspace at the start of a line, or Delete at the end of one.
    fn joins(&mut self, state: &State<'_>, keys: &[Press], origin: Origin) -> bool {
        let Some(last) = keys.last() else { return false };
        let Range { start, end } = self.block;
        let collapsed = self.selection.is_empty();
        let shown = self.shown().to_owned();
        let back = matches!(last.op(), Op::Backspace | Op::WordBackspace) && collapsed && self.selection.start == 0;
        let forth = matches!(last.op(), Op::Delete | Op::WordDelete) && collapsed && self.selection.end == shown.len();
        if back && let Some(above) = state.text.strip_suffix(shown.as_str()) {
            if start == 0 {
                self.doc.splice(0, 0, &format!("{above}\n"), None);
                self.block = above.len() + 1..above.len() + 1 + shown.len();
            }
            let line_start = self.doc.text()[..self.block.start - 1].rfind('\n').map_or(0, |at| at + 1);
            self.replace(line_start..self.block.end, state.text, above.len(), origin);
            self.show(line_start..line_start + state.text.len(), state);
            return true;
        }
        if forth && let Some(below) = state.text.strip_prefix(shown.as_str()) {
            if end == self.doc.text().len() {
                self.doc.splice(end, 0, &format!("\n{below}"), None);
            }
            let line_end = self.doc.text()[end + 1..].find('\n').map_or(self.doc.text().len(), |at| end + 1 + at);
            self.replace(start..line_end, state.text, shown.len(), origin);
            self.show(start..start + state.text.len(), state);
            return true;
        }
        false
    }

    /// What keys make of the lines shown in any field, and where they leave the caret.
    fn after(&self, keys: &[Press]) -> (String, usize) {
        let mut text = self.shown().to_owned();
        text.replace_range(self.selection.clone(), "");
        let mut caret = self.selection.start;
        for (number, key) in keys.iter().enumerate() {
            // The first key has the selection for its work, if it deletes.
            let did = number == 0 && !self.selection.is_empty() && matches!(key.op(), Op::Backspace | Op::Delete);
            if !did {
                let edit = edit(&text, caret, key.op());
                text.replace_range(edit.at..edit.at + edit.removed, edit.inserted);
                caret = edit.caret;
            }
        }
        (text, caret)
    }

    /// Whether a state begins as the line does up to the caret, if that is anything.
    fn is_begun(&self, state: &State<'_>) -> bool {
        let begun = &self.shown()[..self.selection.start];
        !begun.trim().is_empty() && state.text.starts_with(begun)
    }

    /// Enter: the line was broken, unless it accepted a completion.
    fn breaks(&mut self, state: &State<'_>, keys: &[Press], origin: Origin) -> bool {
        // A state of several lines shows the break itself.
        if state.text.contains('\n') || !keys.iter().any(is_enter) {
            return false;
        }
        let (text, caret) = self.after(keys);
        let line_start = text[..caret].rfind('\n').map_or(0, |at| at + 1);
        let line = text[line_start..].split('\n').next().unwrap_or_default();
        let rest = text[caret..].split('\n').next().unwrap_or_default();
        // A bracket that closes moves on to a line of its own: `{|}` becomes three lines.
        let between =
            !rest.is_empty() && rest.trim_start().starts_with(['}', ']', ')', '<']) && state.text.trim().is_empty();
        if line_start == 0 || !(between || is_new_line(state.text, line, self.shown(), self.selection.start)) {
            return false;
        }
        // Editors take back indentation that nothing follows.
        let above: Vec<&str> =
            text[..line_start - 1].split('\n').map(|line| if line.trim().is_empty() { "" } else { line }).collect();
        let above = above.join("\n");
        let indent = &above[above.rfind('\n').map_or(0, |at| at + 1)..];
        let indent = &indent[..indent.len() - indent.trim_start().len()];
        let below = if between { format!("\n{indent}{}", rest.trim_start()) } else { String::new() };
        let start = self.block.start + above.len() + 1;
        let lines = format!("{above}\n{}{below}", state.text);
        self.replace(self.block.clone(), &lines, above.len() + 1 + state.selection.end, origin);
        self.show(start..start + state.text.len(), state);
        true
    }

    /// After keys the state is what it was: Enter on an empty line, or at the start of one, shows the same again. Anywhere
    /// else it has written nothing, or its state is still to come: the former, once there was `time` for it.
    pub(crate) fn unchanged(&mut self, keys: &[Press], origin: Origin, time: Duration) -> bool {
        let (text, selection) = (self.shown().to_owned(), self.selection.clone());
        let state = State { text: &text, selection };
        if !self.known {
            return false;
        }
        if text[..state.selection.start].trim().is_empty() {
            return self.breaks(&state, keys, origin);
        }
        time >= REACTION && keys.iter().any(is_enter) && self.typed(&state, keys, origin) == Outcome::Followed
    }

    /// A key whose effect was not told: what it does to any line.
    pub(crate) fn predict(&mut self, press: &Press, origin: Origin) {
        let inserts = matches!(press.op(), Op::Insert(text) if text != "\n");
        let deletes = matches!(press.op(), Op::Backspace) && self.selection.start > 0;
        if !self.known || !self.selection.is_empty() || !(inserts || deletes) {
            return;
        }
        let edit = edit(self.shown(), self.selection.start, press.op());
        self.doc.splice(self.block.start + edit.at, edit.removed, edit.inserted, origin);
        self.block.end = self.block.end - edit.removed + edit.inserted.len();
        self.selection = edit.caret..edit.caret;
    }

    pub(crate) fn change(&self) -> Option<Change> {
        self.doc.change()
    }

    pub(crate) fn is_known(&self) -> bool {
        self.known
    }

    pub(crate) fn settle(&mut self, by: Option<u32>) {
        self.doc.settle(by);
    }

    pub(crate) fn doc(&mut self) -> &mut Doc {
        &mut self.doc
    }

    /// The caret's place in the text.
    pub(crate) fn caret(&self) -> usize {
        self.block.start + self.selection.end
    }
}

impl Doubt {
    /// The lines, if the state shows by now that they were broken. `keys` are the last ones.
    fn resolve(&self, state: &State<'_>, keys: &[Press], origin: Origin) -> Option<Lines> {
        let (text, caret) = self.lines.after(&self.keys);
        let line = text[..caret].rsplit('\n').next().unwrap_or_default().trim_start();
        let again = keys.iter().find(|key| is_enter(key));
        let answers = again.is_some_and(|key| key.t.since(self.entered) >= REACTION);
        let climbs = self.keys.iter().any(|key| matches!(key.meaning(), Meaning::Climbs | Meaning::Command));
        let shows = state.text[..state.selection.end].trim_start() == line;
        if answers || climbs || !shows || self.lines.is_begun(state) {
            return None;
        }
        let mut lines = self.lines.clone();
        lines.breaks(state, &self.keys, origin.map(|(first, last)| (first.min(self.first), last))).then_some(lines)
    }
}

fn is_enter(key: &Press) -> bool {
    key.meaning() == Meaning::Enter
}

/// Whether `text` can be the line that Enter began, of which `predicted` is known without its indentation; otherwise
/// it is the old line with a completion.
fn is_new_line(text: &str, predicted: &str, old: &str, caret: usize) -> bool {
    if text.trim_start() == predicted.trim_start() {
        return true;
    }
    let before = &old[..caret];
    let word =
        before.len() - before.trim_end_matches(|c: char| candor_detect::is_word(c) || matches!(c, '_' | '$')).len();
    let stem = &before[..before.len() - word];
    let first = |text: &str| text.chars().next().map(|c| c.to_ascii_lowercase());
    let completes = word > 0 && text.strip_prefix(stem).is_some_and(|rest| first(rest) == first(&before[stem.len()..]));
    !completes && text.ends_with(predicted.trim_start())
}

/// Whether one line can have become the other by a key: they have half of the shorter in common.
fn is_like(old: &str, new: &str) -> bool {
    let shorter = old.len().min(new.len());
    let prefix = common_prefix(old, new);
    let common = prefix + common_suffix(&old[prefix..], &new[prefix..]);
    shorter <= 3 || common * 2 >= shorter
}
