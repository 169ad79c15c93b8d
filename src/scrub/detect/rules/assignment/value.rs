//! Whether what is assigned is a secret: a value, and not an expression, a type, a placeholder or talk of secrets.

use super::{Named, Sign, Value, kind_of};
use crate::Kind;
use crate::letters;
use crate::normal::ATOM;
use crate::random;
use crate::rules::name::{self, Name};
use crate::scan::{Scan, is_word, work};

/// Longest value that can turn out to be none though its name says that it is a secret.
const LOOKED_INTO: usize = 512;

/// Words that stand for a type or for nothing.
const EMPTY_WORDS: &str = " string str text bool boolean bytes number integer int object null nil none true false undefined \
    unknown never required optional varchar char any void self this yes no on off default auto empty nan hidden \
    password token secret key basic bearer username login admin_password changeme env var function async await return \
    const let new typeof files compat enum union array list map vec option disabled enabled name value public private ";

/// Words that speak of a secret, and so are none.
const SPEAKING: [&str; 20] = [
    "password",
    "passwd",
    "passphrase",
    "passwort",
    "pwd",
    "secret",
    "token",
    "key",
    "value",
    "input",
    "field",
    "your",
    "example",
    "placeholder",
    "invalid",
    "wrong",
    "required",
    "missing",
    "credential",
    "redacted",
];

/// The kind of secret a value is, or none.
pub(in crate::rules) fn secret_kind(scan: &Scan<'_>, name: Name, named: Named, value: Value<'_>) -> Option<Kind> {
    let text = value.text;
    let mut value = value;
    // `Uid=sa;Pwd=hunter2;`: a part of a connection string is no argument.
    if value.next == b';'
        && value.tight
        && scan.byte_before(named.start) == b';'
        && scan.byte(named.start).is_ascii_uppercase()
    {
        value.next = b'\n';
    }
    work::count(10 * text.len().min(LOOKED_INTO));
    // What is longer is not looked into.
    if text.len() > LOOKED_INTO {
        let sure = match name {
            Name::Sure(_) | Name::Header | Name::Cookie => true,
            Name::Telling => drawn_bits(text) >= 20,
            Name::Weak => false,
        };
        return (sure && is_one_word(text)).then(|| kind_of(name));
    }
    if is_placeholder(text) || !text.bytes().any(|b| b.is_ascii_alphanumeric() || b >= 0x80) {
        return None;
    }
    let word = &scan.text[named.start..named.end];
    let secret = match name {
        Name::Header => {
            text.len() >= 4
                && !text.starts_with(['$', '{', '<', '%', '\\'])
                && !is_plain(text)
                && !text.contains(['(', ';', '[', '{'])
                && !is_constant(text)
        }
        Name::Cookie => {
            text.contains('=')
                && text.len() >= 6
                && !text.contains("=>")
                && !text.starts_with(['=', '$'])
                && !text.split(';').all(is_setting_of_page)
        }
        Name::Weak => is_one_word(text) && !is_code(&value) && looks_drawn(text),
        Name::Telling => {
            is_one_word(text)
                && !is_code(&value)
                && !speaks_of_itself(text, word)
                && (is_telling_value(&value) || is_setting(word, &value) || value.tight && random::is_solid(text))
        }
        Name::Sure(_) if value.wrapped && text.contains("://") => false,
        Name::Sure(Kind::Password) if value.wrapped => is_mixed(text),
        Name::Sure(Kind::Password) if is_short(word) && !value.quoted && value.sign == Sign::Colon => {
            is_one_word(text) && text.len() >= 5 && has_digit(text) && is_mixed(text) && !is_code(&value)
        }
        Name::Sure(Kind::Password) if value.sign == Sign::Argument => {
            word != "pass"
                && is_one_word(text)
                && !text.contains('/')
                && text.len() >= 5
                && !speaks_of_itself(text, word)
                && !is_code(&value)
                && (has_digit(text) || text.bytes().any(|b| !is_word(b) && !matches!(b, b'-' | b'.')))
        }
        Name::Sure(Kind::Password) => {
            (is_chosen(text) || !is_code(&value)) && !speaks_of_itself(text, word) && !is_sentence(text)
        }
        Name::Sure(_) => {
            text.len() >= 3
                && !is_code(&value)
                && !speaks_of_itself(text, word)
                && !text.contains(' ')
                && (has_digit(text)
                    || !value.quoted
                    || text.len() >= 16
                    || text.bytes().any(|b| !is_word(b))
                    || drawn_bits(text) >= 10)
                && (value.quoted || is_mixed(text) || value.tight && (!is_identifier(text) || is_variable(word)))
                && !(is_identifier(text)
                    && !has_digit(text)
                    && is_compound(text)
                    && drawn_bits(text) < 16
                    && !(value.tight && random::is_solid(text)))
        }
    };
    secret.then(|| kind_of(name))
}

