//! What stands in the place of something redacted: `⟦email:k3f9⟧`.
//!
//! The four base32 characters are an HMAC of the value under the session's key: the same value reads the same within a
//! session, by whatever rule it was found and however it was spelt, and differently in the next; without the key they say
//! nothing. They are as many for a short value as for a long one. Where even that would say too much
//! (a password, a key pressed) the token is `⟦password⟧`, the same for every value.
//!
//! A token needs no escape in JSON and in strings of code, and in an address it comes back as it was when that is
//! decoded. In the name of a host it is without the characters, since a colon there begins a port; in a CSS selector
//! the colon is escaped.
//!
//! Text of a page can't forge a token: its brackets `⟦⟧` are replaced by `〚〛`, which take as much room. So in
//! scrubbed text `⟦` begins a token, always. The rules in turn pass over tokens, so that searching scrubbed text
//! finds nothing; what comes from a page has its brackets replaced first.

use base32ct::{Base32Unpadded, Encoding as _};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use candor_detect::token::{CLOSE, HASH_LEN, OPEN};

use super::RedactionKind;

/// The token for `value`, as [`candor_detect::canonical`] spells it.
pub(crate) fn keyed(key: &[u8; 32], kind: RedactionKind, value: &str) -> String {
    // A key of any length is taken: RFC 2104, section 2.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return fixed(kind) };
    mac.update(value.as_bytes());
    let mut hash = Base32Unpadded::encode_string(&mac.finalize().into_bytes());
    hash.truncate(HASH_LEN);
    format!("{OPEN}{}:{hash}{CLOSE}", kind.as_str())
}

/// The token that tells the kind alone.
pub(crate) fn fixed(kind: RedactionKind) -> String {
    format!("{OPEN}{}{CLOSE}", kind.as_str())
}

/// A token with the kind alone.
pub(crate) fn without_hash(token: &str) -> String {
    token.find(':').map_or_else(|| token.to_owned(), |at| format!("{}{CLOSE}", &token[..at]))
}

/// A page's text with the brackets of tokens replaced: every offset stays what it was.
pub(crate) fn escaped(text: &str) -> String {
    let escape = |c| match c {
        OPEN => '〚',
        CLOSE => '〛',
        c => c,
    };
    text.chars().map(escape).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_value_reads_the_same_in_one_session_only() {
        let token = keyed(&[1; 32], RedactionKind::Email, "jane@example.org");
        assert_eq!(token, keyed(&[1; 32], RedactionKind::Email, "jane@example.org"));
        assert_ne!(token, keyed(&[2; 32], RedactionKind::Email, "jane@example.org"));
        assert_ne!(token, keyed(&[1; 32], RedactionKind::Email, "john@example.org"));
        assert_eq!(candor_detect::token::len_at_start(&token), Some(token.len()));
        assert_eq!(token.chars().count(), "⟦email:k3f9⟧".chars().count());
    }

    #[test]
    fn brackets_of_a_page_make_no_token() {
        assert_eq!(escaped("⟦email:k3f9⟧"), "〚email:k3f9〛");
        assert_eq!(escaped("⟦").len(), "⟦".len());
    }
}
