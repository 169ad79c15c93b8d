//! `GET /v1/halt?nonce=NONCE`: whether recording is to stop, as the operator has said it with `candor halt`; see
//! [`candor_core::halt`].
//!
//! The answer is signed for this one question, so it can't be played to anybody again.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use candor_core::halt::Halt;

use super::App;
use super::openapi::OfHalts;
use super::problem::Problem;
use crate::halt::{self, HaltError};

/// Ask whether recording is to stop.
///
/// The answer repeats the nonce under its signature, so it is the answer to this question and to no other.
#[utoipa::path(
    get,
    path = "/v1/halt",
    operation_id = "askHalt",
    params(("nonce" = String, Query, description = "16 to 64 random characters of base64url",
        min_length = 16, max_length = 64, pattern = "^[A-Za-z0-9_-]*$")),
    responses(
        (status = 200, description = "What the operator has said", body = ref("#/components/schemas/Halt")),
        OfHalts,
    ),
)]
pub(super) async fn get(State(app): State<Arc<App>>, RawQuery(query): RawQuery) -> Result<Response, Problem> {
    let nonce = query.as_deref().and_then(|query| query.strip_prefix("nonce="));
    let nonce = nonce.filter(|nonce| is_nonce(nonce)).ok_or_else(Problem::no_nonce)?;
    let order = halt::current(&app.store).await.map_err(|error| match error {
        HaltError::Store(error) => error.into(),
        other => {
            tracing::error!(error = %other, "halt");
            Problem::internal()
        }
    })?;
    let halt = Halt::issue(order, nonce.to_owned(), &app.issuer);
    let word = serde_json::to_vec(&halt).map_err(|_| Problem::internal())?;
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")];
    Ok((headers, word).into_response())
}

fn is_nonce(nonce: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    (16..=64).contains(&nonce.len()) && nonce.bytes().all(fits)
}
