//! The token: who has it may append, and nothing else.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use candor_core::policy::is_token;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use super::App;
use super::problem::Problem;

/// A bearer token, kept as its digest.
#[derive(Clone)]
pub struct Token([u8; 32]);

impl Token {
    /// The token with this text; nothing when it is not one that a policy can hold, and so no browser could send it.
    pub fn new(text: &str) -> Option<Self> {
        is_token(text).then(|| Self(Sha256::digest(text).into()))
    }

    /// Compares in a time that does not depend on where the texts differ, nor on their lengths.
    fn admits(&self, headers: &HeaderMap) -> bool {
        let given = headers.get(header::AUTHORIZATION).map(HeaderValue::as_bytes).unwrap_or_default();
        let (scheme, token) = given.split_at(given.len().min(b"Bearer ".len()));
        let digest: [u8; 32] = Sha256::digest(token).into();
        scheme.eq_ignore_ascii_case(b"Bearer ") & bool::from(self.0.ct_eq(&digest))
    }
}

/// Lets a request pass if no token is asked for, or the right one is given.
pub(super) async fn require_token(
    State(app): State<Arc<App>>,
    request: Request,
    next: Next,
) -> Result<Response, Problem> {
    match &app.token {
        Some(token) if !token.admits(request.headers()) => Err(Problem::unauthorized()),
        _ => Ok(next.run(request).await),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_whole_token_is_admitted() {
        let token = Token::new("correct-horse").unwrap();
        let admits = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::AUTHORIZATION, value.parse().unwrap());
            token.admits(&headers)
        };
        assert!(admits("Bearer correct-horse"));
        assert!(admits("bearer correct-horse"));
        for wrong in ["", "Bearer", "Bearer ", "Bearer correct-hors", "Bearer correct-horse2", "Basic correct-horse"] {
            assert!(!admits(wrong), "{wrong:?}");
        }
        assert!(!token.admits(&HeaderMap::new()));
    }

    #[test]
    fn every_token_of_a_policy_can_be_asked_for_and_no_other() {
        for right in ["x", "append-only.abc~1+/==", &"x".repeat(4096)] {
            assert!(Token::new(right).is_some(), "{right:?}");
        }
        for wrong in ["", "=", "two words", "line\n", "ключ", "a!b", "a=b", &"x".repeat(4097)] {
            assert!(Token::new(wrong).is_none(), "{wrong:?}");
        }
    }
}
