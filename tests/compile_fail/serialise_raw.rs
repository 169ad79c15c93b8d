//! Raw text can't be serialised.

use candor_core::raw::Raw;

fn main() {
    let raw = Raw::new(String::from("hunter2"));
    let _ = serde_json::to_string(&raw);
}
