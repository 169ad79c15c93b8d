//! Names behind a label: a key of data or of a form, `customerName: "Jane Weber"`, `担当者：田中太郎`, or the words of a ticket,
//! `approved by Jane Weber`.

use super::super::prose;
use super::east::native_name;
use super::lists::{BY, DONE, KEY, NAME_KEY, QUALIFIER, ROLE, TO, bits_of};
use super::{given, name_at};
use crate::Kind;
use crate::scan::Scan;

/// At a `:` or `=` before a capital: a value whose key says that it is a name.
#[inline(never)]
pub(in super::super) fn at_key(scan: &mut Scan<'_>, at: usize) {
    let mut start = at + 1;
    while start < at + 5 && matches!(scan.byte(start), b' ' | b'"' | b'\'' | b'[') {
        start += 1;
    }
    if !matches!(scan.byte(start), b'A'..=b'Z' | 0x80..) {
        return;
    }
    let quoted = matches!(scan.byte_before(start), b'"' | b'\'');
    if !prose::is_capital_at(scan.text, start) && scan.byte(start) < 0xe0 {
        return;
    }
    let (key, before) = last_words(scan, at);
    // `<input name="fullname" value="Jane Weber">`
    let key = if key == "value" { before } else { key };
    // Of a script without spaces the key may be the end of a word only.
    let ends = [6, 9, 12].iter().filter_map(|length| key.get(key.len().checked_sub(*length)?..));
    let bits = bits_of(key) | ends.filter(|end| !end.is_ascii()).fold(0, |bits, end| bits | bits_of(end));
    if bits & (KEY | NAME_KEY | ROLE | BY | TO) == 0 {
        return;
    }
    let Some((end, words)) = name_at(scan.text, start).or_else(|| native_name(scan.text, start)) else { return };
    let first = &scan.text[start..prose::word_end(scan.text, start)];
    // `Weber, Jane`
    let second = (words == 1 && bits & (KEY | ROLE | BY) != 0 && scan.bytes[end..].starts_with(b", ")).then(|| {
        name_at(scan.text, end + 2)
            .filter(|(end, words)| *words == 1 && matches!(scan.byte(*end), b'\n' | b'\r' | b'"' | b' '))
    });
    let (end, words) = second.flatten().map_or((end, words), |(end, _)| (end, 2));
    let next = scan.byte(end);
    let ended = matches!(next, b'"' | b'\'' | b',' | b'\n' | b'\r' | b'<' | b';' | b'&' | b'|' | b')')
        || scan.bytes[end..].starts_with(b" <")
        // `姓名: 张三 电话: …`, `姓名: 张三。`
        || scan.byte(start) >= 0xe0 && matches!(&scan.bytes[end..], [b' ', ..] | [0xe3, 0x80, ..]);
    let is_given = given::is_given(first);
    let told = bits_of(before);
    let qualified = told & (QUALIFIER | DONE) != 0;
    let is_name = if bits & KEY != 0 || (bits & NAME_KEY != 0 && qualified) {
        words > 1
            || is_given
            || quoted && !is_type(first)
            || ended && (scan.byte(start) >= 0xe0 || !is_type(first) && bits_of(first) == 0)
    } else if bits & BY != 0 || bits & TO != 0 && told & DONE != 0 {
        qualified && (words > 1 || is_given)
    } else if bits & NAME_KEY != 0 {
        // `Nom : Weber` above `Prénom : Jane`
        let below = scan.text[end..].strip_prefix('\n').unwrap_or_default();
        is_given && ended || bits_of(&below[..prose::word_end(below, 0)]) & KEY != 0
    } else {
        bits & ROLE != 0
            && (words > 1
                && (quoted
                    || is_given
                    || matches!(next, b'\n' | b'\r' | b'<' | b',')
                    || scan.bytes[end..].starts_with(b" <"))
                || is_given && ended)
    };
    if is_name && !matches!(next, b'(' | b'{' | b':') {
        scan.report(start, end, Kind::Name, "name-key");
    }
}

/// Whether a value of one word is the name of a type, `lastName: CharField`, and not `McDonald`.
fn is_type(word: &str) -> bool {
    let hump = |pair: &[u8]| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase();
    word.len() < 3 || word.as_bytes().windows(2).skip(3).any(hump)
}

/// The last word of the key before `at`, and the one before it.
fn last_words<'a>(scan: &Scan<'a>, at: usize) -> (&'a str, &'a str) {
    let mut floor = at.saturating_sub(40);
    while !scan.text.is_char_boundary(floor) {
        floor += 1;
    }
    let key = scan.text[floor..at].trim_end_matches(['"', '\'', ' ']);
    let split = |text: &'a str| {
        let bytes = text.as_bytes();
        let mut start = bytes.len();
        while start > 0
            && (bytes[start - 1].is_ascii_alphabetic() || bytes[start - 1] >= 0x80)
            && !(start < bytes.len() && bytes[start - 1].is_ascii_lowercase() && bytes[start].is_ascii_uppercase())
        {
            start -= 1;
        }
        (&text[..start], &text[start..])
    };
    let (rest, last) = split(key);
    let (_, before) = split(rest.trim_end_matches(['_', '-', ' ', '.', '"']));
    (last, before)
}

/// `approved by Jane Weber`, `@author Jane Weber`, and `Reporter Jane Weber` on a line of its own. What goes on in capitals is the
/// name of a thing.
pub(super) fn labelled(scan: &mut Scan<'_>, (start, end): (usize, usize), name: (usize, usize), bits: u32) -> bool {
    let rest = &scan.bytes[name.1..];
    let line = matches!(rest.first(), None | Some(b'\n' | b'\r')) || rest.starts_with(b" <");
    let goes_on = match rest {
        [b' ', ..] => prose::is_capital_at(scan.text, name.1 + 1),
        [next, ..] => !matches!(next, b',' | b'.' | b'\n' | b'\r' | b')' | b'"' | b';'),
        [] => false,
    };
    let head = scan.text[scan.floor(start, 24)..start].trim_end();
    let before = &head[prose::word_start(head, head.len())..];
    let is_dated = matches!(rest, [b' ', b'o', b'n', b' ', day, ..] if day.is_ascii_digit());
    let is_done = bits & BY != 0 && (bits_of(before) & DONE != 0 || before == "Created" && is_dated)
        // `assigned to`, `asignado a`, `assegnato a`, `zugewiesen an`; not `created a`.
        || bits & TO != 0
            && bits_of(before) & DONE != 0
            && matches!(before.get(1..4), Some("ssi" | "sig" | "sse" | "uge"));
    let is_role = bits & ROLE != 0 && line && matches!(scan.byte_before(start), b'\n' | b'@');
    if !(is_done && !goes_on || is_role && (scan.byte_before(start) == b'@' || end - start > 7)) {
        return false;
    }
    scan.report(name.0, name.1, Kind::Name, "name-key");
    true
}
