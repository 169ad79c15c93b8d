//! The scrubber: the only way from [`Raw`] to [`Scrubbed`].
//!
//! It finds secrets and personal data by shape ([`find`]: pure, in one pass over the text a rule, no regular
//! expressions, any input) and puts a token in the place of each. What goes through it:
//!
//! - text, titles, names, selectors ([`Scrubber::text`]),
//! - addresses, piece by piece and decoded ([`Scrubber::url`]),
//! - elements; of sensitive ones only structure and label stay ([`Scrubber::target`]),
//! - text as it was typed, key by key ([`Scrubber::burst`]).
//!
//! It does not promise to find what has no shape: a password that is a plain word in a sentence. Fields that hold
//! such things are never read in the first place.

mod burst;
mod finding;
mod normal;
mod pending;
mod record;
mod rules;
mod token;
mod url;
pub(crate) mod utf16;

pub use finding::{Finding, RedactionKind};
pub(crate) use pending::start as pending_start;

use crate::ids::Digest;
use crate::raw::{Raw, Scrubbed};

/// Everything in `text` that must not be told: sorted, without overlaps, on character boundaries.
///
/// Tokens of the scrubber itself are passed over: nothing is found in text that has been scrubbed.
pub fn find(text: &str) -> Vec<Finding> {
    let normal = normal::Normal::of(text);
    let mut found = Vec::new();
    rules::run(normal.text(), &mut found);
    finding::merged(found.into_iter().map(|finding| normal.back(finding)).collect())
}

/// Digest of the rules' name and version: records and frames name what they were scrubbed with.
pub fn rules_digest() -> Digest {
    Digest::of(rules::VERSION.as_bytes())
}

/// Scrubs with the tokens of one session.
pub struct Scrubber {
    key: [u8; 32],
}

impl Scrubber {
    /// A scrubber for a session. `session_key` is random and forgotten with the session.
    pub fn new(session_key: [u8; 32]) -> Self {
        Self { key: session_key }
    }

    /// Scrubs a text.
    pub fn text(&self, raw: Raw<String>) -> Scrubbed<String> {
        let text = raw.into_inner();
        Scrubbed::vouch(self.replace(&text, &find(&text)), "every finding replaced")
    }

    /// Scrubs an address.
    pub fn url(&self, raw: Raw<String>) -> Scrubbed<String> {
        Scrubbed::vouch(url::scrub(self, &raw.into_inner()), "every part decoded and scrubbed")
    }

    /// Where in a run of visible text something must be filled in a picture, in UTF-16 code units.
    pub fn spans(&self, run: &Raw<String>) -> Vec<(u32, u32)> {
        let text = run.peek();
        let mut spans: Vec<(u32, u32)> = Vec::new();
        let (mut byte, mut unit) = (0, 0);
        for finding in find(text) {
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

    /// `text` with a token in the place of each finding.
    fn replace(&self, text: &str, findings: &[Finding]) -> String {
        let mut out = String::with_capacity(text.len());
        let mut done = 0;
        for finding in findings {
            token::push_escaped(&mut out, &text[done..finding.start]);
            out.push_str(&self.token(finding.kind, &text[finding.start..finding.end]));
            done = finding.end;
        }
        token::push_escaped(&mut out, &text[done..]);
        out
    }

    /// The token for a value: of one-time codes and what is private, the kind alone.
    fn token(&self, kind: RedactionKind, value: &str) -> String {
        match kind {
            RedactionKind::OneTimeCode | RedactionKind::Private => token::fixed(kind),
            _ => token::keyed(&self.key, kind, normal::Normal::of(value).text()),
        }
    }
}

#[cfg(test)]
mod tests;
