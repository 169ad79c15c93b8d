//! Street addresses: a number beside the name of a street, known by the word for street in its language; flats, suites and
//! boxes; postal codes where a word says so. What follows (flat, city, region, postal code, country) goes with them.

mod east;
mod rest;
mod street;
mod words;

use self::words::{AHEAD, BEFORE_NUMBER, BEHIND, MILITARY, NEVER, UNIT};
use super::digits::Digits;
use super::{Said, cues, look, prose};
use crate::Kind;
use crate::scan::{Scan, is_word};

/// At a number: the house's, the flat's, the box's or the postal code.
pub(super) fn at(scan: &mut Scan<'_>, start: usize, digits: &Digits, said: &Said<'_>) -> bool {
    let (count, first) = digits.up_to(1);
    if count > 6 || matches!(scan.byte_before(start), b'.' | b'-' | b'_' | b'$' | b'@' | b'#' | b'(' | b'=') {
        return false;
    }
    let end = number_end(scan.bytes, first);
    if postal(scan, start, digits, said) || east::at(scan, start, digits) {
        return true;
    }
    let Some(end) = end else { return false };
    let before = street::before(scan.text, start - mark_before(scan.bytes, start));
    let ahead = street::ahead(scan.text, end);
    let has = |bit: u32| (before.bits | ahead.bits) & bit != 0;
    // `221b Baker Street`, `14 rue La Fayette`; `Hauptstraße 5`, `Rua Augusta 1472`; `Unit 5 Box 7`, `P.O. Box 217`.
    let numbered = count <= 5 && ahead.words >= 2 && (ahead.bits & BEHIND != 0 || ahead.first & AHEAD != 0);
    let named = count <= 5
        && (before.words >= 2 && (before.bits & AHEAD | before.last & BEFORE_NUMBER) != 0 || before.suffixed);
    let boxed = before.last & UNIT != 0 && (before.numbers > 0 || before.bits & MILITARY != 0 || before.post_box);
    let military = before.bits & MILITARY != 0 && count == 5;
    let posted = before.words >= 1 && count <= 4 && !has(NEVER) && has_post_behind(scan.text, end);
    let told = || {
        let words = before.words.max(ahead.words);
        let label = labelled(scan.text, before.start);
        words >= 1
            && count <= 5
            && !has(NEVER)
            && (before.lead && cues::before(scan.bytes, before.start) & (cues::ADDRESS | cues::STREET) != 0
                || label && (before.words >= 1 || scan.byte(ahead.start) == b','))
    };
    if (before.last | ahead.first) & NEVER != 0 || !(numbered || named || boxed || military || posted || told()) {
        return false;
    }
    let begin = if named || boxed || military || posted || before.lead || before.words > 0 && ahead.words == 0 {
        before.start
    } else {
        start
    };
    let begin = if begin < start { begin } else { number_before(scan.bytes, start) };
    let (begin, end) =
        rest::with_corner(scan.text, begin, rest::with_rest(scan.text, if numbered { ahead.start } else { end }));
    // The Free Software Foundation's, in every notice of its licences.
    let gap = look::back(scan.bytes, begin, 12, |byte| !byte.is_ascii_alphabetic());
    if scan.bytes[..begin - gap].ends_with(b"Foundation, Inc") {
        scan.pass_over(end);
        return true;
    }
    scan.report(begin, end, Kind::Address, "address");
    true
}

/// The length of the word for number before a number, and of what parts the two: `No: 12`, `nº 12`.
fn mark_before(text: &[u8], start: usize) -> usize {
    let gap = look::back(text, start, 2, |byte| matches!(byte, b' ' | b':' | b'.'));
    match text[..start - gap] {
        [.., b' ' | b',', b'n' | b'N', b'o' | b'r'] => gap + 2,
        _ => 0,
    }
}

/// Whether the value of a key that says street or address begins at `at`.
fn labelled(text: &str, at: usize) -> bool {
    let key = text[..at].trim_end_matches([' ', '"', '\'']).strip_suffix([':', '=']);
    let key = key.map(|key| key.trim_end_matches([' ', '"', '\'']));
    key.is_some_and(|key| cues::meaning(&key.as_bytes()[prose::word_start(key, key.len())..]) & cues::STREET != 0)
}

