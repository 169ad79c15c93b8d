//! The detector: the built-in rules, and what the policy and the person add to them.

use std::fmt;
use std::rc::Rc;

use crate::normal::{ATOM, Normal};
use crate::{Context, Finding, finding, rules};

/// How often what a finding leaves is searched again.
const PASSES: usize = 4;

/// Finds further things in a text: a person's own list, or a policy's rules.
pub trait Matcher {
    /// Adds what is found in `text`: on character boundaries of it.
    fn find(&self, text: &str, found: &mut Vec<Finding>);
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
        let mut all = self.found_in(normal.text(), context);
        // A finding can have hidden the next one, which began inside its last word.
        let mut last = all.clone();
        for _ in 0..PASSES {
            if last.is_empty() {
                break;
            }
            let (rest, origin) = without(normal.text(), &all);
            last = self.found_in(&rest, context);
            all.extend(last.iter().map(|f| Finding { start: origin[f.start], end: origin[f.end], ..*f }));
            all = finding::merged(all);
        }
        all.into_iter().map(|finding| normal.back(finding)).collect()
    }

    fn found_in(&self, text: &str, context: &Context<'_>) -> Vec<Finding> {
        let mut found = Vec::new();
        rules::run(text, context, (0, text.len()), &mut found);
        for matcher in &self.more {
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

/// `text` with an atom for each finding, and for each byte of it (and its end) the place it came from.
fn without(text: &str, findings: &[Finding]) -> (String, Vec<usize>) {
    let mut rest = String::with_capacity(text.len());
    let mut origin = Vec::with_capacity(text.len() + 1);
    let mut done = 0;
    for finding in findings {
        rest.push_str(&text[done..finding.start]);
        origin.extend(done..=finding.start);
        rest.push(ATOM);
        done = finding.end;
    }
    rest.push_str(&text[done..]);
    origin.extend(done..=text.len());
    (rest, origin)
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
        }
        let text = "tidepool: jane@example.org";
        let found = Detector::default().with(Rc::new(Word("tidepool"))).find(text, &Context::default());
        assert_eq!(found.iter().map(|f| f.kind).collect::<Vec<_>>(), [Kind::Private, Kind::Email]);
    }
}
