//! The name of a street, on either side of its number.

use super::super::{look, prose};
use super::words::{AHEAD, BEFORE_NUMBER, BEHIND, ENDINGS, LEAD, SMALL, STREETS, UNIT};
use crate::scan::is_word;

/// The words on one side of a number that may be a name with it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Chain {
    /// Where the name begins, before the number; where it ends, behind it.
    pub(super) start: usize,
    pub(super) words: usize,
    pub(super) numbers: usize,
    /// What all words are, the first and the last.
    pub(super) bits: u32,
    pub(super) first: u32,
    pub(super) last: u32,
    /// Whether the last word ends as a street's name does.
    pub(super) suffixed: bool,
    /// Whether a small word such as `in` or `at` leads to it.
    pub(super) lead: bool,
    pub(super) post_box: bool,
}

/// The capitalised words before `end`, with numbers and small words between them: most six, on this line or the one above.
pub(super) fn before(text: &str, end: usize) -> Chain {
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
        // A cell of a table, and the line above a street that is whole.
        let known = chain.suffixed || chain.bits & (AHEAD | BEFORE_NUMBER) != 0;
        if chain.words > 0 && (between == b"," || known && between.contains(&b'\n')) {
            break;
        }
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
            chain.suffixed = ENDINGS.iter().any(|ending| word.len() >= ending.len() + 3 && ends_as(word, ending))
                // `Hauptstr. 5`
                || bytes.get(gap) == Some(&b'.') && word.len() > 5 && word.ends_with("str");
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
pub(super) fn is_short(text: &str, end: usize) -> bool {
    let start = prose::word_start(text, end);
    end - start <= 2 || STREETS.get(&text.as_bytes()[start..end]) & (BEHIND | AHEAD | UNIT) != 0
}

/// The capitalised words behind `start` on its line, most five.
pub(super) fn ahead(text: &str, start: usize) -> Chain {
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
        // `47th`
        let ordinal = [&b"th"[..], b"st", b"nd", b"rd"].iter().any(|end| bytes[at + digits..].starts_with(end));
        if (1..4).contains(&digits) && ordinal {
            chain.words += 1;
            at += digits + 2;
            chain.start = at;
            continue;
        }
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
        if bits & SMALL == 0 || prose::is_capital_at(text, at) {
            chain.words += 1;
            chain.start = end;
        }
        // A word for street ends a name only behind another word.
        chain.bits |= if chain.words < 2 { bits & !BEHIND } else { bits };
        at = end;
    }
    chain
}
