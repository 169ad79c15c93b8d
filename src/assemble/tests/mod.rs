//! Sessions in a small language, played on simulated fields.
//!
//! A script is words and quotations: `"helo" left "l"` types four characters, moves the caret and types one. Other
//! words are in [`Player::word`]. A field behaves like a browser's; a probe's rules for sending states are kept.

mod bursts;
mod lines;
mod others;
mod promises;
mod secrets;
mod terminals;
mod whole;

use super::keys::{Meaning, edit};
use super::{Assembler, Body, Draft, Press};
use crate::message::{FieldDescription, FieldText, Observation, Seen};
use crate::raw::{Raw, Scrubbed};
use crate::record::{
    BurstEnd, ClipboardChange, Editable, Family, Kind, Modifiers, Point, Primary, Rect, Selectors, Target,
};
use crate::scrub::{Detector, Scrubber, utf16};
use crate::time::WallMillis;

/// An element of no interest.
pub(super) fn target() -> Target<Raw<String>> {
    let text = |text: &str| Raw::new(text.to_owned());
    Target {
        tag: text("div"),
        role: None,
        primary: Primary { family: Family::Css, matches: Some(1) },
        selectors: Selectors {
            test_id: None,
            name: None,
            label: None,
            placeholder: None,
            text: None,
            css: text("div"),
            xpath: text("/div"),
        },
        shadow: Vec::new(),
        rect: Rect::default(),
        editable: None,
        reference: None,
        sensitive: None,
    }
}

pub(super) fn field(id: u32, editable: Editable) -> FieldDescription {
    FieldDescription {
        id,
        target: target(),
        editable,
        sensitive: None,
        single_line: false,
        autocomplete: Raw::default(),
    }
}

/// Plays scripts.
pub(super) struct Player {
    pub(super) assembler: Assembler,
    pub(super) drafts: Vec<Draft>,
    pub(super) text: String,
    pub(super) caret: usize,
    /// How many bytes before the caret are selected.
    selected: usize,
    editable: Editable,
    /// Whether the editor indents new lines and closes brackets, as Monaco does.
    clever: bool,
    /// The line and the caret as an editor still tells them that has fallen behind.
    late: Option<(String, usize)>,
    n: u32,
    now: u64,
    /// The state sent last.
    sent: Option<(String, u32, u32)>,
}

impl Player {
    pub(super) fn new(editable: Editable, text: &str) -> Self {
        Self {
            assembler: Assembler::new(vec![field(1, editable)], false),
            drafts: Vec::new(),
            text: text.to_owned(),
            caret: text.len(),
            selected: 0,
            editable,
            clever: false,
            late: None,
            n: 0,
            now: 1_000_000,
            sent: None,
        }
    }

    pub(super) fn clever(text: &str) -> Self {
        Self { clever: true, ..Self::new(Editable::EditContext, text) }
    }

    pub(super) fn single_line(mut self) -> Self {
        self.assembler = Assembler::new(vec![FieldDescription { single_line: true, ..field(1, self.editable) }], false);
        self
    }

    pub(super) fn at(self, caret: usize) -> Self {
        Self { caret, ..self }
    }

    pub(super) fn see(&mut self, seen: Seen) {
        self.n += 1;
        let observation = Observation { n: self.n, t: WallMillis(self.now), epoch: 1, seen };
        self.drafts.extend(self.assembler.observe(observation));
        assert!(self.assembler.settled() <= self.n);
    }

    /// Sends the state if it has changed.
    pub(super) fn state(&mut self) {
        if self.editable == Editable::Terminal {
            return;
        }
        let (text, caret) = match self.editable {
            Editable::EditContext => {
                let (line, caret) = self.late.clone().unwrap_or_else(|| self.line());
                let caret = utf16::len(&line[..caret]);
                (line, caret)
            }
            _ => (self.text.clone(), utf16::len(&self.text[..self.caret])),
        };
        let start = caret - utf16::len(&self.text[self.caret - self.selected..self.caret]);
        let state = Some((text.clone(), start, caret));
        if self.sent == state {
            return;
        }
        self.sent = state;
        let whole = self.editable != Editable::EditContext;
        let text = FieldText { text: Raw::new(text), start, end: caret, whole, shared: false };
        self.see(Seen::Text { field: 1, text, composing: false });
    }

