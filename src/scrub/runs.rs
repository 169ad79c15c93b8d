//! Text and the keys that wrote it: what is redacted in one is redacted in the other.

use candor_detect::merged;

use super::{Finding, RedactionKind};
use crate::assemble::Origin;

/// A run of keys that must not be told: first and last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct KeyRun {
    pub(super) first: u32,
    pub(super) last: u32,
    pub(super) kind: RedactionKind,
}

/// The keys that wrote a finding, and all between them.
pub(super) fn run_of(origin: &[Origin], finding: Finding) -> Option<KeyRun> {
    let mut written = origin[finding.start..finding.end].iter().flatten();
    let start = *written.next()?;
    let (first, last) = written.fold(start, |(first, last), (a, b)| (first.min(*a), last.max(*b)));
    Some(KeyRun { first, last, kind: finding.kind })
}

/// Text draws in the keys that wrote it, and keys all the text they wrote, until nothing changes.
pub(super) fn drawn_in(
    mut findings: Vec<Finding>,
    mut runs: Vec<KeyRun>,
    text: &str,
    origin: &[Origin],
) -> (Vec<Finding>, Vec<KeyRun>) {
    loop {
        findings = merged(findings);
        runs.extend(findings.iter().filter_map(|finding| run_of(origin, *finding)));
        runs = joined(runs);
        let known = findings.clone();
        for run in &runs {
            let wrote = |origin: &Origin| origin.is_some_and(|(first, last)| first <= run.last && last >= run.first);
            let bytes = text.char_indices().filter(|(at, _)| wrote(&origin[*at]));
            findings.extend(bytes.map(|(at, c)| Finding::new(at, at + c.len_utf8(), run.kind, "typed")));
        }
        findings = side_by_side(merged(findings));
        if findings == known {
            return (findings, runs);
        }
    }
}

/// Joins findings that touch.
fn side_by_side(findings: Vec<Finding>) -> Vec<Finding> {
    let mut result: Vec<Finding> = Vec::with_capacity(findings.len());
    for finding in findings {
        match result.last_mut() {
            Some(last) if last.end == finding.start => {
                last.end = finding.end;
                last.kind = last.kind.min(finding.kind);
            }
            _ => result.push(finding),
        }
    }
    result
}

/// Sorts runs and joins those that overlap or touch.
fn joined(runs: Vec<KeyRun>) -> Vec<KeyRun> {
    let mut result: Vec<KeyRun> = Vec::with_capacity(runs.len());
    for run in candor_detect::sorted(runs) {
        match result.last_mut() {
            Some(last) if run.first <= last.last.saturating_add(1) => {
                last.last = last.last.max(run.last);
                last.kind = last.kind.min(run.kind);
            }
            _ => result.push(run),
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_keys_draw_each_other_in() {
        // Keys 0 to 3 spelt something; key 3 also wrote text that key 9 went on with.
        let origin = [Some((3, 3)), Some((3, 9)), Some((10, 10)), None];
        let run = KeyRun { first: 0, last: 3, kind: RedactionKind::Card };
        let (findings, runs) = drawn_in(Vec::new(), vec![run], "abcd", &origin);
        assert_eq!(findings, [Finding::new(0, 2, RedactionKind::Card, "typed")]);
        assert_eq!(runs, [KeyRun { first: 0, last: 9, kind: RedactionKind::Card }]);
    }
}
