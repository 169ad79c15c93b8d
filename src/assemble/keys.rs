//! What a key means for text.

use crate::record::Modifiers;
use crate::time::WallMillis;

/// A key as it was pressed, raw.
#[derive(Clone)]
pub(crate) struct Press {
    pub(crate) key: String,
    pub(crate) code: String,
    pub(crate) modifiers: Modifiers,
    pub(crate) t: WallMillis,
}

/// What a key is to a burst of typing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// No key of its own: a modifier, a dead key, autofill's key without a name.
    Silent,
    /// A key an input method has taken: its text comes without keys.
    Method,
    /// Writes or deletes.
    Writes,
    /// Moves the caret within its line.
    Moves,
    /// Moves the caret to another line.
    Climbs,
    /// Enter.
    Enter,
    /// Tab.
    Tab,
    /// A shortcut, Escape, a function key and the like.
    Command,
}

/// What a key does to a line of text. Words and kills are those of Emacs key bindings, as in `readline(3)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Op<'a> {
    Insert(&'a str),
    Backspace,
    Delete,
    WordBackspace,
    WordDelete,
    KillToStart,
    KillToEnd,
    Left,
    Right,
    WordLeft,
    WordRight,
    Home,
    End,
    Nothing,
}

impl Press {
    /// Whether the key is a character. Named keys are ASCII words: UI Events KeyboardEvent key Values.
    pub(crate) fn is_character(&self) -> bool {
        let mut chars = self.key.chars();
        chars.next().is_some() && (chars.next().is_none() || !self.key.is_ascii())
    }

    /// Whether Alt makes a menu's key of a character. With other characters it is macOS's Option, which writes.
    fn is_menu_key(&self) -> bool {
        let modifiers = self.modifiers;
        modifiers.alt && !modifiers.alt_graph && self.key.bytes().all(|byte| byte.is_ascii_alphanumeric())
    }

    /// Whether Control and Alt together stand for AltGr, as they do on Windows: then the key has written a character that
    /// no shortcut has, `@` or `€`.
    fn is_by_alt_graph(&self) -> bool {
        let modifiers = self.modifiers;
        let plain = self.key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b' ');
        modifiers.ctrl && modifiers.alt && !modifiers.meta && self.is_character() && !plain
    }

    /// What the key means in a field of a page.
    pub(crate) fn meaning(&self) -> Meaning {
        let command = (self.modifiers.is_command() && !self.is_by_alt_graph()) || self.is_menu_key();
        match self.key.as_str() {
            "Process" => Meaning::Method,
            "" | "Unidentified" | "Dead" | "Compose" | "Shift" | "Control" | "Alt" | "AltGraph" | "Meta" | "OS"
            | "Fn" | "FnLock" | "Hyper" | "Super" | "Symbol" | "CapsLock" | "NumLock" | "ScrollLock" => Meaning::Silent,
            "Backspace" | "Delete" => Meaning::Writes,
            "ArrowLeft" | "ArrowRight" => Meaning::Moves,
            "Home" | "End" if command => Meaning::Climbs,
            "Home" | "End" => Meaning::Moves,
            "ArrowUp" | "ArrowDown" | "PageUp" | "PageDown" => Meaning::Climbs,
            "Enter" if !command => Meaning::Enter,
            "Tab" if !command => Meaning::Tab,
            _ if command || !self.is_character() => Meaning::Command,
            _ => Meaning::Writes,
        }
    }

    /// Whether the key writes or deletes.
    pub(crate) fn writes(&self) -> bool {
        matches!(self.meaning(), Meaning::Writes | Meaning::Enter | Meaning::Tab)
    }

    /// What the key does to the line in a field of a page.
    pub(crate) fn op(&self) -> Op<'_> {
        let by_word = self.modifiers.ctrl || self.modifiers.alt;
        match (self.key.as_str(), by_word) {
            ("Backspace", true) => Op::WordBackspace,
            ("Delete", true) => Op::WordDelete,
            ("ArrowLeft", true) => Op::WordLeft,
            ("ArrowRight", true) => Op::WordRight,
            ("Backspace", false) => Op::Backspace,
            ("Delete", false) => Op::Delete,
            ("ArrowLeft", false) => Op::Left,
            ("ArrowRight", false) => Op::Right,
            ("Home", false) => Op::Home,
            ("End", false) => Op::End,
            ("Enter", false) => Op::Insert("\n"),
            ("Tab", false) => Op::Insert("\t"),
            _ if self.is_character() && self.meaning() == Meaning::Writes => Op::Insert(&self.key),
            _ => Op::Nothing,
        }
    }

    /// What the key does to the line of a shell.
    pub(crate) fn shell_op(&self) -> Op<'_> {
        if self.modifiers.ctrl && !self.modifiers.alt_graph && self.is_character() && !self.is_by_alt_graph() {
            return match self.key.to_ascii_lowercase().as_str() {
                "a" => Op::Home,
                "b" => Op::Left,
                "d" => Op::Delete,
                "e" => Op::End,
                "f" => Op::Right,
                "h" => Op::Backspace,
                "k" => Op::KillToEnd,
                "u" => Op::KillToStart,
                "w" => Op::WordBackspace,
                _ => Op::Nothing,
            };
        }
        if self.is_menu_key() {
            return match self.key.to_ascii_lowercase().as_str() {
                "b" => Op::WordLeft,
                "d" => Op::WordDelete,
                "f" => Op::WordRight,
                _ => Op::Nothing,
            };
        }
        match self.key.as_str() {
            "Tab" | "Enter" => Op::Nothing,
            _ => self.op(),
        }
    }
}

