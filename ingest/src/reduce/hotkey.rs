//! Names of keys, and what is known by a key's name.

use candor_core::record::ClipboardChange;

use super::item::Pressed;
use super::thresholds::THRESHOLDS;

/// A key's name, see [`Hotkey::hotkey`](super::Hotkey::hotkey).
pub(super) fn name(pressed: &Pressed) -> String {
    let held = pressed.modifiers;
    let modifiers = [
        (held.ctrl, "Ctrl+"),
        (held.meta, "Meta+"),
        (held.alt, "Alt+"),
        (held.alt_graph, "AltGr+"),
        (held.shift, "Shift+"),
    ];
    let mut name: String = modifiers.into_iter().filter(|(held, _)| *held).map(|(_, name)| name).collect();
    match pressed.key.as_str() {
        " " => name.push_str("Space"),
        key if held.ctrl || held.meta || held.alt => name.push_str(&capital(key)),
        key => name.push_str(key),
    }
    name
}

/// A letter as a capital, where that is one letter; all else as it is.
fn capital(key: &str) -> String {
    let capital = key.to_uppercase();
    if key.chars().count() == 1 && capital.chars().count() == 1 { capital } else { key.to_owned() }
}

/// Whether two keys can be a chord. The first keys of chords are known, and so few that nothing else is taken for one:
/// Ctrl+K alone is also a command of many pages, and what follows it there goes to a field of its own, or is a key with
/// a name.
pub(super) fn is_chord(first: &Pressed, second: &Pressed) -> bool {
    let prefix = name(first);
    THRESHOLDS.chord_prefixes.contains(&prefix.as_str())
        && name(second) != prefix
        && (is_character(&second.key) || second.modifiers.is_command())
}

/// Whether the key asks for this change of the clipboard, in a browser of any system.
pub(super) fn asks_for(pressed: &Pressed, what: ClipboardChange) -> bool {
    let (letter, code) = match what {
        ClipboardChange::Cut => ("x", "KeyX"),
        ClipboardChange::Copy => ("c", "KeyC"),
        ClipboardChange::Paste => ("v", "KeyV"),
    };
    let held = pressed.modifiers;
    match (pressed.key.as_str(), what) {
        ("Insert", ClipboardChange::Copy) => held.ctrl,
        ("Insert", ClipboardChange::Paste) | ("Delete", ClipboardChange::Cut) => held.shift,
        ("Cut", ClipboardChange::Cut) | ("Copy", ClipboardChange::Copy) | ("Paste", ClipboardChange::Paste) => true,
        // The letter of a layout that has it, or its place on one that has not.
        (key, _) => {
            held.is_command() && (key.eq_ignore_ascii_case(letter) || (!key.is_ascii() && pressed.code == code))
        }
    }
}

/// Whether the key is a character. Named keys are words of ASCII.
fn is_character(key: &str) -> bool {
    let mut characters = key.chars();
    characters.next().is_some() && (characters.next().is_none() || !key.is_ascii())
}

#[cfg(test)]
mod tests {
    use candor_core::record::Modifiers;

    use super::*;

    /// `held` has a letter for each modifier: `c`, `m`, `a`, `g`, `s`.
    fn pressed(held: &str, key: &str, code: &str) -> Pressed {
        let modifiers = Modifiers {
            alt: held.contains('a'),
            alt_graph: held.contains('g'),
            ctrl: held.contains('c'),
            meta: held.contains('m'),
            shift: held.contains('s'),
        };
        Pressed { key: key.to_owned(), code: code.to_owned(), modifiers }
    }

    #[test]
    fn a_key_has_one_name() {
        for (held, key, expected) in [
            ("c", "k", "Ctrl+K"),
            ("cs", "P", "Ctrl+Shift+P"),
            ("mags", "x", "Meta+Alt+AltGr+Shift+X"),
            ("c", "к", "Ctrl+К"),
            ("c", "+", "Ctrl++"),
            ("c", " ", "Ctrl+Space"),
            ("c", "ß", "Ctrl+ß"),
            ("", "j", "j"),
            ("s", "?", "Shift+?"),
            ("s", "Tab", "Shift+Tab"),
            ("", "Escape", "Escape"),
            ("c", "⟦word:k3f9⟧", "Ctrl+⟦word:k3f9⟧"),
        ] {
            assert_eq!(name(&pressed(held, key, "")), expected);
        }
    }

    #[test]
    fn chords_begin_with_what_begins_chords() {
        for (first, second, expected) in [
            (("c", "k"), ("c", "s"), true),
            (("m", "k"), ("m", "s"), true),
            (("c", "k"), ("", "z"), true),
            (("c", "k"), ("c", "ArrowDown"), true),
            (("c", "k"), ("", "ArrowDown"), false),
            (("c", "k"), ("", "Escape"), false),
            (("c", "k"), ("c", "k"), false),
            (("cs", "K"), ("c", "s"), false),
            (("c", "c"), ("c", "v"), false),
        ] {
            let [one, two] = [first, second].map(|(held, key)| pressed(held, key, ""));
            assert_eq!(is_chord(&one, &two), expected, "{first:?} {second:?}");
        }
    }

    #[test]
    fn the_clipboard_has_its_keys() {
        use ClipboardChange::{Copy, Cut, Paste};
        for (held, key, code, what) in [
            ("c", "c", "KeyC", Some(Copy)),
            ("cs", "C", "KeyC", Some(Copy)),
            ("m", "v", "KeyV", Some(Paste)),
            ("c", "м", "KeyV", Some(Paste)),
            ("c", "x", "KeyB", Some(Cut)),
            ("c", "q", "KeyX", None),
            ("", "v", "KeyV", None),
            ("s", "Insert", "Insert", Some(Paste)),
            ("c", "Insert", "Insert", Some(Copy)),
            ("s", "Delete", "Delete", Some(Cut)),
            ("", "Delete", "Delete", None),
            ("", "Paste", "Paste", Some(Paste)),
        ] {
            for asked in [Cut, Copy, Paste] {
                assert_eq!(asks_for(&pressed(held, key, code), asked), what == Some(asked), "{held} {key} {asked:?}");
            }
        }
    }
}
