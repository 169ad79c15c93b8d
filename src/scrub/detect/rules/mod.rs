//! The rules, a module for each family. A rule reads a text once from left to right, looks back and ahead no further
//! than a fixed length or to where it has not been yet, and reports byte offsets on character boundaries.

mod assignment;
mod card;
mod credentials;
mod jwt;
mod mail;
mod private_key;
pub(crate) mod shape;
mod vendor;

pub(crate) use assignment::open_value;
pub use shape::is_random;
pub(crate) use vendor::could_be_prefix;

use crate::{Context, Finding};

/// The name of this set of rules: changes with every change in what is found.
pub const VERSION: &str = "candor-rules/1";

/// Runs every rule over `text`.
pub(crate) fn run(text: &str, _: &Context<'_>, found: &mut Vec<Finding>) {
    private_key::find(text, found);
    vendor::find(text, found);
    jwt::find(text, found);
    assignment::find(text, found);
    credentials::find(text, found);
    mail::find(text, found);
    card::find(text, found);
}

#[cfg(test)]
pub(crate) mod testing {
    use crate::Finding;

    /// What `find` finds in `text`, as pieces of it.
    pub(crate) fn pieces(find: impl Fn(&str, &mut Vec<Finding>), text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        find(text, &mut found);
        crate::merged(found).iter().map(|f| &text[f.start..f.end]).collect()
    }

    /// A table of texts and the one piece found in each, empty for texts to be spared.
    pub(crate) fn check(find: impl Fn(&str, &mut Vec<Finding>), table: &[(&str, &str)]) {
        for (text, piece) in table {
            let expected: Vec<&str> = if piece.is_empty() { vec![] } else { vec![piece] };
            assert_eq!(pieces(&find, text), expected, "{text}");
        }
    }
}
