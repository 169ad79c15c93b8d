//! Records that are stored already: what is known of a secret by now is taken from them.
//!
//! A record is read as JSON, not by its type: all its texts are searched alike, and what is not found stays as it is.

use candor_detect::token::{CLOSE, OPEN};

use super::runs::{KeyRun, drawn_in, run_of};
use super::{Finding, RedactionKind, token};
use crate::assemble::{Press, Traced, spelt};
use crate::json::Json;
use crate::map::{self, Map};
use crate::record::Modifiers;
use crate::time::WallMillis;

/// A stretch this long, of a part that is not known to be in the record, tells that it is.
const LONG: usize = 8;
/// So does one this long with a digit in it.
const WITH_DIGIT: usize = 4;

/// What is looked for in a record, and what takes its place.
#[derive(Debug, Default)]
pub(crate) struct Hunt<'a> {
    /// Parts of this very record, and where they stand in its text, in bytes, if nothing of that was redacted before.
    pub(crate) placed: Vec<(usize, &'a str)>,
    /// Parts that are looked for as a whole.
    pub(crate) whole: Vec<&'a str>,
    /// Parts of which any stretch counts.
    pub(crate) stretches: Vec<&'a str>,
    /// What takes their place.
    pub(crate) token: &'a str,
}

impl Hunt<'_> {
    /// Takes what is found from a record; whether there was anything.
    pub(crate) fn redact(&self, record: &mut Json) -> bool {
        let Json::Object(record) = record else { return false };
        let mut found = false;
        let is_typed = record.get("kind").is_some_and(|kind| kind.is("type"));
        if is_typed {
            found |= self.redact_typed(record);
        }
        let texts = record.iter_mut().filter(|(name, _)| !is_typed || !matches!(name.as_str(), "text" | "keys"));
        texts.fold(found, |found, (_, value)| self.redact_in(value) | found)
    }

    fn redact_in(&self, value: &mut Json) -> bool {
        match value {
            Json::Text(text) => {
                let found = self.find(text);
                *text = replaced(text, &found, self.token);
                !found.is_empty()
            }
            Json::List(values) => values.iter_mut().fold(false, |found, value| self.redact_in(value) | found),
            Json::Object(values) => values.iter_mut().fold(false, |found, (_, value)| self.redact_in(value) | found),
            _ => false,
        }
    }

    fn redact_typed(&self, record: &mut Map<String, Json>) -> bool {
        let text = record.get("text").and_then(Json::text).unwrap_or_default().to_owned();
        let strokes = record.get("keys").map(Json::items).unwrap_or_default().to_vec();
        let is_terminal = record.get("target").is_some_and(|target| target["editable"].is("terminal"));
        let keys: Vec<Press> = strokes.iter().map(press_of).collect();
        let all = spelt(&keys, if is_terminal { Press::shell_op } else { Press::op });
        let mut runs = Vec::new();
        for Traced { text, origin } in &all {
            runs.extend(self.find(text).into_iter().filter_map(|finding| run_of(origin, finding)));
        }
        // Which key wrote what is known where the keys alone account for the text.
        let known = all.into_iter().next_back().filter(|line| line.text == text);
        let origin = known.as_ref().map_or_else(|| vec![None; text.len()], |line| line.origin.clone());
        let mut found = self.find(&text);
        found.extend(self.find_placed(&text));
        let found = candor_detect::merged(found);
        if known.is_none() && !found.is_empty() {
            let last = u32::try_from(keys.len()).unwrap_or(u32::MAX).saturating_sub(1);
            runs.push(KeyRun { first: 0, last, kind: RedactionKind::Private });
        }
        if found.is_empty() && runs.is_empty() {
            return false;
        }
        let (findings, runs) = drawn_in(found, runs, &text, &origin);
        record.insert("text".to_owned(), Json::Text(replaced(&text, &findings, self.token)));
        record.insert("keys".to_owned(), Json::List(without(strokes, &runs, self.token)));
        count(record);
        true
    }

    /// The record's own parts: where they stood when it was made, or anywhere when something before them was redacted
    /// since; a short one then only at the end, where people stop.
    fn find_placed(&self, text: &str) -> Vec<Finding> {
        let mut found = Vec::new();
        for (at, part) in &self.placed {
            if !text.contains(OPEN) && text.get(*at..).is_some_and(|rest| rest.starts_with(part)) {
                found.push(finding(*at, at + part.len()));
            } else if part.len() >= WITH_DIGIT {
                found.extend(text.match_indices(part).map(|(at, part)| finding(at, at + part.len())));
            } else if text.ends_with(part) {
                found.push(finding(text.len() - part.len(), text.len()));
            }
        }
        outside_tokens(text, found)
    }

    fn find(&self, text: &str) -> Vec<Finding> {
        let whole = self.whole.iter().flat_map(|part| text.match_indices(part));
        let mut found: Vec<Finding> = whole.map(|(at, part)| finding(at, at + part.len())).collect();
        for (length, counts) in [(LONG, any as fn(&str) -> bool), (WITH_DIGIT, has_digit)] {
            let known: Vec<&str> = self.stretches.iter().flat_map(|part| windows(part, length)).collect();
            let known = candor_detect::sorted(known);
            let seen = windows(text, length).filter(|window| counts(window) && known.binary_search(window).is_ok());
            found.extend(seen.map(|window| {
                let at = window.as_ptr() as usize - text.as_ptr() as usize;
                finding(at, at + window.len())
            }));
        }
        candor_detect::merged(outside_tokens(text, found))
    }
}

