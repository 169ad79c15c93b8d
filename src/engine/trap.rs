//! A key that brings the core down, to prove what happens then. Only a build with the feature `trap` has it, which
//! `./build.sh test` makes for one test; what is shipped has not.

use crate::message::Seen;

/// A key that no keyboard has.
const KEY: &str = "F24";

/// Panics when the key was pressed.
#[allow(clippy::panic)] // what it is for
pub(super) fn spring(seen: &Seen) {
    if matches!(seen, Seen::Key { key, .. } if key.peek() == KEY) {
        panic!("the trap was sprung");
    }
}
