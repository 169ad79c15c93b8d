//! Texts in lines of JSON, scrubbed.
//!
//! In: `{"id": …, "text": …, "context": {"place": …, "label": …, "autocomplete": …}}`; `context` and everything in it may
//! be missing, other keys are passed over. Out, for each line: `{"id": …, "text": …, "findings": [{"start", "end",
//! "kind"}]}` with offsets in code points of the text as it came in.
//!
//! A line is read, scrubbed and written before the next. A line that is not what it should be is named and left out, without a
//! word of what stands in it.

use std::io::{self, BufReader, Read, Write};

use candor_core::scrub::{Context, Finding, Place, Scrubber};
use serde::Serialize;
use serde_json::{Map, Value};

use super::search::{Found, Search};
use super::{Detail, explain};
use crate::bounded::{Next, next_line};

/// Scrubs lines.
pub struct Filter<'a> {
    /// What it scrubs with.
    pub scrubber: &'a Scrubber,
    /// How much it tells.
    pub detail: Detail,
    /// Most bytes of a line: a longer one is not kept in memory, but named and left out.
    pub max_line: usize,
}

/// How many lines there were.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Scrubbed.
    pub good: u64,
    /// Left out.
    pub bad: u64,
}

#[derive(Serialize)]
struct Output<'a> {
    id: &'a Value,
    text: String,
    findings: Vec<Told>,
}

#[derive(Serialize)]
struct Told {
    start: usize,
    end: usize,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<String>,
}

impl Filter<'_> {
    /// Scrubs `input` line by line into `output`, and names bad lines in `errors`.
    ///
    /// # Errors
    /// When reading or writing fails. Bad lines are no error, but counted.
    pub fn run(&self, input: impl Read, output: &mut dyn Write, errors: &mut dyn Write) -> io::Result<Count> {
        let mut input = BufReader::with_capacity(64 << 10, input);
        let mut count = Count::default();
        let mut line = Vec::new();
        for number in 1_u64.. {
            let problem = match next_line(&mut input, &mut line, self.max_line)? {
                Next::End => break,
                Next::Blank => continue,
                Next::TooLong => Some(format!("is longer than {} bytes", self.max_line)),
                Next::Line => match self.line(&line, output) {
                    Err(Bad::Line(problem)) => Some(problem),
                    Err(Bad::Output(error)) => return Err(error),
                    Ok(()) => None,
                },
            };
            match problem {
                None => count.good += 1,
                Some(problem) => {
                    count.bad += 1;
                    writeln!(errors, "candor: line {number}: {problem}")?;
                }
            }
            // Whoever waits for an answer gets it before the next question is read.
            if input.buffer().is_empty() {
                output.flush()?;
            }
        }
        output.flush()?;
        Ok(count)
    }

    fn line(&self, line: &[u8], output: &mut dyn Write) -> Result<(), Bad> {
        let mut object = match serde_json::from_slice(line) {
            Ok(Value::Object(object)) => object,
            Ok(other) => return Err(Bad::Line(format!("must be an object, not {}", name(&other)))),
            Err(error) => return Err(Bad::Line(format!("is not JSON: column {}", error.column()))),
        };
        let id = match object.remove("id") {
            Some(id @ (Value::String(_) | Value::Number(_))) => id,
            other => return Err(wrong("id", "a text or a number", other.as_ref())),
        };
        let text = match object.remove("text") {
            Some(Value::String(text)) => text,
            other => return Err(wrong("text", "a text", other.as_ref())),
        };
        let known = Known::read(object.get("context"))?;
        let (text, findings) = self.scrub(&text, known.context());
        let written = serde_json::to_writer(&mut *output, &Output { id: &id, text, findings });
        written.map_err(io::Error::from).and_then(|()| output.write_all(b"\n")).map_err(Bad::Output)
    }

    fn scrub(&self, text: &str, context: Context<'_>) -> (String, Vec<Told>) {
        let mut findings = Vec::new();
        let mut told = Vec::new();
        let mut report = |found: Found<'_>| {
            findings.push(Finding::new(found.start.byte, found.end.byte, found.kind, found.rule));
            told.push(Told {
                start: found.start.point,
                end: found.end.point,
                kind: found.kind.as_str(),
                rule: self.detail.explain.then_some(found.rule),
                why: self.detail.explain.then(|| explain::why(found.rule, found.kind)),
                value: self.detail.reveal.then(|| found.text.to_owned()),
            });
        };
        let mut search = Search::new(self.scrubber, context);
        search.push(text, &mut report);
        search.end(&mut report);
        (self.scrubber.redacted(text, &findings), told)
    }
}

enum Bad {
    Line(String),
    Output(io::Error),
}

fn wrong(key: &str, right: &str, found: Option<&Value>) -> Bad {
    Bad::Line(match found {
        None => format!("`{key}` is missing"),
        Some(value) => format!("`{key}` must be {right}, not {}", name(value)),
    })
}

fn name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// A line's `context`.
#[derive(Default)]
struct Known<'a> {
    place: Place,
    label: &'a str,
    autocomplete: &'a str,
}

const PLACES: [(&str, Place); 6] = [
    ("text", Place::Text),
    ("code", Place::Code),
    ("terminal", Place::Terminal),
    ("field", Place::Field),
    ("title", Place::Title),
    ("url", Place::Url),
];

impl<'a> Known<'a> {
    fn read(context: Option<&'a Value>) -> Result<Self, Bad> {
        let object = match context {
            None | Some(Value::Null) => return Ok(Self::default()),
            Some(Value::Object(object)) => object,
            other => return Err(wrong("context", "an object", other)),
        };
        // A key that is spelt wrong would change what is found, and nobody would know.
        if object.keys().any(|key| !["place", "label", "autocomplete"].contains(&key.as_str())) {
            return Err(Bad::Line("`context` has only `place`, `label` and `autocomplete`".to_owned()));
        }
        let place = text(object, "place")?;
        let place = match PLACES.iter().find(|(word, _)| *word == place) {
            Some((_, place)) => *place,
            None if place.is_empty() => Place::default(),
            None => {
                let words = PLACES.map(|(word, _)| word).join(", ");
                return Err(Bad::Line(format!("`context.place` must be one of {words}")));
            }
        };
        Ok(Self { place, label: text(object, "label")?, autocomplete: text(object, "autocomplete")? })
    }

    fn context(&self) -> Context<'a> {
        Context { label: self.label, autocomplete: self.autocomplete, ..Context::of(self.place) }
    }
}

fn text<'a>(object: &'a Map<String, Value>, key: &str) -> Result<&'a str, Bad> {
    match object.get(key) {
        None | Some(Value::Null) => Ok(""),
        Some(Value::String(text)) => Ok(text),
        other => Err(wrong(&format!("context.{key}"), "a text", other)),
    }
}
