//! Scrubbed text can't be made by reading it either.

use candor_core::raw::Scrubbed;

fn main() {
    let _: Result<Scrubbed<String>, _> = serde_json::from_str("\"hunter2\"");
}
