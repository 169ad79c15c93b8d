//! `POST /v1/batches`: a batch is looked at, stored, and only then receipted.
//!
//! Batch and receipt are two objects, written in this order. A server that dies between them leaves a batch without
//! receipt; the client has no answer, sends the same bytes again, and gets the receipt then. A batch with a receipt is
//! answered with that receipt, byte for byte.
//!
//! A tombstone is looked for before and after writing, whatever came of that: what was erased is not taken again, and
//! nothing of it stays. All of this goes on when the client hangs up.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use candor_core::batch::{BodyError, open_body};
use candor_core::envelope::{EnvelopeError, MEDIA_TYPE, SignedBatch, decode};
use candor_core::ids::{BatchId, FrameId, Pseudonym};
use candor_core::receipt::Receipt;
use data_encoding::BASE64;
use futures_util::future::try_join_all;

use super::App;
use super::limits::read_body;
use super::log::About;
use super::openapi::OfBatches;
use super::problem::Problem;
use crate::store::{Put, StoreError};
use crate::{erasure, lines, names};

/// So many frames are looked for at once.
const LOOKUPS: usize = 16;

/// What is known of a batch once it was looked at.
pub(super) struct Checked {
    pub(super) id: BatchId,
    pub(super) pseudonym: Pseudonym,
    pub(super) frames: Vec<FrameId>,
    pub(super) receipt: Receipt,
}

/// Send a batch.
///
/// The body is the envelope and the sealed records: four bytes with the length of the envelope, big-endian; the envelope,
/// JSON; 64 bytes of the Ed25519 signature over `"candor/1 batch\0" ‖ SHA-256(envelope) ‖ SHA-256(body)`; the records,
/// gzipped NDJSON of lines of at most 16 MiB, sealed with HPKE and with the envelope's bytes as authenticated data. The batch's id is the SHA-256 of all of it. Frames
/// that the envelope names are sent before. A repeat is the same bytes, and gets the same receipt.
#[utoipa::path(
    post,
    path = "/v1/batches",
    operation_id = "sendBatch",
    params(("Content-Digest" = String, Header, description = "RFC 9530: `sha-256=:` base64 of the digest of the body `:`")),
    request_body(content = ref("#/components/schemas/Batch"), content_type = "application/vnd.candor.batch"),
    responses(
        (status = 201, description = "The batch and every frame it names are on disk", body = ref("#/components/schemas/Receipt")),
        (status = 200, description = "They were before", body = ref("#/components/schemas/Receipt")),
        OfBatches,
    ),
)]
pub(super) async fn post(
    State(app): State<Arc<App>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    if !is_batch(&headers) {
        return Err(Problem::media_type(MEDIA_TYPE));
    }
    let bytes = read_body(&headers, body, &app.limits).await?;
    let plain_allowed = app.is_local(&peer, &headers);
    let digest = content_digest(&headers).ok_or_else(Problem::wrong_digest)?;
    let (checker, to_check) = (Arc::clone(&app), bytes.clone());
    // Digests, signature and decompression take milliseconds a megabyte: not on the threads that serve the others.
    let checked = tokio::task::spawn_blocking(move || check(&checker, &to_check, &digest, plain_allowed));
    let checked = checked.await.map_err(|_| Problem::internal())??;
    let about = About(checked.id);
    // A task of its own goes on without the client.
    let stored = tokio::spawn(async move { store(&app, &checked, bytes).await });
    let stored = stored.await.map_err(|_| Problem::internal())?;
    let mut response = stored.unwrap_or_else(IntoResponse::into_response);
    response.extensions_mut().insert(about);
    Ok(response)
}

fn check(app: &App, bytes: &[u8], digest: &[u8; 32], plain_allowed: bool) -> Result<Checked, Problem> {
    if BatchId::of(bytes).as_bytes() != digest {
        return Err(Problem::wrong_digest());
    }
    let batch = decode(bytes).map_err(|error| match error {
        EnvelopeError::Invalid { .. } => Problem::invalid_envelope(&error),
        EnvelopeError::Signature => Problem::wrong_signature(),
        EnvelopeError::Truncated | EnvelopeError::TooLong(_) | EnvelopeError::Json(_) => Problem::malformed(&error),
    })?;
    if batch.envelope.key.is_none() {
        if !plain_allowed {
            return Err(Problem::unsealed());
        }
        check_records(&batch, app.limits.decompressed)?;
    }
    let pseudonym = batch.envelope.pseudonym;
    let receipt = Receipt::issue(&batch, names::batch(&pseudonym, &batch.id).to_string(), &app.issuer);
    Ok(Checked { id: batch.id, pseudonym, frames: batch.envelope.frames, receipt })
}

