//! `candor policy`: an administrator's policy, read as the extension reads it.
//!
//! [`Checked`] says what a policy does and what is wrong with it; [`compare()`] whether one asks for more than another;
//! [`reference()`] what every key means. None of them repeats a token.

mod compare;
mod describe;
mod file;
mod reference;

pub use compare::{Comparison, Relation, compare};
pub use file::Unreadable;
pub use reference::reference;

use std::fmt;
use std::path::Path;

use candor_core::message::{PolicyProblem, Reason};
use candor_core::policy::{Build, Policy, parse};
use serde::Serialize;
use serde_json::{Value, json};

use crate::scrub::compiled;

/// A policy that was read, and what came of it.
#[derive(Debug)]
pub struct Checked {
    policy: Option<Policy>,
    reason: Option<Reason>,
    problems: Vec<Problem>,
}

/// A rejected key, in English.
#[derive(Debug, Serialize)]
struct Problem {
    key: String,
    problem: String,
}

impl Problem {
    fn of(found: &PolicyProblem) -> Self {
        let whole = if found.key.is_empty() { "the policy " } else { "" };
        Self { key: found.key.clone(), problem: format!("{whole}{found}") }
    }
}

impl Checked {
    /// Reads a policy from a file and checks it: all that the extension does, and that it could record at all.
    ///
    /// # Errors
    /// When the file can't be read as text. A text that is no policy is for [`Checked`] to tell.
    pub fn read(path: &Path, build: Build) -> Result<Self, Unreadable> {
        Ok(Self::of(&file::read(path)?, build))
    }

    fn of(text: &str, build: Build) -> Self {
        let parsed = parse(text, build);
        let reason = parsed.usable().err();
        let (mut policy, mut found) = (parsed.policy, parsed.problems);
        if let Some(Err(more)) =
            policy.as_ref().map(|policy| policy.extra_rules.matchers(&compiled(&policy.extra_rules)))
        {
            policy = None;
            found.extend(more);
        }
        let mut problems: Vec<_> = found.iter().map(Problem::of).collect();
        // What a browser's own policy file has around the policy of an extension.
        for problem in problems.iter_mut().filter(|problem| problem.key == "3rdparty") {
            problem.problem = "is around a policy: check what is below `extensions` and the extension's id".to_owned();
        }
        let reason = match &policy {
            None => reason.or(Some(Reason::InvalidPolicy)),
            Some(policy) if !policy.is_sealed() => {
                problems.extend(missing_beyond_this_machine(policy));
                Some(Reason::Unsealed)
            }
            Some(policy) => policy.is_exempt().then_some(Reason::ExemptRegion),
        };
        Self { policy, reason, problems }
    }

    /// The policy, when something can be recorded by it, or could if it were not for the region.
    pub fn usable(&self) -> Option<&Policy> {
        self.policy.as_ref().filter(|_| matches!(self.reason, None | Some(Reason::ExemptRegion)))
    }

    /// Whether it is usable and no key was rejected.
    pub fn is_clean(&self) -> bool {
        self.usable().is_some() && self.problems.is_empty()
    }

    /// What was rejected, a line each.
    pub fn problems(&self) -> impl Iterator<Item = String> {
        self.problems.iter().map(|problem| match problem.key.as_str() {
            "" => problem.problem.clone(),
            key => format!("`{key}` {}", problem.problem),
        })
    }

    /// All of it for machines.
    pub fn to_json(&self) -> Value {
        json!({
            "usable": self.usable().is_some(),
            "reason": self.reason,
            "problems": self.problems,
            "policy": self.policy.as_ref().map(describe::values),
        })
    }
}

/// What [`Policy::is_sealed`] misses.
fn missing_beyond_this_machine(policy: &Policy) -> Vec<Problem> {
    let needs = [
        ("recipientKeys", policy.recipient_keys.is_empty(), "a key to seal to"),
        ("serverKeys", policy.server_keys.is_empty(), "a key to verify receipts with"),
        ("notice", policy.notice.is_none(), "a notice"),
    ];
    let missing = needs.into_iter().filter(|(_, is_missing, _)| *is_missing);
    let problem = |(key, _, what): (&str, bool, &str)| Problem {
        key: key.to_owned(),
        problem: format!("is missing; an endpoint beyond this machine needs {what}"),
    };
    missing.map(problem).collect()
}

/// In plain words: whether it is usable, what it does, what was rejected.
impl fmt::Display for Checked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verdict = match self.reason {
            None if self.problems.is_empty() => "The policy is usable.",
            None => "The policy is usable, but for keys that have no effect.",
            Some(Reason::NoPolicy) => "This is no policy: it is empty, and nothing is recorded.",
            Some(Reason::UnknownRegion) => {
                "The policy is not usable: nothing is recorded, since its region is not known."
            }
            Some(Reason::ExemptRegion) => "The policy is usable, and nothing is recorded: its region is exempt.",
            Some(_) => "The policy is not usable: nothing is recorded.",
        };
        writeln!(f, "{verdict}")?;
        if let Some(policy) = &self.policy {
            for (title, lines) in describe::sections(policy) {
                writeln!(f, "\n{title}")?;
                lines.iter().try_for_each(|line| writeln!(f, "  {line}"))?;
            }
        }
        if !self.problems.is_empty() {
            writeln!(f, "\nRejected")?;
            self.problems().try_for_each(|problem| writeln!(f, "  {problem}"))?;
        }
        Ok(())
    }
}
