//! Whether one policy asks for more than another.

use std::fmt;

use candor_core::policy::{Policy, Scope};
use serde::Serialize;

/// How the second of two policies is to the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Relation {
    /// It asks for more: whoever agreed to the first is asked again.
    Wider,
    /// It asks for less.
    Narrower,
    /// What people agree to is the same.
    Same,
}

/// What became of a comparison.
#[derive(Clone, Debug, Serialize)]
pub struct Comparison {
    /// In a word.
    pub relation: Relation,
    /// Everything in which the second goes beyond the first.
    pub widenings: Vec<Widening>,
}

/// One of them.
#[derive(Clone, Debug, Serialize)]
pub struct Widening {
    /// Path of the key, such as `sites[1].keys`.
    pub key: String,
    /// What was agreed to, and what is asked for.
    pub words: String,
}

/// Compares two policies.
pub fn compare(agreed: &Policy, actual: &Policy) -> Comparison {
    let (agreed, actual) = (Scope::of(agreed), Scope::of(actual));
    let found = agreed.widenings(&actual);
    let relation = if !found.is_empty() {
        Relation::Wider
    } else if actual.widenings(&agreed).is_empty() {
        Relation::Same
    } else {
        Relation::Narrower
    };
    let widenings = found.iter().map(|widening| Widening {
        key: widening.site.map_or(widening.key.to_owned(), |(index, _)| format!("sites[{index}].{}", widening.key)),
        words: widening.to_string(),
    });
    Comparison { relation, widenings: widenings.collect() }
}

/// The widenings, a line each, behind a line that sums them up.
impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.relation {
            Relation::Wider => "Wider: whoever agreed to the first is asked again.\n",
            Relation::Narrower => "Narrower: whoever agreed to the first agreed to this, and is not asked again.\n",
            Relation::Same => "The same: nobody is asked again.\n",
        })?;
        self.widenings.iter().try_for_each(|widening| writeln!(f, "  {}", widening.words))
    }
}
