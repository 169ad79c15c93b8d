//! What could be read of a secret: in everything that is stored, and in everything that was sent.

use serde_json::Value;

use super::secrets::stored;
use super::world::World;

/// Everything readable: a text each record, value, spelling of a record's keys and spelling of their codes.
pub(super) fn readable(world: &World) -> Vec<String> {
    let mut texts = stored(world);
    texts.extend(world.ingest.opened().into_iter().flat_map(|(_, lines)| lines));
    let spelt: Vec<String> =
        texts.iter().filter_map(|text| record_in(text)).flat_map(|record| spelt(&record)).collect();
    texts.extend(spelt);
    texts
}

/// The record that a stored value is or holds.
fn record_in(text: &str) -> Option<Value> {
    let json = &text[text.find('{')?..=text.rfind('}')?];
    let value: Value = serde_json::from_str(json).ok()?;
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

/// Asserts that no `length` characters of `secret` in a row can be read anywhere, as they are or as codes.
pub(super) fn assert_hidden(world: &World, secret: &str, length: usize, when: &str) {
    let chars: Vec<char> = secret.chars().collect();
    let texts = readable(world);
    for piece in chars.windows(length.min(chars.len())) {
        let piece: String = piece.iter().collect();
        for text in &texts {
            assert!(!text.contains(&piece) && !text.contains(&piece.to_uppercase()), "{when}: {piece} in {text}");
        }
    }
}

/// Asserts that a text can be read.
pub(super) fn assert_there(world: &World, text: &str, when: &str) {
    let texts = readable(world);
    assert!(texts.iter().any(|other| other.contains(text)), "{when}: {text} in {texts:#?}");
}
