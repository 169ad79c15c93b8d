//! Typed text, scrubbed as it was meant and not as it arrived.
//!
//! Looked at are (a) everything the keys have spelt, deleted or not, (b) the text as it stands, (c) that text with
//! what stands around it, so that a secret begun by a paste or by an earlier burst is seen. Whatever is found, every
//! key from the first to the last that wrote any of it goes, and all text that those keys wrote; text and keys draw
//! each other in until nothing changes. A run of such keys becomes a single stroke without code, modifiers or time:
//! neither its length nor its rhythm is left. A token that its public prefix gives away goes from its fourth character
//! on, unless Enter or a space has ended it as something else.

use super::runs::{KeyRun, drawn_in, run_of};
use super::{Context, Finding, Place, RedactionKind, Scrubber, begun, field, token};
use crate::assemble::{Around, Burst};
use crate::raw::Scrubbed;
use crate::record::{BurstEnd, Editable, Kind, Modifiers, Sensitive, Stroke};
use crate::time::WallMillis;

impl Scrubber {
    /// Makes a record of a burst.
    pub fn burst(&self, burst: Burst) -> Kind<Scrubbed<String>> {
        let (text, keys, redacted) = match burst.secret {
            Some(why) => (token::fixed(kind_of(why)), Vec::new(), 1),
            None => self.told(&burst),
        };
        let (before, removed) = self.told_place(&burst);
        let at = (burst.whole && burst.secret.is_none()).then_some(before);
        Kind::Type {
            target: self.target(burst.target),
            text: Scrubbed::vouch(text, "findings in the text, around it and in its keys replaced"),
            at,
            removed,
            keys,
            ime: burst.ime,
            ended: burst.ended,
            redacted,
        }
    }

    /// How long the text before a burst and the text it replaced are to whoever reads the records: with a token in the
    /// place of each finding, or they would tell how long that was.
    fn told_place(&self, burst: &Burst) -> (u32, u32) {
        let change = &burst.change;
        let old = token::escaped(&format!("{}{}{}", change.before, change.replaced, change.after));
        let new = Around { before: change.before.clone(), after: change.after.clone(), ..Around::default() };
        let new = new.with(&change.text);
        let label = field::label_of(&burst.target.selectors);
        let length = |all: &str, start: usize, end: usize| {
            let mut at = start;
            let mut length = 0;
            for finding in self.find(all, &context_of(burst, &label)) {
                let plain = finding.start.clamp(at, end);
                length += super::utf16::len(&all[at..plain]);
                if (start..end).contains(&finding.start) {
                    length += super::utf16::len(&self.token(finding.kind, &all[finding.start..finding.end]));
                }
                at = finding.end.clamp(at, end);
            }
            length + super::utf16::len(&all[at..end])
        };
        let start = change.before.len();
        (length(&new, 0, start), length(&old, start, start + change.replaced.len()))
    }

    fn told(&self, burst: &Burst) -> (String, Vec<Stroke<Scrubbed<String>>>, u32) {
        let label = field::label_of(&burst.target.selectors);
        let context = context_of(burst, &label);
        let text = token::escaped(&burst.change.text);
        let found = self.found_in_text(burst, &text, &context);
        let text_findings = found.iter().map(|(finding, _)| *finding).collect();
        let runs = self.runs_of_keys(burst, &context);
        let (findings, runs) = drawn_in(text_findings, runs, &text, &burst.change.origin);
        let text = self.replace_named(&text, &findings, &found);
        let keys = strokes(burst, &runs);
        let redacted = u32::try_from(findings.len().max(runs.len())).unwrap_or(u32::MAX);
        (text, keys, redacted)
    }

    /// What is found in the text of a burst, by itself and with what stands around it, and the token for each.
    fn found_in_text(&self, burst: &Burst, text: &str, context: &Context<'_>) -> Vec<(Finding, String)> {
        let mut found: Vec<(Finding, String)> = Vec::new();
        for around in burst.arounds() {
            let all = around.with(&burst.change.text);
            let offset = around.before.len();
            for finding in self.find_around(burst, &around, &all) {
                let (start, end) = (finding.start.max(offset), finding.end.min(offset + text.len()));
                if start < end {
                    let token = self.token(finding.kind, &all[finding.start..finding.end]);
                    found.push((Finding { start: start - offset, end: end - offset, ..finding }, token));
                }
            }
        }
        let mut alone = self.find(text, context);
        alone.extend(begun_at_caret(burst, text, context).filter(|_| burst.ended != BurstEnd::Enter));
        let named = |finding: Finding| (finding, self.token(finding.kind, &text[finding.start..finding.end]));
        found.extend(alone.into_iter().map(named));
        found
    }

