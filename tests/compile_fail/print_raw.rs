//! Raw text can't be formatted.

use candor_core::raw::Raw;

fn main() {
    let raw = Raw::new(String::from("hunter2"));
    let _ = format!("{raw}");
}
