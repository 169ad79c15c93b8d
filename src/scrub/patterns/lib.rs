//! Regular expressions of a policy. In the browser they are a WebAssembly module of their own, which is loaded only when
//! a policy has some; the command line links it.
//!
//! The syntax is that of `regex-lite`: without look-around and back-references, and without Unicode's classes, so that a
//! search never goes back. Still, looking for every match can take time in the square of a text's length; so a text is
//! searched line by line, and a line longer than [`WINDOW`] in pieces of that length that overlap by half. A match
//! never spans lines, and in a long line it is found whole only up to half a window.

#[cfg(target_arch = "wasm32")]
mod browser;

use candor_detect::{Finding, Kind, Matcher, last_word};
use regex_lite::{Regex, RegexBuilder};

/// Bytes searched at once.
const WINDOW: usize = 1024;
/// Most bytes that a compiled pattern may take up.
const MOST_COMPILED: usize = 64 << 10;
/// How deep groups may lie in one another.
const DEEPEST: u32 = 16;

/// Patterns, ready to search with.
#[derive(Debug)]
pub struct Patterns(Vec<Regex>);

/// Why a pattern is none, and which, counted from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Which.
    pub pattern: usize,
    /// What the parser of regular expressions has said; none when the pattern matches an empty text, and so everywhere.
    pub error: Option<String>,
}

impl Patterns {
    /// Compiles patterns.
    ///
    /// # Errors
    /// When one is not a regular expression of this syntax, is too large, or matches where nothing is.
    pub fn new(patterns: &[String]) -> Result<Self, Vec<Problem>> {
        let mut compiled = Vec::with_capacity(patterns.len());
        let mut problems = Vec::new();
        for (pattern, text) in patterns.iter().enumerate() {
            match RegexBuilder::new(text).size_limit(MOST_COMPILED).nest_limit(DEEPEST).build() {
                Ok(regex) if regex.is_match("") => problems.push(Problem { pattern, error: None }),
                Ok(regex) => compiled.push(regex),
                Err(error) => problems.push(Problem { pattern, error: Some(error.to_string()) }),
            }
        }
        if problems.is_empty() { Ok(Self(compiled)) } else { Err(problems) }
    }

    /// Where the patterns match, in bytes of `text`, in no order.
    pub fn matches(&self, text: &str) -> Vec<(usize, usize)> {
        let mut all = Vec::new();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            for (at, piece) in pieces(line.trim_end_matches(['\r', '\n'])) {
                for found in self.0.iter().flat_map(|regex| regex.find_iter(piece)).filter(|found| !found.is_empty()) {
                    all.push((start + at + found.start(), start + at + found.end()));
                }
            }
            start += line.len();
        }
        all
    }
}

/// A line in pieces of at most [`WINDOW`] bytes that overlap by half.
fn pieces(line: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut next = Some(0);
    std::iter::from_fn(move || {
        let at = next?;
        let end = line.floor_char_boundary(at + WINDOW);
        next = (end < line.len()).then(|| line.floor_char_boundary(at + WINDOW / 2));
        Some((at, &line[at..end]))
    })
}

impl Matcher for Patterns {
    fn find(&self, text: &str, found: &mut Vec<Finding>) {
        let all = self.matches(text).into_iter();
        found.extend(all.map(|(start, end)| Finding::new(start, end, Kind::Policy, "policy-pattern")));
    }

    fn pending(&self, text: &str) -> Option<usize> {
        last_word(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patterns(all: &[&str]) -> Result<Patterns, Vec<Problem>> {
        Patterns::new(&all.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>())
    }

    fn found<'a>(all: &[&str], text: &'a str) -> Vec<&'a str> {
        let mut found = Vec::new();
        patterns(all).unwrap().find(text, &mut found);
        candor_detect::merged(found).iter().map(|f| &text[f.start..f.end]).collect()
    }

    #[test]
    fn matches_are_found_in_every_line() {
        let all = ["CUST-[0-9]{4}", r"(?i)\bproject\s+\w+"];
        assert_eq!(
            found(&all, "é CUST-1234,\r\nCUST-77 and Project  Tide\nCUST-0000"),
            ["CUST-1234", "Project  Tide", "CUST-0000"]
        );
        assert_eq!(found(&["a\\s*b"], "a\nb a b"), ["a b"], "never over a line's end");
        assert_eq!(found(&all, ""), Vec::<&str>::new());
    }

    #[test]
    fn long_lines_are_searched_to_the_end() {
        for at in (0..5_000).step_by(97) {
            let text = format!("{}CUST-1234{}", "ü".repeat(at / 2), "x".repeat(2_000));
            assert_eq!(found(&["CUST-[0-9]{4}"], &text), ["CUST-1234"], "{at}");
        }
    }

    #[test]
    fn what_is_no_pattern_is_named_with_the_reason() {
        for (pattern, is_regex) in [
            ("(", false),
            ("(?=a)", false),
            (r"(a)\1", false),
            (r"\p{Greek}", false),
            ("((((((((((((((((((a))))))))))))))))))", false),
            ("(a{500}){500}", false),
            ("a*", true),
            ("^|b", true),
        ] {
            let problems = patterns(&["ok", pattern]).unwrap_err();
            assert_eq!(problems.len(), 1, "{pattern}");
            assert!(problems[0].pattern == 1 && problems[0].error.is_none() == is_regex, "{problems:?}");
        }
    }

    #[test]
    fn no_search_is_longer_than_a_window_whatever_is_searched() {
        // Looking for every match takes time in the square of what is searched at once, and no more.
        for length in [0, 1, WINDOW, WINDOW + 1, 10 * WINDOW] {
            for c in ["a", "ü", "李"] {
                let line = c.repeat(length / c.len());
                let all: Vec<_> = pieces(&line).collect();
                assert!(all.iter().all(|(_, piece)| piece.len() <= WINDOW), "{length}");
                assert!(all.len() <= 1 + 2 * line.len() / (WINDOW - 4), "{length}: {}", all.len());
                assert_eq!(all.last().map(|(at, piece)| at + piece.len()), Some(line.len()));
                assert!(
                    all.windows(2)
                        .all(|two| two[1].0 > two[0].0 && two[1].0 + WINDOW / 2 <= two[0].0 + two[0].1.len() + 4)
                );
            }
        }
    }
}
