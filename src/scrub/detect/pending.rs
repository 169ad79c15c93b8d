//! What might become a secret with the next key, and so is not stored yet.

use crate::Context;
use crate::rules;
use crate::scan::{Scan, is_word};

/// Where the end of `text` begins that could still grow into a secret, if there is such an end.
///
/// Words of plain letters don't count, but for the beginnings of vendors' prefixes: otherwise nothing could ever be
/// stored before the next space.
pub fn pending(text: &str, context: &Context<'_>) -> Option<usize> {
    let open = rules::open_value(&Scan::at(text, context, 0, &mut Vec::new()));
    let begun_key = begun_private_key(text);
    let digits = digit_run(text).filter(|start| text[*start..].bytes().filter(u8::is_ascii_digit).count() >= 4);
    let word_start =
        text.rfind(char::is_whitespace).map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    let word = could_grow(&text[word_start..]).then_some(word_start);
    [open, begun_key, digits, word].into_iter().flatten().min()
}

/// Whether a word, written so far, could become a secret.
fn could_grow(word: &str) -> bool {
    let last = word.rsplit(|c: char| !(c.is_ascii() && is_word(c as u8)) && c != '-').next().unwrap_or(word);
    rules::could_be_prefix(last)
        || word.chars().any(|c| c.is_ascii_digit() || matches!(c, '@' | '_' | '+' | '/') || !c.is_ascii())
        || word.contains("://")
        || word.trim_end_matches('.').contains('.')
        || last.starts_with("eyJ")
}

/// A line that begins to say `-----BEGIN`.
fn begun_private_key(text: &str) -> Option<usize> {
    let line = text.rfind('\n').map_or(0, |at| at + 1);
    text[line..].find("--").map(|at| line + at)
}

/// Digits at the end, with the spaces and dashes that group them.
fn digit_run(text: &str) -> Option<usize> {
    let run = text.bytes().rev().take_while(|byte| byte.is_ascii_digit() || matches!(byte, b' ' | b'-')).count();
    let start = text.len() - run;
    text[start..].find(|c: char| c.is_ascii_digit()).map(|at| start + at)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_end_that_could_grow_is_known() {
        for (text, held) in [
            ("let answer", None),
            ("let answer ", None),
            ("mail jane.do", Some("jane.do")),
            ("mail jane@ex", Some("jane@ex")),
            ("x gh", Some("gh")),
            ("x AKIAIO", Some("AKIAIO")),
            ("password = hun", Some("hun")),
            ("pay 4111 1111 1", Some("4111 1111 1")),
            ("-----BEGIN PRI", Some("-----BEGIN PRI")),
            ("see https://a:b", Some("https://a:b")),
            ("Done.", None),
            ("", None),
        ] {
            assert_eq!(super::pending(text, &Default::default()).map(|at| &text[at..]), held, "{text}");
        }
    }
}
