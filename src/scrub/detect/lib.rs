//! Finds what must not be told in a text: secrets and personal data, by shape and by context.
//!
//! ```
//! use candor_detect::{Context, Detector, Kind};
//!
//! let text = "write to jane.doe@example.org";
//! let found = Detector::default().find(text, &Context::default());
//! assert_eq!(found[0].kind, Kind::Email);
//! assert_eq!(&text[found[0].start..found[0].end], "jane.doe@example.org");
//! ```
//!
//! Pure and without a regular-expression engine: a text is read in time proportional to its length, whatever is in it. It is a
//! crate of its own because it is built for size with some regard to speed, and the rest of the core for size alone.
//!
//! It does not promise to find what has no shape: a password that is a plain word in a sentence. Fields that hold such
//! things are never read in the first place.

mod bloom;
mod context;
mod detector;
mod eights;
mod finding;
mod fold;
mod letters;
mod more;
mod normal;
mod order;
mod pending;
mod random;
mod rules;
mod scan;
pub mod token;

#[cfg(test)]
mod tests;

pub use context::{Context, Place};
pub use detector::{Detector, Matcher};
pub use finding::{Finding, Kind, merged};
pub use fold::canonical;
pub use letters::{is_word, small};
pub use more::{Characters, Prefixed, Words, last_word};
pub use normal::normalised;
pub use order::{sort_by, sorted};
pub use pending::{begun, pending};
pub use rules::{NUMBER, VERSION, is_random};
