//! Addresses of machines: IPv4 (RFC 791), IPv6 (RFC 4291, RFC 5952) and the hardware addresses of IEEE 802.
//!
//! Spared are addresses that tell nothing of anybody: this host and none (RFC 1122), multicast and broadcast, netmasks, and those
//! kept for documentation (RFC 5737, RFC 3849).

use super::Said;
use super::digits::Digits;
use super::look;
use crate::Kind;
use crate::scan::{Scan, is_word};

/// At the first digit of a word.
#[inline(never)]
pub(super) fn v4(scan: &mut Scan<'_>, start: usize, said: &Said<'_>) -> bool {
    let bytes = scan.bytes;
    if bytes[start..].iter().take(4).all(|byte| *byte != b'.')
        || matches!(scan.byte_before(start), b'.' | b'-' | b'v' | b'^' | b'~')
        || (scan.byte_before(start) == b'/' && !bytes[..start].ends_with(b"//"))
    {
        return false;
    }
    let mut octets = [0_u8; 4];
    let mut at = start;
    for (place, octet) in octets.iter_mut().enumerate() {
        if place > 0 {
            if bytes.get(at) != Some(&b'.') {
                return false;
            }
            at += 1;
        }
        let digits = look::ahead(bytes, at, 4, |byte| byte.is_ascii_digit());
        let value = bytes[at..at + digits.min(4)].iter().fold(0_u16, |value, byte| value * 10 + u16::from(byte - b'0'));
        if !(1..=3).contains(&digits) || value > 255 || (digits > 1 && bytes[at] == b'0') {
            return false;
        }
        *octet = value as u8;
        at += digits;
    }
    let next = scan.byte(at);
    let goes_on = is_word(next) || (matches!(next, b'.' | b'-' | b'+') && is_word(scan.byte(at + 1)));
    if goes_on || is_common(octets) || said.get() & super::cues::OTHER != 0 {
        return false;
    }
    scan.report(start, at, Kind::Ip, "ipv4");
    true
}

/// Whether an address is everybody's, or none: versions, `1.2.3.4`, and sections of a long document, `12.2.3.1`, have low
/// numbers in all places, and the first is 10 in the private networks only (RFC 1918). Names of objects begin in few ways
/// (ITU-T X.660): `1.3.101.112`, `2.5.29.15`.
fn is_common(octets: [u8; 4]) -> bool {
    match octets {
        [0 | 127 | 224..=255, ..] | [192, 0, 2, _] | [198, 51, 100, _] | [203, 0, 113, _] => true,
        [1, 1, 1, 1] | [8, 8, 8, 8] | [8, 8, 4, 4] | [1, 0, 0, 1] | [9, 9, 9, 9] => true,
        [_, _, 0, 0] | [_, 0, 0, _] if octets[0] != 10 => true,
        [1, 2 | 3, ..] | [2, 5 | 16, ..] => true,
        [first, ..] => {
            let low = |most: u8| octets[1..].iter().all(|octet| *octet < most);
            first < 10 && low(32) || first != 10 && first < 32 && low(10)
        }
    }
}

/// At a `:` behind a group of hexadecimal digits, or before another `:`.
#[inline(never)]
pub(super) fn at_colon(scan: &mut Scan<'_>, at: usize) {
    let bytes = scan.bytes;
    let before = look::back(bytes, at, 5, |byte| byte.is_ascii_hexdigit());
    let next = scan.byte(at + 1);
    let group_follows = next.is_ascii_hexdigit() && before > 0;
    if before > 4 || !(group_follows || next == b':') {
        return;
    }
    let start = at - before;
    // `args[1::2]`
    let before_bracket = scan.byte_before(start.saturating_sub(1));
    if scan.byte_before(start) == b'[' && (is_word(before_bracket) || matches!(before_bracket, b')' | b']')) {
        return;
    }
    if matches!(scan.byte_before(start), b':' | b'.' | b'-' | b'$' | b'\'' | b'#') || is_word(scan.byte_before(start)) {
        return;
    }
    if before == 2
        && let Some(end) = mac(bytes, start, b':')
    {
        scan.report(start, end, Kind::Mac, "mac");
        return;
    }
    if let Some(end) = v6(bytes, start) {
        scan.report(start, end, Kind::Ip, "ipv6");
    }
}

/// `3C-52-82-4E-A1-0B` and `3c52.824e.a10b` at the beginning of a word.
#[inline(never)]
pub(super) fn hardware(scan: &mut Scan<'_>, start: usize, end: usize) -> bool {
    let joined = match (end - start, scan.byte(end)) {
        (2, b'-') => mac(scan.bytes, start, b'-'),
        (4, b'.') => dotted_mac(scan.bytes, start),
        _ => None,
    };
    let Some(end) = joined.filter(|_| !matches!(scan.byte_before(start), b'-' | b'.')) else { return false };
    scan.report(start, end, Kind::Mac, "mac");
    true
}

