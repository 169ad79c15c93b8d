//! Check digits and dates inside numbers. Each takes a number without separators, in capitals, of the length its form gives; the
//! authority is named beside the form.

use super::super::digits::value;

fn digit(byte: u8) -> u32 {
    u32::from(byte.wrapping_sub(b'0'))
}

/// The sum of digits, each times its weight.
fn weighted(id: &[u8], weights: &[u32]) -> u32 {
    id.iter().zip(weights).map(|(byte, weight)| digit(*byte) * weight).sum()
}

fn number(id: &[u8]) -> u64 {
    id.iter().fold(0, |value, byte| value * 10 + u64::from(digit(*byte)))
}

/// Whether two and two digits are a month and a day.
fn month_day(month: u64, day: u64) -> bool {
    (1..=12).contains(&month) && (1..=31).contains(&day)
}

fn luhn(id: &[u8]) -> bool {
    let sum: u32 = id
        .iter()
        .rev()
        .enumerate()
        .map(|(place, byte)| {
            let value = digit(*byte) << (place % 2);
            value / 10 + value % 10
        })
        .sum();
    sum.is_multiple_of(10)
}

/// Verhoeff's check: the dihedral group of order ten.
fn verhoeff(id: &[u8]) -> bool {
    const TURN: [u8; 10] = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
    let times = |a: u8, b: u8| match (a < 5, b < 5) {
        (true, true) => (a + b) % 5,
        (true, false) => (a + b) % 5 + 5,
        (false, true) => (a + 5 - b) % 5 + 5,
        (false, false) => (a + 5 - b) % 5,
    };
    let turned = |digit: u8, place: usize| (0..place % 8).fold(digit, |digit, _| TURN[usize::from(digit)]);
    id.iter().rev().enumerate().fold(0, |sum, (place, byte)| times(sum, turned(byte - b'0', place))) == 0
}

/// ISO 7064, mod 11,10.
fn mod_11_10(id: &[u8]) -> bool {
    let (body, last) = id.split_at(id.len() - 1);
    let product = body.iter().fold(10, |product, byte| {
        let sum = (digit(*byte) + product) % 10;
        (if sum == 0 { 10 } else { sum }) * 2 % 11
    });
    (11 - product) % 10 == digit(last[0])
}

fn all_same(id: &[u8]) -> bool {
    id.iter().all(|byte| *byte == id[0])
}

pub(super) fn any(_: &[u8]) -> bool {
    true
}

pub(super) fn ssn(id: &[u8]) -> bool {
    number(&id[..3]) != 0 && number(&id[..3]) != 666 && number(&id[3..5]) != 0 && number(&id[5..]) != 0
}

const DNI: &[u8; 23] = b"TRWAGMYFPDXBNJZSQVHLCKE";

pub(super) fn dni(id: &[u8]) -> bool {
    DNI[(number(&id[..8]) % 23) as usize] == id[8]
}

pub(super) fn nie(id: &[u8]) -> bool {
    let lead = match id[0] {
        b'X' => 0,
        b'Y' => 10_000_000,
        b'Z' => 20_000_000,
        _ => return false,
    };
    DNI[((lead + number(&id[1..8])) % 23) as usize] == id[8]
}

pub(super) fn nric(id: &[u8]) -> bool {
    let sum = weighted(&id[1..8], &[2, 7, 6, 5, 4, 3, 2]);
    let (offset, letters) = match id[0] {
        b'S' => (0, b"JZIHGFEDCBA"),
        b'T' => (4, b"JZIHGFEDCBA"),
        b'F' => (0, b"XWUTRQPNMLK"),
        b'G' => (4, b"XWUTRQPNMLK"),
        b'M' => (3, b"KLJNPQRTUWX"),
        _ => return false,
    };
    let rest = ((sum + offset) % 11) as usize;
    letters[if id[0] == b'M' { 10 - rest } else { rest }] == id[8]
}

