//! One way in which a policy goes beyond what was agreed to. Put into words by whoever shows it; the decision needs
//! none.

use std::fmt;

use super::Rule;

/// One way in which a policy goes beyond what was agreed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Widening<'a> {
    /// The entry of `sites` that it is about, if it is: its place, counted from 0, and what it matches.
    pub site: Option<(usize, &'a str)>,
    /// The key, such as `holdMinutes`, `notice.controller` or, of an entry of `sites`, `frames`.
    pub key: &'static str,
    /// What was agreed to.
    pub agreed: Value<'a>,
    /// What is asked for.
    pub actual: Value<'a>,
}

/// What a key has on one side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    /// A number.
    Number(u32),
    /// A text of the policy.
    Text(&'a str),
    /// A rule of the policy.
    Rule(&'a Rule),
    /// A setting, or that there is none.
    Word(&'static str),
}

/// `sites[1] "https://…": keys off → on`
impl fmt::Display for Widening<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { site, key, agreed, actual } = self;
        match site {
            Some((index, label)) if *key == "match" => write!(f, "sites[{index}] {label:?}: {agreed} → {actual}"),
            Some((index, label)) => write!(f, "sites[{index}] {label:?}: {key} {agreed} → {actual}"),
            None => write!(f, "{key}: {agreed} → {actual}"),
        }
    }
}

impl fmt::Display for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Text(text) => write!(f, "{text:?}"),
            Self::Rule(rule) => write!(f, "{rule}"),
            Self::Word(word) => f.write_str(word),
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Literal(literal) => write!(f, "literal {literal:?}"),
            Self::Prefix { prefix, characters, least, most } => {
                write!(f, "prefix {prefix:?} and {least} to {most} of {characters}")
            }
            Self::Pattern(pattern) => write!(f, "pattern {pattern:?}"),
        }
    }
}