    /// The line of the caret, and the caret in it.
    fn line(&self) -> (String, usize) {
        let start = self.text[..self.caret].rfind('\n').map_or(0, |at| at + 1);
        let end = self.text[self.caret..].find('\n').map_or(self.text.len(), |at| self.caret + at);
        (self.text[start..end].to_owned(), self.caret - start)
    }

    /// Presses a key: the state before it, the key, and then what it does.
    pub(super) fn press(&mut self, key: &str, ctrl: bool) {
        self.state();
        self.now += 120;
        let modifiers = Modifiers { ctrl, ..Modifiers::default() };
        let code = if key.len() == 1 { format!("Key{}", key.to_uppercase()) } else { key.to_owned() };
        let text = |text: &str| Raw::new(text.to_owned());
        self.see(Seen::Key {
            field: Some(1),
            key: text(key),
            code: text(&code),
            modifiers,
            repeat: false,
            target: None,
        });
        let press = Press { key: key.to_owned(), code, modifiers, t: WallMillis(self.now) };
        self.take_effect(&press);
        if let Some((line, caret)) = self.late.as_mut().filter(|_| press.is_character()) {
            line.insert_str(*caret, key);
            *caret += key.len();
        }
    }

    fn take_effect(&mut self, press: &Press) {
        let line_start = self.text[..self.caret].rfind('\n').map_or(0, |at| at + 1);
        let selected = std::mem::take(&mut self.selected);
        if selected > 0 && matches!(press.meaning(), Meaning::Writes | Meaning::Enter | Meaning::Tab) {
            self.text.replace_range(self.caret - selected..self.caret, "");
            self.caret -= selected;
            if matches!(press.key.as_str(), "Backspace" | "Delete") {
                return;
            }
        }
        match press.key.as_str() {
            "ArrowUp" => self.caret = line_start.saturating_sub(1),
            "ArrowDown" => {
                let end = self.text[self.caret..].find('\n').map_or(self.text.len(), |at| self.caret + at + 1);
                self.caret = end;
            }
            "Enter" if self.clever => {
                let line = &self.text[line_start..self.caret];
                let indent = line[..line.len() - line.trim_start().len()].to_owned();
                let between = self.text[..self.caret].ends_with('{') && self.text[self.caret..].starts_with('}');
                let (inner, outer) = if between {
                    (format!("\n{indent}  "), format!("\n{indent}"))
                } else {
                    (format!("\n{indent}"), String::new())
                };
                if line.trim().is_empty() {
                    self.text.replace_range(line_start..self.caret, "");
                    self.caret = line_start;
                }
                self.text.insert_str(self.caret, &format!("{inner}{outer}"));
                self.caret += inner.len();
            }
            "{" | "(" if self.clever => {
                let closing = if press.key == "{" { "{}" } else { "()" };
                self.text.insert_str(self.caret, closing);
                self.caret += 1;
            }
            "}" | ")" if self.clever && self.text[self.caret..].starts_with(&press.key) => self.caret += 1,
            _ if self.editable == Editable::Terminal => {}
            _ if press.modifiers.ctrl && press.is_character() => {}
            _ => {
                let edit = edit(&self.text, self.caret, press.op());
                self.text.replace_range(edit.at..edit.at + edit.removed, edit.inserted);
                self.caret = edit.caret;
            }
        }
    }

    fn complete(&mut self, word: &str) {
        let stem = self.text[..self.caret].trim_end_matches(char::is_alphanumeric).len();
        self.text.replace_range(stem..self.caret, word);
        self.caret = stem + word.len();
    }