/// Only a plain body can be looked into; a sealed one is checked by `candor open`.
fn check_records(batch: &SignedBatch<'_>, limit: usize) -> Result<(), Problem> {
    let ndjson = open_body(batch, None, limit).map_err(|error| match error {
        BodyError::TooLong(limit) => Problem::too_large_decompressed(limit),
        other => Problem::invalid_records(&other),
    })?;
    for line in lines::read(&ndjson, &batch.envelope).map_err(|mistake| Problem::invalid_records(&mistake))? {
        line.verdict.map_err(|error| Problem::invalid_records(&format_args!("record {}: {error}", line.seq)))?;
    }
    Ok(())
}

pub(super) async fn store(app: &App, batch: &Checked, bytes: Bytes) -> Result<Response, Problem> {
    app.rate.admit(batch.pseudonym, Instant::now()).map_err(Problem::too_many_requests)?;
    refuse_erased(app, batch).await?;
    let written = write(app, batch, bytes).await;
    refuse_erased(app, batch).await?;
    written
}

async fn refuse_erased(app: &App, batch: &Checked) -> Result<(), Problem> {
    let erased = erasure::clear(&app.store, &batch.pseudonym, Some((&batch.id, &batch.frames))).await?;
    erased.map_or(Ok(()), |target| Err(Problem::erased(&target)))
}

async fn write(app: &App, batch: &Checked, bytes: Bytes) -> Result<Response, Problem> {
    let receipt_name = names::receipt(&batch.pseudonym, &batch.id);
    if let Some(receipt) = app.store.get_settled(&receipt_name).await? {
        return Ok(answer(StatusCode::OK, receipt));
    }
    require_frames(app, batch).await?;
    app.store.put_new(&names::batch(&batch.pseudonym, &batch.id), bytes).await?;
    if !batch.frames.is_empty() {
        // From here on an erasure of another batch finds this one, and leaves its frames alone.
        if erasure::are_going(&app.store, &batch.pseudonym, &batch.frames).await? {
            return Err(Problem::frames_going());
        }
        require_frames(app, batch).await?;
    }
    let receipt: Bytes = serde_json::to_vec(&batch.receipt).map_err(|_| Problem::internal())?.into();
    match app.store.put_new(&receipt_name, receipt.clone()).await? {
        Put::Created => Ok(answer(StatusCode::CREATED, receipt)),
        // Another request with the same batch was quicker.
        Put::Existed => {
            let stored = app.store.get_settled(&receipt_name).await?.ok_or_else(Problem::internal)?;
            Ok(answer(StatusCode::OK, stored))
        }
    }
}

async fn require_frames(app: &App, batch: &Checked) -> Result<(), Problem> {
    let missing = missing_frames(app, batch).await?;
    if missing.is_empty() { Ok(()) } else { Err(Problem::missing_frames(missing)) }
}

async fn missing_frames(app: &App, batch: &Checked) -> Result<Vec<FrameId>, StoreError> {
    let mut missing = Vec::new();
    for some in batch.frames.chunks(LOOKUPS) {
        let names: Vec<_> = some.iter().map(|id| names::frame(&batch.pseudonym, id)).collect();
        let there = try_join_all(names.iter().map(|name| app.store.has(name))).await?;
        missing.extend(some.iter().zip(there).filter(|(_, there)| !there).map(|(id, _)| *id));
    }
    Ok(missing)
}

fn answer(status: StatusCode, receipt: Bytes) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json")], receipt).into_response()
}

fn is_batch(headers: &HeaderMap) -> bool {
    let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    value.split(';').next().is_some_and(|essence| essence.trim().eq_ignore_ascii_case(MEDIA_TYPE))
}

/// The SHA-256 among the digests of `Content-Digest` (RFC 9530).
fn content_digest(headers: &HeaderMap) -> Option<[u8; 32]> {
    let value = headers.get("content-digest")?.to_str().ok()?;
    let members = value.split(',').map(str::trim);
    let encoded = members.filter_map(|member| member.strip_prefix("sha-256=:")?.strip_suffix(':')).next()?;
    BASE64.decode(encoded.as_bytes()).ok()?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sha_256_is_found_among_other_digests() {
        let digest = [7; 32];
        let encoded = BASE64.encode(&digest);
        let read = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert("content-digest", value.parse().unwrap());
            content_digest(&headers)
        };
        assert_eq!(read(&format!("sha-256=:{encoded}:")), Some(digest));
        assert_eq!(read(&format!("sha-512=:AAAA:, sha-256=:{encoded}:")), Some(digest));
        for wrong in ["", "sha-256=", "sha-256=::", "sha-256=:AAAA:", &format!("sha-512=:{encoded}:")] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
        assert_eq!(content_digest(&HeaderMap::new()), None);
    }
}
