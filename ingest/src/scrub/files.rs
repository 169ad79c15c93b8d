//! Files and folders, searched for what should not be in them.
//!
//! A folder is walked whole, in the order of names, but for `.git` and what symbolic links lead to; what version control
//! ignores is searched like everything else, since that is where secrets are kept. Files are read as UTF-8, or UTF-16 when they begin with
//! its mark. A file with a zero byte in its first 8 KiB is no text, and is passed over.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use candor_core::scrub::{Context, Scrubber};
use encoding_rs::{CoderResult, UTF_8};
use serde::Serialize;
use walkdir::{DirEntry, WalkDir};

use super::search::{Found, Search};
use super::{Detail, explain};
use crate::printable;

const CHUNK: usize = 64 << 10;
/// How much of a file tells whether it is text.
const HEAD: usize = 8 << 10;

/// What an audit has come to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Totals {
    /// How many files were searched.
    pub files: u64,
    /// In how many of them something was found.
    pub with_findings: u64,
    /// How many were passed over, since they are no text.
    pub binary: u64,
    /// How many files and folders could not be read.
    pub unreadable: u64,
    /// How much was found of each kind.
    pub findings: BTreeMap<&'static str, u64>,
}

impl fmt::Display for Totals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all: u64 = self.findings.values().sum();
        write!(f, "{all} found in {} of {} files", self.with_findings, self.files)?;
        for (number, (kind, count)) in self.findings.iter().enumerate() {
            write!(f, "{} {count} {kind}", if number == 0 { ":" } else { "," })?;
        }
        if self.binary > 0 {
            write!(f, "; {} passed over that are no text", self.binary)?;
        }
        if self.unreadable > 0 {
            write!(f, "; {} not readable", self.unreadable)?;
        }
        Ok(())
    }
}

/// A finding as a line of JSON.
#[derive(Serialize)]
struct Told<'a> {
    path: String,
    line: usize,
    column: usize,
    #[serde(rename = "endLine")]
    end_line: usize,
    #[serde(rename = "endColumn")]
    end_column: usize,
    kind: &'static str,
    rule: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<&'a str>,
}

/// Searches every file below `paths`, writes a line for each finding into `output` and the sum of it all at the end, and
/// names in `errors` what can't be read.
///
/// # Errors
/// When writing fails. What can't be read is no error, but counted.
pub fn files(
    paths: &[PathBuf],
    scrubber: &Scrubber,
    detail: Detail,
    json: bool,
    output: &mut dyn Write,
    errors: &mut dyn Write,
) -> io::Result<Totals> {
    let mut audit = Audit { scrubber, detail, json, output, totals: Totals::default() };
    for entry in
        paths.iter().flat_map(|path| WalkDir::new(path).sort_by_file_name().into_iter().filter_entry(is_wanted))
    {
        let problem = match entry {
            Ok(entry) if entry.file_type().is_file() => match audit.file(entry.path()) {
                Ok(()) => continue,
                Err(Failed::Input(error)) => format!("{}: {error}", printable::path(entry.path())),
                Err(Failed::Output(error)) => return Err(error),
            },
            Ok(_) => continue,
            Err(error) => unreachable_entry(&error),
        };
        audit.totals.unreadable += 1;
        writeln!(errors, "candor: {problem}")?;
    }
    audit.end()
}

fn unreachable_entry(error: &walkdir::Error) -> String {
    match (error.path(), error.io_error()) {
        (Some(path), Some(error)) => format!("{}: {error}", printable::path(path)),
        _ => printable::text(&error.to_string()),
    }
}

fn is_wanted(entry: &DirEntry) -> bool {
    entry.depth() == 0 || !entry.file_type().is_dir() || entry.file_name() != ".git"
}

enum Failed {
    Input(io::Error),
    Output(io::Error),
}

struct Audit<'a> {
    scrubber: &'a Scrubber,
    detail: Detail,
    json: bool,
    output: &'a mut dyn Write,
    totals: Totals,
}

impl Audit<'_> {
    fn file(&mut self, path: &Path) -> Result<(), Failed> {
        let mut file = File::open(path).map_err(Failed::Input)?;
        let mut bytes = Vec::with_capacity(CHUNK);
        read(&mut file, &mut bytes, HEAD)?;
        if is_binary(&bytes) {
            self.totals.binary += 1;
            return Ok(());
        }
        self.totals.files += 1;
        let mut decoder = UTF_8.new_decoder();
        let mut text = String::new();
        let mut search = Search::new(self.scrubber, Context::default());
        let mut writing = Ok(());
        let mut some = false;
        let mut report = |found: Found<'_>| {
            some = true;
            *self.totals.findings.entry(found.kind.as_str()).or_default() += 1;
            if writing.is_ok() {
                writing = write(self.output, path, &found, self.detail, self.json);
            }
        };
        let outcome = loop {
            let is_last = bytes.is_empty();
            decode(&mut decoder, &bytes, is_last, &mut text);
            search.push(&text, &mut report);
            if is_last {
                search.end(&mut report);
                break Ok(());
            }
            bytes.clear();
            if let Err(failed) = read(&mut file, &mut bytes, CHUNK) {
                search.end(&mut report);
                break Err(failed);
            }
        };
        self.totals.with_findings += u64::from(some);
        writing.map_err(Failed::Output).and(outcome)
    }

    fn end(self) -> io::Result<Totals> {
        if self.json {
            serde_json::to_writer(&mut *self.output, &serde_json::json!({ "summary": self.totals }))?;
            self.output.write_all(b"\n")?;
        } else {
            writeln!(self.output, "{}", self.totals)?;
        }
        self.output.flush()?;
        Ok(self.totals)
    }
}

/// Reads up to `most` bytes, fewer only at the end.
fn read(file: &mut File, bytes: &mut Vec<u8>, most: usize) -> Result<(), Failed> {
    file.take(most as u64).read_to_end(bytes).map(drop).map_err(Failed::Input)
}

fn is_binary(head: &[u8]) -> bool {
    // The marks of UTF-16 (Unicode Standard, section 23.8).
    let is_utf16 = head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]);
    !is_utf16 && head.contains(&0)
}

fn decode(decoder: &mut encoding_rs::Decoder, mut bytes: &[u8], is_last: bool, text: &mut String) {
    text.clear();
    loop {
        text.reserve(decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(bytes.len()));
        let (result, read, _) = decoder.decode_to_string(bytes, text, is_last);
        bytes = &bytes[read..];
        if result == CoderResult::InputEmpty {
            return;
        }
    }
}

fn write(output: &mut dyn Write, path: &Path, found: &Found<'_>, detail: Detail, json: bool) -> io::Result<()> {
    let why = detail.explain.then(|| explain::why(found.rule, found.kind));
    let value = detail.reveal.then_some(found.text);
    if json {
        let told = Told {
            path: path.display().to_string(),
            line: found.start.line,
            column: found.start.column,
            end_line: found.end.line,
            end_column: found.end.column,
            kind: found.kind.as_str(),
            rule: found.rule,
            why,
            value,
        };
        serde_json::to_writer(&mut *output, &told)?;
        return output.write_all(b"\n");
    }
    let (Found { start, kind, rule, .. }, path) = (found, printable::path(path));
    write!(output, "{path}:{}:{}: {} {rule}", start.line, start.column, kind.as_str())?;
    if let Some(value) = value {
        // Escaped: what is in a file must not command a terminal.
        write!(output, " {value:?}")?;
    }
    if let Some(why) = why {
        write!(output, ": {why}")?;
    }
    writeln!(output)
}
