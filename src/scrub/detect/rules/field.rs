//! What a field holds by its label: a single word in a field labelled "API key" is a secret. The tokens of `autocomplete` are
//! those of the HTML standard, section 4.10.18.7.1.

use super::assignment::{has_digit, is_mixed};
use super::name::{self, NAME_MAX, Name};
use crate::normal::ATOM;
use crate::scan::Scan;
use crate::{Context, Kind, Place};

/// Before anything is read.
pub(super) fn at_start(scan: &mut Scan<'_>) {
    let text = scan.text;
    if scan.context.place == Place::Field
        && text.chars().any(|c| !c.is_whitespace() && c != ATOM)
        && let Some(kind) = kind_of(scan.context, text)
    {
        scan.report(0, text.len(), kind, "field");
    }
}

fn kind_of(context: &Context<'_>, text: &str) -> Option<Kind> {
    for token in context.autocomplete.split_ascii_whitespace() {
        match token {
            "current-password" | "new-password" => return Some(Kind::Password),
            "one-time-code" => return Some(Kind::OneTimeCode),
            "cc-number" | "cc-csc" => return Some(Kind::Card),
            _ => {}
        }
    }
    if (4..=8).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit()) && asks_for_code(context.label) {
        return Some(Kind::OneTimeCode);
    }
    match said_by(context.label)? {
        Name::Sure(kind) => Some(kind),
        Name::Telling => {
            let is_word = !text.trim().contains(char::is_whitespace);
            (is_word && (is_mixed(text) && has_digit(text) || text.len() >= 16)).then_some(Kind::Key)
        }
        _ => None,
    }
}

/// Whether a label is that of a number that opens something: a card's PIN, the code of a door.
fn asks_for_code(label: &str) -> bool {
    let is_any = |words: &[&str]| {
        label
            .split(|c: char| !c.is_ascii_alphabetic())
            .any(|part| words.iter().any(|word| part.eq_ignore_ascii_case(word)))
    };
    is_any(&["pin", "puk", "tan"])
        || is_any(&["code"]) && is_any(&["access", "unlock", "entry", "door", "alarm", "security"])
}

/// What a label says: as a whole where it is as short as a name, or else by the words in it, four at a time.
fn said_by(label: &str) -> Option<Name> {
    let mut name = [0_u8; NAME_MAX];
    let joined = |words: &[&str], name: &mut [u8; NAME_MAX]| {
        let mut length = 0;
        for word in words {
            let end = length + word.len() + 1;
            name.get_mut(length..end - 1)?.copy_from_slice(word.as_bytes());
            *name.get_mut(end - 1)? = b'_';
            length = end;
        }
        name::classify(std::str::from_utf8(&name[..length]).ok()?)
    };
    let mut words: Vec<&str> = label.split(|c: char| c.is_whitespace() || matches!(c, ':' | '*' | '(' | ')')).collect();
    // What to do with the field, which is no key of a keyboard and no kind of thing.
    if words.len() > 2 && ["enter", "type", "paste"].iter().any(|verb| words[0].eq_ignore_ascii_case(verb)) {
        words.remove(0);
    }
    if label.len() + 1 < NAME_MAX {
        return joined(&words, &mut name);
    }
    words.windows(4.min(words.len())).find_map(|words| match joined(words, &mut name) {
        Some(said @ (Name::Sure(_) | Name::Telling)) => Some(said),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use crate::{Context, Detector, Kind};

    #[test]
    fn a_label_makes_a_secret_of_a_word() {
        for (label, autocomplete, text, kind) in [
            ("API key", "", "swordfish", Some(Kind::Key)),
            ("Password", "", "swordfish", Some(Kind::Password)),
            ("Ihr Passwort:", "", "swordfish", Some(Kind::Password)),
            ("Passphrase of the new key", "", "swordfish", Some(Kind::Password)),
            ("Confirm password", "", "swordfish", Some(Kind::Password)),
            ("apikey", "", "swordfish", Some(Kind::Key)),
            ("Secret key", "", "swordfish", Some(Kind::Key)),
            ("Private key", "", "swordfish", Some(Kind::Key)),
            ("Enter your api-key here", "", "swordfish", Some(Kind::Key)),
            ("Client secret *", "", "swordfish", Some(Kind::Key)),
            ("Access token", "", "abcd1234", Some(Kind::Key)),
            ("Access token", "", "main", None),
            ("Name", "new-password", "swordfish", Some(Kind::Password)),
            ("Code", "one-time-code", "123456", Some(Kind::OneTimeCode)),
            ("Card PIN", "", "4471", Some(Kind::OneTimeCode)),
            ("Access code:", "", "447102", Some(Kind::OneTimeCode)),
            ("Country code", "", "4471", None),
            ("Pinned items", "", "4471", None),
            ("Password length", "", "12", None),
            ("Search", "", "password", None),
            ("Public key", "", "swordfish", None),
            ("API key", "", " ", None),
        ] {
            let found = Detector::default().find(text, &Context::field(label, autocomplete));
            assert_eq!(found.first().map(|finding| finding.kind), kind, "{label}: {text}");
        }
    }
}
