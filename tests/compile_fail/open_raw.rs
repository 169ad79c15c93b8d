//! Raw text can't be taken out.

use candor_core::raw::Raw;

fn main() {
    let raw = Raw::new(String::from("hunter2"));
    let _: String = raw.into_inner();
}
