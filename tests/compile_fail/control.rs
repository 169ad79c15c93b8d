//! What is scrubbed can be stored.

use candor_core::raw::Scrubbed;
use candor_core::record::Record;

fn store(record: &Record<Scrubbed<String>>) -> Option<String> {
    serde_json::to_string(record).ok()
}

fn main() {
    let _ = store;
}
