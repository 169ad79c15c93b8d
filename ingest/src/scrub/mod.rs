//! `candor scrub`: the scrubber of the recorder, for whoever wants to try, measure or audit it.
//!
//! [`lines`] scrubs texts in lines of JSON; [`files`] says what stands where in files and folders. Both read texts of
//! any length through [`search`], show what was found only when asked to, and say with [`explain`] why.

mod detector;
mod explain;
mod files;
mod lines;
mod search;

use candor_core::scrub::{Detector, Scrubber};

pub(crate) use detector::compiled;
pub use detector::{RulesError, detector};
pub use files::{Totals, files};
pub use lines::{Count, Filter};

/// How much is told of what is found.
#[derive(Clone, Copy, Debug, Default)]
pub struct Detail {
    /// Which rule found it, and why that rule is one.
    pub explain: bool,
    /// The very thing that was found.
    pub reveal: bool,
}

/// A scrubber whose tokens hold for this run only.
///
/// # Errors
/// When the system has no random numbers.
pub fn scrubber(detector: Detector) -> Result<Scrubber, getrandom::Error> {
    let mut key = [0; 32];
    getrandom::fill(&mut key)?;
    Ok(Scrubber::new(key, detector))
}
