//! Texts of any length, searched in windows.
//!
//! A window is [`WINDOW`] bytes long and begins [`MARGIN`] bytes before what is not settled yet, so that whatever led
//! up to a finding is still in view. What lies in the last [`MARGIN`] bytes of a window, or reaches into them, is left to
//! the next one, which sees it whole. So a text is searched as if it were read at once, but for a single finding longer
//! than half a window, which may end early.

use candor_core::scrub::{Context, Finding, RedactionKind, Scrubber};

/// Bytes searched at once. Tests have more seams in less text.
const WINDOW: usize = if cfg!(test) { 16 << 10 } else { 1 << 20 };
/// Bytes that two windows share on either side of where one hands over to the next.
const MARGIN: usize = WINDOW / 16;

/// A place in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Spot {
    /// Bytes before it.
    pub(crate) byte: usize,
    /// Code points before it.
    pub(crate) point: usize,
    /// Line, from 1.
    pub(crate) line: usize,
    /// Column in code points, from 1.
    pub(crate) column: usize,
}

impl Spot {
    const START: Self = Self { byte: 0, point: 0, line: 1, column: 1 };

    /// The place after `text`, which begins here.
    fn after(self, text: &str) -> Self {
        let points = points(text);
        // The line feed and all that follows it: columns count from 1.
        let column = text.rfind('\n').map_or(self.column + points, |at| self::points(&text[at..]));
        let lines = text.bytes().filter(|byte| *byte == b'\n').count();
        Self { byte: self.byte + text.len(), point: self.point + points, line: self.line + lines, column }
    }
}

fn points(text: &str) -> usize {
    // Every byte but those that continue a character (RFC 3629, section 3).
    text.bytes().filter(|byte| byte & 0xc0 != 0x80).count()
}

/// Something found.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Found<'a> {
    /// Where it begins.
    pub(crate) start: Spot,
    /// Where it has ended.
    pub(crate) end: Spot,
    /// What it is.
    pub(crate) kind: RedactionKind,
    /// The rule that found it.
    pub(crate) rule: &'static str,
    /// The thing itself.
    pub(crate) text: &'a str,
}

/// A search of one text, given bit by bit.
pub(crate) struct Search<'a> {
    scrubber: &'a Scrubber,
    context: Context<'a>,
    /// What was given and is still needed.
    text: String,
    /// Where `text` begins.
    base: Spot,
    /// The byte of `text` before which everything was reported.
    settled: usize,
}

impl<'a> Search<'a> {
    pub(crate) fn new(scrubber: &'a Scrubber, context: Context<'a>) -> Self {
        Self { scrubber, context, text: String::new(), base: Spot::START, settled: 0 }
    }

    /// Goes on with `more`; what is certain by now is reported.
    pub(crate) fn push(&mut self, mut more: &str, report: &mut dyn FnMut(Found<'_>)) {
        while !more.is_empty() {
            let room = WINDOW.saturating_sub(self.text.len()).max(4);
            let (now, later) = more.split_at(more.floor_char_boundary(room));
            self.text.push_str(now);
            more = later;
            if self.text.len() + 4 > WINDOW {
                self.step(false, report);
            }
        }
    }

    /// The text ends here; the rest is reported.
    pub(crate) fn end(mut self, report: &mut dyn FnMut(Found<'_>)) {
        self.step(true, report);
    }

    fn step(&mut self, is_last: bool, report: &mut dyn FnMut(Found<'_>)) {
        let findings = self.scrubber.findings(&self.text, &self.context);
        let settled = if is_last { self.text.len() } else { self.handover(&findings) };
        let mut spot = (0, self.base);
        let mut to = |text: &str, byte: usize| {
            spot = (byte, spot.1.after(&text[spot.0..byte]));
            spot.1
        };
        for finding in findings.iter().filter(|f| f.start < settled && f.end > self.settled) {
            let begin = finding.start.max(self.settled);
            let start = to(&self.text, begin);
            let end = to(&self.text, finding.end);
            report(Found { start, end, kind: finding.kind, rule: finding.rule, text: &self.text[begin..finding.end] });
        }
        let keep = self.text.floor_char_boundary(settled.saturating_sub(MARGIN));
        self.base = self.base.after(&self.text[..keep]);
        self.text.drain(..keep);
        self.settled = settled - keep;
    }

    /// Up to where this window's findings count.
    fn handover(&self, findings: &[Finding]) -> usize {
        let line = self.text.floor_char_boundary(self.text.len() - MARGIN);
        match findings.iter().find(|finding| finding.start < line && finding.end > line) {
            Some(across) if across.start >= self.text.len() / 2 => across.start,
            Some(across) => across.end,
            None => line,
        }
    }
}

#[cfg(test)]
mod tests {
    use candor_core::scrub::{Detector, Place};

    use super::*;

    const KEY: &str = "AKIAIOSFODNN7EXAMPLE";

    fn search(pieces: &[&str]) -> Vec<(Spot, Spot, String)> {
        let scrubber = Scrubber::new([1; 32], Detector::default());
        let mut search = Search::new(&scrubber, Context::of(Place::Text));
        let mut all = Vec::new();
        let mut report = |found: Found<'_>| all.push((found.start, found.end, found.text.to_owned()));
        for piece in pieces {
            search.push(piece, &mut report);
        }
        search.end(&mut report);
        all
    }

    #[test]
    fn places_are_counted_in_code_points_and_lines() {
        let found = search(&["é😀\nü ", KEY, "\n\n", KEY]);
        let starts: Vec<_> = found.iter().map(|(start, end, _)| (*start, end.column)).collect();
        assert_eq!(
            starts,
            [
                (Spot { byte: 10, point: 5, line: 2, column: 3 }, 23),
                (Spot { byte: 32, point: 27, line: 4, column: 1 }, 21)
            ]
        );
    }

    #[test]
    fn a_secret_over_any_seam_is_found_once_and_whole() {
        let line = "let tide = \"ü\";\n";
        // Wherever two windows meet: at the hand-over, and where the next begins and the last ends.
        for seam in [WINDOW - MARGIN, WINDOW - 2 * MARGIN, WINDOW, 2 * (WINDOW - 2 * MARGIN)] {
            for back in [0, 1, 10, KEY.len() - 1, KEY.len()] {
                let at = seam - back;
                let mut text = line.repeat(at / line.len());
                while text.len() < at {
                    text.push(' ');
                }
                text.push_str(KEY);
                text.push('\n');
                text.push_str(&line.repeat(3 * WINDOW / line.len()));
                let found = search(&[&text]);
                assert_eq!(found.len(), 1, "{seam} {back}");
                assert_eq!((found[0].0.byte, found[0].2.as_str()), (at, KEY), "{seam} {back}");
                assert_eq!(found[0].0.line, text[..at].matches('\n').count() + 1);
            }
        }
    }

    #[test]
    fn how_a_text_is_cut_up_changes_nothing() {
        let text = format!("ü {KEY} jane.doe@example.org\n").repeat(4_000);
        let whole = search(&[&text]);
        assert_eq!(whole.len(), 8_000);
        let pieces: Vec<&str> = text.split_inclusive('.').collect();
        assert_eq!(search(&pieces), whole);
    }
}
