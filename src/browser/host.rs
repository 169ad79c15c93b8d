//! What the drivers ask of the worker's JavaScript: everything behind `chrome.*`.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
import type { Status, TabState, ToProbe } from '../../schema/messages';

/** What only the extension API can do. */
export interface Host {
  post(port: number, message: ToProbe): void;
  answer(request: number, status: Status): void;
  badge(tab: number | undefined, state: TabState): void;
  /** Has probes injected there and nowhere else. Never rejects; resolves when the browser does so. */
  register(registration: { matches: string[]; excludeMatches: string[] } | undefined): Promise<void>;
  /** Has probes injected into what may be recorded of a tab. */
  inject(tab: number): void;
  welcome(): void;
  /** Calls `tick` after so many milliseconds, in place of the call asked for before. */
  wake(delay: number): void;
  /** A PNG of the tab; rejects unless it is the visible one of its window before and after. */
  capture(tab: number): Promise<Uint8Array>;
  /** Writes key files, each whole or not at all; goes on when the core panics meanwhile. */
  writeKeys(folder: FileSystemDirectoryHandle, keys: [name: string, key: Uint8Array][]): Promise<void>;
  /** The core panicked, while working on these observations if there is a nonce. It is to be started anew. */
  crashed(nonce: string | undefined, first: number, last: number): void;
}
"#;

#[wasm_bindgen]
extern "C" {
    /// The worker's JavaScript.
    #[wasm_bindgen(typescript_type = "Host")]
    #[derive(Clone, Debug)]
    pub type Host;

    #[wasm_bindgen(method)]
    pub(super) fn post(this: &Host, port: u32, message: JsValue);
    #[wasm_bindgen(method)]
    pub(super) fn answer(this: &Host, request: u32, status: JsValue);
    #[wasm_bindgen(method)]
    pub(super) fn badge(this: &Host, tab: Option<u32>, state: JsValue);
    #[wasm_bindgen(method)]
    pub(super) async fn register(this: &Host, registration: JsValue);
    #[wasm_bindgen(method)]
    pub(super) fn inject(this: &Host, tab: u32);
    #[wasm_bindgen(method)]
    pub(super) fn welcome(this: &Host);
    #[wasm_bindgen(method)]
    pub(super) fn wake(this: &Host, delay: f64);
    #[wasm_bindgen(method, catch)]
    pub(super) async fn capture(this: &Host, tab: u32) -> Result<Uint8Array, JsValue>;
    #[wasm_bindgen(method, catch, js_name = writeKeys)]
    pub(super) async fn write_keys(this: &Host, folder: &JsValue, keys: &Array) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method)]
    pub(super) fn crashed(this: &Host, nonce: Option<String>, first: u32, last: u32);
}
