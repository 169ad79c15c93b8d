//! Telephone numbers: international ones by calling code and length (ITU-T E.164, the ways to write them in E.123), and national
//! ones by their brackets, their trunk 0, the grouping of the North American plan, or a word that calls them one.

mod codes;

use super::digits::Digits;
use super::look;
use super::{Said, cues};
use crate::Kind;
use crate::scan::Scan;

/// At the number `whole`, which begins with a `+`, a bracket, or the first digit of a word.
#[inline(never)]
pub(super) fn at(scan: &mut Scan<'_>, whole: &Digits, said: &Said<'_>) -> bool {
    let start = whole.start;
    if whole.all().len() < 6 {
        return false;
    }
    let before = scan.byte_before(start);
    let bracket = matches!(scan.byte(start), b'(') || before == b'(';
    if before.is_ascii_alphanumeric() || matches!(before, b'_' | b'$' | b'#' | b'%' | b'&') {
        return false;
    }
    // In the middle of a longer number, or of a row of bytes.
    let further = scan.bytes[..start].iter().rev().nth(1).is_some_and(u8::is_ascii_digit);
    if further && matches!(before, b'.' | b'-' | b'/' | b':' | b' ') {
        return false;
    }
    for groups in (1..=whole.group_count()).rev() {
        let digits = whole.first(scan.bytes, groups);
        if digits.all().len() < 6 {
            return false;
        }
        if let Some(end) = ended(scan.bytes, digits.end())
            && is_number(&digits, before, bracket, groups == whole.group_count() && !whole.open, said)
        {
            let start =
                if bracket && before == b'(' && scan.bytes[start..end].contains(&b')') { start - 1 } else { start };
            scan.report(start, end, Kind::Phone, "phone");
            return true;
        }
    }
    false
}

#[inline(never)]
fn is_number(digits: &Digits, before: u8, bracket: bool, whole: bool, said: &Said<'_>) -> bool {
    let all = digits.all();
    if digits.separators & Digits::PLUS != 0 {
        // `+35236450.6`
        let decimal =
            digits.separators == Digits::PLUS | Digits::DOT && digits.group_count() == 2 && digits.group(1) < 4;
        return !decimal && codes::is_international(all);
    }
    if digits.separators & Digits::COLON != 0 || super::birth::is_date(digits) {
        return false;
    }
    let inside = matches!(before, b'.' | b'-' | b'/');
    // In one piece it could be a number that was filled up with zeros: those are longer, or have more zeros.
    let in_one = digits.group_count() == 1 && (12..=14).contains(&all.len());
    let grouped = digits.group_count() >= 3 && digits.separators & (Digits::DOT | Digits::SLASH) == 0;
    // `0045 0302 0309` are characters of Unicode.
    let coded = (0..digits.group_count()).all(|group| matches!(digits.group(group), 4 | 5));
    let prefixed = all.starts_with(&[0, 0]) && (grouped && !coded || in_one);
    if !inside && prefixed && codes::is_international(&all[2..]) {
        return true;
    }
    if !inside && whole && (is_north_american(digits) || has_trunk(digits) || (bracket && has_area(digits))) {
        return true;
    }
    // Nothing but a word can tell now.
    if !(6..=15).contains(&all.len()) || is_decimal(digits) {
        return false;
    }
    let cues = said.get();
    if cues & (cues::OTHER | cues::ID | cues::BANK | cues::CARD | cues::BIRTH) != 0 {
        return false;
    }
    let grouped = digits.group_count() > 1 && all.len() <= 12;
    let dialled = all[0] == 0;
    // `1 2 3 4 5 6 7` is a count.
    let counted = (1..digits.group_count()).any(|group| digits.group(group) < 2);
    if counted {
        return false;
    }
    cues & cues::PHONE != 0 || (cues & cues::CALL != 0 && all.len() >= 7 && (grouped || (dialled && all.len() >= 9)))
}

/// `415-555-0132` and the like: the plan's area and exchange codes begin with 2 to 9 (NANPA, Central Office Code Assignment
/// Guidelines).
fn is_north_american(digits: &Digits) -> bool {
    let first = usize::from(digits.group(0) == 1 && digits.all()[0] == 1);
    let lengths: [usize; 3] = [3, 3, 4];
    let grouped = digits.group_count() == first + 3 && (0..3).all(|at| digits.group(first + at) == lengths[at]);
    let all = &digits.all()[first..];
    let one_kind = matches!(digits.separators, Digits::DASH | Digits::DOT);
    let mixed = digits.separators & Digits::DOT == 0 && digits.separators & (Digits::BRACKET | Digits::DASH) != 0;
    grouped && all[0] >= 2 && all[3] >= 2 && (one_kind || mixed)
}

