//! What went wrong, for people and programs: problem details by RFC 9457.
//!
//! `type` is a relative reference, `/problems/` and a name that will not change; `detail` says what was wrong with
//! this very request, and never quotes a payload.

use std::fmt::Display;
use std::time::Duration;

use axum::extract::rejection::PathRejection;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use candor_core::erasure::{PUBLIC_KEY, SIGNATURE, Target};
use candor_core::ids::FrameId;
use serde::Serialize;

use crate::store::StoreError;

/// How long a client should wait when the store is in trouble or all places are taken.
const BUSY: Duration = Duration::from_secs(5);
const STORE_TROUBLE: Duration = Duration::from_secs(30);

/// An answer other than success.
#[derive(Debug)]
pub(super) struct Problem {
    status: StatusCode,
    name: &'static str,
    title: &'static str,
    detail: String,
    retry_after: Option<Duration>,
    missing: Vec<FrameId>,
}

/// Problem details by RFC 9457.
#[derive(Serialize, schemars::JsonSchema)]
#[schemars(rename = "Problem")]
pub(super) struct Body<'a> {
    /// `/problems/` and a name that will not change. It alone says what happened: others answer with the same statuses.
    r#type: String,
    /// What went wrong, for people.
    title: &'a str,
    /// The status of the answer.
    status: u16,
    /// What was wrong with this request. Never quotes a payload.
    #[serde(skip_serializing_if = "str::is_empty")]
    #[schemars(default)]
    detail: &'a str,
    /// The frames to send first.
    #[serde(skip_serializing_if = "<[FrameId]>::is_empty")]
    #[schemars(default)]
    missing: &'a [FrameId],
}

impl Problem {
    fn new(status: StatusCode, name: &'static str, title: &'static str, detail: &dyn Display) -> Self {
        Self { status, name, title, detail: detail.to_string(), retry_after: None, missing: Vec::new() }
    }

    #[cfg(test)]
    pub(super) fn status(&self) -> StatusCode {
        self.status
    }

    fn later(self, after: Duration) -> Self {
        Self { retry_after: Some(after), ..self }
    }

