//! What follows the street and the number.

use super::super::{look, prose};
use super::street;
use super::words::{AHEAD, SMALL, STREETS, UNIT};
use crate::scan::is_word;

/// `the corner of Baker Street 5 and Crawford Street`
pub(super) fn with_corner(text: &str, begin: usize, end: usize) -> (usize, usize) {
    const CORNER: &str = "the corner of ";
    if !text[..begin].ends_with(CORNER) {
        return (begin, end);
    }
    let behind = text[end..].trim_start_matches('.');
    let second = behind.strip_prefix(" and ").map(|rest| street::ahead(text, text.len() - rest.len() - 1).start);
    (begin - CORNER.len(), second.map_or(end, |last| last.max(end)))
}

/// Where the rest of an address ends: flat, city, region, postal code and country, one or two marks apart.
pub(super) fn with_rest(text: &str, end: usize) -> usize {
    let bytes = text.as_bytes();
    let mut end = end;
    let mut at = end;
    for _ in 0..14 {
        let mut gap = at;
        let mut lines = 0;
        while gap < bytes.len() && gap - at < 4 && matches!(bytes[gap], b' ' | b',' | b'.' | b'\n' | b'#') {
            lines += usize::from(bytes[gap] == b'\n');
            gap += 1;
        }
        let sentence = bytes[at..gap].contains(&b'.') && !street::is_short(text, at);
        let digits = look::ahead(bytes, gap, 7, |byte| byte.is_ascii_digit());
        // Another cell of a table, and a house number that begins another address.
        let another = bytes[at..gap] == *b"," || bytes[at..gap] == *b"\n" && (1..3).contains(&digits);
        if gap == at || lines > 1 || sentence || another {
            break;
        }
        if digits > 0 {
            let mut stop = gap + digits;
            if bytes.get(stop) == Some(&b'-') {
                stop += 1 + look::ahead(bytes, stop + 1, 5, |byte| byte.is_ascii_digit());
            }
            // `2º`, `4B`
            let letter = bytes.get(stop).is_some_and(u8::is_ascii_alphabetic);
            stop += usize::from(letter && !bytes.get(stop + 1).is_some_and(|byte| is_word(*byte)));
            // `9026BL`
            if digits == 4 && matches!(bytes[stop..], [b'A'..=b'Z', b'A'..=b'Z', ..]) {
                stop += 2;
            }
            if digits > 6 || bytes.get(stop).is_some_and(|byte| is_word(*byte)) {
                break;
            }
            (at, end) = (stop, stop);
            continue;
        }
        let bracket = usize::from(bytes.get(gap) == Some(&b'('));
        let stop = prose::word_end(text, gap + bracket);
        let capital = prose::is_capital_at(text, gap + bracket);
        let bits = STREETS.get(&bytes[gap + bracket..stop]);
        if bracket == 1 && bytes.get(stop) == Some(&b')') && capital {
            (at, end) = (stop + 1, stop + 1);
            continue;
        }
        if bracket == 1
            || stop == gap
            || bytes.get(stop).is_some_and(|byte| is_word(*byte) || matches!(byte, b':' | b'(' | b'=' | b'@'))
        {
            break;
        }
        // `H-9840`
        let code = if capital && stop - gap <= 2 && bytes.get(stop) == Some(&b'-') {
            look::ahead(bytes, stop + 1, 7, |byte| byte.is_ascii_digit())
        } else {
            0
        };
        if (4..=6).contains(&code) {
            (at, end) = (stop + 1 + code, stop + 1 + code);
            continue;
        }
        let numbered =
            bytes.get(stop + 1).is_some_and(u8::is_ascii_digit) || bytes.get(stop + 2).is_some_and(u8::is_ascii_digit);
        let region = stop - gap <= 3 && numbered && !capital;
        if capital || region || bits & UNIT != 0 {
            (at, end) = (stop, stop);
        } else if bits & (SMALL | AHEAD) != 0 {
            at = stop;
        } else {
            break;
        }
    }
    end
}
