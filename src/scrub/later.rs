//! Later discovery: what turned out to be a secret only when more was typed or pasted, or in the field beside, is in
//! earlier records too.

use super::burst::{context_of, kind_of};
use super::{Context, Finding, RedactionKind, Scrubber, field, token};
use crate::assemble::{Around, Burst, Wrote};
use crate::raw::{Raw, Scrubbed};
use crate::record::Sensitive;

/// A part of a secret that was recorded before it was known to be one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    /// The last observation of the record that holds it; none when that is not known.
    pub(crate) by: Option<u32>,
    /// Where it stands in that record's text, in bytes, if nothing of that was redacted yet.
    pub(crate) at: usize,
    /// The part.
    pub(crate) text: Raw<String>,
}

/// A secret of which earlier records hold parts; without parts, everything that they hold of the field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Later {
    /// What stands in its place.
    pub(crate) token: Scrubbed<String>,
    /// What stands there in a record of another session.
    pub(crate) elsewhere: Scrubbed<String>,
    pub(crate) parts: Vec<Part>,
}

impl Scrubber {
    /// The secrets in and around a burst of which earlier records hold parts.
    pub(crate) fn later(&self, burst: &Burst) -> Vec<Later> {
        let mut all = Vec::new();
        if burst.secret.is_some() {
            return all;
        }
        for around in burst.arounds().filter(|around| !around.wrote.is_empty() || around.has_holes) {
            let text = around.with(&burst.change.text);
            for finding in self.find_around(burst, &around, &text) {
                let parts = parts_in(finding, &around, &text, burst);
                if !parts.is_empty() {
                    let vouch = |token| Scrubbed::vouch(token, "a token in the place of a secret");
                    all.push(Later {
                        token: vouch(self.token(finding.kind, &text[finding.start..finding.end])),
                        elsewhere: vouch(token::fixed(finding.kind)),
                        parts,
                    });
                }
            }
        }
        all
    }

    /// Everything in earlier records of a burst's field, which is sensitive from now on.
    pub(crate) fn all_of(&self, why: Sensitive) -> Later {
        let token = Scrubbed::vouch(token::fixed(kind_of(why)), "a token in the place of a secret");
        Later { elsewhere: token.clone(), token, parts: Vec::new() }
    }

    /// Everything found in `text`, which is what stands around a burst and the burst itself.
    pub(super) fn find_around(&self, burst: &Burst, around: &Around, text: &str) -> Vec<Finding> {
        if around.in_boxes && text.chars().any(|c| c.is_ascii_digit()) {
            return vec![Finding::new(0, text.len(), RedactionKind::OneTimeCode, "boxes")];
        }
        // What labels the field says nothing of the fields beside it.
        let label = if around.is_field { field::label_of(&burst.target.selectors) } else { String::new() };
        let context = context_of(burst, &label);
        let autocomplete = if around.is_field { context.autocomplete } else { "" };
        let mut found = self.find(text, &Context { autocomplete, ..context });
        found.iter_mut().for_each(|finding| self.part(finding, &around.joints, text));
        found
    }

    /// An address that is whole in one field is that field's alone: a word typed in the next one may look like its end.
    fn part(&self, finding: &mut Finding, joints: &[usize], text: &str) {
        let is_whole = |start: usize, end: usize| {
            let found = self.find(&text[start..end], &Context::default());
            found.iter().any(|part| (part.kind, part.start, part.end) == (RedactionKind::Email, 0, end - start))
        };
        for joint in joints.iter().copied().filter(|_| finding.kind == RedactionKind::Email) {
            let Finding { start, end, .. } = *finding;
            if !(start < joint && joint < end && text.is_char_boundary(joint)) {
                continue;
            }
            if is_whole(start, joint) {
                finding.end = joint;
            } else if is_whole(joint, end) {
                finding.start = joint;
            }
        }
    }
}

impl Around {
    /// All of it, with `text` in the middle, ready to be searched.
    pub(super) fn with(&self, text: &str) -> String {
        token::escaped(&format!("{}{text}{}", self.before, self.after))
    }
}

/// The parts of a finding that earlier records hold. None when the burst has no part in it, and when it is one record's
/// alone: that was searched when it was made.
fn parts_in(finding: Finding, around: &Around, text: &str, burst: &Burst) -> Vec<Part> {
    let (start, end) = (around.before.len(), around.before.len() + burst.change.text.len());
    let beside = finding.start <= end && start <= finding.end;
    if !beside && !burst.keys.is_empty() {
        return Vec::new();
    }
    let part = |start: usize, end: usize, by, at| Part { by, at, text: Raw::new(text[start..end].to_owned()) };
    let within = |start: usize, end: usize| (start.max(finding.start), end.min(finding.end));
    let place = |w: &Wrote| (within(w.start, w.end), w.by, w.from + finding.start.saturating_sub(w.start));
    let mut known: Vec<_> = around.wrote.iter().map(place).collect();
    known.retain(|((start, end), ..)| start < end);
    let known = candor_detect::sorted(known);
    let mut parts: Vec<Part> = known.iter().map(|((start, end), by, at)| part(*start, *end, Some(*by), *at)).collect();
    if around.has_holes {
        // What lies between those that are known, but for what the burst has just written.
        let ends = known.iter().map(|(known, ..)| *known).chain([(finding.end, finding.end)]);
        let mut at = finding.start;
        for (next, over) in ends {
            let gaps = [(at, next.min(start)), (at.max(end), next)];
            parts.extend(
                gaps.into_iter().filter(|(from, upto)| from < upto).map(|(from, upto)| part(from, upto, None, 0)),
            );
            at = at.max(over);
        }
    }
    if around.was_cut && finding.start < end && start < finding.end {
        // What was begun, taken out and written anew is in the record in which it was begun.
        parts.push(part(finding.start, finding.end, None, 0));
    }
    let alone = matches!(parts.as_slice(), [only] if only.text.peek().len() == finding.end - finding.start);
    let overlaps = finding.start < end && start < finding.end;
    if alone && !overlaps { Vec::new() } else { parts }
}
