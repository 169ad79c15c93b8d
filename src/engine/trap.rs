//! A key that brings the core down, and a word, to prove what happens then. Only a build with the feature `trap` has it,
//! which `./build.sh test` makes for one test; what is shipped has not.

use crate::message::{FromPage, Seen};

/// A key that no keyboard has.
const KEY: &str = "F24";

/// Panics when the key was pressed.
pub(super) fn spring(seen: &Seen) {
    if matches!(seen, Seen::Key { key, .. } if key.peek() == KEY) {
        fall();
    }
}

/// Panics when the key is to be put on the person's list.
pub(super) fn spring_on_page(message: &FromPage) {
    if matches!(message, FromPage::NeverAdd { word } if word == KEY) {
        fall();
    }
}

#[allow(clippy::panic)] // what it is for
fn fall() {
    panic!("the trap was sprung");
}
