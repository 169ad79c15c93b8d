//! Small pieces of text.

use maud::{Markup, html};

/// Text of a record, with the scrubber's tokens (`⟦kind:abcd⟧`) marked.
pub(super) fn recorded(text: &str) -> Markup {
    html! {
        @for part in split(text) {
            @match part {
                Part::Plain(text) => { (text) }
                Part::Token { whole, kind } => { mark title={ "Redacted before it was stored: " (kind) } { (whole) } }
            }
        }
    }
}

/// Text of a record in quotation marks.
pub(super) fn quoted(text: &str) -> Markup {
    html! { q { (recorded(text)) } }
}

#[derive(Debug, PartialEq, Eq)]
enum Part<'a> {
    Plain(&'a str),
    Token { whole: &'a str, kind: &'a str },
}

fn split(mut text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut from = 0;
    while let Some(start) = text[from..].find('⟦').map(|at| from + at) {
        match token(&text[start..]) {
            Some((whole, kind)) => {
                parts.push(Part::Plain(&text[..start]));
                parts.push(Part::Token { whole, kind });
                text = &text[start + whole.len()..];
                from = 0;
            }
            None => from = start + '⟦'.len_utf8(),
        }
    }
    parts.push(Part::Plain(text));
    parts.retain(|part| *part != Part::Plain(""));
    parts
}

/// The token that `text` begins with, and its kind.
fn token(text: &str) -> Option<(&str, &str)> {
    let end = text.find('⟧')?;
    let inner = text[..end].strip_prefix('⟦')?;
    let (kind, digits) = inner.split_once(':').unwrap_or((inner, "aaaa"));
    let is_kind = !kind.is_empty() && kind.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let are_digits = digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    (is_kind && are_digits).then(|| (&text[..end + '⟧'.len_utf8()], kind))
}

/// Milliseconds since the session's start as minutes, seconds and tenths.
pub(super) fn clock(millis: u64) -> String {
    let (minutes, seconds, tenths) = (millis / 60_000, millis / 1000 % 60, millis / 100 % 10);
    match minutes / 60 {
        0 => format!("{minutes}:{seconds:02}.{tenths}"),
        hours => format!("{hours}:{:02}:{seconds:02}.{tenths}", minutes % 60),
    }
}

/// The first digits of an id: enough to tell two apart by eye.
pub(super) fn short(id: impl std::fmt::Display) -> String {
    id.to_string().chars().take(8).collect()
}

/// A number and its noun.
pub(super) fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_marked_and_nothing_else() {
        let marked = recorded("⟦email:k3fa⟧⟦password⟧ and ⟦⟦card:aaaa⟧ ⟦not one⟧ ⟦").into_string();
        assert_eq!(marked.matches("<mark").count(), 3, "{marked}");
        assert!(marked.contains(">⟦email:k3fa⟧</mark>") && marked.ends_with("⟦not one⟧ ⟦"), "{marked}");
    }

    #[test]
    fn recorded_text_is_escaped() {
        assert_eq!(recorded("<b>&\"").into_string(), "&lt;b&gt;&amp;&quot;");
    }

    #[test]
    fn times_are_read_at_a_glance() {
        for (millis, expected) in [(0, "0:00.0"), (3_450, "0:03.4"), (754_000, "12:34.0"), (3_723_900, "1:02:03.9")] {
            assert_eq!(clock(millis), expected);
        }
    }
}
