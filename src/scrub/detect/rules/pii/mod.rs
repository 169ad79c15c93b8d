//! Personal data: what tells who somebody is, or how to reach them.
//!
//! Most rules wait for a number. What it is, its form says (groups, check digits, a calling code), or a word near it.

mod account;
mod address;
mod bank;
mod birth;
mod card;
mod cues;
mod digits;
mod field;
mod ids;
mod look;
mod mail;
mod name;
mod network;
mod phone;
mod prose;
mod wallet;
pub(super) mod words;

use std::cell::Cell;

use self::digits::Digits;
use crate::Place;
use crate::scan::{Scan, Word, is_word};

/// Bytes at which [`at_mark`] is called.
pub(super) const MARKS: &[u8] = b"@+(:=";

/// Longest word that is read as a number: an account of a cryptographic currency.
const LONGEST: usize = 74;

/// Before anything is read: what the context alone says.
pub(super) fn at_start(scan: &mut Scan<'_>) {
    field::at_start(scan);
}

/// At a byte of [`MARKS`].
#[inline(always)]
pub(super) fn at_mark(scan: &mut Scan<'_>, at: usize) {
    let next = scan.byte(at + 1);
    match scan.byte(at) {
        b'@' => mail::at(scan, at),
        b'+' | b'(' if next.is_ascii_digit() => {
            phone::at(scan, &Digits::at(scan.bytes, at), &said(scan, at));
        }
        b':' | b'=' => {
            let colon = scan.byte(at) == b':';
            if colon && (next == b':' || next.is_ascii_hexdigit()) {
                network::at_colon(scan, at);
            }
            // What is joined by two is a path of code.
            if !colon || next != b':' && scan.byte_before(at) != b':' {
                name::at_key(scan, at);
                if matches!(scan.byte_before(at), b'R' | b'E' | b'"') {
                    account::at_key(scan, at);
                }
            }
        }
        _ => {}
    }
}

/// At a word without a digit.
pub(super) fn at_letters(scan: &mut Scan<'_>, word: Word) {
    let first = scan.byte(word.start);
    match scan.byte(word.end) {
        b'-' | b'.' if matches!(word.end - word.start, 2 | 4) && network::hardware(scan, word.start, word.end) => {
            return;
        }
        b'/' | b'\\' if matches!(scan.byte_before(word.start), b'/' | b'\\' | b'.') => {
            account::in_path(scan, word);
            return;
        }
        _ => {}
    }
    if matches!(&scan.bytes[word.start..word.end], b"at" | b"AT") {
        mail::spelled(scan, word);
        return;
    }
    if first.is_ascii_lowercase() || scan.bytes[word.start..word.end].contains(&b'_') {
        return;
    }
    if first >= 0xe3 {
        name::titled(scan, word);
    }
    let is_capital = |byte: &u8| byte.is_ascii_uppercase();
    if !scan.bytes[word.start..word.end].iter().all(is_capital) {
        name::at_capital(scan, word);
    } else if matches!(word.end - word.start, 8 | 11) && cues::before(scan.bytes, word.start) & cues::BIC != 0 {
        bank::bic(scan, word.start);
    }
}

/// At a word that begins with `n`.
pub(super) fn at_key(scan: &mut Scan<'_>, word: Word) {
    if scan.word(word) == "name" {
        name::at_small_name(scan, word);
    }
}

/// At a word with a digit, before the rules for what is drawn at random: whether it is an account of a currency.
pub(super) fn is_account(scan: &mut Scan<'_>, word: Word) -> bool {
    let begins = matches!(scan.byte(word.start), b'1' | b'3' | b'b' | b't');
    begins && (14..=74).contains(&(word.end - word.start)) && wallet::at(scan, word, &said(scan, word.start))
}

