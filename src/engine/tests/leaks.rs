//! What could be read of a secret: in everything that is stored, and in everything that was sent.

use serde_json::Value;

use super::world::World;
use crate::vault::Vault;

/// Everything readable of records: each of their texts, their keys run together, and their codes.
fn told(world: &World) -> Vec<String> {
    let mut told = Vec::new();
    // Receipts consist of digests, which hold anything by chance.
    let kept = decrypted(world).into_iter().filter(|text| !text.starts_with("sent/"));
    for text in kept.chain(sent(world)) {
        match record_in(&text) {
            Some(record) => {
                texts_in(&record, &mut told);
                told.extend(spelt(&record));
            }
            None => assert!(!text.starts_with("row/") && !text.starts_with("open/"), "a record can be read: {text}"),
        }
    }
    told
}

/// Every line that has arrived.
fn sent(world: &World) -> Vec<String> {
    world.ingest.opened().into_iter().flat_map(|(_, lines)| lines).collect()
}

/// Every text in a value but digests, which hold anything by chance.
fn texts_in(value: &Value, texts: &mut Vec<String>) {
    match value {
        Value::String(text) => texts.push(text.clone()),
        Value::Array(values) => values.iter().for_each(|value| texts_in(value, texts)),
        Value::Object(values) => {
            let named = values.iter().filter(|(name, _)| !matches!(name.as_str(), "image" | "rules"));
            named.for_each(|(_, value)| texts_in(value, texts));
        }
        _ => {}
    }
}

/// Everything that was ever stored, as far as the keys that are there now open it.
fn decrypted(world: &World) -> Vec<String> {
    let vault = Vault::new(world.keys.keys().cloned().collect(), world.keys.clone().into_iter().collect());
    let open = |(place, value): &(String, Vec<u8>)| {
        let plain = key_of(place).and_then(|name| vault.open(&name, place, value).ok())?;
        Some(format!("{place} {}", String::from_utf8_lossy(&plain)))
    };
    let opened: Vec<String> = world.ever.iter().filter_map(open).collect();
    assert!(
        world.store.iter().all(|(place, _)| opened.iter().any(|text| text.starts_with(place))),
        "all of it is read"
    );
    opened
}

/// Name of the key that what is stored at a place is encrypted under.
fn key_of(place: &str) -> Option<String> {
    let mut parts = place.split('/');
    Some(match (parts.next()?, parts.next()) {
        ("row" | "image", Some(id)) => format!("bucket-{id}"),
        ("open", Some(nonce)) => format!("open-{nonce}-{}", parts.next()?),
        ("out", Some(order)) => format!("out-{order}"),
        _ => "root".to_owned(),
    })
}

/// The record that a stored value is or holds.
fn record_in(text: &str) -> Option<Value> {
    // A length before it can be a brace by chance.
    let all = &text[..=text.rfind('}')?];
    let value = all.match_indices('{').find_map(|(at, _)| serde_json::from_str::<Value>(&all[at..]).ok())?;
    match value["record"].as_str() {
        Some(record) => serde_json::from_str(record).ok(),
        None => Some(value),
    }
}

/// The keys and the codes of a record, each run together.
fn spelt(record: &Value) -> [String; 2] {
    let keys = record["keys"].as_array().cloned().unwrap_or_default();
    let all = |name: &str| -> String {
        keys.iter().map(|stroke| stroke[name].as_str().unwrap_or_default().trim_start_matches("Key")).collect()
    };
    [all("key"), all("code")]
}

/// `length` characters of `secret` in a row that can be read somewhere, as they are or as codes, and where.
pub(super) fn leak_of(world: &World, secret: &str, length: usize) -> Option<String> {
    let chars: Vec<char> = secret.chars().collect();
    let find = |texts: &[String], length: usize| {
        chars.windows(length.min(chars.len())).find_map(|piece| {
            let piece: String = piece.iter().collect();
            let text = texts.iter().find(|text| text.contains(&piece) || text.contains(&piece.to_uppercase()))?;
            Some(format!("{piece:?} in {text}"))
        })
    };
    // Of what is no record, only what can't be there by chance.
    find(&told(world), length).or_else(|| find(&decrypted(world), length.max(8)))
}

/// Asserts that no `length` characters of `secret` in a row can be read anywhere.
pub(super) fn assert_hidden(world: &World, secret: &str, length: usize, when: &str) {
    if let Some(leak) = leak_of(world, secret, length) {
        panic!("{when}: {leak}");
    }
}

/// Whether a text can be read.
pub(super) fn is_there(world: &World, text: &str) -> bool {
    told(world).iter().any(|other| other.contains(text))
}

/// Asserts that a text can be read.
pub(super) fn assert_there(world: &World, text: &str, when: &str) {
    let texts = told(world);
    assert!(texts.iter().any(|other| other.contains(text)), "{when}: {text} in {texts:#?}");
}

impl World {
    /// Asserts that no record has `part` for its text, and that no record's keys spell it.
    pub(super) fn assert_no_line_holds(&self, part: &str, when: &str) {
        let texts = decrypted(self).into_iter().chain(sent(self));
        for record in texts.filter_map(|text| record_in(&text)).filter(|record| record["kind"] == "type") {
            let [keys, codes] = spelt(&record);
            let held = [record["text"].as_str().unwrap_or_default(), &keys, &codes];
            assert!(!held.iter().any(|text| text.contains(part)), "{when}: {part} in {record}");
        }
    }

    /// Whether picture number `number` can still be read.
    pub(super) fn holds_picture(&self, number: u32) -> bool {
        decrypted(self).iter().any(|text| text.ends_with(&format!(" picture {number}")))
    }

    /// The keys of the spool's buckets.
    pub(super) fn buckets(&self) -> Vec<String> {
        self.keys.keys().filter(|name| name.starts_with("bucket-")).cloned().collect()
    }
}
