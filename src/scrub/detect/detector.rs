//! The detector: the built-in rules, and what the policy and the person add to them.

use std::fmt;
use std::rc::Rc;

use crate::normal::{ATOM, Normal};
use crate::{Context, Finding, finding, pending, rules};

/// How often what a finding leaves is searched again.
const PASSES: usize = 4;

/// How far from a finding its absence can change what is found: further than any rule looks back or ahead.
const REACH: usize = 600;

/// Finds further things in a text: a person's own list, or a policy's rules.
pub trait Matcher {
    /// Adds what is found in `text`: on character boundaries of it.
    fn find(&self, text: &str, found: &mut Vec<Finding>);

    /// Where the end of `text` begins that could still grow into something to be found, if there is such an end.
    fn pending(&self, text: &str) -> Option<usize>;
}

/// Searches texts. The built-in rules are always on; there is no way to leave one out.
#[derive(Clone, Default)]
pub struct Detector {
    more: Vec<Rc<dyn Matcher>>,
}

impl Detector {
    /// A detector that also finds what `matcher` finds.
    #[must_use]
    pub fn with(mut self, matcher: Rc<dyn Matcher>) -> Self {
        self.more.push(matcher);
        self
    }

    /// Everything in `text` that must not be told: sorted, without overlaps, on character boundaries.
    ///
    /// Tokens of the scrubber itself are passed over: nothing is found in text that has been scrubbed.
    pub fn find(&self, text: &str, context: &Context<'_>) -> Vec<Finding> {
        let normal = Normal::of(text);
        let text = normal.text();
        let mut all = self.found_in(text, context, &[(0, text.len())]);
        // A finding can have hidden the next one, which began inside its last word: what stands around is searched
        // again as it is once a token has taken the place of the finding.
        let mut around = neighbourhoods(text, &all);
        let mut left = String::new();
        for _ in 0..PASSES {
            if around.is_empty() {
                break;
            }
            left = without(text, left, &all);
            let more = self.found_in(&left, context, &around);
            around = neighbourhoods(text, &more);
            all.extend(more);
            all = finding::merged(all);
        }
        all.into_iter().map(|finding| normal.back(finding)).collect()
    }

    /// Where the end of `text` begins that could still grow into something to be found, if there is such an end.
    pub fn pending(&self, text: &str, context: &Context<'_>) -> Option<usize> {
        let built_in = pending(text, context);
        if self.more.is_empty() {
            return built_in;
        }
        let normal = Normal::of(text);
        let more = self.more.iter().filter_map(|matcher| matcher.pending(normal.text()));
        more.map(|at| normal.origin(at)).chain(built_in).min()
    }

    fn found_in(&self, text: &str, context: &Context<'_>, ranges: &[(usize, usize)]) -> Vec<Finding> {
        let mut found = Vec::new();
        for range in ranges {
            rules::run(text, context, *range, 0, &mut found);
        }
        // The whole text: a word that a range cuts in two would look like another.
        for matcher in self.more.iter().filter(|_| !ranges.is_empty()) {
            matcher.find(text, &mut found);
        }
        finding::merged(found)
    }
}

impl fmt::Debug for Detector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Detector").field("more", &self.more.len()).finish()
    }
}

/// The stretches around findings that a rule can see together with them, sorted and apart.
fn neighbourhoods(text: &str, findings: &[Finding]) -> Vec<(usize, usize)> {
    let mut around: Vec<(usize, usize)> = Vec::new();
    for finding in findings {
        let start = text.floor_char_boundary(finding.start.saturating_sub(REACH));
        let end = text.ceil_char_boundary((finding.end + REACH).min(text.len()));
        match around.last_mut() {
            Some(last) if start <= last.1 => last.1 = last.1.max(end),
            _ => around.push((start, end)),
        }
    }
    around
}

/// `text` with atoms in the place of every byte of a finding: places stay what they are. `left` is what this gave
/// before, with fewer findings, or empty.
fn without(text: &str, left: String, findings: &[Finding]) -> String {
    let mut bytes = if left.is_empty() { text.to_owned().into_bytes() } else { left.into_bytes() };
    for finding in findings {
        bytes[finding.start..finding.end].fill(ATOM as u8);
    }
    String::from_utf8(bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Kind;

    #[test]
    fn what_a_matcher_finds_counts_as_any_other() {
        struct Word(&'static str);
        impl Matcher for Word {
            fn find(&self, text: &str, found: &mut Vec<Finding>) {
                let all = text.match_indices(self.0);
                found.extend(all.map(|(at, word)| Finding::new(at, at + word.len(), Kind::Private, "word")));
            }

            fn pending(&self, text: &str) -> Option<usize> {
                text.ends_with("tide").then(|| text.len() - 4)
            }
        }
        let text = "tidepool: jane@example.org";
        let detector = Detector::default().with(Rc::new(Word("tidepool")));
        let found = detector.find(text, &Context::default());
        assert_eq!(found.iter().map(|f| f.kind).collect::<Vec<_>>(), [Kind::Private, Kind::Email]);
        for (text, begun) in [("\u{200b}é tide", Some("tide")), ("a@tide", Some("a@tide")), ("tid", None)] {
            let at = detector.pending(text, &Context::default());
            assert_eq!(at.map(|at| &text[at..]), begun, "{text}");
        }
    }
}
