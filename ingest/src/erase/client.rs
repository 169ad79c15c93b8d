//! Asking an ingest API to erase, over HTTP.
//!
//! `https`, checked against the certificates that the system trusts; `http` to this machine only. No redirect is
//! followed. Connections are kept for the next request.

use std::time::{Duration, Instant};

use candor_core::erasure::{Erased, Target};
use candor_core::identity::Identity;
use candor_core::policy::Endpoint;
use serde::Deserialize;
use ureq::http::HeaderMap;
use ureq::http::header::RETRY_AFTER;
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Body};

use crate::printable;

/// Most bytes of an answer that are read.
const MAX_ANSWER: u64 = 64 * 1024;
/// How long a server may take to let itself be reached.
const CONNECT: Duration = Duration::from_secs(20);
/// How long one may take in all: there may be much to delete.
const ANSWER: Duration = Duration::from_secs(10 * 60);

/// How long one request is repeated to a server that asks for patience.
const PATIENCE: Duration = Duration::from_secs(2 * 60);

/// An ingest API, and the token it asks for.
pub struct Client {
    agent: Agent,
    endpoint: Endpoint,
    authorization: Option<String>,
}

/// Why a server can't be asked, or has not done it.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// There is no answer.
    #[error("the server can't be reached: {0}")]
    Unreachable(Box<ureq::Error>),
    /// The answer is a problem, in the server's words, or nothing that an ingest API says.
    #[error("the server answers {status}: {reason}")]
    Refused {
        /// HTTP status.
        status: u16,
        /// What it says.
        reason: String,
        /// When it wants to be asked again.
        after: Option<Duration>,
    },
}

/// Problem details by RFC 9457, as far as they are of use here.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Problem {
    r#type: String,
    title: String,
    detail: String,
}

impl Client {
    /// A client that has not connected yet.
    pub fn new(endpoint: Endpoint, token: Option<&str>) -> Self {
        let tls = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build();
        let config = Agent::config_builder()
            .tls_config(tls)
            .https_only(!endpoint.is_loopback())
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .user_agent(concat!("candor/", env!("CARGO_PKG_VERSION")))
            .max_idle_connections_per_host(super::CONNECTIONS)
            .timeout_connect(Some(CONNECT))
            .timeout_global(Some(ANSWER));
        // What is meant for this machine goes to no other, whatever the environment names as a proxy.
        let config = if endpoint.is_loopback() { config.proxy(None) } else { config };
        let authorization = token.map(|token| format!("Bearer {token}"));
        Self { agent: config.build().into(), endpoint, authorization }
    }

    /// Has `target` erased, and returns the server's word, unchecked. Nothing when it says that there is nothing. A server
    /// that says when to come back (`Retry-After`, with 429 or 503) is asked again then, for two minutes at most.
    ///
    /// # Errors
    /// When the server can't be reached, or answers anything else.
    pub fn delete(&self, target: &Target, identity: &Identity) -> Result<Option<Erased>, ClientError> {
        let begun = Instant::now();
        loop {
            match self.ask(target, identity) {
                Err(ClientError::Refused { after: Some(after), .. })
                    if after <= PATIENCE.saturating_sub(begun.elapsed()) =>
                {
                    std::thread::sleep(after);
                }
                answer => return answer,
            }
        }
    }

    fn ask(&self, target: &Target, identity: &Identity) -> Result<Option<Erased>, ClientError> {
        let mut request = self.agent.delete(self.endpoint.join(&target.path()));
        for (name, value) in target.sign(identity) {
            request = request.header(name, value);
        }
        if let Some(authorization) = &self.authorization {
            request = request.header("authorization", authorization);
        }
        let unreachable = |error| ClientError::Unreachable(Box::new(error));
        let mut response = request.call().map_err(unreachable)?;
        let body = read(response.body_mut()).map_err(unreachable)?;
        let status = response.status().as_u16();
        if status == 200
            && let Some(word) = Erased::read(&body)
        {
            return Ok(Some(word));
        }
        let problem: Problem = serde_json::from_slice(&body).unwrap_or_default();
        // Any server has some 404 or other for a path it does not know.
        if status == 404 && problem.r#type == "/problems/nothing-to-erase" {
            return Ok(None);
        }
        let after = if [429, 503].contains(&status) { retry_after(response.headers()) } else { None };
        Err(ClientError::Refused { status, reason: problem.reason(), after })
    }
}

impl Problem {
    fn reason(&self) -> String {
        let said = [&self.title, &self.detail].map(|text| printable::text(text));
        let said: Vec<&str> = said.iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
        if said.is_empty() { "nothing that an ingest API says; is the URL right?".to_owned() } else { said.join("; ") }
    }
}

/// Seconds, at least one: a server that says none would be asked without end. A date is not read; ours gives none.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let seconds: u64 = headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds.max(1)))
}

fn read(body: &mut Body) -> Result<Vec<u8>, ureq::Error> {
    body.with_config().limit(MAX_ANSWER).read_to_vec()
}
