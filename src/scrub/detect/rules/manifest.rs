//! Secrets of Kubernetes (reference of its API, `Secret` v1): every value of `data` is one, in base 64 and under any name, as
//! is every value of `stringData`.

use super::assignment::is_placeholder;
use crate::Kind;
use crate::scan::{Scan, Word, work};

/// How much of a manifest is read before and behind what says its kind.
const MANIFEST_MAX: usize = 16 * 1024;

/// At the word `Secret`.
pub(super) fn at(scan: &mut Scan<'_>, word: Word) {
    let before = scan.text[scan.floor(word.start, 12)..word.start].trim_end_matches(['"', ' ', ':']);
    if word.start < scan.table || !before.ends_with("kind") {
        return;
    }
    let low = scan.floor(word.start, MANIFEST_MAX).max(scan.table);
    let start = low + scan.text[low..word.start].rfind("\n---").map_or(0, |at| at + 1);
    let end = scan.text.floor_char_boundary((word.end + MANIFEST_MAX).min(scan.text.len()));
    let end = word.end + scan.text[word.end..end].find("\n---").unwrap_or(end - word.end);
    let (mut at, mut data) = (start, None);
    for line in scan.text[start..end].split_inclusive('\n') {
        let (bare, indent) = (line.trim(), line.len() - line.trim_start().len());
        let (name, value) = bare.split_once(':').unwrap_or_default();
        let value = value.trim_matches([' ', '"', ',']);
        if matches!(name, "data" | "stringData" | "\"data\"" | "\"stringData\"") && matches!(value, "" | "{") {
            data = Some(indent);
        } else if !bare.is_empty() && data.is_some_and(|data| indent <= data) {
            data = None;
        } else if data.is_some() && value.len() >= 3 && !is_placeholder(value) && !value.starts_with(['|', '>']) {
            let from = at + (value.as_ptr() as usize - line.as_ptr() as usize);
            scan.add(from, from + value.len(), Kind::Key, "manifest");
        }
        at += line.len();
    }
    work::count(end - start);
    scan.table = end;
}

#[cfg(test)]
mod tests {
    use super::super::testing;

    #[test]
    fn every_value_of_a_secret_is_found_and_nothing_of_its_name() {
        for (text, values) in [
            (
                "kind: Secret\nmetadata:\n  name: shop\ndata:\n  relay: c2hvcC00Mg==\n  pin: NDQ3MQ==\n",
                &["c2hvcC00Mg==", "NDQ3MQ=="][..],
            ),
            ("apiVersion: v1\ndata:\n  relay: c2hvcC00Mg==\nkind: Secret\nmetadata:\n  name: shop", &["c2hvcC00Mg=="]),
            ("kind: Secret\nstringData:\n  relay: tulip\ntype: Opaque", &["tulip"]),
            (
                "{\n  \"kind\": \"Secret\",\n  \"data\": {\n    \"relay\": \"c2hvcA==\",\n    \"x\": \"YWJj\"\n  },\n  \"type\": \"Opaque\"\n}",
                &["c2hvcA==", "YWJj"],
            ),
            ("kind: ConfigMap\ndata:\n  relay: tulip\n---\nkind: Secret\ndata:\n  x: YWJj", &["YWJj"]),
            ("kind: Secret\ndata:\n  relay: ${RELAY}\n---\nkind: ConfigMap\ndata:\n  relay: tulip", &[]),
            ("kind: SecretStore\ndata:\n  relay: tulip", &[]),
            ("the Secret\ndata:\n  relay: tulip", &[]),
        ] {
            assert_eq!(testing::pieces_of("manifest", text), values, "{text}");
        }
    }
}
