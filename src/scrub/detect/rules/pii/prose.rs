//! Words of running text, as names and addresses are made of.

use crate::letters;

/// Whether a capital, or a letter of a script without them, stands at `at`.
#[inline(never)]
pub(super) fn is_capital_at(text: &str, at: usize) -> bool {
    match text.as_bytes().get(at) {
        Some(byte) if byte.is_ascii() => byte.is_ascii_uppercase(),
        Some(_) => text.get(at..).and_then(|rest| rest.chars().next()).is_some_and(letters::is_capital),
        None => false,
    }
}

/// Where the word at `at` ends: letters, with apostrophes and hyphens between them.
#[inline(never)]
pub(super) fn word_end(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let mut end = at;
    while end < bytes.len() {
        if bytes[end].is_ascii_alphabetic() && end - at < 40 {
            end += 1;
            continue;
        }
        let joins =
            matches!(bytes[end], b'\'' | b'-') && end > at && bytes.get(end + 1).is_some_and(|next| is_letter(*next));
        if !is_letter(bytes[end]) && !joins || is_mark_beyond_ascii(&bytes[end..]) {
            break;
        }
        end += 1;
        if end - at > 40 {
            break;
        }
    }
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    end
}

/// Where the word that ends at `end` begins.
pub(super) fn word_start(text: &str, end: usize) -> usize {
    let bytes = text.as_bytes();
    let mut start = end;
    while start > 0 && end - start < 40 {
        let byte = bytes[start - 1];
        let joins = matches!(byte, b'\'' | b'-') && start < end && start > 1 && is_letter(bytes[start - 2]);
        if !is_letter(byte) && !joins || is_mark_beyond_ascii(&bytes[start.saturating_sub(3)..start]) {
            break;
        }
        start -= 1;
    }
    while !text.is_char_boundary(start) {
        start += 1;
    }
    start
}

const fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte >= 0x80
}

/// Whether punctuation, a symbol or an emoji begins there: U+0080 to U+00BF, U+2000 to U+2BFF, U+3000 to U+303F, and beyond U+FFFF.
fn is_mark_beyond_ascii(bytes: &[u8]) -> bool {
    match bytes {
        [0xc2, ..] | [0xe2, 0x80..=0xaf, ..] | [0xe3, 0x80, ..] | [0xef, 0xbc, ..] => true,
        [first, ..] => *first >= 0xf0,
        [] => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_end_where_letters_do() {
        for (text, word) in [
            ("O'Brien,", "O'Brien"),
            ("Müller-Lüdenscheidt's", "Müller-Lüdenscheidt's"),
            ("Jane' x", "Jane"),
            ("Jane– x", "Jane"),
            ("Jane.", "Jane"),
            ("張三。", "張三"),
            ("", ""),
        ] {
            let end = word_end(text, 0);
            assert_eq!(&text[..end], word);
            assert_eq!(word_start(text, end), 0, "{text}");
        }
        assert!(is_capital_at("Øl", 0) && !is_capital_at("øl", 0) && !is_capital_at("", 0));
    }
}
