//! Connections: taken up to a number at once, and given up when no request comes on them in time.
//!
//! Whoever opens connections and says nothing, or half of a header, would otherwise hold the server for good: the limits
//! of [`super::limits`] begin with a request.

use std::convert::Infallible;
use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{ConnectInfo, Request};
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::Limits;

/// How long nothing is taken after the system had no room for a connection.
const PAUSE: Duration = Duration::from_secs(1);

/// Serves `router` until `stop` is ready, then takes no more requests, and lets those that run come to an end, for at
/// most [`Limits::grace`].
pub(super) async fn serve(listener: TcpListener, router: Router, limits: Limits, stop: impl Future<Output = ()>) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(limits.header_time);
    let router = TowerToHyperService::new(router);
    let running = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(limits.connections.min(Semaphore::MAX_PERMITS)));
    let mut stop = std::pin::pin!(stop);
    loop {
        let (stream, peer, place) = tokio::select! {
            biased;
            () = &mut stop => break,
            next = next(&listener, &places) => match next {
                Ok(next) => next,
                Err(error) => {
                    tracing::error!(error = %error, "connection");
                    tokio::time::sleep(PAUSE).await;
                    continue;
                }
            },
        };
        let router = router.clone();
        let service = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo::<SocketAddr>(peer));
            let answer = router.call(request);
            async move { Ok::<Response, Infallible>(answer.await.unwrap_or_else(|never| match never {})) }
        });
        let connection = running.watch(http.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            // A connection that breaks, or on which nothing comes, concerns nobody else.
            let _broken = connection.await;
            drop(place);
        });
    }
    tracing::info!("stopping");
    drop(listener);
    let _too_slow = tokio::time::timeout(limits.grace, running.shutdown()).await;
}

/// The next connection, once there is a place for it.
async fn next(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> io::Result<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
    let place = Arc::clone(places).acquire_owned().await.map_err(io::Error::other)?;
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => return Ok((stream, peer, place)),
            // Whoever was about to connect has gone again.
            Err(error)
                if [ErrorKind::ConnectionAborted, ErrorKind::ConnectionRefused, ErrorKind::ConnectionReset]
                    .contains(&error.kind()) => {}
            Err(error) => return Err(error),
        }
    }
}
