//! Dates of birth: a date, in figures or with the month's name, that a word calls one. Other dates are left.

use super::digits::{Digits, value};
use super::look;
use super::{Said, cues};
use crate::Kind;
use crate::scan::Scan;

/// At the first digit of a word.
#[inline(never)]
pub(super) fn at(scan: &mut Scan<'_>, start: usize, digits: &Digits, said: &Said<'_>) -> bool {
    let Some((start, end)) = date(scan.bytes, start, digits) else { return false };
    if said.get() & cues::BIRTH == 0 {
        return false;
    }
    scan.report(start, end, Kind::BirthDate, "birth-date");
    true
}

/// A date around the digits at `start`.
fn date(text: &[u8], start: usize, digits: &Digits) -> Option<(usize, usize)> {
    let (first, day) = digits.up_to(1);
    if let Some(end) = counted(text, start) {
        return Some((start, end));
    }
    let grouped = digits.group_count() > 1 && is_date(&digits.first(text, 3));
    if grouped || is_compact(&digits.all()[..first]) {
        let (_, end) = digits.up_to(if grouped { 3 } else { 1 });
        return boundary(text, end).then_some((start, end));
    }
    if first > 2 || !(1..=31).contains(&value(&digits.all()[..first])) {
        return None;
    }
    // `12 March 1985`, `12. März 1985`, `12th of March 1985`
    let mut at = day;
    at += look::ahead(text, at, 3, |byte| byte.is_ascii_lowercase() || byte == b'.');
    at += blanks(&text[at..]);
    for particle in [&b"of "[..], b"de ", b"di "] {
        at += if text[at..].starts_with(particle) { particle.len() } else { 0 };
    }
    let month = at + letters(&text[at..]);
    if month > at && cues::meaning(&text[at..month]) & cues::MONTH != 0 {
        let mut at = month + blanks(&text[month..]);
        at += if text[at..].starts_with(b"de ") { 3 } else { 0 };
        return Some((start, year(text, at).unwrap_or(month)));
    }
    // `March 12, 1985`
    let before = start - look::back(text, start, 2, |byte| byte == b' ');
    let month = before - look::back(text, before, 16, cues::is_letter);
    if month < before && cues::meaning(&text[month..before]) & cues::MONTH != 0 {
        let end = day + look::ahead(text, day, 2, |byte| byte.is_ascii_lowercase());
        return Some((month, year(text, end + blanks(&text[end..])).unwrap_or(end)));
    }
    None
}

/// Where a date ends whose parts are named: `1985年3月12日`, `1985년 3월 12일`.
fn counted(text: &[u8], start: usize) -> Option<usize> {
    let mut end = start;
    for (most, names) in [(4, ["年", "년"]), (2, ["月", "월"]), (2, ["日", "일"])] {
        end += look::ahead(text, end, 1, |byte| byte == b' ');
        let digits = look::ahead(text, end, 5, |byte| byte.is_ascii_digit());
        end += digits + look::ahead(text, end + digits, 1, |byte| byte == b' ');
        let name = names.iter().find(|name| text[end..].starts_with(name.as_bytes()))?;
        if digits == 0 || digits > most {
            return None;
        }
        end += name.len();
    }
    Some(end)
}

fn blanks(text: &[u8]) -> usize {
    text.iter().take(3).take_while(|byte| matches!(byte, b' ' | b',' | b'.' | b'-')).count()
}

fn letters(text: &[u8]) -> usize {
    text.iter().take(16).take_while(|byte| cues::is_letter(**byte)).count()
}

/// The end of the year at `at`.
fn year(text: &[u8], at: usize) -> Option<usize> {
    let digits = look::ahead(text, at, 5, |byte| byte.is_ascii_digit());
    matches!(digits, 2 | 4).then_some(at + digits)
}

fn boundary(text: &[u8], end: usize) -> bool {
    !text.get(end).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
}

/// Whether the first three groups are a date with the year at one end, whatever follows; or two years.
#[inline(never)]
pub(super) fn is_date(digits: &Digits) -> bool {
    if digits.group_count() < 3 {
        let year = |digits: &[u8]| (1000..=2099).contains(&value(digits));
        return digits.is_grouped(&[4, 4]) && year(&digits.all()[..4]) && year(&digits.all()[4..]);
    }
    let mut at = 0;
    let part = |group: usize, at: &mut usize| {
        let length = digits.group(group);
        let part = &digits.all()[*at..*at + length];
        *at += length;
        (length, value(part))
    };
    let parts = [part(0, &mut at), part(1, &mut at), part(2, &mut at)];
    let day = |(length, value): (usize, u64)| length <= 2 && (1..=31).contains(&value);
    let month = |(length, value): (usize, u64)| length <= 2 && (1..=12).contains(&value);
    let year = |(length, value): (usize, u64)| (length == 4 && (1000..=2999).contains(&value)) || length == 2;
    let long_year = |part: (usize, u64)| part.0 == 4 && year(part);
    let [a, b, c] = parts;
    let ends = (day(a) && month(b)) || (month(a) && day(b));
    let short = c.0 == 2 && digits.group_count() == 3;
    (ends && (long_year(c) || short)) || (long_year(a) && month(b) && day(c))
}

/// `19850312`
fn is_compact(all: &[u8]) -> bool {
    all.len() == 8
        && (1900..=2100).contains(&value(&all[..4]))
        && (1..=12).contains(&value(&all[4..6]))
        && (1..=31).contains(&value(&all[6..]))
}

#[cfg(test)]
mod tests {
    use super::super::super::testing;

    #[test]
    fn dates_of_birth_are_found_and_other_dates_are_left() {
        testing::check_rule(
            "birth-date",
            &[
                ("DOB: 03/12/1985", "03/12/1985"),
                ("date_of_birth: 1985-03-12", "1985-03-12"),
                ("geboren am 12. März 1985 in Ulm", "12. März 1985"),
                ("born on March 12, 1985", "March 12, 1985"),
                ("né le 12 mars 1985", "12 mars 1985"),
                ("fecha de nacimiento 12 de marzo de 1985", "12 de marzo de 1985"),
                ("birthday 19850312", "19850312"),
                ("出生日期: 1985 年 3 月 12 日，", "1985 年 3 月 12 日"),
                ("생년월일: 1985 년 3 월 12 일", "1985 년 3 월 12 일"),
                ("今天是 2026 年 3 月 12 日", ""),
                ("released on March 12, 1985", ""),
                ("2026-03-14", ""),
                ("born of 2 parents", ""),
            ],
        );
    }
}
