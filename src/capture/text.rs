//! Runs of visible text, put together as they read.
//!
//! Blocks that touch on one line are one text. Lines of preserved white space are one text, because there a secret may take
//! many of them. Editors and terminals draw a long line as several rows, and nothing says which: where that may have
//! happened the rows are judged both ways, as lines and as one line.

use crate::message::{RunPlace, Span, TextRun};
use crate::raw::Raw;
use crate::record::Rect;
use crate::scrub::{Context, Place, utf16};

/// Text that is judged as one.
#[derive(Debug)]
pub struct Text<'a> {
    /// The text.
    pub text: Raw<String>,
    /// What is known of it.
    pub context: Context<'a>,
    parts: Vec<Part>,
}

/// What of a text is a run, in UTF-16 code units.
#[derive(Debug)]
struct Part {
    run: u32,
    /// Where it begins in the text.
    at: u32,
    /// Where it begins in the run.
    from: u32,
    /// One past its last in the text.
    end: u32,
}

impl Text<'_> {
    /// What findings in the text are in its runs.
    pub fn spans(&self, found: &[(u32, u32)]) -> Vec<Span> {
        let mut spans = Vec::new();
        for &(start, end) in found {
            for part in self.parts.iter().filter(|part| start < part.end && end > part.at) {
                let (start, end) = (start.max(part.at) - part.at, end.min(part.end) - part.at);
                spans.push(Span { run: part.run, start: start + part.from, end: end + part.from });
            }
        }
        spans
    }
}

/// The texts that the runs of a document make.
pub fn texts(runs: &[TextRun]) -> Vec<Text<'_>> {
    let mut texts = Vec::new();
    let flowing: Vec<&TextRun> = runs.iter().filter(|run| run.lines.is_none()).collect();
    texts.extend(flowing.chunk_by(|run, next| touch(run.last, next.first)).map(|runs| join(runs, |_, _| true)));
    let mut groups = candor_detect::sorted(runs.iter().filter_map(|run| run.lines).collect());
    groups.dedup();
    for group in groups {
        let mut rows: Vec<&TextRun> = runs.iter().filter(|run| run.lines == Some(group)).collect();
        if group > 0 {
            // Editors reuse the elements of their rows in any order.
            candor_detect::sort_by(&mut rows, |one, other| upper(one).total_cmp(&upper(other)));
            let end = rows.iter().filter_map(|row| row.last).map(right).fold(0.0, f64::max);
            let wraps = |row: &TextRun, next: &TextRun| !fits(row, next, end);
            if rows.iter().zip(rows.iter().skip(1)).any(|(row, next)| wraps(row, next)) {
                texts.push(join(&rows, wraps));
            }
        }
        texts.push(join(&rows, |_, _| false));
    }
    texts
}

/// One text of several runs: those that are `one` without anything between them, others on lines of their own.
fn join<'a>(runs: &[&'a TextRun], one: impl Fn(&TextRun, &TextRun) -> bool) -> Text<'a> {
    let (mut text, mut parts, mut units) = (String::new(), Vec::new(), 0);
    let mut before: Option<&TextRun> = None;
    for run in runs {
        let whole = run.text.peek().as_str();
        let own = match before {
            Some(before) if one(before, run) && run.lines.is_some() => whole.trim_start(),
            Some(before) if !one(before, run) => {
                text.push('\n');
                units += 1;
                whole
            }
            _ => whole,
        };
        let (at, end) = (units, units + utf16::len(own));
        text.push_str(&own.replace('\u{a0}', " "));
        parts.push(Part { run: run.id, at, from: utf16::len(whole) - utf16::len(own), end });
        units = end;
        before = Some(run);
    }
    Text { text: Raw::new(text), context: runs.first().map(|run| context(run)).unwrap_or_default(), parts }
}

fn context(run: &TextRun) -> Context<'_> {
    fn text(raw: Option<&Raw<String>>) -> &str {
        raw.map_or("", |text| text.peek())
    }
    match run.place {
        None => Context::of(Place::Text),
        Some(RunPlace::Code) => Context::of(Place::Code),
        Some(RunPlace::Terminal) => Context::of(Place::Terminal),
        Some(RunPlace::Field) => Context::field(text(run.label.as_ref()), text(run.autocomplete.as_ref())),
    }
}

fn right(rect: Rect) -> f64 {
    rect.x + rect.width
}

fn upper(run: &TextRun) -> f64 {
    run.first.map_or(0.0, |first| first.y)
}

/// Whether two boxes are side by side on one line, in either direction, with less than a narrow space between them.
fn touch(one: Option<Rect>, other: Option<Rect>) -> bool {
    let (Some(one), Some(other)) = (one, other) else { return false };
    let apart = (right(one) - other.x).abs().min((right(other) - one.x).abs());
    (one.y - other.y).abs() <= one.height / 2.0 && apart < one.height / 4.0
}