/// Six pairs, not all the same, with a separator between two.
fn mac(text: &[u8], start: usize, separator: u8) -> Option<usize> {
    let pairs = text.get(start..start + 17)?;
    let formed = pairs.iter().enumerate().all(|(at, byte)| match at % 3 {
        2 => *byte == separator,
        _ => byte.is_ascii_hexdigit(),
    });
    let same = pairs.chunks(3).all(|pair| pair[..2] == pairs[..2]);
    let next = text.get(start + 17).copied().unwrap_or(b' ');
    let open = is_word(next) || (next == separator && text.get(start + 18).is_some_and(u8::is_ascii_hexdigit));
    (formed && !(same && matches!(pairs[0], b'0' | b'F' | b'f')) && !open).then_some(start + 17)
}

/// Three groups of four, as routers of one vendor print them.
fn dotted_mac(text: &[u8], start: usize) -> Option<usize> {
    let groups = text.get(start..start + 14)?;
    let formed = groups.iter().enumerate().all(|(at, byte)| match at % 5 {
        4 => *byte == b'.',
        _ => byte.is_ascii_hexdigit(),
    });
    let next = text.get(start + 14).copied().unwrap_or(b' ');
    let open = is_word(next) || (next == b'.' && text.get(start + 15).is_some_and(u8::is_ascii_hexdigit));
    let lettered = groups.iter().any(u8::is_ascii_alphabetic);
    (formed && lettered && !open).then_some(start + 14)
}

/// Eight groups of up to four hexadecimal digits, or fewer with one `::` in their place; the last two may be an IPv4 address.
fn v6(text: &[u8], start: usize) -> Option<usize> {
    let mut groups = 0;
    let mut gap = false;
    let mut digits = 0;
    let mut at = start;
    while groups < 9 {
        let length = look::ahead(text, at, 5, |byte| byte.is_ascii_hexdigit());
        if length > 4 {
            return None;
        }
        groups += usize::from(length > 0);
        digits += text[at..at + length].iter().filter(|byte| byte.is_ascii_digit()).count();
        at += length;
        match text[at..] {
            [b':', b':', ..] if !gap => {
                gap = true;
                at += 2;
            }
            [b':', next, ..] if length > 0 && next.is_ascii_hexdigit() => at += 1,
            [b'.', next, ..] if length > 0 && next.is_ascii_digit() => {
                at += look::ahead(text, at, 12, |byte| byte.is_ascii_digit() || byte == b'.');
                break;
            }
            _ => break,
        }
    }
    let address = &text[start..at];
    let open = text.get(at).is_some_and(|byte| is_word(*byte) || matches!(byte, b':' | b'<' | b'(' | b'!'));
    let whole = if gap { (2..=7).contains(&groups) && digits >= 2 } else { groups == 8 };
    let documented = address.get(..9).is_some_and(|head| head.eq_ignore_ascii_case(b"2001:db8:"));
    (whole && !open && !documented).then_some(at)
}

/// Coordinates: two decimal fractions, latitude and longitude (ISO 6709), where a word says so or degrees are marked.
#[inline(never)]
pub(super) fn place(scan: &mut Scan<'_>, start: usize, said: &Said<'_>) -> bool {
    use super::cues::{LATITUDE, LONGITUDE, PLACE};
    let Some(end) = fraction(scan.bytes, start) else { return false };
    let start = if scan.byte_before(start) == b'-' { start - 1 } else { start };
    // The other half stands within a few words.
    let gap = look::ahead(scan.bytes, end, 24, |byte| !byte.is_ascii_digit() && byte != b'\n');
    let link = &scan.bytes[end..end + gap];
    let second = fraction(scan.bytes, end + gap);
    let said = said.get();
    let named = said & LATITUDE != 0 && super::cues::before(scan.bytes, end + gap) & LONGITUDE != 0;
    let degrees = link.starts_with("°".as_bytes());
    let plain = link.iter().all(|byte| matches!(byte, b' ' | b',' | b'-' | b'+' | b'(' | b'[' | b';'));
    let mapped = start > 0 && scan.bytes[start - 1] == b'@' && link.contains(&b',');
    // `?q=52.520008,13.404954`, `POINT(13.404954 52.520008)` of well-known text (ISO 19125), and a pair with nothing beside it.
    let alone = start == 0 && second == Some(scan.bytes.len());
    let bare = plain
        && end - start >= 7
        && (matches!(scan.byte_before(start), b'=' | b'/') || alone || scan.bytes[..start].ends_with(b"POINT("));
    match second {
        Some(last) if named || degrees || mapped || bare || (plain && said & (PLACE | LATITUDE) != 0) => {
            scan.report(start, last, Kind::Address, "coordinates");
            true
        }
        _ => false,
    }
}

/// The end of a number up to 180 with three places behind the point at least.
#[inline(never)]
fn fraction(text: &[u8], start: usize) -> Option<usize> {
    let whole = look::ahead(text, start, 4, |byte| byte.is_ascii_digit());
    if !(1..=3).contains(&whole) || text.get(start + whole) != Some(&b'.') {
        return None;
    }
    let places = look::ahead(text, start + whole + 1, 17, |byte| byte.is_ascii_digit());
    let end = start + whole + 1 + places;
    let open =
        text.get(end).is_some_and(|byte| byte.is_ascii_alphabetic() && !matches!(byte, b'N' | b'S' | b'E' | b'W'));
    let value = text[start..start + whole].iter().fold(0, |value, byte| value * 10 + u32::from(byte - b'0'));
    ((3..=16).contains(&places) && !open && value <= 180).then_some(end)
}

