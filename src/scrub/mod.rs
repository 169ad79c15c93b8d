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
    let mut all = found_in(normal.text());
    // A finding can have hidden the next one, which began inside its last word.
    let mut last = all.clone();
    for _ in 0..PASSES {
        if last.is_empty() {
            break;
        }
        let (rest, origin) = without(normal.text(), &all);
        last = found_in(&rest);
        all.extend(last.iter().map(|f| Finding { start: origin[f.start], end: origin[f.end], ..*f }));
        all = finding::merged(all);
    }
    all.into_iter().map(|finding| normal.back(finding)).collect()
}

/// How often what a finding leaves is searched again.
const PASSES: usize = 4;

fn found_in(text: &str) -> Vec<Finding> {
    let mut found = Vec::new();
    rules::run(text, &mut found);
    finding::merged(found)
}

/// `text` with an atom for each finding, and for each byte of it (and its end) the place it came from.
fn without(text: &str, findings: &[Finding]) -> (String, Vec<usize>) {
    let mut rest = String::with_capacity(text.len());
    let mut origin = Vec::with_capacity(text.len() + 1);
    let mut done = 0;
    for finding in findings {
        rest.push_str(&text[done..finding.start]);
        origin.extend(done..=finding.start);
        rest.push(normal::ATOM);
        done = finding.end;
    }
    rest.push_str(&text[done..]);
    origin.extend(done..=text.len());
    (rest, origin)
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
        let text = token::escaped(&raw.into_inner());
        Scrubbed::vouch(self.replace(&text, &find(&text)), "every finding replaced")
    }

    /// Scrubs an address.
    pub fn url(&self, raw: Raw<String>) -> Scrubbed<String> {
        Scrubbed::vouch(url::scrub(self, &token::escaped(&raw.into_inner())), "every part decoded and scrubbed")
    }

    /// Where in a run of visible text something must be filled in a picture, in UTF-16 code units.
    pub fn spans(&self, run: &Raw<String>) -> Vec<(u32, u32)> {
        let text = token::escaped(run.peek());
        let mut spans: Vec<(u32, u32)> = Vec::new();
        let (mut byte, mut unit) = (0, 0);
        for finding in find(&text) {
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
            _ => token::keyed(&self.key, kind, normal::Normal::of(value).text()),
        }
    }
}

#[cfg(test)]
mod tests;
