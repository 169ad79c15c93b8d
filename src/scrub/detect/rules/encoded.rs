//! Base64 of something that can be read (RFC 4648, sections 4 and 5): what is found in it is a secret of the whole.

use super::run;
use crate::{Context, Finding, Kind};

/// Least and most characters that are decoded.
const LENGTH: (usize, usize) = (16, 400);
/// How often what was decoded is decoded again.
const DEPTH: u8 = 2;

/// What base64 turns out to be.
pub(super) enum Decoded {
    /// Text with a secret of this kind in it.
    Secret(Kind),
    /// Text with none.
    Plain,
    /// Nothing that can be read.
    Bytes,
}

/// Decodes `text` and searches it. `depth` counts how often that was done already.
pub(super) fn look_into(text: &str, depth: u8) -> Decoded {
    let mut bytes = [0_u8; LENGTH.1];
    let Some(read) = read(text, &mut bytes).filter(|_| depth < DEPTH) else { return Decoded::Bytes };
    let mut found: Vec<Finding> = Vec::new();
    run(read, &Context::default(), (0, read.len()), depth + 1, &mut found);
    found.iter().map(|finding| finding.kind).min().map_or(Decoded::Plain, Decoded::Secret)
}

/// Whether `text` is base64 of something that can be read.
pub(super) fn is_readable_inside(text: &str) -> bool {
    read(text, &mut [0; LENGTH.1]).is_some()
}

/// What `text` is base64 of, if that can be read.
fn read<'b>(text: &str, bytes: &'b mut [u8; LENGTH.1]) -> Option<&'b str> {
    let length = decode(text, bytes)?;
    std::str::from_utf8(&bytes[..length]).ok().filter(|read| is_readable(read))
}

/// The bytes that `text` stands for, or none if it is not base64.
fn decode(text: &str, bytes: &mut [u8; LENGTH.1]) -> Option<usize> {
    let text = text.trim_end_matches('=');
    if !(LENGTH.0..=LENGTH.1).contains(&text.len()) || text.len() % 4 == 1 {
        return None;
    }
    let (mut bits, mut count, mut length) = (0_u32, 0, 0);
    for byte in text.bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        (bits, count) = (bits << 6 | u32::from(value), count + 6);
        if count >= 8 {
            count -= 8;
            bytes[length] = u8::try_from(bits >> count & 0xff).unwrap_or(0);
            length += 1;
        }
    }
    Some(length)
}

/// Text somebody could have written: no control characters but line ends and tabs, and mostly ASCII.
fn is_readable(text: &str) -> bool {
    let odd = |c: &char| c.is_control() && !matches!(c, '\n' | '\r' | '\t') || *c == '\u{fffd}';
    !text.chars().any(|c| odd(&c)) && text.bytes().filter(u8::is_ascii).count() * 10 >= text.len() * 9
}

#[cfg(test)]
mod tests {
    use super::super::testing;

    #[test]
    fn secrets_in_base64_are_found_and_other_text_in_it_is_spared() {
        testing::check_rule(
            "base64",
            &[
                ("data: cGFzc3dvcmQ9aHVudGVyMg==", "cGFzc3dvcmQ9aHVudGVyMg=="),
                ("x = \"QVBJX0tFWT0nOWY4ZTdkNmM1YjRhJw\"", "QVBJX0tFWT0nOWY4ZTdkNmM1YjRhJw"),
                // The same, encoded twice.
                ("Y0dGemMzZHZjbVE5YUhWdWRHVnlNZz09", "Y0dGemMzZHZjbVE5YUhWdWRHVnlNZz09"),
                ("aGVsbG8gd29ybGQsIGhvdyBhcmUgeW91", ""),
                ("dGhlIHF1aWNrIGJyb3duIGZveCBqdW1wcyBvdmVy", ""),
                ("getElementsByClassName", ""),
            ],
        );
    }
}
