//! How much is taken: bytes, requests at once, and requests of one subject.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::Response;
use candor_core::ids::Pseudonym;
use futures_util::StreamExt as _;

use super::App;
use super::problem::Problem;

/// What a server takes at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a request's body.
    pub body: usize,
    /// Bytes of a plain batch's body when decompressed.
    pub decompressed: usize,
    /// Requests at once.
    pub concurrent: usize,
    /// Requests of one subject in a minute, and at one time.
    pub per_minute: u32,
    /// Connections at once; more of them wait.
    pub connections: usize,
    /// How long a request's header may take to arrive, from when the connection is there or the answer before it given.
    pub header_time: Duration,
    /// How long a body may take to arrive.
    pub body_time: Duration,
    /// How long running requests may take after the server was told to stop.
    pub grace: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body: 8 << 20,
            decompressed: 64 << 20,
            concurrent: 32,
            per_minute: 1200,
            connections: 512,
            header_time: Duration::from_secs(30),
            body_time: Duration::from_secs(60),
            grace: Duration::from_secs(15),
        }
    }
}

/// Turns requests away while all places are taken.
pub(super) async fn require_place(
    State(app): State<Arc<App>>,
    request: Request,
    next: Next,
) -> Result<Response, Problem> {
    let _place = app.places.try_acquire().map_err(|_| Problem::busy())?;
    Ok(next.run(request).await)
}

/// Reads a body up to the limits of size and time.
pub(super) async fn read_body(headers: &HeaderMap, body: Body, limits: &Limits) -> Result<Bytes, Problem> {
    let announced = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > limits.body) {
        return Err(Problem::too_large(limits.body));
    }
    let read = async {
        let mut bytes = Vec::with_capacity(announced.unwrap_or(0));
        let mut chunks = body.into_data_stream();
        while let Some(chunk) = chunks.next().await {
            let chunk = chunk.map_err(|_| Problem::malformed(&"the body ends too early"))?;
            if bytes.len() + chunk.len() > limits.body {
                return Err(Problem::too_large(limits.body));
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes.into())
    };
    tokio::time::timeout(limits.body_time, read).await.map_err(|_| Problem::timeout())?
}

/// Requests of each subject, by the generic cell rate algorithm: one instant a subject, at which its account is
/// square again. Accounts that are square are forgotten.
pub(super) struct Rate {
    interval: Duration,
    burst: Duration,
    square_at: Mutex<HashMap<Pseudonym, Instant>>,
}

/// So many accounts are kept before square ones are looked for.
const ACCOUNTS: usize = 1 << 14;

impl Rate {
    pub(super) fn new(per_minute: u32) -> Self {
        let minute = Duration::from_secs(60);
        let interval = minute / per_minute.max(1);
        Self { interval, burst: minute.saturating_sub(interval), square_at: Mutex::default() }
    }

    /// Whether a request of `subject` is taken now, or else after how long.
    pub(super) fn admit(&self, subject: Pseudonym, now: Instant) -> Result<(), Duration> {
        let mut accounts = self.square_at.lock().unwrap_or_else(PoisonError::into_inner);
        if accounts.len() >= ACCOUNTS {
            accounts.retain(|_, square_at| *square_at > now);
        }
        let square_at = accounts.entry(subject).or_insert(now);
        let debt = square_at.saturating_duration_since(now);
        if debt > self.burst {
            return Err(debt - self.burst);
        }
        *square_at = now + debt + self.interval;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_is_held_to_its_rate_and_no_other_pays_for_it() {
        let rate = Rate::new(60);
        let [one, other] = [[1; 20], [2; 20]].map(Pseudonym::from_bytes);
        let start = Instant::now();
        let taken = (0..100).filter(|_| rate.admit(one, start).is_ok()).count();
        assert_eq!(taken, 60);
        assert_eq!(rate.admit(one, start), Err(Duration::from_secs(1)));
        assert_eq!(rate.admit(other, start), Ok(()));
        assert_eq!(rate.admit(one, start + Duration::from_secs(1)), Ok(()));
        assert!(rate.admit(one, start + Duration::from_secs(1)).is_err());
    }

    #[test]
    fn subjects_that_are_square_are_forgotten() {
        let rate = Rate::new(60);
        let start = Instant::now();
        for number in 0..ACCOUNTS {
            let mut bytes = [0; 20];
            bytes[..8].copy_from_slice(&number.to_be_bytes());
            rate.admit(Pseudonym::from_bytes(bytes), start).unwrap();
        }
        rate.admit(Pseudonym::from_bytes([9; 20]), start + Duration::from_secs(2)).unwrap();
        assert_eq!(rate.square_at.lock().unwrap().len(), 1);
    }
}
