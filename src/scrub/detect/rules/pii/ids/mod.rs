//! Numbers a state, an insurance or an employer knows somebody by: those whose form and check digits say so, and any number that a
//! word beside it calls one.

mod checks;
mod forms;

use super::cues;
use super::digits::Digits;
use crate::Kind;
use crate::scan::{Scan, Word, is_word};

/// At a word with a digit: a number known by its form, there or at the short word before it.
pub(super) fn by_form(scan: &mut Scan<'_>, word: Word, digits: &Digits) -> bool {
    if !digits.is_in_list(scan.bytes) && form_at(scan, word.start) {
        return true;
    }
    let before =
        scan.bytes[..word.start].iter().rev().skip(1).take(4).take_while(|byte| byte.is_ascii_uppercase()).count();
    let space = matches!(scan.byte_before(word.start), b' ' | b'-');
    space && (1..=3).contains(&before) && form_at(scan, word.start - 1 - before)
}

/// At a word with a digit that begins with a letter.
pub(super) fn by_capitals(scan: &mut Scan<'_>, start: usize) -> bool {
    scan.byte(start).is_ascii_uppercase() && form_at(scan, start)
}

fn form_at(scan: &mut Scan<'_>, start: usize) -> bool {
    let before = scan.byte_before(start);
    if is_word(before) || matches!(before, b'.' | b'-' | b'/' | b'#' | b'%' | b'+' | b'=') && before != b'=' {
        return false;
    }
    for form in forms::beginning(&scan.bytes[start..]) {
        let Some((characters, count, end)) = forms::read(scan.bytes, start, form.form) else { continue };
        let next = scan.byte(end);
        // Korean, Japanese and Chinese go on without a space.
        let open =
            (is_word(next) && next < 0xe0) || (matches!(next, b'-' | b'.' | b'/') && is_word(scan.byte(end + 1)));
        if !open && (form.check)(&characters[..count]) {
            scan.report(start, end, form.kind, form.rule);
            return true;
        }
    }
    false
}

/// Whether a number with few digits could be one all the same: `7ABC123`, `M-XY 987`, or in Korean.
pub(super) fn could_be(scan: &Scan<'_>, word: Word) -> bool {
    let before = [scan.bytes.get(word.start.wrapping_sub(2)), scan.bytes.get(word.start.wrapping_sub(1))];
    let is_group = matches!(before, [Some(b'A'..=b'Z'), Some(b' ' | b'-')]);
    let letters = scan.bytes[word.start..word.end].iter().any(u8::is_ascii_uppercase);
    let length = word.end - word.start;
    (6..=12).contains(&length) && letters || length > 2 && is_group || !scan.word(word).is_ascii()
}

/// At a word with a digit: any number that a word calls one.
pub(super) fn by_label(scan: &mut Scan<'_>, at: usize, said: u32) -> bool {
    let start = at;
    if said & (cues::ID | cues::WEAK_ID) == 0 || said & cues::OTHER != 0 {
        return false;
    }
    let end = number_end(scan.bytes, start);
    // `KRD-482AB`
    let capitals =
        scan.bytes[..start].iter().rev().skip(1).take(5).take_while(|byte| byte.is_ascii_uppercase()).count();
    let joined = matches!(scan.byte_before(start), b'-' | b' ') && (1..=4).contains(&capitals);
    let begin = if joined { start - 1 - capitals } else { start };
    let label = cues::meaning(&scan.bytes[begin..start.saturating_sub(1).max(begin)]) != 0;
    let start = if label || is_word(scan.byte_before(begin)) { start } else { begin };
    // `B-AB 1234`
    let more = scan.bytes[..start].iter().rev().skip(1).take(4).take_while(|byte| byte.is_ascii_uppercase()).count();
    let is_group = start < at && scan.byte_before(start) == b'-' && (1..=3).contains(&more);
    let start = if is_group { start - 1 - more } else { start };
    let value = &scan.bytes[start..end];
    let digits = value.iter().filter(|byte| byte.is_ascii_digit()).count();
    let letters = value.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    let capitals = value.iter().filter(|byte| byte.is_ascii_uppercase()).count();
    let least = if said & cues::ID != 0 { 5 } else { 7 };
    let numeric = letters == 0 && digits >= least;
    let mixed = letters > 0
        && digits >= 3
        && digits + letters >= 6
        && letters <= digits + 4
        && (said & cues::ID != 0 || capitals == letters);
    // Passports of Germany (ICAO 9303) and numbers of vehicles may hold a digit only.
    let whole = said & cues::ID != 0 && digits > 0 && matches!(value.len(), 9 | 17) && capitals + digits == value.len();
    let dated = super::birth::is_date(&Digits::at(scan.bytes, start));
    let hexadecimal = value.starts_with(b"0x") || value.len() > 28 || value.contains(&b'_');
    if !(numeric || mixed || whole) || dated || hexadecimal || !value.is_ascii() && digits < 6 {
        return false;
    }
    let beside = scan.byte_before(start);
    if matches!(beside, b'.' | b'/' | b'#' | b'v' | b'@') || beside == b'-' && !label {
        return false;
    }
    scan.report(start, end, Kind::NationalId, "id-label");
    true
}

