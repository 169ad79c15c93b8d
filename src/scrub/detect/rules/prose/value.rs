//! What looks like a password to whoever reads it in a sentence.

use super::super::assignment::has_digit;
use super::{EMPTY, is};
use crate::random;
use crate::scan::is_word;

/// Words that are no value though they are quoted, or have a digit.
pub(super) const EMPTY_WORDS: &str = " password secret token string text hidden none null true false required optional field value input type utf8 base64 \
    base32 sha1 sha256 sha512 md5 pbkdf2 argon2 oauth2 sha-256 utf-8 utf16 int32 int64 uint8 ipv4 ipv6 ";

/// Not a word of a sentence: a digit or a sign inside, or a capital after a small letter.
pub(super) fn is_strange(value: &str) -> bool {
    let bytes = value.as_bytes();
    let letters = bytes.iter().any(u8::is_ascii_alphabetic);
    let signs = bytes
        .iter()
        .any(|byte| matches!(byte, b'!' | b'@' | b'#' | b'$' | b'%' | b'^' | b'&' | b'*' | b'+' | b'~' | b'?'));
    let camel = bytes.windows(2).any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase());
    let is_name = bytes.iter().all(|byte| is_word(*byte)) && value.contains('_');
    if is_code(value) || is_name && !is_picked(value) {
        return false;
    }
    letters && (has_digit(value) || signs) && !bytes[0].is_ascii_digit()
        || bytes.len() >= 6 && letters && has_digit(value)
        || camel && bytes.len() >= 8
        || !letters && has_digit(value) && bytes.len() >= 6 && !value.contains(['.', ',', '-', '%'])
}

fn is_code(value: &str) -> bool {
    value.contains(['(', ')', '[', ']', '{', '}', '<', '>', '=', '/', '\\', ':', '"', '|'])
}

/// Whether a word was thought up or drawn as a password, so that it is one beside the name of one: `Summer!24`, `copper_2022`,
/// `lake.cedar.75`, `kelp-forest-seven-drums`. Not `version2` or `utf-8`.
pub(in crate::rules) fn is_picked(value: &str) -> bool {
    let bytes = value.as_bytes();
    if !(6..=64).contains(&bytes.len())
        || !bytes.iter().all(u8::is_ascii_graphic)
        || is_code(value)
        || value.contains(',')
        || is(value, EMPTY)
    {
        return false;
    }
    let (mut digits, mut letters, mut small, mut signs, mut changes, mut run, mut longest) = (0, 0, 0, 0, 0, 0, 0);
    let mut last = 0;
    for byte in bytes {
        let sort = if byte.is_ascii_digit() { 1 } else { 2 * u8::from(byte.is_ascii_alphabetic()) };
        digits += usize::from(sort == 1);
        letters += usize::from(sort == 2);
        small += usize::from(byte.is_ascii_lowercase());
        signs += usize::from(matches!(byte, b'!' | b'#'..=b'&' | b'*' | b'+' | b'~' | b'?' | b'@' | b'^'));
        changes += usize::from(sort + last == 3);
        run = if sort == 2 { run + 1 } else { 0 };
        longest = longest.max(run);
        last = sort;
    }
    if !bytes[0].is_ascii_alphanumeric() || digits == 0 {
        let dashes = bytes.iter().filter(|byte| **byte == b'-').count();
        return dashes >= 3 && small + dashes == bytes.len() && bytes.len() >= 16 && longest <= 9;
    }
    letters >= 3 && signs > 0 && !(value.contains('@') && value.contains('.'))
        || digits >= 2 && longest >= 4 && (bytes[0].is_ascii_digit() || last == 1)
        || bytes.len() >= 8
            && letters >= 2
            && (changes >= 4 || changes >= 3 && digits >= 3 || random::most_drawn(bytes).evidence >= 64)
}
