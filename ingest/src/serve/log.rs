//! One line of JSON for each request, on standard error: method, route, status, duration, bytes and batch. Never a
//! payload, a token, a query, a subject or a peer's address: the route is the pattern, not the path.

use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::http::header;
use axum::middleware::Next;
use axum::response::Response;
use candor_core::ids::BatchId;
use tracing::Level;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

/// Put among a response's extensions: the batch it is about.
#[derive(Clone, Copy)]
pub(super) struct About(pub(super) BatchId);

/// Starts logging. Only what this crate says is written: what a library might say of a request is not ours to vouch
/// for. A second call changes nothing.
pub fn init() {
    let lines = tracing_subscriber::fmt::layer().json().flatten_event(true).with_target(false);
    let ours = Targets::new().with_target(env!("CARGO_CRATE_NAME"), Level::INFO);
    let _already_started =
        tracing_subscriber::registry().with(lines.with_writer(std::io::stderr)).with(ours).try_init();
}

pub(super) async fn requests(request: Request, next: Next) -> Response {
    let started = Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let bytes =
        request.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    let response = next.run(request).await;
    tracing::info!(
        method = %method,
        route = route.as_deref().unwrap_or("none"),
        status = response.status().as_u16(),
        duration_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
        bytes,
        batch = response.extensions().get::<About>().map(|about| tracing::field::display(about.0)),
        "request"
    );
    response
}
