//! Records in lines of JSON, reduced.

use std::io::{self, BufRead as _, BufReader, Read, Write};

use candor_core::record::{AnyRecord, Kind, read_line};

use super::reduce;

/// Reduces records line by line of `input` into `output`, session by session, and names the lines that are none in
/// `errors`; how many there are. They are left out, and nothing is joined over them.
///
/// A session begins with its `session` record, or where a number does not follow that of the line before: what was opened
/// without the key of a session's first batch has no such record. A session is in memory while it is read, one at a time.
///
/// # Errors
/// When reading or writing fails. A bad line is no error, but counted.
pub fn lines(input: impl Read, output: &mut dyn Write, errors: &mut dyn Write) -> io::Result<u64> {
    let mut session: Vec<AnyRecord> = Vec::new();
    let mut bad = 0;
    for (number, line) in (1_u64..).zip(BufReader::with_capacity(64 << 10, input).split(b'\n')) {
        let line = line?;
        if line.trim_ascii().is_empty() {
            continue;
        }
        let record = std::str::from_utf8(&line).map_err(|error| error.to_string());
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
                writeln!(errors, "candor: line {number}: {problem}")?;
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