const fn finding(start: usize, end: usize) -> Finding {
    Finding::new(start, end, RedactionKind::Private, "later")
}

/// What is found in tokens is their own.
fn outside_tokens(text: &str, mut found: Vec<Finding>) -> Vec<Finding> {
    let is_outside = |finding: &Finding| {
        let open = text[..finding.start].rfind(OPEN);
        open.is_none_or(|open| text[open..finding.start].contains(CLOSE))
            && !text[finding.start..finding.end].contains(OPEN)
    };
    found.retain(is_outside);
    found
}

/// Takes everything from a record of what was typed or copied: what of it is a secret is known no more. Whether it is
/// such a record.
pub(crate) fn blank(record: &mut Json, token: &str) -> bool {
    let Json::Object(record) = record else { return false };
    let is_typed = record.get("kind").is_some_and(|kind| kind.is("type"));
    for (name, value) in record.iter_mut() {
        match (name.as_str(), value) {
            ("text", Json::Text(text)) => token.clone_into(text),
            ("keys", Json::List(keys)) => {
                let all = KeyRun { first: 0, last: u32::MAX - 1, kind: RedactionKind::Private };
                *keys = without(std::mem::take(keys), &[all], token);
            }
            _ => {}
        }
    }
    if is_typed {
        count(record);
    }
    is_typed
}

fn count(record: &mut Map<String, Json>) {
    let redacted = record.get("redacted").and_then(Json::whole).unwrap_or_default();
    record.insert("redacted".to_owned(), (redacted + 1).into());
}

fn any(_: &str) -> bool {
    true
}

fn has_digit(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}

/// All stretches of `length` characters.
fn windows(text: &str, length: usize) -> impl Iterator<Item = &str> {
    let starts = text.char_indices().map(|(at, _)| at);
    let ends = text.char_indices().map(|(at, c)| at + c.len_utf8()).skip(length - 1);
    starts.zip(ends).map(|(start, end)| &text[start..end])
}

fn replaced(text: &str, findings: &[Finding], token: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for finding in findings {
        out.push_str(&text[done..finding.start]);
        out.push_str(token);
        done = finding.end;
    }
    out.push_str(&text[done..]);
    out
}

fn press_of(stroke: &Json) -> Press {
    let text = |name: &str| stroke[name].text().unwrap_or_default().to_owned();
    let held = |name: &str| stroke["modifiers"][name] == Json::Bool(true);
    let modifiers = Modifiers {
        alt: held("alt"),
        alt_graph: held("altGraph"),
        ctrl: held("ctrl"),
        meta: held("meta"),
        shift: held("shift"),
    };
    Press { key: text("key"), code: String::new(), modifiers, t: WallMillis(0) }
}

/// The strokes with one, without code, modifiers or time, in the place of each run.
fn without(strokes: Vec<Json>, runs: &[KeyRun], token: &str) -> Vec<Json> {
    let mut left = Vec::with_capacity(strokes.len());
    let mut within = None;
    for (number, stroke) in (0_u32..).zip(strokes) {
        let run = runs.iter().position(|run| (run.first..=run.last).contains(&number));
        if run.is_none() {
            left.push(stroke);
        } else if run != within {
            let stroke = [("key", Json::Text(token::without_hash(token))), ("code", "".into()), ("after", 0.into())];
            left.push(Json::Object(map::collect(stroke.map(|(name, value)| (name.to_owned(), value)))));
        }
        within = run;
    }
    left
}
