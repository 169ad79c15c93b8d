//! The one pass over a text. It reads bytes, knows words from marks by a table, and calls the rules at what they are
//! waiting for; it knows none of them.
//!
//! A rule looks back no further than a fixed length or to [`Scan::floor`], and ahead no further than a fixed length or to
//! where it moves the scan with [`Scan::report`]: so the time is proportional to the length, whatever is in the text.

use crate::normal::ATOM;
use crate::{Context, Finding, Kind, eights, rules};

/// Counts the bytes that rules look at, for the test that they are no more than in proportion to the text. It costs
/// nothing outside of tests.
pub(crate) mod work {
    #[cfg(test)]
    thread_local!(static DONE: std::cell::Cell<u64> = const { std::cell::Cell::new(0) });

    /// Counts `bytes` looked at.
    #[inline]
    pub(crate) fn count(bytes: usize) {
        #[cfg(test)]
        DONE.set(DONE.get() + bytes as u64);
        #[cfg(not(test))]
        let _ = bytes;
    }

    /// Begins to count anew.
    #[cfg(test)]
    pub(crate) fn reset() {
        DONE.set(0);
    }

    /// What was counted.
    #[cfg(test)]
    pub(crate) fn done() -> u64 {
        DONE.get()
    }
}

/// A run of letters, digits, `_` and characters beyond ASCII, as long as it goes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) has_digit: bool,
}

const WORD: u8 = 1;
const MARK: u8 = 2;
/// Behind it, lines are indented.
const LINE_END: u8 = 3;

static CLASS: [u8; 256] = {
    let mut table = [0_u8; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | 0x80.. => WORD,
            b'\n' => LINE_END,
            mark if rules::is_mark(mark) => MARK,
            _ => 0,
        };
        byte += 1;
    }
    table
};

/// Whether a byte belongs to a [`Word`].
#[inline(always)]
pub(crate) const fn is_word(byte: u8) -> bool {
    CLASS[byte as usize] == WORD
}

impl Word {
    /// The word that begins at `start`.
    #[inline(always)]
    fn at(bytes: &[u8], start: usize) -> Self {
        let (mut end, mut digits) = (start, 0);
        while let Some(eight) = eights::at(bytes, end) {
            let (none, digit) = eights::words(eight);
            if none != 0 {
                let within = none & none.wrapping_neg();
                let has_digit = digits | digit & (within - 1) != 0;
                return Self { start, end: end + eights::before(none), has_digit };
            }
            digits |= digit;
            end += 8;
        }
        let mut has_digit = digits != 0;
        while end < bytes.len() && is_word(bytes[end]) {
            has_digit |= bytes[end].is_ascii_digit();
            end += 1;
        }
        Self { start, end, has_digit }
    }
}

/// A text being read.
pub(crate) struct Scan<'a> {
    pub(crate) text: &'a str,
    pub(crate) bytes: &'a [u8],
    pub(crate) context: &'a Context<'a>,
    /// How often the text was decoded out of another.
    pub(crate) depth: u8,
    at: usize,
    floor: usize,
    /// What comes before it has been judged by `rules::drawn`.
    pub(crate) judged: usize,
    /// A prefix of a vendor, by its place in the table, and how far what follows it has been read and found to be no key.
    pub(crate) no_key: (u16, usize),
    /// What comes before it has been read as a table.
    pub(crate) table: usize,
    found: &'a mut Vec<Finding>,
}

impl<'a> Scan<'a> {
    /// Reads `text` from `start` to `end` (both on character boundaries) and adds what the rules find.
    pub(crate) fn run(
        text: &'a str,
        context: &'a Context<'a>,
        (start, end): (usize, usize),
        depth: u8,
        found: &'a mut Vec<Finding>,
    ) {
        let bytes = text.as_bytes();
        let mut scan = Scan { depth, ..Self::at(text, context, start, found) };
        rules::at_start(&mut scan);
        while let Some((begin, class)) = scan.next(&bytes[..end]) {
            if class == WORD {
                let word = Word::at(bytes, begin);
                work::count(word.end - begin);
                scan.at = word.end;
                rules::at_word(&mut scan, word);
            } else {
                work::count(1);
                scan.at = begin + 1;
                rules::at_mark(&mut scan, begin);
            }
        }
    }

    /// Where the next word or mark begins in `read`, and which of the two.
    #[inline(always)]
    fn next(&self, read: &[u8]) -> Option<(usize, u8)> {
        let mut at = self.at;
        loop {
            match CLASS[usize::from(*read.get(at)?)] {
                0 => at += 1,
                LINE_END => {
                    at += 1;
                    while read[at..].starts_with(b"    ") {
                        at += 4;
                    }
                }
                class => {
                    work::count(at - self.at);
                    return Some((at, class));
                }
            }
        }
    }

    /// A scan that stands at `at`.
    pub(crate) fn at(text: &'a str, context: &'a Context<'a>, at: usize, found: &'a mut Vec<Finding>) -> Self {
        Self {
            text,
            bytes: text.as_bytes(),
            context,
            depth: 0,
            at,
            floor: 0,
            judged: 0,
            no_key: (u16::MAX, 0),
            table: 0,
            found,
        }
    }

    /// Reports a finding, and goes on behind it.
    pub(crate) fn report(&mut self, start: usize, end: usize, kind: Kind, rule: &'static str) {
        self.found.push(Finding::new(start, end, kind, rule));
        self.pass_over(end);
    }

    /// Adds a finding behind which the scan is already.
    pub(crate) fn add(&mut self, start: usize, end: usize, kind: Kind, rule: &'static str) {
        self.found.push(Finding::new(start, end, kind, rule));
    }

    /// Goes on at `end`: what comes before has been read and holds nothing.
    pub(crate) fn pass_over(&mut self, end: usize) {
        self.at = self.at.max(end);
        self.floor = self.floor.max(end);
    }

    /// Whether the scan has moved beyond `word`: a rule has found something in it.
    pub(crate) fn is_past(&self, word: Word) -> bool {
        self.floor > word.start || self.at > word.end
    }

    /// Whether the scan has moved beyond `at`.
    pub(crate) fn is_beyond(&self, at: usize) -> bool {
        self.at > at + 1
    }

    /// Where looking back from `at` must end: `most` bytes before it, or behind the last finding or token.
    pub(crate) fn floor(&self, at: usize, most: usize) -> usize {
        let floor = self.floor.min(at).max(at.saturating_sub(most));
        work::count(at - floor);
        let atom = self.bytes[floor..at].iter().rposition(|byte| *byte == ATOM as u8);
        let mut floor = atom.map_or(floor, |atom| floor + atom + 1);
        while !self.text.is_char_boundary(floor) {
            floor += 1;
        }
        floor
    }

    /// The same for whoever stops at tokens by what they read: the place may lie within a character.
    pub(crate) fn low(&self, at: usize, most: usize) -> usize {
        self.floor.min(at).max(at.saturating_sub(most))
    }

    /// The byte at `at`, or a line's end where the text is over.
    #[inline(always)]
    pub(crate) fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(b'\n')
    }

    /// The byte before `at`, or a line's end where the text begins.
    #[inline(always)]
    pub(crate) fn byte_before(&self, at: usize) -> u8 {
        at.checked_sub(1).map_or(b'\n', |at| self.bytes[at])
    }

    /// The text of a word.
    pub(crate) fn word(&self, word: Word) -> &'a str {
        &self.text[word.start..word.end]
    }
}
