//! Private keys in PEM (RFC 7468, sections 10 and 11; OpenSSH's `PROTOCOL.key`; OpenPGP armour, RFC 9580 section 6.2) and in
//! PuTTY's format (PuTTY user manual, appendix C).
//!
//! A key that was begun and not ended reaches as far as its lines go: to the end of the text while it is being written.

use crate::Kind;
use crate::scan::{Scan, work};

const BEGIN: &[u8] = b"-----BEGIN ";
const END: &[u8] = b"-----END ";
/// A key that both ends of a tunnel have (OpenVPN's manual, `--secret` and `--tls-auth`).
const STATIC: &[u8] = b"OpenVPN Static key V1";
/// What is public is drawn at random too, and no secret (RFC 7468, sections 5, 6, 7 and 13).
const PUBLIC: [&str; 3] = ["CERTIFICATE", "PUBLIC KEY", "X509 CRL"];
/// Longest label in use: `ENCRYPTED PRIVATE KEY`, `PGP PRIVATE KEY BLOCK` and the like.
const LABEL_MAX: usize = 48;
/// Lines without a key in them after which a key is over.
const EMPTY_MAX: usize = 2;

/// At a dash.
pub(super) fn at(scan: &mut Scan<'_>, start: usize) {
    let rest = &scan.bytes[start..];
    if !rest.starts_with(BEGIN) {
        return;
    }
    let label = start + BEGIN.len();
    let is_static = scan.bytes[label..].starts_with(STATIC);
    let label_end = if is_static { label + STATIC.len() } else { label_end(scan.bytes, label) };
    let label = &scan.text[label..label_end];
    let is_private = is_static || label.contains("PRIVATE KEY");
    if !is_private && !PUBLIC.iter().any(|public| label.contains(public)) {
        return;
    }
    let body = label_end + dashes(&scan.bytes[label_end..]);
    let end = body_end(scan.bytes, body);
    if !is_private {
        // Only what ends as it should and has no headers: nothing else may be in it.
        if end > body && scan.bytes[end - 1] == b'-' && !scan.bytes[body..end].contains(&b':') {
            scan.pass_over(end);
        }
        return;
    }
    // The marker alone, in the middle of a text: talk of keys.
    if end > body || body == scan.bytes.len() {
        scan.report(start, end, Kind::PrivateKey, "private-key");
    } else {
        scan.pass_over(body);
    }
}

/// At `Lines` of `Private-Lines` in PuTTY's format: the lines that follow.
pub(super) fn at_putty(scan: &mut Scan<'_>, start: usize) {
    const LINES: &[u8] = b"Lines:";
    if scan.bytes[start..].starts_with(LINES) && scan.text[..start].ends_with("Private-") {
        let body = start + LINES.len();
        let count = scan.bytes[body..].iter().take(8).take_while(|b| b.is_ascii_digit() || **b == b' ').count();
        let end = body_end(scan.bytes, body + count);
        if end > body + count {
            scan.report(start, end, Kind::PrivateKey, "private-key");
        }
    }
}

/// Where the capitals and spaces that make a label end.
fn label_end(bytes: &[u8], from: usize) -> usize {
    let is_label = |b: &&u8| b.is_ascii_uppercase() || b.is_ascii_digit() || **b == b' ';
    from + bytes[from..].iter().take(LABEL_MAX).take_while(is_label).count()
}

fn dashes(bytes: &[u8]) -> usize {
    bytes.iter().take(5).take_while(|byte| **byte == b'-').count()
}

/// Where the lines of a key that begin at `from` end, with the line that says so.
fn body_end(bytes: &[u8], from: usize) -> usize {
    let (mut at, mut end, mut empty) = (from, from, 0);
    while at < bytes.len() {
        let rest = &bytes[at..];
        let line = &rest[..line_length(rest)];
        work::count(line.len());
        match kind_of(line) {
            Line::Key => (end, empty) = (at + line.len(), 0),
            Line::Empty if empty < EMPTY_MAX => empty += 1,
            _ => return end,
        }
        at += line.len();
        if bytes[at..].starts_with(END) {
            let ended = label_end(bytes, at + END.len());
            return ended + dashes(&bytes[ended..]);
        }
        match &bytes[at..] {
            [b'\\', b'n' | b'r', ..] => at += 2,
            [b'\n' | b'\r', ..] => at += 1,
            _ => return end,
        }
    }
    end
}

/// The length of a line, also of a text inside a string of code, where `\n` written out ends it; two dashes end it too.
fn line_length(rest: &[u8]) -> usize {
    let ends = |at: &usize| match rest[*at] {
        b'\n' | b'\r' => true,
        b'\\' => matches!(rest.get(at + 1), Some(b'n' | b'r')),
        b'-' => rest.get(at + 1) == Some(&b'-'),
        _ => false,
    };
    (0..rest.len()).find(ends).unwrap_or(rest.len())
}