    pub(super) fn malformed(detail: &dyn Display) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "malformed", "The request can't be read", detail)
    }

    pub(super) fn no_nonce() -> Self {
        let detail = &"ask /v1/halt?nonce=NONCE, with 16 to 64 random digits of base64url";
        Self::new(StatusCode::BAD_REQUEST, "no-nonce", "The question has no nonce", detail)
    }

    pub(super) fn wrong_digest() -> Self {
        let detail = &"Content-Digest must hold the sha-256 of the body: sha-256=:BASE64:";
        Self::new(StatusCode::BAD_REQUEST, "wrong-digest", "The body is not what its digest says", detail)
    }

    pub(super) fn unauthorized() -> Self {
        let title = "The token is missing or wrong";
        Self::new(StatusCode::UNAUTHORIZED, "unauthorized", title, &"send Authorization: Bearer TOKEN")
    }

    pub(super) fn unsealed() -> Self {
        let detail = &"seal the body with HPKE for a recipient's key; plain ones are taken over loopback only";
        Self::new(StatusCode::FORBIDDEN, "unsealed", "The body is not sealed", detail)
    }

    pub(super) fn not_signed() -> Self {
        let detail = &format_args!(
            "send the pseudonym's Ed25519 key in {PUBLIC_KEY} and its signature of the request in {SIGNATURE}, both in \
             base64url without padding"
        );
        let title = "The headers that sign the request are missing or can't be read";
        Self::new(StatusCode::BAD_REQUEST, "not-signed", title, detail)
    }

    pub(super) fn not_yours() -> Self {
        let detail = &"sign \"candor/1 erasure\", a zero byte and the path of the request, with the key of the pseudonym \
             under which it was sent";
        Self::new(StatusCode::FORBIDDEN, "not-yours", "The signature is not that of whose it is", detail)
    }

    pub(super) fn nothing_to_erase() -> Self {
        let detail = &"nothing of it is stored or was erased under the pseudonym of this key; if it was sent under \
             another one, sign with the key of that one";
        Self::new(StatusCode::NOT_FOUND, "nothing-to-erase", "There is nothing of it here", detail)
    }

    pub(super) fn erased(target: &Target) -> Self {
        let (title, detail) = match target {
            Target::Batch(_) => ("The batch was erased", "do not send it again, delete it: whose it is had it erased"),
            Target::Subject(_) => (
                "Everything under this pseudonym was erased",
                "do not send it again, delete it: whose it is had it erased; what is new goes under a new pseudonym",
            ),
        };
        Self::new(StatusCode::GONE, "erased", title, &detail)
    }

    pub(super) fn frames_going() -> Self {
        let title = "A frame of the batch is about to be erased with another batch";
        let detail = &"send the batch again later, and then the frames that are missing";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "frames-going", title, detail).later(BUSY)
    }

    pub(super) fn not_found() -> Self {
        let detail = &"this is an ingest API of Candor, whose paths all begin with /v1/; is the URL right?";
        Self::new(StatusCode::NOT_FOUND, "not-found", "There is nothing here", detail)
    }

    pub(super) fn method_not_allowed() -> Self {
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed", "Not with this method", &"")
    }

    pub(super) fn timeout() -> Self {
        let title = "The body took too long";
        Self::new(StatusCode::REQUEST_TIMEOUT, "timeout", title, &"").later(BUSY)
    }

    pub(super) fn missing_frames(missing: Vec<FrameId>) -> Self {
        let detail = &format_args!("{} of the frames named in the envelope must be sent first", missing.len());
        let title = "Frames are missing";
        Self { missing, ..Self::new(StatusCode::CONFLICT, "missing-frames", title, detail) }
    }

    pub(super) fn too_large(limit: usize) -> Self {
        let detail = &format_args!("at most {limit} bytes");
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", "The body is too large", detail)
    }

    pub(super) fn too_large_decompressed(limit: usize) -> Self {
        let detail = &format_args!("at most {limit} bytes when decompressed");
        let title = "The body is too large when decompressed";
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large-decompressed", title, detail)
    }

    pub(super) fn media_type(expected: &str) -> Self {
        let title = "The body is of another media type";
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "media-type", title, &format_args!("send {expected}"))
    }

    pub(super) fn invalid_envelope(detail: &dyn Display) -> Self {
        let title = "The envelope is not valid";
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid-envelope", title, detail)
    }

    pub(super) fn wrong_signature() -> Self {
        let title = "The signature does not fit";
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "wrong-signature", title, &"")
    }

    pub(super) fn invalid_records(detail: &dyn Display) -> Self {
        let title = "The records are not those of the envelope";
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid-records", title, detail)
    }

    pub(super) fn wrong_frame_id() -> Self {
        let title = "The frame's id is not the SHA-256 of the body";
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "wrong-frame-id", title, &"")
    }

    pub(super) fn too_many_requests(after: Duration) -> Self {
        let title = "Too many requests for this subject";
        Self::new(StatusCode::TOO_MANY_REQUESTS, "too-many-requests", title, &"").later(after)
    }

    pub(super) fn busy() -> Self {
        let title = "Too many requests at once";
        let detail = &"all places for requests are taken: send it again later";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", title, detail).later(BUSY)
    }

    pub(super) fn internal() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "The server has made a mistake", &"")
    }
}

/// The client learns that the store is in trouble; what kind of trouble is for the log.
impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        tracing::error!(error = %error, "store");
        let title = "The store does not answer";
        let detail =
            &"it is not certain that anything was done: send the request again later; the server's log says more";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "store-trouble", title, detail).later(STORE_TROUBLE)
    }
}

impl From<PathRejection> for Problem {
    fn from(_: PathRejection) -> Self {
        Self::malformed(&"the path is no UTF-8 when its escapes are undone")
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = Body {
            r#type: format!("/problems/{}", self.name),
            title: self.title,
            status: self.status.as_u16(),
            detail: &self.detail,
            missing: &self.missing,
        };
        let text = serde_json::to_vec(&body).unwrap_or_default();
        let mut response = (self.status, text).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(after) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(after.as_secs_f64().ceil() as u64));
        }
        if self.status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}
