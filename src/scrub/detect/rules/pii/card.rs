//! Payment card numbers: ISO/IEC 7812-1 (length and Luhn's check digit) with the issuers' ranges, written in one go or
//! in groups with single spaces or dashes. Check values and last months where a word says so.

use super::digits::Digits;
use super::{Said, cues};
use crate::Kind;
use crate::scan::{Scan, Word, is_word};

const MIN: usize = 13;
const MAX: usize = 19;

/// At a word that begins with a digit.
#[inline(never)]
pub(super) fn at(scan: &mut Scan<'_>, word: Word, digits: &Digits, said: &Said<'_>) -> bool {
    let before = scan.byte_before(word.start);
    let negative = before == b'-' && scan.byte_before(word.start - 1) == b' ';
    let begins = !(joins(before) || negative || digits.is_in_list(scan.bytes));
    let long = digits.all().len() >= MIN && (1..digits.group_count()).all(|group| digits.group(group) >= 3);
    let number = (long && begins).then(|| card_at(scan.bytes, word.start)).flatten();
    let found = number.map(|end| (end, "card")).or_else(|| beside(scan, word, said));
    if let Some((end, rule)) = found {
        scan.report(word.start, end, Kind::Card, rule);
    }
    found.is_some()
}

/// `CVC 123`, `exp. 12/27`
fn beside(scan: &Scan<'_>, word: Word, said: &Said<'_>) -> Option<(usize, &'static str)> {
    let length = word.end - word.start;
    let digits = scan.bytes[word.start..word.end].iter().all(u8::is_ascii_digit);
    if digits && matches!(length, 3 | 4) && scan.byte(word.end) != b'.' && said.get() & cues::CVC != 0 {
        return Some((word.end, "card-check"));
    }
    let year = scan.bytes[word.end..].iter().skip(1).take(5).take_while(|byte| byte.is_ascii_digit()).count();
    let end = word.end + 1 + year;
    let month = digits && length == 2 && matches!(scan.byte(word.end), b'/' | b'-') && matches!(year, 2 | 4);
    let ended = month && !is_word(scan.byte(end)) && !matches!(scan.byte(end), b'/' | b'-');
    (ended && said.get() & (cues::EXPIRY | cues::CARD) != 0).then_some((end, "card-expiry"))
}

/// A byte that makes digits after it part of something longer.
fn joins(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'.'
}

/// Where the card number that begins at `start` ends: the longest one.
fn card_at(bytes: &[u8], start: usize) -> Option<usize> {
    let mut digits = [0_u8; MAX];
    let mut count = 0;
    let mut at = start;
    let mut best = None;
    while count < MAX {
        match bytes.get(at) {
            Some(byte) if byte.is_ascii_digit() => {
                digits[count] = byte - b'0';
                count += 1;
                at += 1;
            }
            Some(b' ' | b'-') if count > 0 && bytes.get(at + 1).is_some_and(u8::is_ascii_digit) => {
                at += 1;
                continue;
            }
            _ => break,
        }
        let ends = !bytes.get(at).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
        if ends && is_card(&digits[..count]) {
            best = Some(at);
        }
    }
    best
}

fn is_card(digits: &[u8]) -> bool {
    let lead = |n: usize| digits[..n].iter().fold(0_u32, |value, digit| value * 10 + u32::from(*digit));
    let issued = digits.len() >= MIN
        && match (lead(1), lead(2), lead(4)) {
            // Visa
            (4, _, _) => matches!(digits.len(), 13 | 16 | 19),
            // Mastercard
            (_, 51..=55, _) | (_, _, 2221..=2720) => digits.len() == 16,
            // American Express
            (_, 34 | 37, _) => digits.len() == 15,
            // Diners Club
            (_, 36 | 38 | 39, _) | (_, _, 3000..=3059) => digits.len() == 14,
            // Discover, Maestro, UnionPay
            (6, 60 | 62 | 64 | 65, _) => digits.len() >= 16,
            // JCB
            (_, _, 3528..=3589) => digits.len() >= 16,
            _ => false,
        };
    issued && luhn(digits)
}

fn luhn(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| match (place % 2, u32::from(*digit) * 2) {
            (0, _) => u32::from(*digit),
            (_, double) if double > 9 => double - 9,
            (_, double) => double,
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::super::super::testing;

    #[test]
    fn check_values_and_last_months_are_found_by_their_words() {
        testing::check_rule(
            "card-check",
            &[("CVC: 123", "123"), ("security code (cvv2) 1234", "1234"), ("line 123", "")],
        );
        testing::check_rule("card-expiry", &[("Expires 12/27", "12/27"), ("1/27", ""), ("on 12/27", "")]);
    }

    #[test]
    fn card_numbers_are_found_and_other_numbers_are_spared() {
        testing::check_rule(
            "card",
            &[
                ("4111111111111111", "4111111111111111"),
                ("card 4111 1111 1111 1111, thanks", "4111 1111 1111 1111"),
                ("5500-0000-0000-0004", "5500-0000-0000-0004"),
                ("378282246310005", "378282246310005"),
                ("30569309025904", "30569309025904"),
                ("6011111111111117", "6011111111111117"),
                ("3530111333300000", "3530111333300000"),
                ("4111111111111112", ""),
                ("1700000000000000", ""),
                ("0x4111111111111111", ""),
                ("a4111111111111111", ""),
                ("mantissa -4111111111111111", ""),
                ("+ 4111111111111111*x**2", ""),
                ("41111111111111110000000", ""),
                ("123e4567-e89b-12d3-a456-426614174000", ""),
            ],
        );
    }
}