/// `52°31'12.0"N 13°24'18.0"E` at a number before a `°`.
#[inline(never)]
pub(super) fn degrees(scan: &mut Scan<'_>, start: usize, digits: &Digits) -> bool {
    let sign = "°".as_bytes();
    let (count, first) = digits.up_to(1);
    if count > 3 || !scan.bytes[first..].starts_with(sign) {
        return false;
    }
    let Some(half) = minutes(scan.bytes, first + sign.len(), b"NSns") else { return false };
    let next = half + look::ahead(scan.bytes, half, 3, |byte| matches!(byte, b' ' | b','));
    let (_, second) = Digits::at(scan.bytes, next).up_to(1);
    let seconded = scan.bytes[second..].starts_with(sign);
    let end = seconded.then(|| minutes(scan.bytes, second + sign.len(), b"EWOewo")).flatten();
    scan.report(start, end.unwrap_or(half), Kind::Address, "coordinates");
    true
}

/// The end of minutes, seconds and the letter that follows degrees.
fn minutes(text: &[u8], from: usize, letters: &[u8]) -> Option<usize> {
    let inner = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'\'' | b'"' | b'.' | b' ' | 0x80..);
    let at = from + look::ahead(text, from, 24, inner);
    letters.contains(text.get(at)?).then_some(at + 1)
}

#[cfg(test)]
mod tests {
    use super::super::super::testing;

    #[test]
    fn addresses_of_machines_are_found() {
        testing::check_rule(
            "ipv4",
            &[
                ("from 93.184.216.34 port 22", "93.184.216.34"),
                ("http://10.1.2.30:8080/", "10.1.2.30"),
                ("192.168.178.42/24", "192.168.178.42"),
                ("127.0.0.1", ""),
                ("0.0.0.0", ""),
                ("255.255.255.0", ""),
                ("192.0.2.1", ""),
                ("version 10.22.33.44", ""),
                ("1.2.3.4", ""),
                ("see section 12.2.3.1", ""),
                ("on 10.2.3.1", "10.2.3.1"),
                ("on 93.2.3.1", "93.2.3.1"),
                ("oid(\"1.3.101.112\")", ""),
                ("see 8.4.26.1", ""),
                ("93.184.216.34.5", ""),
                ("v93.184.216.34", ""),
                ("93.184.216.340", ""),
            ],
        );
        testing::check_rule(
            "ipv6",
            &[
                ("2a02:8108:9340:54::17", "2a02:8108:9340:54::17"),
                ("[fe80::1c2d:3eff:fe4f:5a6b]", "fe80::1c2d:3eff:fe4f:5a6b"),
                ("2a02:8108:9340:54:a1:b2:c3:d4", "2a02:8108:9340:54:a1:b2:c3:d4"),
                ("2001:db8::1", ""),
                ("::1", ""),
                ("args[1::2]", ""),
                ("http://[fe80::17]/", "fe80::17"),
                ("std::fmt", ""),
                ("a::b", ""),
                ("12:34:56", ""),
                ("abc::def::ab1", ""),
            ],
        );
        testing::check_rule(
            "mac",
            &[
                ("ether 3c:52:82:4e:a1:0b txqueuelen", "3c:52:82:4e:a1:0b"),
                ("3c-52-82-4e-a1-0b", "3c-52-82-4e-a1-0b"),
                ("3c52.824e.a10b", "3c52.824e.a10b"),
                ("FF:FF:FF:FF:FF:FF", ""),
                ("00:00:00:00:00:00", ""),
                ("3c:52:82:4e:a1", ""),
                ("3c:52:82:4e:a1:0b:6f", ""),
                ("1234.5678.9012", ""),
            ],
        );
    }

    #[test]
    fn coordinates_are_found_where_something_says_so() {
        testing::check_rule(
            "coordinates",
            &[
                ("gps: 52.5200, 13.4050", "52.5200, 13.4050"),
                ("/search?q=52.520008,13.404954", "52.520008,13.404954"),
                ("POINT(13.404954 52.520008)", "13.404954 52.520008"),
                ("52.520008, 13.404954", "52.520008, 13.404954"),
                ("52.520008, 13.404954, 4.123456", ""),
                ("lat=52.5200&lng=13.4050", "52.5200&lng=13.4050"),
                ("52.5200° N, 13.4050° E", "52.5200° N, 13.4050"),
                ("52°31'12.0\"N 13°24'18.0\"E", "52°31'12.0\"N 13°24'18.0\"E"),
                ("/maps/@52.5200,13.4050,15z", "52.5200,13.4050"),
                ("lat=52.1&zoom=5", ""),
                ("[52.5200, 13.4050]", ""),
                ("mean 52.5200, 13.4050", ""),
            ],
        );
    }
}
