//! Private keys in PEM (RFC 7468, section 10 and 11; OpenSSH's `PROTOCOL.key`; OpenPGP armour, RFC 9580 section 6.2).
//!
//! A key that was begun and not ended reaches to the end of the text.

use crate::{Finding, Kind};

const BEGIN: &str = "-----BEGIN ";
const END: &str = "-----END ";
/// Longest label in use: `ENCRYPTED PRIVATE KEY`, `PGP PRIVATE KEY BLOCK` and the like.
const LABEL_MAX: usize = 48;

pub(super) fn find(text: &str, found: &mut Vec<Finding>) {
    let mut from = 0;
    while let Some(start) = text[from..].find(BEGIN).map(|at| from + at) {
        let label = start + BEGIN.len();
        from = label;
        let Some(label_end) = label_end(text, label) else { continue };
        if !text[label..label_end].contains("PRIVATE KEY") {
            continue;
        }
        let end = text[label_end..].find(END).map_or(text.len(), |at| {
            let ended = label_end + at + END.len();
            self::label_end(text, ended).map_or(text.len(), |at| at + dashes(&text[at..]))
        });
        found.push(Finding::new(start, end, Kind::PrivateKey, "private-key"));
        from = end;
    }
}

/// Where the capitals and spaces that make a label end.
fn label_end(text: &str, from: usize) -> Option<usize> {
    let label = text.as_bytes()[from..].iter().take(LABEL_MAX).take_while(|b| b.is_ascii_uppercase() || **b == b' ');
    let end = from + label.count();
    (end > from).then_some(end)
}

fn dashes(text: &str) -> usize {
    text.bytes().take(5).take_while(|b| *b == b'-').count()
}

#[cfg(test)]
mod tests {
    use super::super::testing;

    #[test]
    fn keys_are_found_whole_and_begun() {
        let whole = "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----";
        let begun = "-----BEGIN OPENSSH PRIVATE KEY-----\nb3Blbn";
        testing::check(
            super::find,
            &[
                (whole, whole),
                (begun, begun),
                (
                    "key = \"-----BEGIN PRIVATE KEY-----\\nMII\\n-----END PRIVATE KEY-----\";",
                    "-----BEGIN PRIVATE KEY-----\\nMII\\n-----END PRIVATE KEY-----",
                ),
                ("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----", ""),
                ("-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----", ""),
                ("-----BEGIN ", ""),
                ("----- BEGIN -----", ""),
            ],
        );
    }

    #[test]
    fn text_after_a_key_is_left() {
        let text = "-----BEGIN EC PRIVATE KEY-----\nMHc\n-----END EC PRIVATE KEY-----\nnext";
        assert_eq!(testing::pieces(super::find, text), [&text[..text.len() - 5]]);
    }
}
