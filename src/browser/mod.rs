//! The drivers: what performs the engine's effects in a service worker. They decide nothing.
//!
//! Storage, pictures and requests are done here through web-sys; what only `chrome.*` can do is asked of the [`Host`],
//! a JavaScript object of the worker.

mod host;
mod http;
mod keys;
mod picture;
mod store;
mod value;
mod worker;

use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;

pub use host::Host;
pub use worker::{StartOptions, Worker};

/// What the browser says about an error.
fn message_of(error: &JsValue) -> String {
    error.dyn_ref::<js_sys::Error>().map_or_else(|| format!("{error:?}"), |error| String::from(error.message()))
}

/// The worker's global scope.
fn global() -> web_sys::WorkerGlobalScope {
    js_sys::global().unchecked_into()
}
