//! Street addresses: a number beside the name of a street, known by the word for street in its language; flats, suites and
//! boxes; postal codes where a word says so. What follows (flat, city, region, postal code, country) goes with them.
//!
//! Sources: the Universal Postal Union's addressing guides (S42), USPS Publication 28 (appendices B and C: street and unit words).

use super::digits::Digits;
use super::look;
use super::words::{Words, count};
use super::{Said, cues, prose};
use crate::Kind;
use crate::scan::{Scan, is_word};

/// A word for street that stands behind the name.
const BEHIND: u32 = 1;
/// One that stands before it.
const AHEAD: u32 = 2;
/// A part of a house, or a box.
const UNIT: u32 = 4;
/// A word that belongs to a name, though it is small.
const SMALL: u32 = 8;
/// Military post (USPS Publication 28, section 238).
const MILITARY: u32 = 16;
/// A word before a number that is no street.
const NEVER: u32 = 32;
/// A word before a street's name in a sentence.
const LEAD: u32 = 64;
/// A word for street behind the name and before the number.
const BEFORE_NUMBER: u32 = 128;

const LISTS: [(u32, &str); 8] = [
    (
        BEHIND,
        "street st str avenue ave road rd drive dr lane ln boulevard blvd court ct place pl way square sq terrace close \
         crescent cres circle highway hwy parkway pkwy trail alley grove gardens mews row walk quay hill parade broadway \
         turnpike point points marg nagar",
    ),
    (
        BEFORE_NUMBER,
        "str strasse straße gasse platz weg allee plein laan straat utca utja ut ter kapu korut fejedelem gatan vagen veien \
         vej katu tie kuja polku bulevardi cesta nabrezje trg ulica sokak sokagi caddesi bulvari baan wei markt",
    ),
    (
        AHEAD,
        "rue avenue av boulevard bd place chemin allee impasse quai route cours square via viale piazza corso largo strada \
         alameda aleea drumul soseaua rotonda contrada borgo vicolo calle avenida avda plaza paseo carrera camino rua travessa praca estrada ronda passeig carrer ul ulica \
         aleja plac bulevardul calea ulice nam namesti jalan jl λεωφορος λεωφόρος Λεωφόρος οδός Οδός πλατεία Πλατεία \
         улица Улица ул проспект пр переулок пер шоссе набережная",
    ),
    (
        UNIT,
        "apt apartment suite ste flat floor fl unit room rm box postbox postfach bte appt piso dept building bldg lot",
    ),
    (
        SMALL,
        "de la le les du des del della di da do dos das den der van von zum zur ten op aan e y z u v na nad pod of the д дом",
    ),
    (MILITARY, "apo fpo dpo"),
    (
        NEVER,
        "figure fig table section sec chapter page line step part appendix rfc version windows python java node level \
         phase stage volume vol no number item example case test note day week month year rule article iso utf http error \
         code type class group team option question episode season january february march april may june july august \
         september october november december monday tuesday wednesday thursday friday saturday sunday edition model \
         release api gpt claude chrome firefox safari android ios macos ubuntu debian core intel ecma unicode copyright",
    ),
    (LEAD, "in at on to is of from and via near are auf bei nach en in a sur au chez"),
];

static STREETS: Words<{ count(&LISTS) }> = Words::of(&LISTS);

/// Endings of street names that are one word.
const ENDINGS: [&str; 27] = [
    "straße", "strasse", "straat", "gasse", "platz", "allee", "weg", "laan", "plein", "gracht", "kade", "gatan",
    "gata", "vägen", "veien", "vegen", "vej", "katu", "tie", "stræde", "svingen", "garden", "polku", "gränd", "torget",
    "ufer", "steig",
];

/// At a number: the house's, the flat's, the box's or the postal code.
pub(super) fn at(scan: &mut Scan<'_>, start: usize, digits: &Digits, said: &Said<'_>) -> bool {
    let (count, first) = digits.up_to(1);
    if count > 6 || matches!(scan.byte_before(start), b'.' | b'-' | b'_' | b'$' | b'@' | b'#' | b'(' | b'=') {
        return false;
    }
    let end = number_end(scan.bytes, first);
    if postal(scan, start, digits, said) {
        return true;
    }
    let Some(end) = end else { return false };
    let before = chain_before(scan.text, start);
    let ahead = chain_ahead(scan.text, end);
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
        words >= 1
            && count <= 5
            && !has(NEVER)
            && before.lead
            && cues::before(scan.bytes, before.start) & cues::ADDRESS != 0
    };
    if (before.last | ahead.first) & NEVER != 0 || !(numbered || named || boxed || military || posted || told()) {
        return false;
    }
    let begin = if named || boxed || military || posted || before.lead { before.start } else { start };
    let begin = if begin < start { begin } else { number_before(scan.bytes, start) };
    let (begin, end) = with_corner(scan.text, begin, with_rest(scan.text, end));
    scan.report(begin, end, Kind::Address, "address");
    true
}

