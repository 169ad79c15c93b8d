//! Matchers for what no built-in rule can know: words of a person or a company, and tokens of an in-house vendor.

mod prefixed;
mod words;

pub use prefixed::{Characters, Prefixed};
pub use words::Words;

/// The last word of a text, unless it is over: what a pattern might begin in, as far as anybody can tell.
pub fn last_word(text: &str) -> Option<usize> {
    let end = text.trim_end_matches(|c: char| !c.is_whitespace());
    (end.len() < text.len()).then_some(end.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_word_is_what_stands_behind_the_last_space() {
        for (text, begun) in [("see CUST-1", Some("CUST-1")), ("CUST", Some("CUST")), ("see ", None), ("", None)] {
            assert_eq!(last_word(text).map(|at| &text[at..]), begun, "{text}");
        }
    }
}
