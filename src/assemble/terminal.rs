//! A terminal, of which only the keys are known: the line as a shell's line editor would have it, and whether the
//! next line answers a question for a password.
//!
//! What answers is not recorded: neither keys nor text. Recorded less than could be is the lesser evil here: after a
//! command out of the shell's history, which can't be known, one line is dropped, and after a dropped line one that
//! could be a second attempt.

use super::doc::{Change, Doc, Origin};
use super::keys::{Op, Press, edit};
use super::prompts;

/// A terminal's line.
#[derive(Clone, Default)]
pub(crate) struct Terminal {
    doc: Doc,
    caret: usize,
    /// How many lines to drop.
    hushed: u8,
    /// How many lines after those could be further attempts.
    doubted: u8,
    /// The line came, or may have come, out of the history.
    recalled: bool,
    /// Tab was pressed.
    completed: bool,
}

/// What a key was to the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Line {
    /// It goes on.
    GoesOn,
    /// Enter: it was sent.
    Sent,
    /// Ctrl+C, or Ctrl+D on an empty line: nothing of it stands.
    Dropped,
}

/// How many lines after a dropped one could be further attempts: `sudo` asks three times.
const ATTEMPTS: u8 = 2;

impl Terminal {
    /// Whether what is typed now must not be recorded.
    pub(crate) fn is_hushed(&self) -> bool {
        self.hushed > 0
    }

    /// What outlives the worker: how many lines to drop, and how many to doubt. Of a line that has begun nobody will know
    /// how it began: the rest of it is dropped, and so is the next one, which may answer it.
    pub(crate) fn standing(&self) -> (u8, u8) {
        let has_begun = self.recalled || self.completed || !self.doc.text().is_empty();
        (if has_begun && self.hushed == 0 { 2 } else { self.hushed }, self.doubted)
    }

    /// Goes on where another left off.
    pub(crate) fn resume(&mut self, hushed: u8, doubted: u8) {
        (self.hushed, self.doubted) = (hushed, doubted);
    }

    /// Takes a key.
    pub(crate) fn press(&mut self, press: &Press, origin: Origin) -> Line {
        let ctrl = press.modifiers.ctrl && !press.modifiers.alt_graph;
        match press.key.as_str() {
            "Enter" => return Line::Sent,
            "c" | "C" if ctrl => return Line::Dropped,
            "d" | "D" if ctrl && self.doc.text().is_empty() => return Line::Dropped,
            "j" | "m" if ctrl => return Line::Sent,
            "r" | "p" | "n" | "y" if ctrl => self.recalled = true,
            // With Shift the terminal scrolls, and the shell hears nothing of it.
            "PageUp" | "PageDown" if press.modifiers.shift => {}
            "ArrowUp" | "ArrowDown" | "PageUp" | "PageDown" => self.recalled = true,
            "Tab" => self.completed = true,
            _ => {}
        }
        self.apply(press.shell_op(), origin);
        Line::GoesOn
    }

    fn apply(&mut self, op: Op<'_>, origin: Origin) {
        let edit = edit(self.doc.text(), self.caret, op);
        self.doc.splice(edit.at, edit.removed, edit.inserted, origin);
        self.caret = edit.caret;
    }

    /// Something was pasted: the line holds what is not known.
    pub(crate) fn pasted(&mut self) {
        self.recalled = true;
    }

    /// A question was answered without a word of it getting here: one line less to drop, and none to doubt.
    pub(crate) fn answered(&mut self) {
        *self = Self { hushed: self.hushed.saturating_sub(1), ..Self::default() };
    }

    /// Whether the line, about to be sent, could be a further attempt at a password: a single word that is no plain
    /// name of a command.
    pub(crate) fn is_doubtful(&self) -> bool {
        let line = self.doc.text().trim();
        let plain = line.bytes().all(|b| b.is_ascii_lowercase() || matches!(b, b'.' | b'/' | b'-')) && line.len() <= 6;
        self.doubted > 0 && !line.is_empty() && !line.contains(char::is_whitespace) && !plain
    }

    /// The line is over: what comes is a new one.
    pub(crate) fn next_line(&mut self, line: Line) {
        match (line, self.hushed) {
            (Line::Dropped, _) => (self.hushed, self.doubted) = (0, 0),
            (_, 0) => {
                self.doubted = self.doubted.saturating_sub(1);
                let asked = prompts::asked_by(self.doc.text(), self.completed);
                self.hushed = asked.max(u8::from(self.recalled));
            }
            (_, lines) => {
                self.hushed = lines - 1;
                self.doubted = ATTEMPTS;
            }
        }
        *self = Self { hushed: self.hushed, doubted: self.doubted, ..Self::default() };
    }

    /// Removes the line.
    pub(crate) fn clear(&mut self, origin: Origin) {
        let length = self.doc.text().len();
        self.doc.splice(0, length, "", origin);
        self.caret = 0;
    }

    pub(crate) fn change(&self) -> Option<Change> {
        self.doc.change()
    }

    pub(crate) fn settle(&mut self, by: Option<u32>) {
        self.doc.settle(by);
    }

    pub(crate) fn caret(&self) -> usize {
        self.caret
    }
}
