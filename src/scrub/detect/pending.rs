//! What might become a secret with the next key, and so is not stored yet.

use crate::Context;
use crate::normal::Normal;
use crate::rules;
use crate::scan::{Scan, is_word};

/// What a JSON Web Token begins with.
const JWT: &str = "eyJ";
/// How much may be told of what follows a public prefix, in characters.
const TOLD: usize = 3;

/// Where the end of `text` begins that could still grow into a secret, if there is such an end.
///
/// Words of plain letters don't count, but for the beginnings of vendors' prefixes: otherwise nothing could ever be
/// stored before the next space.
pub fn pending(text: &str, context: &Context<'_>) -> Option<usize> {
    let normal = Normal::of(text);
    open_end(normal.text(), context).map(|start| normal.origin(start))
}

fn open_end(text: &str, context: &Context<'_>) -> Option<usize> {
    let open = rules::open_value(&Scan::at(text, context, 0, &mut Vec::new()));
    let begun_key = begun_private_key(text);
    let digits = digit_run(text).filter(|start| text[*start..].bytes().filter(u8::is_ascii_digit).count() >= 4);
    let word_start =
        text.rfind(char::is_whitespace).map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    let word = could_grow(&text[word_start..]).then_some(word_start);
    [open, rules::announced(text), begun_key, digits, word].into_iter().flatten().min()
}

/// Where a secret at the end of `text` begins that what stands before it gives away, whether there is enough of it to be
/// found or not: more than three characters of it are there.
pub fn begun(text: &str, context: &Context<'_>) -> Option<usize> {
    let normal = Normal::of(text);
    told_end(normal.text(), context).map(|start| normal.origin(start))
}

fn told_end(text: &str, context: &Context<'_>) -> Option<usize> {
    let value = rules::open_value(&Scan::at(text, context, 0, &mut Vec::new())).filter(|start| {
        let value = &text[*start..];
        let is_part = |b: u8| !matches!(b, b'(' | b')' | b'[' | b'{' | b';' | b',');
        value.len() > TOLD && value.bytes().all(is_part) && value.bytes().any(|b| b.is_ascii_digit())
    });
    [begun_token(text), value, begun_credentials(text)].into_iter().flatten().min()
}

/// The password of an address that has not come to its `@` yet: what may be a port is none.
fn begun_credentials(text: &str) -> Option<usize> {
    let word = text.rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let authority = word + text[word..].find("://")? + 3;
    let start = authority + text[authority..].find(':')? + 1;
    let password = &text[start..];
    let is_port = password.bytes().all(|b| b.is_ascii_digit());
    (password.len() > TOLD && !is_port && !text[authority..].contains(['@', '/', '?', '#'])).then_some(start)
}

fn begun_token(text: &str) -> Option<usize> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    let start = text.trim_end_matches(is_part).len();
    let bytes = text.as_bytes();
    let begins = |at: &usize| *at == start || !is_word(bytes[at - 1]);
    let has_begun = |at: &usize| {
        let word = &text[*at..];
        let prefix = if word.starts_with(JWT) { Some(JWT.len()) } else { rules::telling_prefix(word) };
        prefix.is_some_and(|length| word.len() > length + TOLD)
    };
    (start..text.len()).filter(begins).find(has_begun)
}

/// Whether a word, written so far, could become a secret.
fn could_grow(word: &str) -> bool {
    let last = word.rsplit(|c: char| !(c.is_ascii() && is_word(c as u8)) && c != '-').next().unwrap_or(word);
    rules::could_be_prefix(last)
        || word.chars().any(|c| c.is_ascii_digit() || matches!(c, '@' | '_' | '+' | '/') || !c.is_ascii())
        || word.contains("://")
        || word.trim_end_matches('.').contains('.')
        || last.starts_with(JWT)
}

/// A line that begins to say `-----BEGIN`.
fn begun_private_key(text: &str) -> Option<usize> {
    const BEGIN: &str = "-----BEGIN ";
    let line = text.rfind('\n').map_or(0, |at| at + 1);
    let begun = |at: &usize| text[*at..].starts_with(BEGIN) || BEGIN.starts_with(&text[*at..]);
    text[line..].match_indices('-').map(|(at, _)| line + at).find(|at| text[*at..].starts_with("--") && begun(at))
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
    fn a_secret_has_begun_once_there_are_four_characters_of_it() {
        for (text, start) in [
            ("x ghp_abcd", Some(2)),
            ("ghp_abc", None),
            ("(\"eyJhbGc", Some(2)),
            ("eyJhbG", None),
            ("https://x.example/glpat-abcd", Some(18)),
            ("myghp_abcd", None),
            ("密钥ghp_abcd", Some(6)),
            ("“ghp_abcd", Some(3)),
            ("我的密码: Vk7q", Some(14)),
            ("ghp_abcd and", None),
            ("plain-word", None),
            ("API_TOKEN=Vk7q", Some(10)),
            ("token = response", None),
            ("token = get(42", None),
            ("postgres://user:Vk7q", Some(16)),
            ("postgres://user:Vk7", None),
            ("http://localhost:8080", None),
            ("http://host:name/path", None),
            ("", None),
        ] {
            assert_eq!(super::begun(text, &Default::default()), start, "{text}");
        }
    }

    #[test]
    fn the_end_that_could_grow_is_known() {
        for (text, held) in [
            ("let answer", None),
            ("let answer ", None),
            ("mail jane.do", Some("jane.do")),
            ("mail jane@ex", Some("jane@ex")),
            ("x gh", Some("gh")),
            ("密钥gh", Some("gh")),
            ("我的密码是hun", Some("hun")),
            ("x AKIAIO", Some("AKIAIO")),
            ("password = hun", Some("= hun")),
            ("my password is swo", Some("is swo")),
            ("the password has been read and everything is fine now", None),
            ("curl -u adm", Some("adm")),
            ("mysql --password swo", Some("swo")),
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
