//! The rules, a module for each family. They are called where the scan meets what they are waiting for, and report byte
//! offsets on character boundaries.

mod assignment;
mod call;
mod command;
mod credentials;
mod drawn;
mod encoded;
mod field;
mod hash;
mod jwt;
mod manifest;
pub(crate) mod name;
mod pii;
mod private_key;
mod prose;
mod seed;
mod shape;
mod table;
mod vendor;

pub(crate) use assignment::open_value;
pub use shape::is_random;
pub(crate) use vendor::{could_be_prefix, telling_prefix};

use crate::bloom::{self, Bloom};
use crate::scan::{Scan, Word};
use crate::{Context, Finding, letters};
use name::Name;

/// Counts the sets of rules: one more with every change in what is found.
macro_rules! number {
    () => {
        5
    };
}

/// The name of this set of rules.
pub const VERSION: &str = concat!("candor-rules/", number!());

/// The number in that name, for whoever asks for later ones.
pub const NUMBER: u32 = number!();

/// What words begin with at which a rule is to look.
static BEGINNINGS: Bloom = Bloom::of(vendor::TABLE).or(&prose::BEGINNINGS);

/// Runs every rule over `text` from `range.0` to `range.1`. `depth` counts what the text was decoded from.
pub(crate) fn run(text: &str, context: &Context<'_>, range: (usize, usize), depth: u8, found: &mut Vec<Finding>) {
    Scan::run(text, context, range, depth, found);
}

/// Whether some rule waits for this byte, which belongs to no word.
pub(crate) const fn is_mark(byte: u8) -> bool {
    if matches!(byte, b'=' | b':' | b'>' | b',' | b'(' | b'-' | b'$' | b'/') {
        return true;
    }
    let mut at = 0;
    while at < pii::MARKS.len() {
        if pii::MARKS[at] == byte {
            return true;
        }
        at += 1;
    }
    false
}

/// Where what follows a telling word or a flag begins, if the text ends so soon after it that it could still be told.
pub(crate) fn announced(text: &str) -> Option<usize> {
    let line = text.rfind('\n').map_or(0, |at| at + 1);
    let line = text.ceil_char_boundary(line.max(text.len().saturating_sub(2 * prose::BYTES_MAX)));
    let words = text[line..].split_inclusive([' ', '\t']).scan(line, |end, word| {
        *end += word.len();
        Some((word.trim_end(), *end))
    });
    let telling = |word: &str| {
        let word = word.trim_matches(|c: char| !letters::is_word(c) && c != '_' && c != '-');
        prose::is_announced_by(word) || matches!(name::classify(word), Some(Name::Sure(_) | Name::Telling))
    };
    let words: Vec<(&str, usize)> = words.collect();
    let from = words.len().saturating_sub(prose::WORDS_MAX + 1);
    let last = words.len().checked_sub(2);
    words.iter().enumerate().skip(from).find_map(|(number, (word, end))| {
        let is_flag = word.starts_with('-') && Some(number) == last;
        (*end < text.len() && (telling(word) || is_flag)).then_some(*end)
    })
}

/// Before anything is read.
pub(crate) fn at_start(scan: &mut Scan<'_>) {
    field::at_start(scan);
    pii::at_start(scan);
    prose::phrase(scan, 0);
}

