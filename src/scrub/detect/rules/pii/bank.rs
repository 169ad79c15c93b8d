//! Bank accounts: IBANs (ISO 13616: mod 97, a length for each country), business identifier codes (ISO 9362) and account, routing
//! and sort numbers where a word says so.

use super::cues;
use super::digits::Digits;
use crate::Kind;
use crate::scan::{Scan, Word, is_word};

/// SWIFT's IBAN registry, release 99: country and length.
const LENGTHS: &[u8] =
    b"AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20EG29ES24FI18FK18FO18FR27GB22\
    GE22GI23GL18GR27GT28HN28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MN20\
    MR27MT31MU30NI28NL18NO15OM23PK24PL28PS29PT25QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27SO23ST25SV28TL23TN24TR26\
    UA29VA22VG24XK20YE30";

/// At a word that begins with a letter and holds a digit.
#[inline(never)]
pub(super) fn iban(scan: &mut Scan<'_>, word: Word) -> bool {
    let [a, b, c, d, ..] = scan.bytes[word.start..] else { return false };
    if !(a.is_ascii_alphabetic() && b.is_ascii_alphabetic() && c.is_ascii_digit() && d.is_ascii_digit()) {
        return false;
    }
    let country = [a.to_ascii_uppercase(), b.to_ascii_uppercase()];
    let Some(entry) = LENGTHS.chunks(4).find(|entry| entry[..2] == country) else { return false };
    let length = usize::from((entry[2] - b'0') * 10 + entry[3] - b'0');
    let mut seen = 0;
    let mut at = word.start;
    let mut rests = [0_u32; 2];
    while seen < length {
        let byte = scan.byte(at);
        if byte.is_ascii_alphanumeric() {
            // The first four characters count last.
            let rest = &mut rests[usize::from(seen < 4)];
            *rest = match byte.to_ascii_uppercase() {
                digit @ b'0'..=b'9' => *rest * 10 + u32::from(digit - b'0'),
                letter => *rest * 100 + u32::from(letter - b'A') + 10,
            } % 97;
            seen += 1;
        } else if !(matches!(byte, b' ' | b'-') && seen > 0 && scan.byte(at + 1).is_ascii_alphanumeric()) {
            return false;
        }
        at += 1;
    }
    // Two letters and two digits are six digits: 10^6 mod 97 is 27.
    let valid = (rests[0] * 27 + rests[1]) % 97 == 1;
    if !valid || is_word(scan.byte(at)) {
        return false;
    }
    scan.report(word.start, at, Kind::Iban, "iban");
    true
}

/// At a number: an account, where a word says so.
#[inline(never)]
pub(super) fn account(scan: &mut Scan<'_>, start: usize, digits: &Digits, said: u32) -> bool {
    let plain = digits.separators & (Digits::COLON | Digits::PLUS | Digits::BRACKET) == 0;
    let count = digits.all().len();
    let decimal = digits.group_count() == 2 && digits.separators == Digits::DOT;
    if said & cues::BANK == 0 || said & cues::OTHER != 0 || !plain || !(6..=24).contains(&count) || decimal {
        return false;
    }
    let all = digits.all();
    if all.iter().all(|digit| *digit == all[0]) || is_word(scan.byte(digits.end())) || super::birth::is_date(digits) {
        return false;
    }
    scan.report(start, digits.end(), Kind::Iban, "account");
    true
}

/// `DEUTDEFF500` behind `BIC` or `SWIFT`.
#[inline(never)]
pub(super) fn bic(scan: &mut Scan<'_>, start: usize) -> bool {
    let code =
        scan.bytes[start..].iter().take(12).take_while(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    let length = code.count();
    let lettered = scan.bytes[start..].iter().take(6).all(u8::is_ascii_uppercase);
    if !matches!(length, 8 | 11) || !lettered || is_word(scan.byte(start + length)) {
        return false;
    }
    scan.report(start, start + length, Kind::Iban, "bic");
    true
}

#[cfg(test)]
mod tests {
    use super::super::super::testing;

    #[test]
    fn accounts_are_found() {
        testing::check_rule(
            "iban",
            &[
                ("DE89370400440532013000", "DE89370400440532013000"),
                ("to DE89 3704 0044 0532 0130 00.", "DE89 3704 0044 0532 0130 00"),
                ("gb29nwbk60161331926819", "gb29nwbk60161331926819"),
                ("NO9386011117947", "NO9386011117947"),
                ("DE89370400440532013001", ""),
                ("DE8937040044053201300", ""),
                ("ZZ89370400440532013000", ""),
            ],
        );
        testing::check_rule(
            "account",
            &[
                ("routing number 021000021", "021000021"),
                ("Account: 000123456789", "000123456789"),
                ("sort code 20-00-00", "20-00-00"),
                ("account for 12 of them", ""),
                ("iban: DE00 0000 0000 0000 0000 00", ""),
            ],
        );
        testing::check_rule("bic", &[("BIC: DEUTDEFF500", "DEUTDEFF500"), ("BIC: MUSTANGS1", ""), ("DEUTDEFF500", "")]);
    }
}