/// `API_KEY`: a variable of a shell or of a file of settings.
fn is_variable(name: &str) -> bool {
    name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
}

/// `DEPLOY_TOKEN=kelp-forest-77`: what a variable is set to in a shell or a file of settings is no expression, and with
/// a digit no plain word.
fn is_setting(word: &str, value: &Value<'_>) -> bool {
    let text = value.text;
    let has_letter = text.bytes().any(|byte| byte.is_ascii_alphabetic());
    is_variable(word) && value.tight && !value.quoted && text.len() >= 8 && has_letter && has_digit(text)
}

/// `theme=dark`, `Max-Age=3600`: a part of a cookie that is no secret.
pub(super) fn is_setting_of_page(part: &str) -> bool {
    let part = part.trim_start();
    let length = part.bytes().take_while(|byte| *byte != b'=').count();
    part.len() - length <= 32 && name::is_open_cookie(&part.as_bytes()[..length])
}

/// Words that are a verb or a noun as often as a name for a password.
fn is_short(word: &str) -> bool {
    ["pass", "pw"].iter().any(|short| word.eq_ignore_ascii_case(short))
}

/// A value for a name that is telling but not sure: letters and digits, eight at least, or long.
fn is_telling_value(value: &Value<'_>) -> bool {
    let text = value.text;
    let mixes = |piece: &str| has_digit(piece) && piece.bytes().any(|b| b.is_ascii_alphabetic());
    let letters_and_digits = text.split(['-', '.', '_', '$', '/', ':']).any(mixes);
    let number = text.len() >= 16 && text.bytes().all(|b| b.is_ascii_digit());
    let data = text.len() >= 32 && letters_and_digits && !text.contains(['_', '.']);
    number
        || data
        || text.len() >= 8
            && (letters_and_digits && drawn_bits(text) > -2
                || text.len() >= 16 && drawn_bits(text) >= 10
                || text.len() >= 12 && is_mixed(text) && drawn_bits(text) >= 16)
}

/// Whether a value looks drawn at random: by its letters, or as a number in hexadecimal or a UUID.
pub(in crate::rules) fn looks_drawn(text: &str) -> bool {
    text.len() <= 512
        && (random::is_solid(text)
            || text.len() >= 12 && is_mixed(text) && drawn_bits(text) >= if has_digit(text) { 8 } else { 20 })
}

/// Bits of evidence that some part of a text was drawn at random.
fn drawn_bits(text: &str) -> i32 {
    random::most_drawn(&text.as_bytes()[..text.len().min(256)]).evidence / 8
}