enum Line {
    Key,
    Empty,
    Other,
}

/// What a line is: base64, a header (`Proc-Type: 4,ENCRYPTED`) or neither. Quotes, comment signs and plus signs around it
/// are of the code it stands in.
fn kind_of(line: &[u8]) -> Line {
    let frames = |byte: &u8| {
        matches!(
            byte,
            b' ' | b'\t'
                | b'"'
                | b'\''
                | b'`'
                | b'+'
                | b'\\'
                | b','
                | b'.'
                | b'#'
                | b'*'
                | b'|'
                | b'>'
                | b';'
                | b'('
                | b')'
        )
    };
    let start = line.iter().position(|byte| !frames(byte)).unwrap_or(line.len());
    let end = line.iter().rposition(|byte| !frames(byte)).map_or(start, |at| at + 1);
    let inner = &line[start..end];
    if inner.is_empty() {
        return Line::Empty;
    }
    let is_base64 = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b'-' | b'_');
    let words = inner.split(|byte| *byte == b' ' || *byte == b'\t');
    let is_key = words.clone().count() == 1 && inner.iter().all(is_base64)
        || words.clone().all(|word| word.iter().all(is_base64)) && words.clone().any(|word| word.len() >= 40);
    let is_header =
        inner.iter().take(20).any(|byte| *byte == b':') && inner[0].is_ascii_uppercase() && inner.len() < 100;
    if is_key || is_header { Line::Key } else { Line::Other }
}

#[cfg(test)]
mod tests {
    use super::super::testing;

    #[test]
    fn keys_are_found_whole_and_begun() {
        let whole = "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----";
        let begun = "-----BEGIN OPENSSH PRIVATE KEY-----\nb3Blbn";
        let locked = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nMIIE\n-----END RSA PRIVATE KEY-----";
        let in_code = "-----BEGIN PRIVATE KEY-----\" +\n  \"MIIEvg\" +\n  \"IBADA\" +\n  \"-----END PRIVATE KEY-----";
        testing::check_rule(
            "private-key",
            &[
                (whole, whole),
                (begun, begun),
                (locked, locked),
                (in_code, in_code),
                (
                    "key = \"-----BEGIN PRIVATE KEY-----\\nMII\\n-----END PRIVATE KEY-----\";",
                    "-----BEGIN PRIVATE KEY-----\\nMII\\n-----END PRIVATE KEY-----",
                ),
                (
                    "-----BEGIN OpenVPN Static key V1-----\n1f3486168111\n9d82973cf7bb\n",
                    "-----BEGIN OpenVPN Static key V1-----\n1f3486168111\n9d82973cf7bb",
                ),
                ("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----", ""),
                ("-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----", ""),
                ("it begins with `-----BEGIN PRIVATE KEY-----` and goes on", ""),
                ("-----BEGIN ", ""),
                ("----- BEGIN -----", ""),
                ("Private-Lines: 2\nAAAAgQ\nCk7Q\n", "Lines: 2\nAAAAgQ\nCk7Q"),
            ],
        );
    }

    #[test]
    fn what_is_public_is_spared() {
        let line = "MIICGTCCAZ+gAwIBAgIQCeCTZaz32ci5PhwLBCou8zAKBggqhkjOPQQDAzBOMQsw";
        for label in ["CERTIFICATE", "PUBLIC KEY", "X509 CRL"] {
            let whole = format!(" * -----BEGIN {label}-----\n * {line}\n * CQYD==\n * -----END {label}-----\n");
            assert_eq!(testing::pieces_of("random", &whole), [""; 0], "{whole}");
            let begun = format!("-----BEGIN {label}-----\n{line}\nand so on");
            assert_eq!(testing::pieces_of("random", &begun), [line], "{begun}");
            let hidden = format!("-----BEGIN {label}-----\nToken: {line}\n-----END {label}-----\n");
            assert_eq!(testing::pieces_of("assignment", &hidden), [line], "{hidden}");
        }
    }

    #[test]
    fn text_after_a_key_is_left() {
        let text = "-----BEGIN EC PRIVATE KEY-----\nMHc\n-----END EC PRIVATE KEY-----\nnext";
        assert_eq!(testing::pieces_of("private-key", text), [&text[..text.len() - 5]]);
        let text = "-----BEGIN EC PRIVATE KEY-----\nMHc\nand so it goes on";
        assert_eq!(testing::pieces_of("private-key", text), [&text[..text.len() - 18]]);
    }
}
