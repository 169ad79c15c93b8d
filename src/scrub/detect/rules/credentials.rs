//! Credentials in addresses: `scheme://user:password@host` (RFC 3986, section 3.2.1), also of databases and brokers.

use crate::{Finding, Kind};

pub(super) fn find(text: &str, found: &mut Vec<Finding>) {
    for (at, mark) in text.match_indices("://") {
        let start = at + mark.len();
        let authority = &text[start..authority_end(text, start)];
        let Some(user_end) = authority.rfind('@') else { continue };
        let user_info = &authority[..user_end];
        // A name alone (`ssh://git@host`) is no secret; a long one is a token.
        let secret = match user_info.find(':') {
            Some(colon) => colon + 1..user_end,
            None if user_info.len() >= 16 => 0..user_end,
            None => continue,
        };
        let value = &user_info[secret.start..];
        if value.is_empty() || value == "\u{1}" || value.starts_with(['$', '<', '{', '*']) {
            continue;
        }
        found.push(Finding::new(start + secret.start, start + secret.end, Kind::Password, "url-credentials"));
    }
}

/// Where the authority that begins at `start` ends. Passwords hold what should have been encoded, so only what
/// certainly ends it does.
fn authority_end(text: &str, start: usize) -> usize {
    let ends = |c: char| c.is_whitespace() || matches!(c, '/' | '?' | '#' | '"' | '\'' | '`' | '<' | '>' | '\\');
    text[start..].find(ends).map_or(text.len(), |at| start + at)
}

#[cfg(test)]
mod tests {
    use super::super::testing;

    #[test]
    fn passwords_in_addresses_are_found() {
        testing::check(
            super::find,
            &[
                ("postgres://app:s3cr3t@db:5432/x", "s3cr3t"),
                ("redis://:hunter2@localhost", "hunter2"),
                ("https://0123456789abcdef0@github.com/a/b", "0123456789abcdef0"),
                ("amqp://a:p@ss@host", "p@ss"),
                ("https://user@host/", ""),
                ("https://example.org/a:b@c", ""),
                ("postgres://app:${PASSWORD}@db", ""),
                ("postgres://app:<password>@db", ""),
            ],
        );
    }
}
