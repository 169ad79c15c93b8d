//! JSON Web Tokens (RFC 7519; compact serialisation of RFC 7515 and RFC 7516): base64url of a JSON object, so `eyJ`
//! to begin with, a dot, more of it.
//!
//! The header alone counts too once it is longer than a word. A source map or an image in a `data:` address is spared.

use super::assignment::is_mixed;
use crate::Kind;
use crate::scan::{Scan, is_word, work};

/// Base64url of `{"`, and of `{ "`.
const OBJECTS: [&[u8]; 2] = [b"eyJ", b"eyA"];
/// Header characters that must follow before it counts without a second part.
const LEAST: usize = 7;

/// At a word.
pub(super) fn at(scan: &mut Scan<'_>, start: usize) {
    let bytes = scan.bytes;
    if !OBJECTS.iter().any(|object| bytes[start..].starts_with(object)) {
        return;
    }
    let is_part = |b: &&u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'=');
    let end = start + bytes[start..].iter().take_while(is_part).count();
    work::count(end - start);
    let token = scan.text[start..end].trim_end_matches(['.', '-']);
    let in_parts = token.contains('.');
    let header = token.split('.').next().unwrap_or(token);
    let encoded = scan.text[..start].ends_with("base64,") && !in_parts;
    // `eyJson.parse(...)` is code: a header mixes capitals, small letters and digits.
    let counts = header.len() >= 3 + LEAST && is_mixed(&header[3..]) && !is_word(scan.byte_before(start));
    if counts && !encoded {
        scan.report(start, start + token.len(), Kind::Jwt, "jwt");
    } else {
        scan.pass_over(end);
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing;

    #[test]
    fn tokens_are_found_and_other_base64_is_spared() {
        let jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dozjgNryP4J3jVmNHl0w5N";
        testing::check_rule(
            "jwt",
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
