//! Requests to the ingest API: without credentials, cache or referrer, and never through a redirect.

use std::time::Duration;

use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{AbortSignal, Headers, ReferrerPolicy, RequestCache, RequestCredentials, RequestInit, RequestRedirect};

use super::{global, settled};
use crate::engine::{Request, Response};

/// A request that takes longer counts as unanswered.
const TIMEOUT_MS: u32 = 60_000;
/// As much of an answer as is read.
const MAX_ANSWER: usize = 64 * 1024;

/// Makes a request. No answer, for whatever reason, is `None`.
pub(super) async fn fetch(request: Request) -> Option<Response> {
    answer(request).await.ok()
}

async fn answer(request: Request) -> Result<Response, JsValue> {
    let headers = Headers::new()?;
    for (name, value) in &request.headers {
        headers.set(name, value)?;
    }
    let init = RequestInit::new();
    init.set_method(request.method);
    init.set_headers(&headers);
    // Where there may be none, an empty one is refused.
    if !request.body.is_empty() {
        init.set_body(&Uint8Array::from(request.body.as_slice()));
    }
    init.set_cache(RequestCache::NoStore);
    init.set_credentials(RequestCredentials::Omit);
    init.set_redirect(RequestRedirect::Error);
    init.set_referrer_policy(ReferrerPolicy::NoReferrer);
    init.set_signal(Some(&AbortSignal::timeout_with_u32(TIMEOUT_MS)));
    let response = settled(global().fetch_with_str_and_init(&request.url, &init)).await?;
    let response: web_sys::Response = response.dyn_into()?;
    let retry_after = response.headers().get("retry-after")?.and_then(|seconds| seconds.trim().parse().ok());
    let body = Uint8Array::new(&settled(response.array_buffer()?).await?);
    let length = body.length().min(u32::try_from(MAX_ANSWER).unwrap_or(u32::MAX));
    Ok(Response {
        status: response.status(),
        retry_after: retry_after.map(Duration::from_secs),
        body: body.subarray(0, length).to_vec(),
    })
}