/// Whether a postal code and a place follow a house: `\n25594 Koprivnica`, `, 6145 Mariborg`, `\n534 67 Bzenec`.
fn has_post_behind(text: &str, end: usize) -> bool {
    let bytes = text.as_bytes();
    let gap = look::ahead(bytes, end, 2, |byte| matches!(byte, b'\n' | b',' | b' '));
    let digits = |at: usize, most: usize| look::ahead(bytes, at, most + 1, |byte| byte.is_ascii_digit());
    let (from, first) = (end + gap, digits(end + gap, 6));
    if gap == 0 || bytes[end] == b' ' {
        return false;
    }
    let second = if first == 3 && bytes.get(from + 3) == Some(&b' ') { digits(from + 4, 2) } else { 0 };
    let to = from + first + if second == 2 { 3 } else { 0 };
    let is_year = first == 4 && matches!(&bytes[from..from + 2], b"19" | b"20");
    let is_code = second == 2 || (4..=6).contains(&first) && !is_year;
    is_code && bytes.get(to) == Some(&b' ') && prose::is_capital_at(text, to + 1)
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

/// The words on one side of a number that may be a name with it.
#[derive(Clone, Copy, Debug, Default)]
struct Chain {
    /// Where the name begins, before the number; where it ends, behind it.
    start: usize,
    words: usize,
    numbers: usize,
    /// What all words are, the first and the last.
    bits: u32,
    first: u32,
    last: u32,
    /// Whether the last word ends as a street's name does.
    suffixed: bool,
    /// Whether a small word such as `in` or `at` leads to it.
    lead: bool,
    post_box: bool,
}

/// The capitalised words before `end`, with numbers and small words between them: most six, on this line or the one above.
fn chain_before(text: &str, end: usize) -> Chain {
    let bytes = text.as_bytes();
    let mut chain = Chain { start: end, ..Chain::default() };
    let mut at = end;
    let mut lines = 0;
    for _ in 0..8 {
        let mut gap = at;
        while gap > 0 && end - gap < 100 && matches!(bytes[gap - 1], b' ' | b',' | b'.' | b'\n') {
            lines += usize::from(bytes[gap - 1] == b'\n');
            gap -= 1;
        }
        let between = &bytes[gap..at];
        // The end of a sentence, or nothing but a number at the beginning.
        let sentence = between.starts_with(b".") && chain.words > 0 && !is_short(text, gap);
        if gap == at || lines > 1 || sentence || between.len() > 3 {
            break;
        }
        if gap > 0 && bytes[gap - 1].is_ascii_digit() {
            let digits = look::back(bytes, gap, 6, |byte| byte.is_ascii_digit());
            let begin = gap - digits;
            if digits > 5 || chain.words == 0 || begin > 0 && is_word(bytes[begin - 1]) {
                break;
            }
            chain.numbers += 1;
            chain.start = begin;
            at = begin;
            continue;
        }
        let begin = prose::word_start(text, gap);
        if begin == gap {
            // `C/ Doctor Gómez`
            let calle = bytes[..gap].ends_with(b"C/") && chain.words > 0;
            if calle {
                chain.start = gap - 2;
                chain.bits |= AHEAD;
                chain.words += 1;
            }
            break;
        }
        let word = &text[begin..gap];
        let bits = STREETS.get(word.as_bytes());
        let capital = prose::is_capital_at(text, begin);
        if begin > 0 && (is_word(bytes[begin - 1]) || matches!(bytes[begin - 1], b'(' | b'`' | b'<' | b'$')) {
            break;
        }
        let small = bits & (AHEAD | SMALL | BEFORE_NUMBER) != 0;
        if !capital && !small || capital && bits & LEAD != 0 && bits & AHEAD == 0 {
            chain.lead = bits & LEAD != 0;
            break;
        }
        if !capital && bits & LEAD != 0 {
            chain.lead = true;
            if bits & SMALL == 0 {
                break;
            }
        }
        if chain.words == 0 {
            chain.last = bits;
            chain.suffixed = ENDINGS.iter().any(|ending| word.len() >= ending.len() + 3 && ends_as(word, ending));
            chain.post_box = word.eq_ignore_ascii_case("box") && bytes[..begin].ends_with(b". ");
        }
        if capital || bits & (AHEAD | BEFORE_NUMBER) & !LEAD != 0 {
            chain.start = begin;
            chain.words += 1;
        }
        chain.bits |= bits;
        at = begin;
    }
    chain
}

/// Whether a word ends so, in capitals or not: of letters beyond ASCII only small ones are known.
fn ends_as(word: &str, ending: &str) -> bool {
    word.as_bytes()[word.len() - ending.len()..].eq_ignore_ascii_case(ending.as_bytes())
}

/// `St.`, `P.`, `ul.`: a point behind them ends no sentence.
fn is_short(text: &str, end: usize) -> bool {
    let start = prose::word_start(text, end);
    end - start <= 2 || STREETS.get(&text.as_bytes()[start..end]) & (BEHIND | AHEAD | UNIT) != 0
}

/// The capitalised words behind `start` on its line, most five.
fn chain_ahead(text: &str, start: usize) -> Chain {
    let bytes = text.as_bytes();
    let mut chain = Chain { start, ..Chain::default() };
    let mut at = start;
    for _ in 0..6 {
        // `22, chemin de Klein`
        let comma = usize::from(at == start && bytes[at..].starts_with(b", "));
        let gap = comma + look::ahead(bytes, at + comma, 3, |byte| matches!(byte, b' ' | b'.'));
        if gap == 0
            || gap > 2
            || chain.words == 0 && bytes[at] == b'.'
            || bytes[at..].starts_with(b". ") && chain.words > 0 && !is_short(text, at)
        {
            break;
        }
        at += gap;
        let digits = look::ahead(bytes, at, 6, |byte| byte.is_ascii_digit());
        if digits > 0 {
            if chain.words > 0 || chain.numbers > 0 || digits > 5 {
                break;
            }
            chain.numbers += 1;
            at += digits;
            continue;
        }
        let end = prose::word_end(text, at);
        let bits = STREETS.get(&bytes[at..end]);
        if end == at
            || comma == 1 && bits & AHEAD == 0
            || !(prose::is_capital_at(text, at) || bits & (AHEAD | SMALL) != 0)
            || bytes.get(end).is_some_and(|byte| is_word(*byte) || matches!(byte, b'(' | b'<' | b'='))
        {
            break;
        }
        if chain.words == 0 {
            chain.first = bits;
        }
        chain.words += usize::from(bits & SMALL == 0 || prose::is_capital_at(text, at));
        chain.start = end;
        // A word for street ends a name only behind another word.
        chain.bits |= if chain.words < 2 { bits & !BEHIND } else { bits };
        at = end;
    }
    chain
}

/// `the corner of Baker Street 5 and Crawford Street`
fn with_corner(text: &str, begin: usize, end: usize) -> (usize, usize) {
    const CORNER: &str = "the corner of ";
    if !text[..begin].ends_with(CORNER) {
        return (begin, end);
    }
    let behind = text[end..].trim_start_matches('.');
    let second = behind.strip_prefix(" and ").map(|rest| chain_ahead(text, text.len() - rest.len() - 1).start);
    (begin - CORNER.len(), second.map_or(end, |last| last.max(end)))
}

/// Where the rest of an address ends: flat, city, region, postal code and country, one or two marks apart.
fn with_rest(text: &str, end: usize) -> usize {
    let bytes = text.as_bytes();
    let mut end = end;
    let mut at = end;
    for _ in 0..14 {
        let mut gap = at;
        let mut lines = 0;
        while gap < bytes.len() && gap - at < 4 && matches!(bytes[gap], b' ' | b',' | b'.' | b'\n' | b'#') {
            lines += usize::from(bytes[gap] == b'\n');
            gap += 1;
        }
        let sentence = bytes[at..gap].contains(&b'.') && !is_short(text, at);
        if gap == at || lines > 1 || sentence {
            break;
        }
        let digits = look::ahead(bytes, gap, 7, |byte| byte.is_ascii_digit());
        if digits > 0 {
            let mut stop = gap + digits;
            if bytes.get(stop) == Some(&b'-') {
                stop += 1 + look::ahead(bytes, stop + 1, 5, |byte| byte.is_ascii_digit());
            }
            // `9026BL`
            if digits == 4 && matches!(bytes[stop..], [b'A'..=b'Z', b'A'..=b'Z', ..]) {
                stop += 2;
            }
            if digits > 6 || bytes.get(stop).is_some_and(|byte| is_word(*byte)) {
                break;
            }
            (at, end) = (stop, stop);
            continue;
        }
        let bracket = usize::from(bytes.get(gap) == Some(&b'('));
        let stop = prose::word_end(text, gap + bracket);
        let capital = prose::is_capital_at(text, gap + bracket);
        let bits = STREETS.get(&bytes[gap + bracket..stop]);
        if bracket == 1 && bytes.get(stop) == Some(&b')') && capital {
            (at, end) = (stop + 1, stop + 1);
            continue;
        }
        if bracket == 1
            || stop == gap
            || bytes.get(stop).is_some_and(|byte| is_word(*byte) || matches!(byte, b':' | b'(' | b'=' | b'@'))
        {
            break;
        }
        // `H-9840`
        let code = if capital && stop - gap <= 2 && bytes.get(stop) == Some(&b'-') {
            look::ahead(bytes, stop + 1, 7, |byte| byte.is_ascii_digit())
        } else {
            0
        };
        if (4..=6).contains(&code) {
            (at, end) = (stop + 1 + code, stop + 1 + code);
            continue;
        }
        let numbered =
            bytes.get(stop + 1).is_some_and(u8::is_ascii_digit) || bytes.get(stop + 2).is_some_and(u8::is_ascii_digit);
        let region = stop - gap <= 3 && numbered && !capital;
        if capital || region || bits & UNIT != 0 {
            (at, end) = (stop, stop);
        } else if bits & (SMALL | AHEAD) != 0 {
            at = stop;
        } else {
            break;
        }
    }
    end
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
        ] {
            assert_eq!(testing::pieces_of("address", text), [""; 0], "{text}");
        }
    }
}