/// Digits of base 16, or groups of them with dashes between.
pub(in crate::rules) fn is_hex(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

/// `${PASSWORD}`, `<password>`, `{{ secret }}`, `%s`, `***`, `xxxx`, and tokens of our own.
pub(in crate::rules) fn is_placeholder(text: &str) -> bool {
    let first = text.bytes().next().unwrap_or(b' ');
    let mut characters = text.chars();
    let one = characters.next();
    let one_character = characters.all(|c| Some(c) == one)
        && !first.is_ascii_digit()
        && (!first.is_ascii_alphabetic() || matches!(first, b'x' | b'X'));
    let zeros = text.len() >= 8 && text.bytes().all(|byte| matches!(byte, b'0' | b'-'));
    let ours = text.chars().all(|c| c == ATOM);
    one_character
        || zeros
        || ours
        || text.starts_with(['<', '{'])
        || text.starts_with("${")
        || text.starts_with("$(")
        || text.starts_with("#{")
        || text.starts_with("%{")
        || text.starts_with("%(")
        || text.starts_with("[[")
        || text.starts_with("arn:")
        || text.starts_with("vault:")
        || (first == b'%' && text.len() <= 3)
        || (first == b'%' && text.ends_with('%'))
        || text.bytes().enumerate().any(|(at, byte)| is_blank(byte, &text.as_bytes()[at + 1..]))
}

/// `{{`, `${`, three dots or four crosses: something is to be put in.
fn is_blank(byte: u8, rest: &[u8]) -> bool {
    match byte {
        b'{' | b'$' => rest.first() == Some(&b'{'),
        b'.' => rest.starts_with(b".."),
        b'x' | b'X' => rest.len() >= 3 && rest[..3].iter().all(|byte| byte | 0x20 == b'x'),
        0xe2 => rest.starts_with(b"\x80\xa6"),
        _ => false,
    }
}

/// Whether an unquoted value is an expression, a name or a type rather than a value.
fn is_code(value: &Value<'_>) -> bool {
    let text = value.text;
    if is_in(text, EMPTY_WORDS) || is_constant(text) {
        return true;
    }
    if value.quoted {
        // `"token": "$TOKEN"`, and an address, in which credentials have their own rule
        return text.contains("://") && !value.tight
            || text.starts_with('$')
                && text[1..].bytes().all(|b| is_word(b) || matches!(b, b':' | b'.'))
                && !has_lower_and_digit(text);
    }
    if value.sign == Sign::Element {
        return false;
    }
    let is_operator = |pair: &[u8]| matches!(pair, b"::" | b"->" | b"=>" | b"//" | b"==" | b"&&");
    if text.contains(['(', '[', '{'])
        || text.trim_end_matches('=').as_bytes().windows(2).any(is_operator)
        || text.starts_with(['$', '&', '@', '*', '!', '.', '/', '|', '?', '-', '+', '=', '\\', '#', '~', '%'])
            && (!has_digit(text) || !is_mixed(text) || !value.tight)
    {
        return true;
    }
    let is_name = text.bytes().all(|b| is_word(b) || matches!(b, b'.' | b':' | b'?' | b'!'))
        && text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let in_parts = text.split(['.', ':', '?', '!']).filter(|part| !part.is_empty()).count() > 1;
    // `self.password`, `process.env.TOKEN`, `Secret::new`: names joined by dots, unless digits make a value of it.
    if is_name && in_parts {
        return !text
            .split(['.', ':'])
            .any(|part| has_digit(part) && is_mixed(part) && part.len() > 6 && drawn_bits(part) > 4);
    }
    // `TOKEN: u32 = 7`, `0x1f`, `7u32`, `#aabbcc`
    let is_type = value.sign == Sign::Colon && is_name && value.before_equals;
    let literal = text
        .strip_prefix("0x")
        .is_some_and(|hex| hex.len() <= 16 && hex.bytes().all(|b| b.is_ascii_hexdigit() || b == b'_'));
    let suffixed = text.starts_with(|c: char| c.is_ascii_digit())
        && ["u8", "u16", "u32", "u64", "i32", "i64", "usize", "f32", "f64"].iter().any(|suffix| text.ends_with(suffix))
        && text.len() < 24;
    let colour = text.strip_prefix('#').is_some_and(|hex| hex.len() <= 8 && hex.bytes().all(|b| b.is_ascii_hexdigit()));
    if is_type || literal || suffixed || colour {
        return true;
    }
    // A number.
    if text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'_' | b'-' | b'%')) && text.len() < 6 {
        return true;
    }
    // One plain word: a variable after a spaced sign or among arguments, a value in a shell or a settings file.
    let plain = is_name && !has_digit(text);
    let argument =
        matches!(value.next, b',' | b')' | b';' | b'<' | b'>' | b'|' | b']' | b'}' | b'.' | b'"' | b'\'' | b'`');
    if plain {
        return is_compound(text) && (!value.tight || value.sign == Sign::Colon)
            || argument
            || text.len() < 5 && !value.tight
            || value.sign == Sign::Equals && !value.tight && drawn_bits(text) < 4;
    }
    // `token1`, `sha256`, `key_2`: a name that ends in a number.
    let stem = text.trim_end_matches(|c: char| c.is_ascii_digit());
    is_name && argument && is_compound(text) && drawn_bits(text) < 8
        || is_name
            && argument
            && !stem.is_empty()
            && stem.bytes().all(|b| b.is_ascii_alphabetic() || b == b'_')
            && drawn_bits(stem) < 4
}

