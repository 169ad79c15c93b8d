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
        let joined = |found: Vec<Finding>| found.into_iter().map(|finding| normal.joined(finding)).collect();
        let mut all = finding::merged(joined(self.found_in(text, context, (0, text.len()))));
        // A finding can have hidden the next one, which began inside its last word: what stands around is searched
        // again as it is once a token has taken the place of the finding.
        let mut last = all.clone();
        for _ in 0..PASSES {
            let around = Around::of(text, &all, &last);
            last = joined(around.iter().flat_map(|around| around.search(self, context)).collect());
            if last.is_empty() {
                break;
            }
            all.extend(&last);
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

    fn found_in(&self, text: &str, context: &Context<'_>, range: (usize, usize)) -> Vec<Finding> {
        let mut found = Vec::new();
        rules::run(text, context, range, 0, &mut found);
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

/// What stands around some findings, with an atom in the place of each.
struct Around {
    text: String,
    /// The part of `text` to be searched again: what stands further out is there to be looked back at.
    range: (usize, usize),
    /// Places of `text` and of the whole text from which on the two go side by side, in order.
    steps: Vec<(usize, usize)>,
}

impl Around {
    /// The surroundings of `last`, each once, in a text with the findings `all`; both are sorted and apart.
    fn of(text: &str, all: &[Finding], last: &[Finding]) -> Vec<Self> {
        let mut ranges: Vec<(usize, usize)> = Vec::new();
        for finding in last {
            let (start, end) = (finding.start.saturating_sub(REACH), (finding.end + REACH).min(text.len()));
            match ranges.last_mut() {
                Some(last) if start <= last.1 + 2 * REACH => last.1 = last.1.max(end),
                _ => ranges.push((start, end)),
            }
        }
        ranges.into_iter().map(|range| Self::within(text, all, range)).collect()
    }

    fn within(text: &str, all: &[Finding], (start, end): (usize, usize)) -> Self {
        let mut from = text.floor_char_boundary(start.saturating_sub(REACH));
        let first = all.partition_point(|finding| finding.end <= from);
        from = all.get(first).map_or(from, |finding| from.min(finding.start));
        let to = text.ceil_char_boundary((end + REACH).min(text.len()));
        let mut around = Self { text: String::new(), range: (0, 0), steps: vec![(0, from)] };
        let mut done = from;
        for finding in all[first..].iter().take_while(|finding| finding.start < to) {
            around.text.push_str(&text[done..finding.start]);
            around.text.push(ATOM);
            around.steps.push((around.text.len(), finding.end));
            done = finding.end;
        }
        around.text.push_str(text.get(done..to).unwrap_or_default());
        around.range = (around.place(start), around.place(end));
        around
    }

    /// The place in `text` of one in the whole text.
    fn place(&self, whole: usize) -> usize {
        let step = self.steps.partition_point(|(_, origin)| *origin <= whole).saturating_sub(1);
        let (place, origin) = self.steps[step];
        self.text.ceil_char_boundary((place + whole.saturating_sub(origin)).min(self.text.len()))
    }

    fn origin(&self, place: usize) -> usize {
        let step = self.steps.partition_point(|(step, _)| *step <= place).saturating_sub(1);
        self.steps[step].1 + place - self.steps[step].0
    }

    fn search(&self, detector: &Detector, context: &Context<'_>) -> Vec<Finding> {
        let normal = Normal::again(&self.text);
        let range = (normal.place(self.range.0), normal.place(self.range.1));
        let found = detector.found_in(normal.text(), context, range);
        let back = |finding: Finding| {
            let finding = normal.back(finding);
            Finding { start: self.origin(finding.start), end: self.origin(finding.end), ..finding }
        };
        found.into_iter().map(back).collect()
    }
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
