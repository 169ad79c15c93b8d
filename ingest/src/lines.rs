//! The lines of a batch's body, held against what the envelope says of them.

use candor_core::envelope::Envelope;
use candor_core::record::{AnyRecord, Kind, ReadError, read_line};

/// A line and what it is.
pub(crate) struct Line<'a> {
    /// The `seq` it has to have.
    pub(crate) seq: u64,
    /// As it stands in the body, without the line feed.
    pub(crate) text: &'a str,
    /// Whether it is the record that it should be.
    pub(crate) verdict: Result<(), LineError>,
}

/// Why a whole body is not what its envelope says.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BodyMistake {
    #[error("the body is no UTF-8")]
    Encoding,
    #[error("the last line has no end")]
    Unfinished,
    #[error("{lines} lines for {records} records")]
    Count { lines: usize, records: u32 },
}

/// Why a line is not the record that it should be.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LineError {
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error("`seq` is not {expected}")]
    Seq { expected: u64 },
    #[error("the frame is not named in the envelope")]
    UnnamedFrame,
}

/// Reads every line of a body.
pub(crate) fn read<'a>(ndjson: &'a [u8], envelope: &Envelope) -> Result<Vec<Line<'a>>, BodyMistake> {
    let ndjson = ndjson.strip_suffix(b"\n").ok_or(BodyMistake::Unfinished)?;
    // Counted before anything is kept of a line: a small body can be hundreds of millions of them.
    let lines = ndjson.iter().filter(|byte| **byte == b'\n').count() + 1;
    if u32::try_from(lines) != Ok(envelope.records) {
        return Err(BodyMistake::Count { lines, records: envelope.records });
    }
    let text = std::str::from_utf8(ndjson).map_err(|_| BodyMistake::Encoding)?;
    let numbered = (envelope.first_seq..).zip(text.split('\n'));
    Ok(numbered.map(|(seq, text)| Line { seq, text, verdict: judge(text, seq, envelope) }).collect())
}

fn judge(text: &str, expected: u64, envelope: &Envelope) -> Result<(), LineError> {
    let record = read_line(text)?;
    let found = match &record {
        AnyRecord::Known(record) => record.seq,
        AnyRecord::Unknown(record) => record.seq,
    };
    if found != expected {
        return Err(LineError::Seq { expected });
    }
    match record {
        AnyRecord::Known(record) => match record.kind {
            Kind::Frame { image, .. } if !envelope.frames.contains(&image) => Err(LineError::UnnamedFrame),
            _ => Ok(()),
        },
        AnyRecord::Unknown(_) => Ok(()),
    }
}