    /// The keys that have spelt what is found.
    fn runs_of_keys(&self, burst: &Burst, context: &Context<'_>) -> Vec<KeyRun> {
        let mut runs = Vec::new();
        let all = burst.spelt();
        for (number, spelt) in all.iter().enumerate() {
            let text = token::escaped(&spelt.text);
            let mut found = self.find(&text, context);
            // The last two say what stands in the end, and Enter is the end of that.
            if burst.ended != BurstEnd::Enter || number + 2 < all.len() {
                let begun = begun(&text, context);
                found.extend(begun.map(|start| Finding::new(start, text.len(), RedactionKind::Key, "begun")));
            }
            runs.extend(found.into_iter().filter_map(|finding| run_of(&spelt.origin, finding)));
        }
        runs
    }

    /// `text` with a token for each finding: that of the value it is a part of, where there is one.
    fn replace_named(&self, text: &str, findings: &[Finding], named: &[(Finding, String)]) -> String {
        let mut out = String::with_capacity(text.len());
        let mut done = 0;
        for finding in findings {
            out.push_str(&text[done..finding.start]);
            let within = |part: &&(Finding, String)| part.0.start >= finding.start && part.0.end <= finding.end;
            match named.iter().filter(within).min_by_key(|(part, _)| part.kind) {
                Some((_, token)) => out.push_str(token),
                None => out.push_str(&token::fixed(finding.kind)),
            }
            done = finding.end;
        }
        out.push_str(&text[done..]);
        out
    }
}

fn strokes(burst: &Burst, runs: &[KeyRun]) -> Vec<Stroke<Scrubbed<String>>> {
    let keys = &burst.keys;
    let mut strokes = Vec::with_capacity(keys.len());
    let mut runs = runs.iter().peekable();
    let mut at = 0;
    while at < keys.len() {
        if let Some(run) = runs.next_if(|run| run.first as usize <= at) {
            let key = Scrubbed::vouch(token::fixed(run.kind), "a token in the place of keys");
            let (code, modifiers) = (Scrubbed::default(), Modifiers::default());
            strokes.push(Stroke { key, code, modifiers, after: 0, completes: false });
            at = at.max(run.last as usize + 1);
            continue;
        }
        let press = &keys[at];
        let before = at.checked_sub(1).map_or(press.t, |before| keys[before].t);
        strokes.push(Stroke {
            key: plain_key(&press.key),
            code: plain_key(&press.code),
            modifiers: press.modifiers,
            after: after(before, press.t),
            completes: burst.completes(at),
        });
        at += 1;
    }
    strokes
}

/// A key's name: one of the keys that wrote nothing found.
fn plain_key(key: &str) -> Scrubbed<String> {
    Scrubbed::vouch(token::escaped(key), "a single key, no part of a finding")
}

/// Milliseconds between two keys: rounded to 50 and capped at 2 s, so that no rhythm is left to tell people apart by.
fn after(before: WallMillis, press: WallMillis) -> u16 {
    let millis = press.since(before).as_millis().min(2000);
    u16::try_from((millis + 25) / 50 * 50).unwrap_or(2000)
}

pub(super) fn kind_of(why: Sensitive) -> RedactionKind {
    match why {
        Sensitive::Password => RedactionKind::Password,
        Sensitive::OneTimeCode => RedactionKind::OneTimeCode,
        Sensitive::Card => RedactionKind::Card,
        Sensitive::Private => RedactionKind::Private,
    }
}

/// The token being written at the caret, in the text of the burst: its prefix gives it away before it is found.
fn begun_at_caret(burst: &Burst, text: &str, context: &Context<'_>) -> Option<Finding> {
    let behind = &text[burst.caret..];
    let word = behind.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '-' | '.'));
    let end = burst.caret + word.unwrap_or(behind.len());
    let before = burst.change.before.len();
    let start = begun(&token::escaped(&format!("{}{}", burst.change.before, &text[..end])), context)?;
    Some(Finding::new(start.max(before) - before, end, RedactionKind::Key, "begun"))
}

/// What is known of the text by where it is typed, in a field with that label.
pub(super) fn context_of<'a>(burst: &'a Burst, label: &'a str) -> Context<'a> {
    match burst.target.editable {
        _ if burst.shell => Context::of(Place::Terminal),
        Some(Editable::EditContext) => Context::of(Place::Code),
        _ if burst.single_line => Context::field(label, &burst.autocomplete),
        _ => Context::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_between_keys_are_coarse() {
        for (millis, told) in [(0, 0), (24, 0), (25, 50), (120, 100), (130, 150), (1990, 2000), (60_000, 2000)] {
            assert_eq!(after(WallMillis(1000), WallMillis(1000 + millis)), told, "{millis}");
        }
        assert_eq!(after(WallMillis(5), WallMillis(0)), 0, "a clock that goes backwards");
    }
}
