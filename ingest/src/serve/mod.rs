//! The ingest API: `POST /v1/batches`, `PUT /v1/frames/{id}`, `DELETE /v1/receipts/{id}`,
//! `DELETE /v1/subjects/{pseudonym}`, `GET /v1/halt`, `GET /v1/health`.
//!
//! - It answers success only when the store has everything, on disk.
//! - Names in the store follow from content and are written create-only: any number of servers may share a store, and
//!   a repeat changes nothing.
//! - Nothing is deleted but by whose it is, with a signature, or since its day is over; and then it does not come back.
//! - It can't look into a sealed body, and takes a plain one only when both ends are this machine.
//! - Every other answer is a problem by RFC 9457.

mod auth;
mod batches;
mod connections;
mod erasures;
mod expiry;
mod frames;
mod halt;
#[cfg(test)]
mod interleavings;
mod limits;
mod local;
mod log;
mod openapi;
mod problem;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::{Json, Router, middleware};
use candor_core::receipt::Issuer;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub use auth::Token;
pub use limits::Limits;
pub use log::init as init_log;
pub use openapi::document;

use crate::store::Store;
use crate::{erasure, names};
use problem::Problem;

/// What a server needs to run.
pub struct Config {
    /// Where everything goes.
    pub store: Store,
    /// Signs receipts.
    pub issuer: Issuer,
    /// Asked of every request but `health`; may be none only on loopback.
    pub token: Option<Token>,
    /// What is taken at most.
    pub limits: Limits,
}

struct App {
    store: Store,
    issuer: Issuer,
    token: Option<Token>,
    limits: Limits,
    places: Semaphore,
    rate: limits::Rate,
    on_loopback: bool,
}

impl App {
    /// Whether both ends of a request are this machine, with nobody in between who says so. A proxy that says nothing of
    /// itself still says which host was asked for.
    fn is_local(&self, peer: &SocketAddr, headers: &HeaderMap) -> bool {
        self.on_loopback
            && peer.ip().to_canonical().is_loopback()
            && !local::forwarded(headers)
            && local::asked(headers)
    }
}

/// A server that has its port and its place to write to.
pub struct Server {
    listener: TcpListener,
    app: Arc<App>,
}

impl Server {
    /// Puts a server together.
    ///
    /// # Errors
    /// When the listener can be reached from other machines and no token is asked for.
    pub fn new(listener: TcpListener, config: Config) -> io::Result<Self> {
        let Config { store, issuer, token, limits } = config;
        let on_loopback = listener.local_addr()?.ip().to_canonical().is_loopback();
        if token.is_none() && !on_loopback {
            let reason = "an address that other machines can reach needs a token";
            return Err(io::Error::new(io::ErrorKind::InvalidInput, reason));
        }
        let places = Semaphore::new(limits.concurrent.min(Semaphore::MAX_PERMITS));
        let rate = limits::Rate::new(limits.per_minute);
        Ok(Self { listener, app: Arc::new(App { store, issuer, token, limits, places, rate, on_loopback }) })
    }

    /// Where it listens.
    ///
    /// # Errors
    /// When the system can't say.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Finishes the erasures that an earlier end has interrupted, then serves until `stop` is ready, then takes no more
    /// requests, lets those that run come to an end, for at most [`Limits::grace`], and returns.
    pub async fn run(self, stop: impl Future<Output = ()>) {
        finish_erasures(&self.app.store).await;
        let limits = self.app.limits;
        let expiry = tokio::spawn(expiry::keep(Arc::clone(&self.app)));
        connections::serve(self.listener, router(self.app), limits, stop).await;
        expiry.abort();
    }
}

/// A store in trouble keeps no server from starting, which says so to every request. What is left stays unreadable
/// to `candor open`, and goes with a repeat or the next start.
async fn finish_erasures(store: &Store) {
    match erasure::finish_all(store).await {
        Ok(0) => {}
        Ok(objects) => tracing::info!(objects, "finished erasures"),
        Err(error) => tracing::error!(error = %error, "store"),
    }
    for folder in names::FOLDERS {
        for file in store.strange_files(folder).await.unwrap_or_default() {
            // Its name alone: the folders above name a subject.
            tracing::warn!(name = ?file.file_name().unwrap_or_default(), folder, "a file that can be no object is passed over");
        }
    }
}

/// What the token guards.
fn guarded() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(batches::post))
        .routes(routes!(frames::put))
        .routes(routes!(erasures::batch))
        .routes(routes!(erasures::subject))
        .routes(routes!(halt::get))
}

/// What anybody may ask.
fn open() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(health))
}

fn router(app: Arc<App>) -> Router {
    // The layer added last is the first that a request meets: the token comes before the place.
    let (guarded, _) = guarded().split_for_parts();
    let (open, _) = open().split_for_parts();
    guarded
        .route_layer(middleware::from_fn_with_state(Arc::clone(&app), limits::require_place))
        .route_layer(middleware::from_fn_with_state(Arc::clone(&app), auth::require_token))
        .merge(open)
        .fallback(|| async { Problem::not_found() })
        .method_not_allowed_fallback(|| async { Problem::method_not_allowed() })
        .layer(middleware::from_fn(log::requests))
        .with_state(app)
}

/// Ask whether the server works.
///
/// It does when its store answers. Asks for no token.
#[utoipa::path(
    get,
    path = "/v1/health",
    operation_id = "health",
    security(()),
    responses(
        (status = 200, description = "It does", body = ref("#/components/schemas/Health")),
        (
            status = 503,
            description = "`store-trouble`, with `Retry-After`",
            body = ref("#/components/schemas/Problem"),
            content_type = "application/problem+json",
        ),
    ),
)]
async fn health(State(app): State<Arc<App>>) -> Result<Json<Health>, Problem> {
    app.store.check().await?;
    Ok(Json(Health { status: "ok" }))
}

/// How the server is.
#[derive(serde::Serialize, schemars::JsonSchema)]
struct Health {
    /// `ok`.
    status: &'static str,
}
