//! Typed text the scrubber has not seen can't be stored.

use candor_core::assemble::Burst;

fn store(burst: &Burst) -> Option<String> {
    serde_json::to_string(burst).ok()
}

fn main() {
    let _ = store;
}
