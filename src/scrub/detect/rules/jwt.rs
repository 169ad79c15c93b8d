//! JSON Web Tokens (RFC 7519; compact serialisation of RFC 7515 and RFC 7516): base64url of a JSON object, so `eyJ`
//! to begin with, a dot, more of it.
//!
//! The header alone counts too once it is longer than a word. A source map or an image in a `data:` address is spared.

use crate::{Finding, Kind};

/// Base64url of `{"`.
const OBJECT: &str = "eyJ";
/// Header characters that must follow before it counts without a second part.
const LEAST: usize = 7;

pub(super) fn find(text: &str, found: &mut Vec<Finding>) {
    let bytes = text.as_bytes();
    let mut from = 0;
    while let Some(start) = text[from..].find(OBJECT).map(|at| from + at) {
        let is_part = |b: &&u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'=');
        let end = start + bytes[start..].iter().take_while(is_part).count();
        from = end;
        let inside_word = start > 0 && (bytes[start - 1].is_ascii_alphanumeric() || bytes[start - 1] == b'_');
        let token = text[start..end].trim_end_matches('.');
        let in_parts = token.contains('.');
        if inside_word || (text[..start].ends_with("base64,") && !in_parts) || token.len() < OBJECT.len() + LEAST {
            continue;
        }
        // `eyJson.parse(...)` is code: a header holds a digit or a capital after its `eyJ`.
        let header = token.split('.').next().unwrap_or(token);
        if header.len() >= OBJECT.len() + LEAST && super::shape::is_mixed(&header[OBJECT.len()..]) {
            found.push(Finding::new(start, start + token.len(), Kind::Jwt, "jwt"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing;

    #[test]
    fn tokens_are_found_and_other_base64_is_spared() {
        let jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dozjgNryP4J3jVmNHl0w5N";
        testing::check(
            super::find,
            &[
                (jwt, jwt),
                ("token eyJhbGciOiJIUzI1NiJ9.eyJz.", "eyJhbGciOiJIUzI1NiJ9.eyJz"),
                ("eyJhbGciOiJI", "eyJhbGciOiJI"),
                ("eyJhbG", ""),
                ("eyJson.parse(text)", ""),
                ("//# sourceMappingURL=data:application/json;base64,eyJ2ZXJzaW9uIjozfQ==", ""),
                ("keyJhbGciOiJIUzI1NiJ9", ""),
            ],
        );
    }
}
