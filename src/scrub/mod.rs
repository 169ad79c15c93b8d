//! The scrubber: the only way from [`Raw`] to [`Scrubbed`].
//!
//! It puts a token in the place of everything that `candor-detect` (the crate in `detect/`) finds by shape and context.
//! What goes through it:
//!
//! - text, titles, names, selectors ([`Scrubber::text`]),
//! - addresses, piece by piece and decoded ([`Scrubber::url`]),
//! - CSS selectors, without their escapes (`selector`),
//! - accessibility snapshots, name by name and all together ([`Scrubber::tree`]),
//! - elements; of sensitive ones only structure and label stay ([`Scrubber::target`]),
//! - text as it was typed, key by key ([`Scrubber::burst`]).
//!
//! It does not promise to find what has no shape: a password that is a plain word in a sentence. Fields that hold
//! such things are never read in the first place.

mod burst;
mod field;
mod later;
mod record;
mod runs;
mod selector;
mod stored;
mod token;
mod tree;
mod url;
pub(crate) mod utf16;

pub use candor_detect::NUMBER as RULES;
pub(crate) use candor_detect::begun;
pub use candor_detect::{Context, Detector, Finding, Kind as RedactionKind, Place};
pub(crate) use later::{Later, Part};
pub(crate) use stored::{Hunt, blank};

use crate::ids::Digest;
use crate::raw::{Raw, Scrubbed};

/// Digest of the rules' name and version: records and frames name what they were scrubbed with.
pub fn rules_digest() -> Digest {
    Digest::of(candor_detect::VERSION.as_bytes())
}

/// Scrubs with the tokens of one session.
pub struct Scrubber {
    key: [u8; 32],
    detector: Detector,
}

impl Scrubber {
    /// A scrubber for a session. `session_key` is random and forgotten with the session.
    pub fn new(session_key: [u8; 32], detector: Detector) -> Self {
        Self { key: session_key, detector }
    }

    /// Scrubs a text that stands in this context.
    pub fn text(&self, raw: Raw<String>, context: &Context<'_>) -> Scrubbed<String> {
        let text = token::escaped(&raw.into_inner());
        Scrubbed::vouch(self.replace(&text, &self.find(&text, context)), "every finding replaced")
    }

    /// Scrubs an address.
    pub fn url(&self, raw: Raw<String>) -> Scrubbed<String> {
        Scrubbed::vouch(url::scrub(self, &token::escaped(&raw.into_inner())), "every part decoded and scrubbed")
    }

    /// Scrubs an accessibility snapshot.
    pub fn tree(&self, raw: Raw<String>) -> Scrubbed<String> {
        Scrubbed::vouch(
            tree::scrub(self, &token::escaped(&raw.into_inner())),
            "every name scrubbed, nothing else let by",
        )
    }

    /// Where in a run of visible text something must be filled in a picture, in UTF-16 code units.
    pub fn spans(&self, run: &Raw<String>, context: &Context<'_>) -> Vec<(u32, u32)> {
        let text = token::escaped(run.peek());
        let mut spans: Vec<(u32, u32)> = Vec::new();
        let (mut byte, mut unit) = (0, 0);
        for finding in self.find(&text, context) {
            let start = unit + utf16::len(&text[byte..finding.start]);
            let end = start + utf16::len(&text[finding.start..finding.end]);
            (byte, unit) = (finding.end, end);
            match spans.last_mut() {
                Some(last) if start <= last.1 + 1 => last.1 = end,
                _ => spans.push((start, end)),
            }
        }
        spans
    }

    /// What is found in a text of somebody's own, for the tools around the data: in bytes of `text`.
    pub fn findings(&self, text: &str, context: &Context<'_>) -> Vec<Finding> {
        self.find(&token::escaped(text), context)
    }

    /// A text of somebody's own with a token in the place of each finding, which must be sorted, without overlaps and
    /// on character boundaries. It vouches for nothing: only [`Scrubber::text`] makes a [`Scrubbed`] of what a page said.
    pub fn redacted(&self, text: &str, findings: &[Finding]) -> String {
        self.replace(&token::escaped(text), findings)
    }

    fn find(&self, text: &str, context: &Context<'_>) -> Vec<Finding> {
        self.detector.find(text, context)
    }

    /// `text`, whose brackets are replaced already, with a token in the place of each finding.
    fn replace(&self, text: &str, findings: &[Finding]) -> String {
        let mut out = String::with_capacity(text.len());
        let mut done = 0;
        for finding in findings {
            out.push_str(&text[done..finding.start]);
            out.push_str(&self.token(finding.kind, &text[finding.start..finding.end]));
            done = finding.end;
        }
        out.push_str(&text[done..]);
        out
    }

    /// The token for a value: of one-time codes and what is private, the kind alone.
    fn token(&self, kind: RedactionKind, value: &str) -> String {
        match kind {
            RedactionKind::OneTimeCode | RedactionKind::Private => token::fixed(kind),
            _ => token::keyed(&self.key, kind, &candor_detect::canonical(value)),
        }
    }
}

#[cfg(test)]
mod tests;
