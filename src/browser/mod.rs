//! The drivers: what performs the engine's effects in a service worker. They decide nothing.
//!
//! Storage, pictures and requests are done here through web-sys; what only `chrome.*` can do is asked of the [`Host`],
//! a JavaScript object of the worker.

mod host;
mod http;
mod keys;
mod patterns;
mod picture;
mod shapes;
mod store;
mod value;
mod worker;

use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

pub use host::Host;
pub use patterns::{PatternsOrReason, patterns_of};
pub use worker::{Worker, fall};

/// Quick enough, and an eighth of the standard allocator's code.
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// What the browser says about an error.
fn message_of(error: &JsValue) -> String {
    match error.dyn_ref::<js_sys::Error>() {
        Some(error) => error.message().into(),
        None => error.as_string().unwrap_or_else(|| "not an error".to_owned()),
    }
}

/// Waits for a promise, whatever it is one of: the waiting is compiled once.
fn settled<T>(promise: Promise<T>) -> JsFuture {
    JsFuture::from(promise.unchecked_into::<Promise>())
}

/// The worker's global scope.
fn global() -> web_sys::WorkerGlobalScope {
    js_sys::global().unchecked_into()
}
