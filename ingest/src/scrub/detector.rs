//! What is searched for besides what the built-in rules find: a policy's own rules, and a person's list.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use candor_core::policy::{ExtraRules, Patterns};
use candor_core::scrub::{Detector, RedactionKind};
use candor_detect::Words;

/// Why the rules of a file can't be used.
#[derive(Debug, thiserror::Error)]
pub enum RulesError {
    /// The file can't be read.
    #[error("{path}: {error}", path = .0.display(), error = .1)]
    Unreadable(PathBuf, io::Error),
    /// Some rules are not what they should be: a line each.
    #[error("{path}: {problems}", path = .0.display(), problems = .1.join("\n"))]
    Rejected(PathBuf, Vec<String>),
}

/// A detector that also finds what the rules of a policy ask for, in a file that is one or its `extraRules` alone, and
/// the words of a list, one a line.
///
/// # Errors
/// When a file can't be read, or holds what is no rule or no word.
pub fn detector(rules: Option<&Path>, never: Option<&Path>) -> Result<Detector, RulesError> {
    let mut detector = Detector::default();
    if let Some(path) = rules {
        let reject = |problems: Vec<_>| {
            let line = |problem: &candor_core::message::PolicyProblem| match problem.key.as_str() {
                "" => problem.to_string(),
                key => format!("`{key}` {problem}"),
            };
            RulesError::Rejected(path.to_owned(), problems.iter().map(line).collect())
        };
        let rules = ExtraRules::parse(&read(path)?).map_err(reject)?;
        detector = rules.matchers(&compiled(&rules)).map_err(reject)?.into_iter().fold(detector, Detector::with);
    }
    if let Some(path) = never {
        let text = read(path)?;
        let words: Vec<&str> = text.lines().map(str::trim).filter(|word| !word.is_empty()).collect();
        if let Some(line) = text.lines().position(|line| line.trim().chars().count() == 1) {
            let problem = format!("line {}: a word has two characters at least", line + 1);
            return Err(RulesError::Rejected(path.to_owned(), vec![problem]));
        }
        detector = detector.with(Rc::new(Words::new(words, RedactionKind::Private, "never")));
    }
    Ok(detector)
}

/// What finds the patterns of a policy.
pub(crate) fn compiled(rules: &ExtraRules) -> Patterns {
    match candor_patterns::Patterns::new(&rules.patterns()) {
        Ok(patterns) => Patterns::Compiled(Rc::new(patterns)),
        Err(problems) => {
            Patterns::Rejected(problems.into_iter().map(|p| (p.pattern, p.error.unwrap_or_default())).collect())
        }
    }
}

fn read(path: &Path) -> Result<String, RulesError> {
    fs::read_to_string(path).map_err(|error| RulesError::Unreadable(path.to_owned(), error))
}