/// At a word with a digit.
pub(super) fn at_number(scan: &mut Scan<'_>, word: Word) {
    let length = word.end - word.start;
    let start = word.start;
    let first = scan.byte(start);
    // Most numbers of a program: `[0]`, `x=3;`.
    let beside = |byte: u8| {
        matches!(byte, b' ' | b'\n' | b'-' | b'.' | b'/' | b':' | b'(' | b')' | b'"' | b'\'') || byte >= 0x80
    };
    if length <= 2 && !(beside(scan.byte(word.end)) || beside(scan.byte_before(start))) {
        return;
    }
    let around = (scan.byte_before(start), scan.byte(word.end));
    if matches!(around, (b' ', b' ') | (b'=', b'(')) && account::at_number(scan, word) {
        return;
    }
    let said = said(scan, start);
    // Longer ones that nothing can follow and no word stands before, `[1024]`, `x = 80;`: words must say what they are.
    let closes = |byte: u8| matches!(byte, b',' | b';' | b')' | b']' | b'}' | b'=' | b'*');
    let opens = |byte: u8| closes(byte) || matches!(byte, b'(' | b'[' | b'{' | b'<' | b'+' | b'|' | b'&');
    let before = match scan.byte_before(start) {
        b' ' if start > 1 => scan.byte_before(start - 1),
        byte => byte,
    };
    if length <= 4
        && closes(scan.byte(word.end))
        && opens(before)
        && scan.bytes[start..word.end].iter().all(u8::is_ascii_digit)
        && said.get() == 0
    {
        return;
    }
    // A term of a formula.
    let is_factor = scan.byte(word.end) == b'*' && is_word(scan.byte(word.end + 1));
    if is_factor
        || length > LONGEST
        || network::hardware(scan, start, word.end)
        || (length > 24 && wallet::at(scan, word, &said))
    {
        return;
    }
    if first.is_ascii_digit() {
        let digits = Digits::at(scan.bytes, start);
        let read = |scan: &mut Scan<'_>, said: &Said<'_>| {
            card::at(scan, word, &digits, said)
                || network::v4(scan, start, said)
                || (first <= b'1' || digits.all().len() >= 2) && network::place(scan, start, said)
        };
        if read(scan, &said) {
            return;
        }
        let _ = network::degrees(scan, start, &digits)
            || birth::at(scan, start, &digits, &said)
            || (digits.all().len() >= 5 || length >= 9 || scan.byte(word.end) == b'-')
                && ids::by_form(scan, word, &digits)
            || phone::at(scan, &digits, &said)
            || (digits.all().len() >= 6 && bank::account(scan, start, &digits, said.get()))
            || address::at(scan, start, &digits, &said)
            || (digits.all().len() >= 5 || ids::could_be(scan, word)) && ids::by_label(scan, start, said.get());
    } else if length <= 34 && (first.is_ascii_alphabetic() || first >= 0x80) && scan.byte_before(start) != b'\\' {
        let _ = bank::iban(scan, word)
            || ids::by_capitals(scan, start)
            || (matches!(length, 8 | 11) && said.get() & cues::BIC != 0 && bank::bic(scan, start))
            || ((length >= 6 || matches!(scan.byte(word.end), b'-' | b'.' | b'/'))
                && ids::by_label(scan, start, said.get()));
    }
}

/// What the words near a number and the field's label say. They are read when first asked for.
struct Said<'a> {
    text: &'a [u8],
    label: &'a str,
    at: usize,
    known: Cell<Option<u32>>,
}

fn said<'a>(scan: &Scan<'a>, at: usize) -> Said<'a> {
    let label = if scan.context.place == Place::Field { scan.context.label } else { "" };
    Said { text: scan.bytes, label, at, known: Cell::new(None) }
}

impl Said<'_> {
    fn get(&self) -> u32 {
        self.known.get().unwrap_or_else(|| {
            let number = self.text[self.at..].iter().take(40);
            let end = self.at
                + number.take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'/')).count();
            let bits = cues::before(self.text, self.at) | cues::after(self.text, end) | cues::of_label(self.label);
            self.known.set(Some(bits));
            bits
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::{Context, Detector};

    /// What the rules wait for and stumble over.
    const PIECES: [&str; 80] = [
        " ",
        " ",
        " ",
        "\n",
        "\n",
        ",",
        ".",
        ":",
        ";",
        "=",
        "-",
        "/",
        "(",
        ")",
        "\"",
        "'",
        "@",
        "+",
        "<",
        ">",
        "°",
        "’",
        "🙏",
        "é",
        "Ä",
        "姓",
        "여",
        "\u{1}",
        "\t",
        "0",
        "1",
        "12",
        "031",
        "1985",
        "4111",
        "55555",
        "0049",
        "+49",
        "2a02",
        "::",
        "fe80",
        "1.5000",
        "192.168.1.7",
        "name",
        "is",
        "my",
        "Mr",
        "Dear",
        "Jane",
        "Weber",
        "de",
        "O'B",
        "born",
        "phone",
        "passport",
        "zip",
        "lat",
        "lon",
        "Apt",
        "rue",
        "Street",
        "corner of",
        "March",
        "DE89",
        "/home/",
        "C:\\Users\\",
        "github.com/",
        "@host:~$",
        "VALUES (",
        "No: ",
        "様",
        "田中さん",
        "LG",
        "--\n",
        "-rw-r--r-- ",
        "uid=1000(",
        "approved by",
        "Name;Vorname\n",
        "USER=",
        "119동",
    ];

    proptest! {
        #[test]
        fn no_text_is_too_odd(pieces in proptest::collection::vec(proptest::sample::select(&PIECES[..]), 0..40), label in 0..64_usize) {
            let text = pieces.concat();
            for context in [Context::default(), Context::field(PIECES[label], "")] {
                let found = Detector::default().find(&text, &context);
                for finding in found {
                    prop_assert!(text.get(finding.start..finding.end).is_some_and(|piece| !piece.is_empty()));
                }
            }
        }
    }
}
