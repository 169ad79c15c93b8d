//! Codes that are good once: "your code is 123456", "123456 is your login code", and lists of them for when a device is lost.

use super::super::assignment::{has_digit, is_mixed};
use super::password::line_below;
use super::{AROUND_CODE, BYTES_MAX, GUARDED, OF_CODE, TIE, WORDS_MAX, bare, is, pieces};
use crate::Kind;
use crate::scan::{Scan, Word, work};

/// Words for a code in scripts without spaces, as parts of a word.
const ELSEWHERE: [&str; 8] =
    ["验证码", "驗證碼", "校验码", "認証コード", "確認コード", "인증번호", "인증코드", "รหัส OTP"];
/// Words that may stand between a code's name and the code.
pub(super) const AROUND_WORDS: &str =
    " for your the number verification login account de di verificación verifica seguridad acceso sécurité code ";
/// How far a list of codes is read, and most of them.
const LIST: (usize, usize) = (512, 32);

pub(super) fn is_named_elsewhere(text: &str) -> bool {
    ELSEWHERE.iter().any(|code| text.contains(code))
}

/// At a word for a code.
pub(super) fn at(scan: &mut Scan<'_>, word: Word, text: &str) {
    let plain = ["code", "kod", "Code", "CODE", "код", "Код"].contains(&text);
    let of_code = is_of_code(scan, word.start);
    if ["codes", "Codes", "CODES"].contains(&text) {
        if of_code {
            list(scan, word.end);
        }
        return;
    }
    let guarded = || {
        let (words, count) = pieces(scan.text, word.end, 4);
        words[..count].iter().any(|(_, piece)| is(bare(piece), GUARDED))
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
    for (number, (start, piece)) in words[..count].iter().copied().enumerate() {
        let value = piece.split(|c: char| c == ',' || !c.is_ascii()).next().unwrap_or(piece);
        let value = value.trim_matches(['.', '"', '\'', '!', '`', '*', '(', ')', '[', ']', ':', '#']);
        // `OTP for session 8812 is 123456`
        let is_other = ["is", "ist"].contains(&words[number + 1].1);
        if tied && !is_other && (is_code(value) || plain && is_grouped(value)) {
            let start = start + piece.find(value).unwrap_or(0);
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
    if let Some((start, value)) = line_below(scan, word.end, true)
        && value.len() >= 4
        && (is_code(value) || plain && is_grouped(value))
    {
        scan.add(start, start + value.len(), Kind::OneTimeCode, "told");
    }
}

/// `123456 is your verification code`
fn before(scan: &mut Scan<'_>, word: Word) {
    let floor = scan.floor(word.start, BYTES_MAX);
    let before = &scan.text[floor..word.start];
    let Some(tie) = [" is your ", " as your ", " ist Ihr ", " ist dein "].iter().find_map(|tie| before.rfind(tie))
    else {
        return;
    };
    let digits = before[..tie].bytes().rev().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'-').count();
    let start = floor + tie - digits;
    if is_code(&scan.text[start..floor + tie]) {
        scan.report(start, floor + tie, Kind::OneTimeCode, "told");
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
    let groups = || text.split('-');
    let length = groups().next().unwrap_or(text).len();
    (4..=8).contains(&length)
        && groups().all(|group| group.len() == length && group.bytes().all(|byte| byte.is_ascii_alphanumeric()))
        && has_digit(text)
        && match groups().count() {
            1 => false,
            2 => groups().any(|group| has_digit(group) && is_mixed(group)),
            _ => true,
        }
}

/// `Backup codes: 12345678, 23456789`, or one on each line: as long as what follows looks like one.
fn list(scan: &mut Scan<'_>, from: usize) {
    let end = scan.text.floor_char_boundary((from + LIST.0).min(scan.text.len()));
    let text = &scan.text[from..end];
    let (mut around, mut at, mut opened) = (0, 0, false);
    for piece in text.split_inclusive([' ', '\n', ',', ';', '\t']).take(2 * LIST.1) {
        let start = from + at;
        at += piece.len();
        work::count(piece.len());
        let value = piece.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        // One that goes on behind what was read, a sign or a number of the list.
        if at == text.len() && end < scan.text.len() {
            return;
        }
        if opened && is_listed(value) {
            let start = start + piece.find(value).unwrap_or(0);
            scan.add(start, start + value.len(), Kind::OneTimeCode, "told");
            around = WORDS_MAX;
        } else if value.len() > 2 || around < WORDS_MAX {
            around += 1;
            if around > WORDS_MAX {
                return;
            }
        }
        opened |= piece.contains([':', '\n']);
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