/// Whether the first word of a row would have had room at the end of the row before, as far as any row goes: then nothing
/// was wrapped there. Some of a character more is asked for, since not all are of one width.
fn fits(row: &TextRun, next: &TextRun, end: f64) -> bool {
    let (Some(last), Some(first), Some(next_last)) = (row.last, next.first, next.last) else { return false };
    let text = next.text.peek();
    let word = text.split_whitespace().next().unwrap_or_default();
    let character = (right(next_last) - first.x) / f64::from(utf16::len(text).max(1));
    right(last) + f64::from(utf16::len(word) + 2) * character < end
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A run at a place, of characters 8 wide and 16 high.
    fn run(id: u32, x: f64, y: f64, text: &str) -> TextRun {
        let rect = Rect { x, y, width: 8.0 * f64::from(utf16::len(text)), height: 16.0 };
        TextRun {
            id,
            text: Raw::new(text.to_owned()),
            place: None,
            label: None,
            autocomplete: None,
            lines: None,
            first: Some(rect),
            last: Some(rect),
        }
    }

    fn row(id: u32, group: u32, y: f64, text: &str) -> TextRun {
        TextRun { lines: Some(group), place: Some(RunPlace::Code), ..run(id, 0.0, y, text) }
    }

    fn read(runs: &[TextRun]) -> Vec<String> {
        texts(runs).iter().map(|text| text.text.peek().clone()).collect()
    }

    #[test]
    fn blocks_that_touch_on_one_line_are_one_text() {
        let table: &[(&str, [TextRun; 2], &[&str])] = &[
            ("touching", [run(1, 0.0, 0.0, "jo@"), run(2, 25.0, 1.0, "a.example")], &["jo@a.example"]),
            ("from right to left", [run(1, 80.0, 0.0, "jo@"), run(2, 8.0, 0.0, "a.example")], &["jo@a.example"]),
            ("apart", [run(1, 0.0, 0.0, "jo@"), run(2, 30.0, 0.0, "a.example")], &["jo@", "a.example"]),
            ("on two lines", [run(1, 0.0, 0.0, "jo@"), run(2, 24.0, 20.0, "a.example")], &["jo@", "a.example"]),
            (
                "without a place",
                [run(1, 0.0, 0.0, "jo@"), TextRun { first: None, ..run(2, 24.0, 0.0, "a") }],
                &["jo@", "a"],
            ),
        ];
        for (name, runs, expected) in table {
            assert_eq!(read(runs), *expected, "{name}");
        }
    }

    #[test]
    fn lines_are_one_text_and_those_that_may_go_on_are_read_both_ways() {
        let table: &[(&str, &[TextRun], &[&str])] = &[
            ("of the page", &[row(1, 0, 0.0, "long line"), row(2, 0, 16.0, "b")], &["long line\nb"]),
            (
                "of an editor, in the order in which they are drawn",
                &[row(1, 1, 32.0, "c"), row(2, 1, 0.0, "a longer line of code"), row(3, 1, 16.0, "b")],
                &["a longer line of codeb\nc", "a longer line of code\nb\nc"],
            ),
            (
                "that had room for the next word",
                &[row(1, 1, 0.0, "a"), row(2, 1, 16.0, "bc"), row(3, 1, 32.0, "a long line of code")],
                &["a\nbc\na long line of code"],
            ),
            (
                "that go on behind an indent",
                &[row(1, 1, 0.0, "  mail: jo.doe@"), row(2, 1, 16.0, "    a.example")],
                &["  mail: jo.doe@a.example", "  mail: jo.doe@\n    a.example"],
            ),
            ("of two editors", &[row(1, 1, 0.0, "a"), row(2, 2, 0.0, "b")], &["a", "b"]),
        ];
        for (name, runs, expected) in table {
            assert_eq!(read(runs), *expected, "{name}");
        }
    }

    #[test]
    fn a_finding_is_told_run_by_run_in_utf_16() {
        let runs = [row(7, 1, 0.0, "😀 jo.doe@"), row(8, 1, 16.0, "   a.example b")];
        let texts = texts(&runs);
        let wrapped = &texts[0];
        assert_eq!(wrapped.text.peek(), "😀 jo.doe@a.example b");
        let spans = wrapped.spans(&[(3, 19)]);
        assert_eq!(spans, [Span { run: 7, start: 3, end: 10 }, Span { run: 8, start: 3, end: 12 }]);
    }

    #[test]
    fn a_field_is_judged_with_what_names_it() {
        let label = Some(Raw::new("API key".to_owned()));
        let field = TextRun { place: Some(RunPlace::Field), label, first: None, last: None, ..run(1, 0.0, 0.0, "x") };
        let texts = texts(std::slice::from_ref(&field));
        assert_eq!(texts[0].context, Context::field("API key", ""));
    }
}
