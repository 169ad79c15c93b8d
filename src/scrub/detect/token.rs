//! The scrubber's own tokens, `⟦email:k3f9⟧`, as the rules must recognise them. `candor-core` makes them.

use crate::Kind;

/// What every token begins with.
pub const OPEN: char = '⟦';
/// What every token ends with.
pub const CLOSE: char = '⟧';
/// Characters of base32 that tell values apart.
pub const HASH_LEN: usize = 4;

/// The length of the token that `text` begins with.
pub fn len_at_start(text: &str) -> Option<usize> {
    let inner = text.strip_prefix(OPEN)?;
    let kind =
        Kind::ALL.iter().filter(|kind| inner.starts_with(kind.as_str())).max_by_key(|kind| kind.as_str().len())?;
    let rest = &inner[kind.as_str().len()..];
    let rest = match rest.strip_prefix(':') {
        Some(hashed) => {
            let hash = hashed.as_bytes().get(..HASH_LEN)?;
            if !hash.iter().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9')) {
                return None;
            }
            &hashed[HASH_LEN..]
        }
        None => rest,
    };
    rest.starts_with(CLOSE).then(|| text.len() - rest.len() + CLOSE.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_tokens_count_as_tokens() {
        for (text, len) in [
            ("⟦email:k3f9⟧ and", Some("⟦email:k3f9⟧".len())),
            ("⟦private⟧", Some("⟦private⟧".len())),
            ("⟦private-key:aaaa⟧", Some("⟦private-key:aaaa⟧".len())),
            ("⟦email:k3f⟧", None),
            ("⟦email:k3fé⟧", None),
            ("⟦email:k3f9", None),
            ("⟦hunter2⟧", None),
            ("⟦⟧", None),
            ("email:k3f9", None),
        ] {
            assert_eq!(len_at_start(text), len, "{text}");
        }
    }
}