/// Where a number in groups ends: letters and digits with single marks between them, behind a space only what holds a digit or
/// is one capital.
fn number_end(text: &[u8], start: usize) -> usize {
    let ceiling = text.len().min(start + 32);
    let mut at = start;
    let mut end = start;
    while at < ceiling {
        if is_word(text[at]) {
            let group = at;
            while at < ceiling && is_word(text[at]) {
                at += 1;
            }
            let spaced = group > start && text[group - 1] == b' ';
            let part = &text[group..at];
            let short = part.len() <= 2 && part.iter().all(u8::is_ascii_uppercase);
            let digits = part.iter().all(u8::is_ascii_digit);
            if spaced && !digits && !short {
                break;
            }
            end = at;
        } else if matches!(text[at], b'-' | b'.' | b'/' | b':' | b' ')
            && text.get(at + 1).is_some_and(|next| is_word(*next) || *next == b'.')
        {
            at += 1;
        } else {
            break;
        }
    }
    // What follows without a space, in Korean and the like, is no part of it.
    while end > start && text[end - 1] >= 0x80 {
        end -= 1;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::super::super::testing;
    use crate::{Context, Finding};

    fn found(text: &str) -> Vec<&str> {
        let mut found: Vec<Finding> = Vec::new();
        super::super::super::run(text, &Context::default(), (0, text.len()), 0, &mut found);
        found.iter().map(|f| &text[f.start..f.end]).collect()
    }

    #[test]
    fn numbers_with_a_form_of_their_own_are_found() {
        for number in [
            "536-22-8174",
            "1EG4-TE5-MK73",
            "12345678Z",
            "X1234567L",
            "S1234567D",
            "840516-2374",
            "131052-308T",
            "890314-2045671",
            "529.982.247-25",
            "11.222.333/0001-81",
            "12.345.678-5",
            "28471936000",
            "44051401359",
            "85.07.30-033.28",
            "756.9217.0769.85",
            "3998 7654 3211",
            "51 824 753 556",
            "2123 45670 1",
            "046-454-286",
            "943 476 5919",
            "2303988501115",
            "2 69 05 49 588 157 80",
            "11010519491231002X",
            "736028/5163",
            "42230771K084",
            "27AAPFU0939F1ZV",
            "CE731904A",
            "CE 73 19 04 A",
            "RSSMRA85T10A562S",
            "ABCPE1234F",
            "MORGA657054SM9IJ",
            "1M8GDM9AXKP042788",
            "SW1A 1AA",
            "K1A 0B1",
        ] {
            assert_eq!(found(&format!("see {number}, then")), [number]);
        }
    }

    #[test]
    fn a_wrong_check_digit_makes_it_another_number() {
        for number in [
            "12345678A",
            "X1234567M",
            "529.982.247-26",
            "28471936001",
            "44051401358",
            "3998 7654 3212",
            "2303988501116",
            "11010519491231002Y",
            "RSSMRA85T10A562T",
            "CE731904E",
            "1700000000123",
            "20260314004318",
        ] {
            assert_eq!(found(&format!("see {number}, then")), [""; 0], "{number}");
        }
    }

    #[test]
    fn what_a_word_calls_a_number_is_one() {
        testing::check_rule(
            "id-label",
            &[
                ("PPS number: 7654321K/B", "7654321K/B"),
                ("imei: 359043109113081", "359043109113081"),
                ("AHV 756.0657.8377.81", "756.0657.8377.81"),
                ("USt-IdNr. DE310608100", "DE310608100"),
                ("P.IVA IT35393152741", "IT35393152741"),
                ("VAT: GB802069025", "GB802069025"),
                ("Steuernummer 151/815/08156", "151/815/08156"),
                ("passport no. 533380006", "533380006"),
                ("\"insurance_number\": \"B904177325\"", "B904177325"),
                ("여권번호는 M84019375입니다", "M84019375"),
                ("driver's license D1234562", "D1234562"),
                ("license plate 7ABC123", "7ABC123"),
                ("Kennzeichen: M-XY 987", "M-XY 987"),
                ("UMID CRN-0111-2233445-6", "0111-2233445-6"),
                ("사업자등록번호 123-45-67890", "123-45-67890"),
                ("Passport No: CWNHM5HKT7", ""),
                ("Passport No: CWNHM5HK7", "CWNHM5HK7"),
                ("VIN: WVWPZSE0F7HB8CEET", "WVWPZSE0F7HB8CEET"),
                ("旅券番号 479218948", "479218948"),
                ("護照號碼:27CP17653", "27CP17653"),
                ("contribuinte no 501964843", "501964843"),
                ("certificate RFC6066 status", ""),
                ("certificate 1.3.6.1.4.1.11129", ""),
                ("license: Apache-2.0", ""),
                ("passport valid until 2031", ""),
                ("registration on 12.03.2019", ""),
                ("social 12345", ""),
            ],
        );
    }
}