/// `Saddle2023`, `Ciao!42`, `verano.harbor.42`: letters and a number of two digits or more, as somebody chooses a password,
/// and no name such as `base64`, `newPassword2` or `row.cell12`.
fn is_chosen(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let text = text.trim_end_matches(['!', '?', '.']);
    let stem = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let is_whole = text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'!' | b'?' | b'.' | b':' | b'-'));
    let in_parts = stem.contains(['!', '?', '.', ':']);
    is_whole
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().filter(u8::is_ascii_alphabetic).count() >= 4
        && (text.len() >= stem.len() + 2 && (!in_parts || stem.ends_with(['!', '?', '.', ':']))
            || text.split(['!', '?']).skip(1).any(has_digit))
        && !text.contains("::")
        && !["base", "uint", "float", "sha"].iter().any(|name| lower.contains(name))
        && !SPEAKING.iter().any(|speaking| lower.contains(speaking))
}

/// `"password": "Password"`, `password=password`, `"enter your password"`.
fn speaks_of_itself(text: &str, word: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let plain = lower.bytes().all(|b| {
        b.is_ascii_alphabetic()
            || matches!(
                b,
                0x80..|b' '| b'_' | b'-' | b'.' | b'\'' | b':' | b'?' | b'!' | b'/' | b',' | b'(' | b')' | b'@'
            )
    });
    plain && (SPEAKING.iter().any(|speaking| speaks(&lower, speaking)) || lower == word.to_ascii_lowercase())
}

/// Whether a word that speaks of secrets is in a text: there is no `key` in a monkey.
fn speaks(lower: &str, speaking: &str) -> bool {
    let is_animal = |at: usize| ["on", "ur", "oc", "is"].iter().any(|before| lower[..at].ends_with(before));
    lower.match_indices(speaking).any(|(at, _)| speaking != "key" || !is_animal(at))
}

/// Several words that begin with a capital or end like a sentence: talk, not a passphrase.
fn is_sentence(text: &str) -> bool {
    let words = text.split(' ').count();
    words >= 3 && (text.starts_with(letters::is_capital) || text.ends_with(['.', '!', '?', ':', ','])) || words > 8
}

/// `OAUTH2_TOKEN`: a name in capitals that stands for a value.
fn is_constant(text: &str) -> bool {
    text.contains('_')
        && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
        && drawn_bits(text) < 16
}

fn is_plain(text: &str) -> bool {
    text.len() < 24
        && text.bytes().all(|b| b.is_ascii_alphabetic() || matches!(b, b'.' | b'_' | b'-'))
        && drawn_bits(text) < 8
}

/// A name of several words, in camel case or with `_`.
fn is_compound(text: &str) -> bool {
    text.contains('_') || text.bytes().any(|b| b.is_ascii_uppercase()) && text.bytes().any(|b| b.is_ascii_lowercase())
}

fn is_identifier(text: &str) -> bool {
    text.bytes().all(is_word)
}

fn has_lower_and_digit(text: &str) -> bool {
    has_digit(text) && text.bytes().any(|b| b.is_ascii_lowercase())
}

pub(in crate::rules) fn has_digit(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}

/// Letters and digits, or small letters and capitals.
pub(in crate::rules) fn is_mixed(text: &str) -> bool {
    let has = |test: fn(&u8) -> bool| text.as_bytes().iter().any(test);
    has(u8::is_ascii_alphabetic) && has(u8::is_ascii_digit)
        || has(u8::is_ascii_lowercase) && has(u8::is_ascii_uppercase)
}

fn is_one_word(text: &str) -> bool {
    !text.contains(char::is_whitespace)
}

/// Whether `text` is one of the words of a list, which are of letters and `_`.
fn is_in(text: &str, list: &str) -> bool {
    let could_be = text.len() <= 16 && text.bytes().all(|b| b.is_ascii_alphabetic() || b == b'_');
    could_be && list.split(' ').any(|word| !word.is_empty() && word.eq_ignore_ascii_case(text))
}