/// Sweden: year, month, day and Luhn; Denmark: day, month, year and, until 2007, mod 11.
pub(super) fn nordic(id: &[u8]) -> bool {
    let (a, b, c) = (number(&id[..2]), number(&id[2..4]), number(&id[4..6]));
    // A coordination number adds 60 to the day.
    let swedish = month_day(b, if c > 60 { c - 60 } else { c }) && luhn(id);
    let danish = month_day(b, a) && weighted(id, &[4, 3, 2, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11);
    swedish || danish
}

pub(super) fn hetu(id: &[u8]) -> bool {
    let tail = &id[id.len() - 4..];
    let value = number(&id[..6]) * 1000 + number(&tail[..3]);
    let dated = month_day(number(&id[2..4]), number(&id[..2]));
    dated && b"0123456789ABCDEFHJKLMNPRSTUVWXY"[(value % 31) as usize] == tail[3]
}

pub(super) fn rrn(id: &[u8]) -> bool {
    month_day(number(&id[2..4]), number(&id[4..6])) && (b'1'..=b'8').contains(&id[6])
}

pub(super) fn cpf(id: &[u8]) -> bool {
    let check = |length: usize| {
        let sum: u32 = (0..length).map(|at| digit(id[at]) * (length as u32 + 1 - at as u32)).sum();
        sum * 10 % 11 % 10 == digit(id[length])
    };
    !all_same(id) && check(9) && check(10)
}

pub(super) fn cnpj(id: &[u8]) -> bool {
    let weights = [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2];
    let check = |length: usize| {
        let rest = weighted(&id[..length], &weights[13 - length..]) % 11;
        (if rest < 2 { 0 } else { 11 - rest }) == digit(id[length])
    };
    !all_same(id) && !is_time(id) && check(12) && check(13)
}

pub(super) fn rut(id: &[u8]) -> bool {
    let (body, last) = id.split_at(id.len() - 1);
    let sum: u32 = body.iter().rev().zip([2, 3, 4, 5, 6, 7, 2, 3]).map(|(byte, weight)| digit(*byte) * weight).sum();
    let check = match 11 - sum % 11 {
        11 => b'0',
        10 => b'K',
        digit => b'0' + digit as u8,
    };
    check == last[0]
}

/// `20260314004318`
fn is_time(id: &[u8]) -> bool {
    matches!(number(&id[..2]), 19 | 20) && month_day(number(&id[4..6]), number(&id[6..8]))
}

/// Numbers of eleven digits with two check digits, or a date and one: Turkey, Poland, Norway, Brazil, the Baltic states.
pub(super) fn eleven(id: &[u8]) -> bool {
    !all_same(id) && (turkish(id) || pesel(id) || norwegian(id) || cpf(id) || baltic(id))
}

fn turkish(id: &[u8]) -> bool {
    let odd: u32 = id[..9].iter().step_by(2).map(|byte| digit(*byte)).sum();
    let even: u32 = id[1..8].iter().step_by(2).map(|byte| digit(*byte)).sum();
    let sum: u32 = id[..10].iter().map(|byte| digit(*byte)).sum();
    id[0] != b'0' && (odd * 7 + 90 - even) % 10 == digit(id[9]) && sum % 10 == digit(id[10])
}

fn pesel(id: &[u8]) -> bool {
    // The century is in the month: 80 for the nineteenth, 0, 20, 40, 60.
    let dated = month_day(number(&id[2..4]) % 20, number(&id[4..6]));
    dated && weighted(id, &[1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]).is_multiple_of(10)
}

fn norwegian(id: &[u8]) -> bool {
    let (day, month) = (number(&id[..2]), number(&id[2..4]));
    let dated = month_day(if month > 40 { month - 40 } else { month }, if day > 40 { day - 40 } else { day });
    dated
        && weighted(id, &[3, 7, 6, 1, 8, 9, 4, 5, 2, 1]).is_multiple_of(11)
        && weighted(id, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11)
}

fn baltic(id: &[u8]) -> bool {
    let dated = (b'1'..=b'6').contains(&id[0]) && month_day(number(&id[3..5]), number(&id[5..7]));
    let first = weighted(id, &[1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11;
    let second = weighted(id, &[3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11;
    let check = if first < 10 { first } else { second % 10 };
    dated && check == digit(id[10])
}

pub(super) fn be(id: &[u8]) -> bool {
    let check = number(&id[9..]);
    let body = number(&id[..9]);
    97 - body % 97 == check || 97 - (2_000_000_000 + body) % 97 == check
}

/// GS1 General Specifications, 7.9: weights 1 and 3.
pub(super) fn ean(id: &[u8]) -> bool {
    weighted(id, &[1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]).is_multiple_of(10)
}

pub(super) fn aadhaar(id: &[u8]) -> bool {
    id[0] >= b'2' && verhoeff(id)
}

pub(super) fn abn(id: &[u8]) -> bool {
    id[0] != b'0' && (weighted(id, &[10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]) - 10).is_multiple_of(89)
}

/// One digit of the first ten occurs twice or three times, the others once or not at all.
pub(super) fn steuer_id(id: &[u8]) -> bool {
    let times = |digit: u8| id[..10].iter().filter(|byte| **byte == digit).count();
    let repeated = (b'0'..=b'9').filter(|digit| times(*digit) > 1).count();
    id[0] != b'0' && repeated == 1 && (b'0'..=b'9').all(|digit| times(digit) <= 3) && mod_11_10(id)
}

pub(super) fn medicare(id: &[u8]) -> bool {
    (b'2'..=b'6').contains(&id[0]) && weighted(id, &[1, 3, 7, 9, 1, 3, 7, 9]) % 10 == digit(id[8])
}

pub(super) fn sin(id: &[u8]) -> bool {
    id[0] != b'0' && luhn(id)
}

pub(super) fn nhs(id: &[u8]) -> bool {
    !all_same(id) && weighted(id, &[10, 9, 8, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11)
}

/// Numbers of thirteen digits with a date and check digits, but no time in milliseconds.
pub(super) fn thirteen(id: &[u8]) -> bool {
    let is_epoch = matches!(number(&id[..2]), 14..=19);
    let yugoslav = month_day(number(&id[2..4]), number(&id[..2]))
        && matches!(id[4], b'9' | b'0')
        && weighted(id, &[7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11);
    let south_african =
        month_day(number(&id[2..4]), number(&id[4..6])) && id[10] <= b'2' && matches!(id[11], b'8' | b'9') && luhn(id);
    let luxembourgish = is_time(id) && luhn(&id[..12]);
    let romanian = matches!(id[0], b'1'..=b'8') && month_day(number(&id[3..5]), number(&id[5..7])) && {
        let rest = weighted(id, &[2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11;
        (if rest == 10 { 1 } else { rest }) == digit(id[12])
    };
    !is_epoch && (yugoslav || south_african || luxembourgish || romanian)
}

pub(super) fn nir(id: &[u8]) -> bool {
    // Corsica: 2A counts as 19, 2B as 18.
    let mut plain = [b'0'; 13];
    plain.copy_from_slice(&id[..13]);
    if id[6] > b'9' {
        if id[5] != b'2' || !matches!(id[6], b'A' | b'B') {
            return false;
        }
        (plain[5], plain[6]) = (b'1', if id[6] == b'A' { b'9' } else { b'8' });
    }
    let month = number(&id[3..5]);
    matches!(id[0], b'1' | b'2') && matches!(month, 1..=12 | 20..=42) && 97 - number(&plain) % 97 == number(&id[13..15])
}

pub(super) fn china(id: &[u8]) -> bool {
    let sum = weighted(&id[..17], &[7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]);
    matches!(number(&id[6..8]), 19 | 20)
        && month_day(number(&id[10..12]), number(&id[12..14]))
        && b"10X98765432"[(sum % 11) as usize] == id[17]
}

pub(super) fn rodne(id: &[u8]) -> bool {
    // Women have 50 added to the month; 20 more where a day's numbers ran out.
    let month = number(&id[2..4]) % 50;
    month_day(if month > 20 { month - 20 } else { month }, number(&id[4..6]))
        && (id.len() == 9 || number(id).is_multiple_of(11) || number(&id[..9]) % 11 == 10)
}

pub(super) fn rvnr(id: &[u8]) -> bool {
    let mut plain = [0_u8; 12];
    let letter = id[8] - b'A' + 1;
    plain[..8].copy_from_slice(&id[..8]);
    (plain[8], plain[9]) = (b'0' + letter / 10, b'0' + letter % 10);
    plain[10..].copy_from_slice(&id[9..11]);
    let weights = [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1];
    let sum: u32 = plain.iter().zip(weights).map(|(byte, weight)| digit(*byte) * weight).map(|v| v / 10 + v % 10).sum();
    month_day(number(&id[4..6]), number(&id[2..4]) % 50) && sum % 10 == digit(id[11])
}

pub(super) fn nino(id: &[u8]) -> bool {
    let never = b"DFIQUV";
    let prefix = !never.contains(&id[0]) && !never.contains(&id[1]) && id[1] != b'O';
    let unused = [b"BG", b"GB", b"NK", b"KN", b"TN", b"NT", b"ZZ"].iter().any(|pair| pair[..] == id[..2]);
    prefix && !unused && (b'A'..=b'D').contains(&id[8])
}

pub(super) fn fiscale(id: &[u8]) -> bool {
    const ODD: &[u8; 26] =
        &[1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
    let sum: u32 = id[..15]
        .iter()
        .enumerate()
        .map(|(place, byte)| {
            let value = if byte.is_ascii_digit() { byte - b'0' } else { byte - b'A' };
            u32::from(if place % 2 == 0 { ODD[usize::from(value)] } else { value })
        })
        .sum();
    let digits = id.iter().filter(|byte| byte.is_ascii_digit()).count();
    digits >= 3 && b'A' + (sum % 26) as u8 == id[15]
}

pub(super) fn pan(id: &[u8]) -> bool {
    b"PCHABGJLFT".contains(&id[3])
}

pub(super) fn curp(id: &[u8]) -> bool {
    matches!(id[10], b'H' | b'M' | b'X') && month_day(number(&id[6..8]), number(&id[8..10]))
}

pub(super) fn kr_passport(id: &[u8]) -> bool {
    b"MSRODG".contains(&id[0])
}

pub(super) fn uk_plate(id: &[u8]) -> bool {
    let letters = [id[0], id[1], id[4], id[5], id[6]].iter().all(|letter| !matches!(letter, b'I' | b'Q'));
    letters && matches!(number(&id[2..4]), 2..=29 | 51..=79)
}

pub(super) fn vin(id: &[u8]) -> bool {
    let worth = |byte: u8| match byte {
        b'0'..=b'9' => Some(digit(byte)),
        b'A'..=b'H' => Some(u32::from(byte - b'A') + 1),
        b'J'..=b'N' | b'P' | b'R' => Some(u32::from(byte - b'J') + 1),
        b'S'..=b'Z' => Some(u32::from(byte - b'S') + 2),
        _ => None,
    };
    let weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
    let sum = id.iter().zip(weights).try_fold(0, |sum, (byte, weight)| worth(*byte).map(|worth| sum + worth * weight));
    let check = sum.map(|sum| if sum % 11 == 10 { b'X' } else { b'0' + (sum % 11) as u8 });
    let digits = id.iter().filter(|byte| byte.is_ascii_digit()).count();
    id[13..].iter().all(u8::is_ascii_digit) && (6..=15).contains(&digits) && check == Some(id[8])
}

pub(super) fn uk_post(id: &[u8]) -> bool {
    let tail = &id[id.len() - 2..];
    !matches!(id[0], b'Q' | b'V' | b'X') && tail.iter().all(|letter| !b"CIKMOV".contains(letter))
}

pub(super) fn ca_post(id: &[u8]) -> bool {
    let never = b"DFIOQU";
    !matches!(id[0], b'W' | b'Z') && [id[0], id[2], id[4]].iter().all(|letter| !never.contains(letter))
}

/// States, districts and the armed forces; not the two that are words of SQL.
pub(super) fn us_state(id: &[u8]) -> bool {
    const STATES: &[u8] =
        b"ALAKAZARCACOCTDEDCFLGAHIIDILIAKSKYLAMEMDMAMIMNMSMOMTNENVNHNJNMNYNCNDOHOKPARISCSDTNTXUTVTVAWAWVWIWYPR";
    STATES.chunks(2).any(|state| *state == id[..2]) && value(&[id[2], id[3], id[4]]) > 0
}
