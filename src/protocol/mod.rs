//! The protocol between probes and core: what was said once is taken once, in the order in which it happened.

mod documents;
mod quarantine;
mod window;

pub use documents::{Document, Progress};
pub use quarantine::{Blame, Crash, Quarantine, Quarantined};
pub use window::Window;