    fn word(&mut self, word: &str) {
        match word {
            "left" => self.press("ArrowLeft", false),
            "right" => self.press("ArrowRight", false),
            "up" => self.press("ArrowUp", false),
            "down" => self.press("ArrowDown", false),
            "home" => self.press("Home", false),
            "end" => self.press("End", false),
            "enter" => self.press("Enter", false),
            "tab" => self.press("Tab", false),
            "escape" => self.press("Escape", false),
            "back" => self.press("Backspace", false),
            "del" => self.press("Delete", false),
            "shift" => self.press("Shift", false),
            "still" => {
                self.now += 100;
                self.state();
            }
            "wait" => {
                self.now += 100;
                self.state();
                self.now += 6000;
                self.drafts.extend(self.assembler.tick(WallMillis(self.now)));
            }
            "click" => {
                self.state();
                self.now += 300;
                let (point, in_target) = (Point::default(), Point::default());
                let modifiers = Modifiers::default();
                self.see(Seen::Click { button: 0, count: 1, modifiers, point, in_target, target: target() });
            }
            "blur" => {
                self.state();
                self.see(Seen::Blur { field: 1 });
            }
            "late" => self.late = Some(self.line()),
            "drawn" => self.late = None,
            // What was told is stored, and so is told again.
            "stored" => self.sent = None,
            // The hands are faster than the pictures.
            "fast" => self.now -= 110,
            _ if word.starts_with("ctrl+") => self.press(&word[5..], true),
            _ if word.starts_with("select:") => {
                let before = self.text[..self.caret].chars().rev();
                self.selected = before.take(word[7..].parse().unwrap()).map(char::len_utf8).sum();
            }
            _ if word.starts_with("paste:") => {
                self.state();
                let pasted = &word[6..];
                self.see(Seen::Clipboard { what: ClipboardChange::Paste, field: Some(1), length: utf16::len(pasted) });
                self.text.insert_str(self.caret, pasted);
                self.caret += pasted.len();
                self.now += 100;
                self.state();
            }
            // The page's own doing.
            _ if word.starts_with("page:") => {
                self.now += 200;
                self.state();
                self.text.insert_str(0, &word[5..]);
                self.caret += word.len() - 5;
                self.state();
            }
            // A proposal is pressed with the mouse.
            _ if word.starts_with("choose:") => {
                self.state();
                self.now += 300;
                let (point, in_target, modifiers) = (Point::default(), Point::default(), Modifiers::default());
                let target = Target { role: Some(Raw::new("option".to_owned())), ..target() };
                self.see(Seen::Click { button: 0, count: 1, modifiers, point, in_target, target });
                self.complete(&word[7..]);
                self.now += 100;
                self.state();
            }
            // An editor's completion takes the place of the word before the caret.
            _ if word.starts_with("pick:") => {
                self.state();
                self.now += 120;
                let text = |text: &str| Raw::new(text.to_owned());
                let (key, code) = (text("Enter"), text("Enter"));
                let modifiers = Modifiers::default();
                self.see(Seen::Key { field: Some(1), key, code, modifiers, repeat: false, target: None });
                self.complete(&word[5..]);
            }
            _ => panic!("no such word: {word}"),
        }
    }

    /// Plays a script.
    pub(super) fn play(mut self, script: &str) -> Self {
        for (number, part) in script.split('"').enumerate() {
            if number % 2 == 1 {
                for c in part.chars() {
                    self.press(&c.to_string(), false);
                }
            } else {
                part.split_whitespace().for_each(|word| self.word(word));
            }
        }
        self
    }

    /// Ends the session and gives its records.
    pub(super) fn records(mut self) -> Vec<Kind<Scrubbed<String>>> {
        self.now += 100;
        self.state();
        self.drafts.extend(self.assembler.end(BurstEnd::Cut));
        let scrubber = Scrubber::new([5; 32], Detector::default());
        let scrub = |draft: Draft| match draft.body {
            Body::Plain(kind) => Some(scrubber.kind(kind)),
            Body::Typed(burst) => Some(scrubber.burst(burst)),
            Body::Beside(_) => None,
        };
        self.drafts.into_iter().filter_map(scrub).collect()
    }
}

/// The records in short: what was typed in quotation marks, anything else by its name.
pub(super) fn short(records: &[Kind<Scrubbed<String>>]) -> Vec<String> {
    let one = |kind: &Kind<Scrubbed<String>>| match kind {
        Kind::Type { text, .. } => format!("\"{}\"", text.get()),
        Kind::Key { key, .. } => key.get().clone(),
        Kind::Click { .. } => "click".to_owned(),
        Kind::Clipboard { length, .. } => format!("paste of {length}"),
        other => panic!("not played here: {other:?}"),
    };
    records.iter().map(one).collect()
}

/// A table of scripts and what they make.
pub(super) fn check(player: impl Fn() -> Player, table: &[(&str, &[&str])]) {
    for (script, expected) in table {
        assert_eq!(short(&player().play(script).records()), *expected, "{script}");
    }
}