/// Whether a postal code and a place follow a house: `\n25594 Koprivnica`, `, 6145 Mariborg`, `\n534 67 Bzenec`,
/// `,34117,Kassel`, `\nD-70173 Stuttgart`.
fn has_post_behind(text: &str, end: usize) -> bool {
    let bytes = text.as_bytes();
    let gap = look::ahead(bytes, end, 2, |byte| matches!(byte, b'\n' | b',' | b' '));
    let digits = |at: usize, most: usize| look::ahead(bytes, at, most + 1, |byte| byte.is_ascii_digit());
    let state = look::ahead(bytes, end + gap, 3, |byte| byte.is_ascii_uppercase());
    let gap = if state > 0 && bytes.get(end + gap + state) == Some(&b'-') { gap + state + 1 } else { gap };
    let (from, first) = (end + gap, digits(end + gap, 6));
    if gap == 0 || bytes[end] == b' ' {
        return false;
    }
    let second = if first == 3 && bytes.get(from + 3) == Some(&b' ') { digits(from + 4, 2) } else { 0 };
    let to = from + first + if second == 2 { 3 } else { 0 };
    let is_year = first == 4 && matches!(&bytes[from..from + 2], b"19" | b"20");
    let is_code = second == 2 || (4..=6).contains(&first) && !is_year;
    is_code && matches!(bytes.get(to), Some(b' ' | b',')) && prose::is_capital_at(text, to + 1)
}

/// `My zip code is 4820`
fn postal(scan: &mut Scan<'_>, start: usize, digits: &Digits, said: &Said<'_>) -> bool {
    let (count, _) = digits.up_to(2);
    if !(3..=9).contains(&count) || digits.separators & !(Digits::SPACE | Digits::DASH) != 0 {
        return false;
    }
    let groups = if digits.group_count() > 1 && count <= 9 && digits.group(1) >= 2 { 2 } else { 1 };
    let (count, end) = digits.up_to(groups);
    if count < 4 || is_word(scan.byte(end)) || said.get() & cues::POST == 0 {
        return false;
    }
    scan.report(start, end, Kind::Address, "postal-code");
    true
}

/// Where a house number ends, with a letter or a second number: `12a`, `12-14`, `12/3`.
fn number_end(text: &[u8], end: usize) -> Option<usize> {
    let rest = &text[end..];
    let tail = match rest {
        [b' ', b'b', b'i', b's', b' ', ..] | [b' ', b't', b'e', b'r', b' ', ..] => 4,
        [letter, next, ..] if letter.is_ascii_alphabetic() && !is_word(*next) => 1,
        [letter] if letter.is_ascii_alphabetic() => 1,
        [b'-' | b'/', next, ..] if next.is_ascii_digit() => 1 + look::ahead(rest, 1, 5, |byte| byte.is_ascii_digit()),
        _ => 0,
    };
    let next = rest.get(tail).copied().unwrap_or(b'\n');
    let decimal = matches!(next, b'.' | b':' | b'%') && rest.get(tail + 1).is_some_and(|byte| is_word(*byte));
    (!is_word(next) && !decimal && next != b'%').then_some(end + tail)
}

