//! Tokens with a prefix of their own, such as a company gives to the keys it issues: the prefix, then so many
//! characters of a class.

use crate::{Finding, Kind, Matcher, letters};

/// The characters of a token, all of them ASCII.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Characters {
    /// `0-9`.
    Digits,
    /// `0-9a-fA-F`.
    Hex,
    /// `a-z`.
    Lower,
    /// `A-Z`.
    Upper,
    /// `a-zA-Z`.
    Letters,
    /// `a-zA-Z0-9`.
    Alphanumeric,
    /// Alphanumeric and `+/=` (RFC 4648, section 4).
    Base64,
    /// Alphanumeric and `-_` (RFC 4648, section 5).
    Base64Url,
}

impl Characters {
    const fn has(self, byte: u8) -> bool {
        match self {
            Self::Digits => byte.is_ascii_digit(),
            Self::Hex => byte.is_ascii_hexdigit(),
            Self::Lower => byte.is_ascii_lowercase(),
            Self::Upper => byte.is_ascii_uppercase(),
            Self::Letters => byte.is_ascii_alphabetic(),
            Self::Alphanumeric => byte.is_ascii_alphanumeric(),
            Self::Base64 => byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'='),
            Self::Base64Url => byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'),
        }
    }
}

/// Finds tokens of one prefix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prefixed {
    /// What they begin with, letter by letter. Must not be empty.
    pub prefix: String,
    /// What follows.
    pub characters: Characters,
    /// How many follow at least.
    pub least: usize,
    /// How many follow at most: what goes on longer is something else.
    pub most: usize,
}

impl Prefixed {
    /// How many of the token's characters follow `from`.
    fn run(&self, text: &str, from: usize) -> usize {
        text.as_bytes()[from..].iter().take(self.most + 1).take_while(|byte| self.characters.has(**byte)).count()
    }

    /// Whether a token can begin at `at`: not inside a word.
    fn begins(&self, text: &str, at: usize) -> bool {
        let is_word = |c: Option<char>| c.is_some_and(letters::is_word);
        !(is_word(self.prefix.chars().next()) && is_word(text[..at].chars().next_back()))
    }
}

impl Matcher for Prefixed {
    fn find(&self, text: &str, found: &mut Vec<Finding>) {
        if self.prefix.is_empty() {
            return;
        }
        for (at, prefix) in text.match_indices(self.prefix.as_str()) {
            let body = at + prefix.len();
            let run = self.run(text, body);
            if self.begins(text, at) && (self.least.max(1)..=self.most).contains(&run) {
                found.push(Finding::new(at, body + run, Kind::Policy, "policy-prefix"));
            }
        }
    }

    fn pending(&self, text: &str) -> Option<usize> {
        let longest = self.prefix.len() + self.most;
        let from = (text.len().saturating_sub(longest)..=text.len()).find(|at| text.is_char_boundary(*at))?;
        let begun = |at: usize| {
            let rest = &text[at..];
            let in_prefix = self.prefix.starts_with(rest);
            let in_body = rest.strip_prefix(self.prefix.as_str()).is_some_and(|body| self.run(body, 0) == body.len());
            (in_prefix || in_body) && self.begins(text, at)
        };
        text[from..].char_indices().map(|(at, _)| from + at).find(|at| begun(*at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACME: fn() -> Prefixed =
        || Prefixed { prefix: "acme_".to_owned(), characters: Characters::Hex, least: 4, most: 8 };

    #[test]
    fn tokens_of_the_right_length_are_found() {
        for (text, piece) in [
            ("key acme_12ab!", "acme_12ab"),
            ("(acme_12abcdef)", "acme_12abcdef"),
            ("é acme_12ab", "acme_12ab"),
            ("acme_12", ""),
            ("acme_12abcdef0", ""),
            ("acme_12xyz", ""),
            ("xacme_12ab", ""),
            ("ACME_12ab", ""),
            ("acme_", ""),
            ("", ""),
        ] {
            let mut found = Vec::new();
            ACME().find(text, &mut found);
            let pieces: String = found.iter().map(|finding| &text[finding.start..finding.end]).collect();
            assert_eq!(pieces, piece, "{text}");
        }
    }

    #[test]
    fn a_token_that_is_begun_at_the_end_is_waited_for() {
        for (text, begun) in [
            ("x ac", Some("ac")),
            ("x acme_", Some("acme_")),
            ("x acme_12", Some("acme_12")),
            ("x acme_12abcd", Some("acme_12abcd")),
            ("x acme_12abcdef0", None),
            ("x acme_12 ", None),
            ("xac", None),
            ("é", None),
            ("", None),
        ] {
            assert_eq!(ACME().pending(text).map(|at| &text[at..]), begun, "{text}");
        }
    }

    #[test]
    fn each_class_has_its_characters_and_no_others() {
        for (characters, count, some) in [
            (Characters::Digits, 10, "09"),
            (Characters::Hex, 22, "09afAF"),
            (Characters::Lower, 26, "az"),
            (Characters::Upper, 26, "AZ"),
            (Characters::Letters, 52, "azAZ"),
            (Characters::Alphanumeric, 62, "azAZ09"),
            (Characters::Base64, 65, "azAZ09+/="),
            (Characters::Base64Url, 64, "azAZ09-_"),
        ] {
            assert_eq!((0..=255).filter(|byte| characters.has(*byte)).count(), count, "{characters:?}");
            assert!(some.bytes().all(|byte| characters.has(byte)), "{characters:?}");
        }
    }
}
