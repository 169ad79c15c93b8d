//! `PUT /v1/frames/{id}`: an image, named by the digest of its bytes as sent. A repeat is free.
//!
//! When everything of its subject was erased it is not taken, whichever of the two came first: see [`crate::erasure`].

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::rejection::PathRejection;
use axum::extract::{ConnectInfo, Path, State};
use axum::http::{HeaderMap, StatusCode};
use candor_core::ids::{FrameId, InvalidId, Pseudonym};
use serde::Serialize;

use super::App;
use super::limits::read_body;
use super::openapi;
use super::problem::Problem;
use crate::archive::is_jpeg;
use crate::store::Put;
use crate::{erasure, names};

/// Header that says whose the image is.
const SUBJECT: &str = "candor-subject";

/// What is stored.
#[derive(Serialize, schemars::JsonSchema)]
pub(super) struct Stored {
    /// Its id.
    frame: FrameId,
}

/// Send a frame.
///
/// A picture, sealed with HPKE; its id is the SHA-256 of the bytes as sent. A repeat is free.
#[utoipa::path(
    put,
    path = "/v1/frames/{id}",
    operation_id = "sendFrame",
    params(
        ("id" = inline(openapi::FrameId), Path, description = "SHA-256 of the body, in lower-case hexadecimal digits"),
        ("Candor-Subject" = inline(openapi::Pseudonym), Header, description = "The pseudonym whose picture it is"),
    ),
    request_body(content = ref("#/components/schemas/Frame"), content_type = "application/octet-stream"),
    responses(
        (status = 201, description = "It is on disk", body = ref("#/components/schemas/Stored")),
        (status = 200, description = "It was before", body = ref("#/components/schemas/Stored")),
        openapi::OfFrames,
    ),
)]
pub(super) async fn put(
    State(app): State<Arc<App>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    id: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
    body: Body,
) -> Result<(StatusCode, Json<Stored>), Problem> {
    let id: FrameId = id?.parse().map_err(|error: InvalidId| Problem::malformed(&error))?;
    let subject: Pseudonym = headers
        .get(SUBJECT)
        .and_then(|value| value.to_str().ok()?.parse().ok())
        .ok_or_else(|| Problem::malformed(&"the header Candor-Subject must hold a pseudonym"))?;
    app.rate.admit(subject, Instant::now()).map_err(Problem::too_many_requests)?;
    refuse_erased(&app, &subject).await?;
    let bytes = read_body(&headers, body, &app.limits).await?;
    if is_jpeg(&bytes) && !app.is_local(&peer, &headers) {
        return Err(Problem::unsealed());
    }
    let to_digest = bytes.clone();
    let digest = tokio::task::spawn_blocking(move || FrameId::of(&to_digest)).await.map_err(|_| Problem::internal())?;
    if digest != id {
        return Err(Problem::wrong_frame_id());
    }
    // A task of its own goes on without the client.
    let stored = tokio::spawn(async move { store(&app, &subject, &id, bytes).await });
    let status = stored.await.map_err(|_| Problem::internal())??;
    Ok((status, Json(Stored { frame: id })))
}

pub(super) async fn store(app: &App, subject: &Pseudonym, id: &FrameId, bytes: Bytes) -> Result<StatusCode, Problem> {
    let written = app.store.put_new(&names::frame(subject, id), bytes).await;
    refuse_erased(app, subject).await?;
    Ok(match written? {
        Put::Created => StatusCode::CREATED,
        Put::Existed => StatusCode::OK,
    })
}

async fn refuse_erased(app: &App, subject: &Pseudonym) -> Result<(), Problem> {
    let erased = erasure::clear(&app.store, subject, None).await?;
    erased.map_or(Ok(()), |target| Err(Problem::erased(&target)))
}