/// A number of up to five digits right before `start`: `4417 Lindenlaan`.
fn number_before(text: &[u8], start: usize) -> usize {
    let gap = look::back(text, start, 1, |byte| byte == b' ');
    let digits = look::back(text, start - gap, 6, |byte| byte.is_ascii_digit());
    let begin = start - gap - digits;
    let free = begin == 0 || !(is_word(text[begin - 1]) || matches!(text[begin - 1], b'.' | b'-' | b'/'));
    if gap == 1 && (1..=5).contains(&digits) && free { begin } else { start }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing;

    #[test]
    fn streets_with_numbers_are_found_in_many_languages() {
        testing::check_rule(
            "address",
            &[
                ("at 221b Baker Street in", "221b Baker Street"),
                (
                    "at 1600 Pennsylvania Ave NW, Washington, DC 20500.",
                    "1600 Pennsylvania Ave NW, Washington, DC 20500",
                ),
                ("wohnt Hauptstraße 5, 10115 Berlin.", "Hauptstraße 5, 10115 Berlin"),
                ("vit au 14 rue La Fayette, 75008 Paris", "14 rue La Fayette, 75008 Paris"),
                ("na Rua Augusta 1472", "Rua Augusta 1472"),
                ("Via Garibaldi 18, Cuneo", "Via Garibaldi 18, Cuneo"),
                ("C/ Doctor Gómez 31", "C/ Doctor Gómez 31"),
                ("Lange Lindenlaan 32", "Lange Lindenlaan 32"),
                ("ul. Zamkowa 33", "ul. Zamkowa 33"),
                ("P.O. Box 217", "P.O. Box 217"),
                ("PSC 1203, Box 4410\nAPO AE 09213", "PSC 1203, Box 4410\nAPO AE 09213"),
                (
                    "4417 Molendyk 38\n Suite 12\n Oosterend\n Netherlands",
                    "4417 Molendyk 38\n Suite 12\n Oosterend\n Netherlands",
                ),
                ("she lives in Novém Hrádku 218", "Novém Hrádku 218"),
                ("au 22, chemin de Klein", "22, chemin de Klein"),
                ("ул. Заливная, д. 5", "ул. Заливная, д. 5"),
                ("Bağdat Cad. No: 12 D: 4", "Bağdat Cad. No: 12"),
                ("Plaza del Sol no 28, 3o B, 28014 Madrid", "Plaza del Sol no 28, 3o B, 28014 Madrid"),
                (
                    "Endereço: Rua Augusta, 1688, apto 42, 01304-001 Olinda",
                    "Rua Augusta, 1688, apto 42, 01304-001 Olinda",
                ),
                ("Delivery: Flat 116, Green Park Apts, Nehru Street", "Flat 116, Green Park Apts, Nehru Street"),
                ("at 966 W 47th St, Apt 4B", "966 W 47th St, Apt 4B"),
                ("49 Flinders Pde, Newtown", "49 Flinders Pde, Newtown"),
                ("al. Zamkowa 92 m. 12", "al. Zamkowa 92 m. 12"),
                ("\"street\":\"Am Mühlbach 110a\"", "Am Mühlbach 110a"),
                ("Address: 58 Kingsway, Leeds", "58 Kingsway, Leeds"),
                ("Am Mühlbach 87\nD-70173 Ulm", "Am Mühlbach 87\nD-70173 Ulm"),
                ("Hauptstr. 44b", "Hauptstr. 44b"),
                ("ул. Заливная, д. 5, кв. 108", "ул. Заливная, д. 5, кв. 108"),
                ("au 21 bis place de la Bourse", "21 bis place de la Bourse"),
                ("street,city\nLindenstraße 32a,Kassel\n11 items", "Lindenstraße 32a"),
                ("Street,City\nLindenstraße 32,here\n11 items", "Lindenstraße 32"),
                ("Kraljevec 8\n45986 Bakar", "Kraljevec 8\n45986 Bakar"),
                ("Jensseneggen 1, 6145 Mariborg", "Jensseneggen 1, 6145 Mariborg"),
                ("Mukařovského 1\n534 67 Bzenec", "Mukařovského 1\n534 67 Bzenec"),
                ("Rózsa utca 7. H-9840 Tihany", "Rózsa utca 7. H-9840 Tihany"),
                ("Rijnlaan 5\n9026BL\nOmmel", "Rijnlaan 5\n9026BL\nOmmel"),
            ],
        );
        testing::check_rule(
            "postal-code",
            &[("my zip code is 4820", "4820"), ("zip(a, 5)", ""), ("PLZ 10115", "10115")],
        );
    }

    #[test]
    fn other_numbers_beside_words_are_left() {
        for text in [
            "Chapter 12",
            "see Figure 3 and Table 4",
            "Windows 10 is located in Section 12",
            "Unit 5 tests passed",
            "Test Suite 12",
            "The String 5",
            "in 2019 Many People",
            "let x = 5; Some(Value)",
            "3 Main.Court(x)",
            "June 12 Street",
            "Release 8\n2024 Edition",
            "Foo 3, 2024 Edition",
            "see 12, Main Thing",
            "Address: 12 Items",
            "Unit 5, Second Part",
            "Order No: 12 D: 4",
            "Free Software Foundation, Inc.,\n# 51 Franklin St, Fifth Floor, Boston",
            "Substr 5",
        ] {
            assert_eq!(testing::pieces_of("address", text), [""; 0], "{text}");
        }
    }
}
