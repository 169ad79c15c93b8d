//! Lines of a text, of which one that is too long fills no memory.

use std::io::{self, BufRead};

/// What comes next in a text.
pub(crate) enum Next {
    Line,
    Blank,
    /// A line that is longer than asked for: nothing of it is kept.
    TooLong,
    End,
}

/// Reads a line into `line`; of one that is longer than `most` only as much as that is ever kept.
pub(crate) fn next_line(input: &mut impl BufRead, line: &mut Vec<u8>, most: usize) -> io::Result<Next> {
    line.clear();
    let mut length = 0_usize;
    loop {
        let buffer = match input.fill_buf() {
            Ok(buffer) => buffer,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if buffer.is_empty() && length == 0 {
            return Ok(Next::End);
        }
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let part = &buffer[..end.unwrap_or(buffer.len())];
        length = length.saturating_add(part.len());
        if length <= most {
            line.extend_from_slice(part);
        } else {
            *line = Vec::new();
        }
        let used = end.map_or(buffer.len(), |at| at + 1);
        let is_over = end.is_some() || used == 0;
        input.consume(used);
        if is_over {
            return Ok(match length {
                _ if length > most => Next::TooLong,
                _ if line.trim_ascii().is_empty() => Next::Blank,
                _ => Next::Line,
            });
        }
    }
}
