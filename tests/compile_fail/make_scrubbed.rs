//! Scrubbed text can't be made by hand.

use candor_core::raw::Scrubbed;

fn main() {
    let _ = Scrubbed(String::from("hunter2"));
}
