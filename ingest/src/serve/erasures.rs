//! `DELETE /v1/receipts/{batch id}` and `DELETE /v1/subjects/{pseudonym}`: whose it is has it erased.
//!
//! The request is signed with the pseudonym's key, see [`candor_core::erasure`], and answered when nothing is left, with
//! the server's signed word. A repeat gets the same word, and finishes what an earlier one did not come to; so does one
//! that goes on after its client has hung up.

use std::sync::Arc;
use std::time::Instant;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use candor_core::base64url;
use candor_core::erasure::{Erased, PUBLIC_KEY, SIGNATURE, Target};
use candor_core::ids::{BatchId, InvalidId, Pseudonym};

use super::App;
use super::log::About;
use super::openapi;
use super::problem::Problem;
use crate::erasure;

/// The headers of a request that is signed, as the description of the API has them.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "only described")]
struct Signed {
    /// Ed25519 key of the pseudonym, base64url without padding
    #[param(rename = "candor-public-key")]
    public_key: String,
    /// Its signature of `"candor/1 erasure\0"` and the path
    #[param(rename = "candor-signature")]
    signature: String,
}

/// Erase a batch.
///
/// With its receipt, and with the frames that no other batch names. It does not come back: what is sent again is refused.
#[utoipa::path(
    delete,
    path = "/v1/receipts/{id}",
    operation_id = "eraseBatch",
    params(
        ("id" = inline(openapi::BatchId), Path, description = "The batch, as its receipt names it"),
        Signed,
    ),
    responses(
        (status = 200, description = "Nothing of it is left", body = ref("#/components/schemas/Erased")),
        openapi::OfErasures,
    ),
)]
pub(super) async fn batch(
    State(app): State<Arc<App>>,
    id: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let id: BatchId = id?.parse().map_err(|error: InvalidId| Problem::malformed(&error))?;
    let mut response = erase(app, Target::Batch(id), &headers).await.unwrap_or_else(IntoResponse::into_response);
    response.extensions_mut().insert(About(id));
    Ok(response)
}

/// Erase everything of a pseudonym.
///
/// It does not come back: what is sent under this pseudonym later is refused.
#[utoipa::path(
    delete,
    path = "/v1/subjects/{pseudonym}",
    operation_id = "eraseSubject",
    params(
        ("pseudonym" = inline(openapi::Pseudonym), Path, description = "That of the key that signs"),
        Signed,
    ),
    responses(
        (status = 200, description = "Nothing of it is left", body = ref("#/components/schemas/Erased")),
        openapi::OfErasures,
    ),
)]
pub(super) async fn subject(
    State(app): State<Arc<App>>,
    pseudonym: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let pseudonym: Pseudonym = pseudonym?.parse().map_err(|error: InvalidId| Problem::malformed(&error))?;
    erase(app, Target::Subject(pseudonym), &headers).await
}

async fn erase(app: Arc<App>, target: Target, headers: &HeaderMap) -> Result<Response, Problem> {
    let key = bytes(headers, PUBLIC_KEY).ok_or_else(Problem::not_signed)?;
    let signature = bytes(headers, SIGNATURE).ok_or_else(Problem::not_signed)?;
    let pseudonym = target.requested_by(&key, &signature).ok_or_else(Problem::not_yours)?;
    app.rate.admit(pseudonym, Instant::now()).map_err(Problem::too_many_requests)?;
    let erased = Erased::issue(&target, pseudonym, &app.issuer);
    let word = serde_json::to_vec(&erased).map_err(|_| Problem::internal())?.into();
    // A task of its own goes on without the client.
    let erased = tokio::spawn(async move { erasure::erase(&app.store, &pseudonym, &target, word).await });
    let word = erased.await.map_err(|_| Problem::internal())??.ok_or_else(Problem::nothing_to_erase)?;
    Ok((StatusCode::OK, [(header::CONTENT_TYPE, "application/json")], word).into_response())
}

fn bytes<const N: usize>(headers: &HeaderMap, name: &str) -> Option<[u8; N]> {
    base64url::decode(headers.get(name)?.to_str().ok()?)
}