/// A change of a line: `removed` bytes at `at` give way to `inserted`, and the caret stands at `caret`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Edit<'a> {
    pub(crate) at: usize,
    pub(crate) removed: usize,
    pub(crate) inserted: &'a str,
    pub(crate) caret: usize,
}

/// What `op` does to `text` with the caret at `caret`, which is a character boundary.
pub(crate) fn edit<'a>(text: &str, caret: usize, op: Op<'a>) -> Edit<'a> {
    let (before, after) = text.split_at(caret);
    let move_to = |caret| Edit { at: caret, removed: 0, inserted: "", caret };
    let cut = |at: usize, end: usize| Edit { at, removed: end - at, inserted: "", caret: at };
    let previous = before.char_indices().next_back().map_or(0, |(at, _)| at);
    let next = after.chars().next().map_or(caret, |c| caret + c.len_utf8());
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let line_end = after.find('\n').map_or(text.len(), |at| caret + at);
    let is_word = |c: char| candor_detect::is_word(c) || c == '_';
    let word_start = || before.trim_end_matches(|c| !is_word(c)).trim_end_matches(is_word).len();
    let word_end = || text.len() - after.trim_start_matches(|c| !is_word(c)).trim_start_matches(is_word).len();
    match op {
        Op::Insert(inserted) => Edit { at: caret, removed: 0, inserted, caret: caret + inserted.len() },
        Op::Backspace => cut(previous, caret),
        Op::Delete => cut(caret, next),
        Op::WordBackspace => cut(word_start(), caret),
        Op::WordDelete => cut(caret, word_end()),
        Op::KillToStart => cut(line_start, caret),
        Op::KillToEnd => cut(caret, line_end),
        Op::Left => move_to(previous),
        Op::Right => move_to(next),
        Op::WordLeft => move_to(word_start()),
        Op::WordRight => move_to(word_end()),
        Op::Home => move_to(line_start),
        Op::End => move_to(line_end),
        Op::Nothing => move_to(caret),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(key: &str, modifiers: &str) -> Press {
        let modifiers = Modifiers {
            alt: modifiers.contains('a'),
            alt_graph: modifiers.contains('g'),
            ctrl: modifiers.contains('c'),
            meta: modifiers.contains('m'),
            shift: modifiers.contains('s'),
        };
        Press { key: key.to_owned(), code: String::new(), modifiers, t: WallMillis(0) }
    }

    #[test]
    fn keys_mean_what_they_do() {
        for (key, modifiers, meaning) in [
            ("a", "", Meaning::Writes),
            ("A", "s", Meaning::Writes),
            ("@", "cag", Meaning::Writes),
            ("@", "ca", Meaning::Writes),
            ("€", "ca", Meaning::Writes),
            ("e", "ca", Meaning::Command),
            ("@", "a", Meaning::Writes),
            ("ƒ", "a", Meaning::Writes),
            ("f", "a", Meaning::Command),
            ("s", "c", Meaning::Command),
            ("c", "m", Meaning::Command),
            ("Backspace", "c", Meaning::Writes),
            ("ArrowLeft", "c", Meaning::Moves),
            ("End", "c", Meaning::Climbs),
            ("Enter", "c", Meaning::Command),
            ("Escape", "", Meaning::Command),
            ("F5", "", Meaning::Command),
            ("Shift", "s", Meaning::Silent),
            ("", "", Meaning::Silent),
            ("Process", "", Meaning::Method),
        ] {
            assert_eq!(press(key, modifiers).meaning(), meaning, "{modifiers}+{key}");
        }
    }

    #[test]
    fn a_line_is_edited_as_a_shell_does_it() {
        let keys =
            [("a", "c"), ("w", ""), ("e", "c"), ("!", ""), ("w", "c"), ("x", ""), ("b", "c"), ("k", "c"), ("ö", "")];
        let (mut text, mut caret) = (String::from("hello big world"), 5);
        for (key, modifiers) in keys {
            let press = press(key, modifiers);
            let edit = edit(&text, caret, press.shell_op());
            text.replace_range(edit.at..edit.at + edit.removed, edit.inserted);
            caret = edit.caret;
        }
        assert_eq!((text.as_str(), caret), ("whello big ö", 13));
    }
}