/// `030 901820`, `01.23.45.67.89`, `0961-7596216`: a trunk 0 and an area, then the rest in groups.
fn has_trunk(digits: &Digits) -> bool {
    let all = digits.all();
    let area = digits.group(0);
    let trunk = all[0] == 0 && all[1] != 0 && (2..=5).contains(&area);
    let dotted = digits.separators & Digits::DOT != 0;
    let pairs = (1..digits.group_count()).all(|group| digits.group(group) == 2);
    let spread = match digits.group_count() {
        0 | 1 => false,
        2 => area >= 3 && (5..=8).contains(&digits.group(1)) || digits.is_grouped(&[2, 8]),
        count => (1..count).all(|group| digits.group(group) >= 2) && !digits.is_grouped(&[4, 4, 4]),
    };
    trunk && spread && (9..=12).contains(&all.len()) && (!dotted || pairs) && !(pairs && all.len() > 10)
}

/// `(61) 3456-7812`: an area in brackets.
fn has_area(digits: &Digits) -> bool {
    let bracketed = digits.separators & Digits::BRACKET != 0 && digits.group_count() >= 2;
    let plain = digits.separators & (Digits::DOT | Digits::SLASH) == 0;
    bracketed && plain && (2..=5).contains(&digits.group(0)) && (8..=12).contains(&digits.all().len())
}

/// `12345.678901`
fn is_decimal(digits: &Digits) -> bool {
    digits.group_count() == 2 && digits.separators == Digits::DOT
}

/// Where a number whose last digit ends at `end` ends, with its extension; none when a word goes on there.
fn ended(text: &[u8], end: usize) -> Option<usize> {
    let rest = &text[end..];
    let blank = rest.iter().take(2).take_while(|byte| matches!(byte, b' ' | b',')).count();
    let marks: [&[u8]; 7] = [b"extension", b"ext.", b"ext", b"x", b"Ext.", b"Durchwahl", b"DW"];
    for mark in marks {
        if let Some(extension) = rest[blank..].strip_prefix(mark) {
            let gap = extension.iter().take(2).take_while(|byte| matches!(byte, b' ' | b':')).count();
            let digits = look::ahead(extension, gap, 7, |byte| byte.is_ascii_digit());
            if (1..=6).contains(&digits) {
                return Some(end + blank + mark.len() + gap + digits);
            }
        }
    }
    let byte_follows = matches!(rest, [b' ', a, b, b' ' | b'\n', ..] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit());
    let open = byte_follows
        || rest.first().is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
        || (matches!(rest, [b'.' | b'-' | b':' | b'/', next, ..] if next.is_ascii_digit()));
    (!open).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::super::super::testing;

    #[test]
    fn international_numbers_are_found() {
        testing::check_rule(
            "phone",
            &[
                ("call +49 30 901820, or", "+49 30 901820"),
                ("+49 (0)30 901820", "+49 (0)30 901820"),
                ("+1 (415) 555-0132 ext. 12", "+1 (415) 555-0132 ext. 12"),
                ("href=\"tel:+14155550132\"", "+14155550132"),
                ("+376-823-456", "+376-823-456"),
                ("(+44) 7400 123456", "(+44) 7400 123456"),
                ("tel=0033634567890", "0033634567890"),
                ("+999 123 456 789", ""),
                ("2026-03-14T00:43:18+02:00", ""),
                ("x+12345678901", ""),
            ],
        );
    }

    #[test]
    fn national_numbers_are_found_by_form_or_by_a_word() {
        testing::check_rule(
            "phone",
            &[
                ("(415) 555-0132", "(415) 555-0132"),
                ("415.555.0132", "415.555.0132"),
                ("1-415-555-0132", "1-415-555-0132"),
                ("ring 0471 38 20 46 today", "0471 38 20 46"),
                ("01.23.45.67.89", "01.23.45.67.89"),
                ("030/9018200", "030/9018200"),
                ("(61) 3456-7812", "(61) 3456-7812"),
                ("they don't answer, call 527 318 904", "527 318 904"),
                ("mobile: 5550142", "5550142"),
                ("Handynummer 0151 23456789", "0151 23456789"),
                ("bel 06-99653524", "06-99653524"),
                ("мой номер 8 938 818 66 14", "8 938 818 66 14"),
                ("telemóvel 916 624 512", "916 624 512"),
            ],
        );
    }

    #[test]
    fn versions_times_and_ids_are_spared() {
        for text in [
            "version 1.2.3.4567",
            "2026-03-14 00:43:18",
            "at 1700000000123",
            "01.02.2003 10:20",
            "0000-0003-1234-5678",
            "ISBN 0-306-40615-2",
            "issue 527318904",
            "a[415] 555 0132",
            "12345678.901234",
            "f(64) + 3591",
            "0.123456789",
            "512 1024 2048 4096",
            "number 12",
            "256 - 512 (256) values",
            "1EA4;0045 0302 0309;1EC2",
            "pp. 473-490. (1999)",
            "(1500-1928)",
            "CVE-2026-9358",
            "Decimal('+35236450.6')",
        ] {
            assert_eq!(testing::pieces_of("phone", text), [""; 0], "{text}");
        }
    }
}
