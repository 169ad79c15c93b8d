//! Records in lines of JSON, reduced.

use std::io::{self, BufReader, Read, Write};

use candor_core::record::{AnyRecord, Kind, MAX_LINE, ReadError, read_line};

use super::reduce;
use crate::bounded::{Next, next_line};

/// Reduces records line by line of `input` into `output`, session by session, and names the lines that are none in
/// `errors`, with `name` in front if the input has one; how many there are. They are left out, and nothing is joined over
/// them. One that is longer than a record may be is not kept in memory.
///
/// A session begins with its `session` record, or where a number does not follow that of the line before: what was opened
/// without the key of a session's first batch has no such record. A session is in memory while it is read, one at a time.
///
/// # Errors
/// When reading or writing fails. A bad line is no error, but counted.
pub fn lines(name: Option<&str>, input: impl Read, output: &mut dyn Write, errors: &mut dyn Write) -> io::Result<u64> {
    let place = name.map(|name| format!("{name}: ")).unwrap_or_default();
    let mut input = BufReader::with_capacity(64 << 10, input);
    let mut session: Vec<AnyRecord> = Vec::new();
    let mut bad = 0;
    let mut line = Vec::new();
    for number in 1_u64.. {
        let record = match next_line(&mut input, &mut line, MAX_LINE)? {
            Next::End => break,
            Next::Blank => continue,
            Next::TooLong => Err(ReadError::TooLong.to_string()),
            Next::Line => std::str::from_utf8(&line).map_err(|error| error.to_string()),
        };
        match record.and_then(|line| read_line(line).map_err(|error| error.to_string())) {
            Ok(record) => {
                if session.last().is_some_and(|last| begins(last, &record)) {
                    write(session, output)?;
                    session = Vec::new();
                }
                session.push(record);
            }
            Err(problem) => {
                bad += 1;
                writeln!(errors, "candor: {place}line {number}: {problem}")?;
            }
        }
    }
    write(session, output)?;
    Ok(bad)
}

/// Whether a record that follows another is the first of a session.
fn begins(before: &AnyRecord, record: &AnyRecord) -> bool {
    let is_opening = matches!(record, AnyRecord::Known(record) if matches!(record.kind, Kind::Session { .. }));
    is_opening || seq(record) <= seq(before)
}

fn seq(record: &AnyRecord) -> u64 {
    match record {
        AnyRecord::Known(record) => record.seq,
        AnyRecord::Unknown(record) => record.seq,
    }
}

fn write(session: Vec<AnyRecord>, output: &mut dyn Write) -> io::Result<()> {
    for item in reduce(session) {
        serde_json::to_writer(&mut *output, &item)?;
        output.write_all(b"\n")?;
    }
    output.flush()
}
