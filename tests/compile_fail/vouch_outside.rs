//! Nobody outside the scrubber calls a text scrubbed.

use candor_core::raw::Scrubbed;

fn main() {
    let _ = Scrubbed::vouch(String::from("hunter2"), "trust me");
}
