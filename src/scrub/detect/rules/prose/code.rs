//! Codes that are good once: "your code is 123456", "123456 is your login code", and lists of them for when a device is lost.

use super::super::assignment::{has_digit, is_mixed};
use super::password::{ahead, line_below};
use super::{
    AROUND_CODE, GIVEN, GUARDED, MANY, OF_CODE, PLAIN, SAID, TIE, WORDS_MAX, bare, is, pieces, place_of, tell,
};
use crate::Kind;
use crate::scan::{Scan, Word, work};

/// Words for a code in scripts without spaces, as parts of a word.
const ELSEWHERE: [&str; 8] =
    ["验证码", "驗證碼", "校验码", "認証コード", "確認コード", "인증번호", "인증코드", "รหัส OTP"];
/// Words that may stand between a code's name and the code.
pub(super) const AROUND_WORDS: &str =
    " for your the number verification login account de di verificación verifica seguridad acceso sécurité code ";
/// How far a list of codes is read.
const LIST_MAX: usize = 512;

pub(super) fn is_named_elsewhere(text: &str) -> bool {
    ELSEWHERE.iter().any(|code| text.contains(code))
}

/// At a word for a code.
pub(super) fn at(scan: &mut Scan<'_>, word: Word, role: u32) {
    let plain = role & PLAIN != 0;
    let of_code = is_of_code(scan, word.start);
    if role & MANY != 0 {
        if of_code {
            list(scan, word.end);
        }
        return;
    }
    let guarded = || {
        let (words, count) = pieces(scan.text, word.end, 4);
        words[..count].iter().any(|piece| is(bare(piece), GUARDED))
    };
    if !plain || of_code || guarded() {
        after(scan, word, plain);
        before(scan, word);
    }
}

fn is_of_code(scan: &Scan<'_>, at: usize) -> bool {
    let before = &scan.text[scan.floor(at, 40)..at];
    before
        .split(|c: char| c.is_whitespace() || matches!(c, '"' | '_' | '-'))
        .rev()
        .filter(|word| !word.is_empty())
        .take(3)
        .any(|word| is(word, OF_CODE))
}

/// `code is 123456`, `code: 123-456`, `code for the second door is 1234`
pub(super) fn after(scan: &mut Scan<'_>, word: Word, plain: bool) {
    let mut tied = true;
    let (words, count) = pieces(scan.text, word.end, WORDS_MAX + 1);
    for (number, piece) in words[..count].iter().copied().enumerate() {
        let value = piece.split(|c: char| c == ',' || !c.is_ascii()).next().unwrap_or(piece);
        let value = bare(value).trim_matches('#');
        // `OTP for session 8812 is 123456`
        let is_other = is(words[number + 1], SAID);
        if tied && !is_other && (is_code(value) || plain && is_grouped(value)) {
            let start = place_of(scan.text, value);
            let end = start + value.len();
            // `123 456`
            let more = scan.text[end..].strip_prefix(' ').unwrap_or("");
            let more = more.bytes().take_while(u8::is_ascii_digit).count();
            let end = if value.len() == 3 && more == 3 { end + 4 } else { end };
            if end - start >= 4 {
                scan.report(start, end, Kind::OneTimeCode, "told");
            }
            return;
        }
        let tie = piece.trim_end_matches(':');
        if !tie.is_empty() && !is(tie, AROUND_CODE) {
            tied = is(tie, TIE) || piece.ends_with(':');
        }
    }
    if let Some(value) = line_below(scan, word.end, true)
        && value.len() >= 4
        && (is_code(value) || plain && is_grouped(value))
    {
        tell(scan, value, Kind::OneTimeCode);
    }
}

/// `123456 is your verification code`
fn before(scan: &mut Scan<'_>, word: Word) {
    if let Some(value) = ahead(scan, word, GIVEN)
        && value.len() >= 4
        && is_code(value)
    {
        tell(scan, value, Kind::OneTimeCode);
    }
}

/// Four to eight digits, perhaps in two halves, or a first half.
fn is_code(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let number = text.strip_prefix("G-").unwrap_or(text);
    let is_number = number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') && !number.starts_with('-');
    (3..=8).contains(&digits) && is_number
}

/// `k3f9a-7xw2m`: groups of one length, as recovery codes are written, with letters and digits in one, or three at least.
fn is_grouped(text: &str) -> bool {
    let length = text.bytes().take_while(|byte| *byte != b'-').count();
    let (mut count, mut mixed) = (0, false);
    for group in text.split('-') {
        if group.len() != length || !group.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return false;
        }
        count += 1;
        mixed |= has_digit(group) && is_mixed(group);
    }
    (4..=8).contains(&length) && has_digit(text) && (count > 2 || count == 2 && mixed)
}

/// `Backup codes: 12345678, 23456789`, or one on each line: as long as what follows looks like one.
fn list(scan: &mut Scan<'_>, from: usize) {
    let text = scan.text;
    let (mut start, mut around, mut opened) = (from, 0, false);
    for at in from..=text.len().min(from + LIST_MAX) {
        let byte = scan.byte(at);
        if byte.is_ascii_alphanumeric() || byte == b'-' || byte >= 0x80 {
            continue;
        }
        let value = &text[start..at];
        if opened && is_listed(value) {
            tell(scan, value, Kind::OneTimeCode);
            around = WORDS_MAX;
        } else {
            // Numbers of the list, and signs, are passed over.
            around += usize::from(value.len() > 2);
        }
        if around > WORDS_MAX {
            return;
        }
        opened |= matches!(byte, b':' | b'\n');
        start = at + 1;
        work::count(value.len() + 1);
    }
}

fn is_listed(value: &str) -> bool {
    value.len() >= 6 && is_code(value)
        || is_grouped(value)
        || (8..=16).contains(&value.len())
            && has_digit(value)
            && is_mixed(value)
            && value.bytes().all(|byte| byte.is_ascii_alphanumeric())
}