/// At the end of a word.
pub(crate) fn at_word(scan: &mut Scan<'_>, word: Word) {
    let first = scan.bytes[word.start];
    let hash = bloom::hash_at(scan.bytes, word.start).filter(|hash| BEGINNINGS.has(*hash));
    if let Some(hash) = hash {
        vendor::at(scan, word.start);
        if prose::BEGINNINGS.has(hash) {
            table::at(scan, word);
            if scan.word(word) == "Secret" {
                manifest::at(scan, word);
            }
            prose::at(scan, word);
        }
    }
    match first {
        b'L' => private_key::at_putty(scan, word.start),
        b'e' | b'p' if matches!(&scan.bytes[word.start..word.end], b"echo" | b"printf") => {
            command::at_echo(scan, word.end);
        }
        b'e' => jwt::at(scan, word.start),
        // Thai, and the scripts of East Asia.
        0xe0..=0xed => prose::within(scan, word),
        _ => {}
    }
    if scan.is_past(word) {
        return;
    }
    // `password "hunter2"`: in languages whose words stand without signs.
    if scan.byte(word.end) == b' ' && matches!(scan.byte(word.end + 1), b'"' | b'\'') {
        assignment::assigned(scan, word.end, assignment::Sign::Argument, word.end);
        if scan.is_past(word) {
            return;
        }
    }
    if drawn::is_worth_a_look(word) {
        // An account with check digits looks drawn at random too, and is better called what it is.
        if word.has_digit && pii::is_account(scan, word) {
            return;
        }
        drawn::at(scan, word);
        if scan.is_past(word) {
            return;
        }
    }
    if word.has_digit {
        pii::at_number(scan, word);
    } else {
        pii::at_letters(scan, word);
    }
    if first == b'n' {
        pii::at_key(scan, word);
    }
}

/// At a byte for which [`is_mark`] holds. Most have nothing beside them that a rule waits for.
#[inline(always)]
pub(crate) fn at_mark(scan: &mut Scan<'_>, at: usize) {
    match scan.byte(at) {
        b'(' => {
            call::at(scan, at);
            assignment::at(scan, at);
        }
        b':' if scan.byte(at + 1) == b'/' && scan.byte(at + 2) == b'/' => credentials::at(scan, at),
        b':' if matches!(scan.byte(at + 1), b'0'..=b'9' | b'*') => {
            credentials::password_file(scan, at);
            if !scan.is_beyond(at) {
                assignment::at(scan, at);
            }
        }
        b'=' | b':' | b'>' | b',' => assignment::at(scan, at),
        b'-' if scan.byte(at + 1) == b'-' && scan.byte(at + 2) == b'-' => private_key::at(scan, at),
        // R assigns with `<-`.
        b'-' if scan.byte_before(at) == b'<' => assignment::assigned(scan, at - 1, assignment::Sign::Compares, at + 1),
        b'-' => command::at(scan, at),
        // Commands of Windows have such flags: `/p:`, `/rp`.
        b'/' if matches!(scan.byte(at + 1), b'p' | b'r') => command::at(scan, at),
        b'$' => hash::at(scan, at),
        _ => {}
    }
    if scan.is_beyond(at) {
        return;
    }
    pii::at_mark(scan, at);
}

#[cfg(test)]
pub(crate) mod testing {
    use crate::Context;

    /// What the rule of that name finds in `text`, as pieces of it.
    pub(crate) fn pieces_of<'a>(rule: &str, text: &'a str) -> Vec<&'a str> {
        let mut found = Vec::new();
        super::run(text, &Context::default(), (0, text.len()), 0, &mut found);
        found.retain(|finding| finding.rule == rule);
        crate::merged(found).iter().map(|f| &text[f.start..f.end]).collect()
    }

    /// That the rules together find `piece` in `text`, and nothing else; nothing at all when it is empty.
    pub(crate) fn check_found(text: &str, piece: &str) {
        let mut found = Vec::new();
        super::run(text, &Context::default(), (0, text.len()), 0, &mut found);
        let pieces: Vec<&str> = crate::merged(found).iter().map(|f| &text[f.start..f.end]).collect();
        assert_eq!(pieces, if piece.is_empty() { vec![] } else { vec![piece] }, "{text}");
    }

    /// A table of texts and the one piece that the rule finds in each, empty for texts to be spared.
    pub(crate) fn check_rule(rule: &str, table: &[(&str, &str)]) {
        for (text, piece) in table {
            let expected: Vec<&str> = if piece.is_empty() { vec![] } else { vec![piece] };
            assert_eq!(pieces_of(rule, text), expected, "{text}");
        }
    }
}
