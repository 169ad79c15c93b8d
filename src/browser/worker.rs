//! The worker's loop: inputs go to the engine, effects to the drivers, their answers back to the engine.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::pin::Pin;
use std::rc::Rc;
use std::time::Duration;

use js_sys::Uint8Array;
use serde::Serialize;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::ImageBitmap;

use super::keys::KeyFiles;
use super::store::Store;
use super::{Host, PatternsOrReason, global, http, message_of, patterns, picture, value};
use crate::capture::PixelRect;
use crate::engine::{Boot, Effect, Engine, Input, Request, Sender};
use crate::json;
use crate::limits::Zone;
use crate::map::Map;
use crate::message::{FromPage, FromProbe};
use crate::policy::Build;
use crate::protocol::{Blame, Crash};
use crate::spool::{Commit, DESCRIPTIONS, FIRST_KEYS};
use crate::time::WallMillis;
use crate::vault::KeyName;

/// What the worker knows when it starts.
#[derive(Debug)]
pub(super) struct StartOptions {
    pub(super) policy: String,
    pub(super) development: bool,
    pub(super) version: String,
    pub(super) fresh: bool,
    pub(super) crashes: Vec<Crash>,
    pub(super) zone: Zone,
    pub(super) metered: bool,
}

/// The core in a service worker.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Worker {
    /// As long as the instance of the core, of which it is the only one: what is on its way refers to it.
    inner: &'static Inner,
}

#[derive(Debug)]
struct Inner {
    host: Host,
    store: Store,
    keys: KeyFiles,
    engine: RefCell<Engine>,
    inputs: RefCell<VecDeque<Input>>,
    pictures: RefCell<Map<u32, ImageBitmap>>,
}

thread_local! {
    static BLAME: Blame = Blame::default();
    static HOST: Cell<Option<Host>> = const { Cell::new(None) };
}

/// What every panic calls, in place of the standard library's own way (`tools/bindgen`): a trap follows, which ends this
/// instance of the core, not the worker. What it was working on is remembered, and the worker starts a fresh instance.
#[wasm_bindgen]
pub fn fall() {
    // Taken, so that a panic in here ends here.
    let Some(host) = HOST.take() else { return };
    let (nonce, first, last) = match BLAME.with(|blame| blame.take()) {
        Some((nonce, first, last)) => (Some(nonce.to_string()), first, last),
        None => (None, 0, 0),
    };
    host.crashed(nonce, first, last);
}

fn now() -> WallMillis {
    // Milliseconds since 1970 are a whole, positive number far below 2^53.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    WallMillis(js_sys::Date::now().max(0.0) as u64)
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn performance_now() -> f64;
}

/// How long this worker is running, whatever the clock is set to.
fn ticks() -> Duration {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    Duration::from_millis(performance_now() as u64)
}

#[wasm_bindgen]
impl Worker {
    /// Opens the storage and starts the engine.
    ///
    /// # Errors
    /// When keys or database can't be opened, or the options do not fit.
    pub async fn start(host: Host, options: JsValue, patterns: PatternsOrReason) -> Result<Worker, JsValue> {
        HOST.set(Some(host.clone()));
        let options: StartOptions = value::read(&options)?;
        let keys = KeyFiles::open().await?;
        let store = Store::open().await?;
        let names = keys.names().await?;
        let mut first = Vec::new();
        for name in names.iter().filter(|name| FIRST_KEYS.iter().any(|prefix| name.starts_with(prefix))) {
            if let Some(key) = keys.read(name).await {
                first.push((name.clone(), key));
            }
        }
        let entries = store.load(&DESCRIPTIONS.map(str::to_owned)).await?;
        let entropy = Uint8Array::new_with_length(32);
        global().crypto()?.get_random_values_with_js_u8_array(&entropy)?;
        let mut seed = [0; 32];
        entropy.copy_to(&mut seed);
        let boot = Boot {
            entropy: seed,
            key_names: names,
            keys: first,
            entries,
            policy: options.policy,
            build: build(options.development),
            patterns: patterns::read(patterns),
            version: options.version,
            zone: options.zone,
            metered: options.metered,
            fresh: options.fresh,
            crashes: options.crashes,
            blame: BLAME.with(Rc::clone),
        };
        let (engine, effects) = Engine::boot(now(), ticks(), boot);
        let inner: &Inner = Box::leak(Box::new(Inner {
            host,
            store,
            keys,
            engine: RefCell::new(engine),
            inputs: RefCell::default(),
            pictures: RefCell::default(),
        }));
        for effect in effects {
            perform(inner, effect);
        }
        Ok(Worker { inner })
    }

    /// A probe opened a port.
    ///
    /// # Errors
    /// When the sender does not fit.
    #[wasm_bindgen(js_name = portOpened)]
    pub fn port_opened(&self, port: u32, sender: &JsValue) -> Result<(), JsValue> {
        let sender: Sender = value::read(sender)?;
        feed(self.inner, Input::PortOpened { port, sender });
        Ok(())
    }

    /// A port closed.
    #[wasm_bindgen(js_name = portClosed)]
    pub fn port_closed(&self, port: u32) {
        feed(self.inner, Input::PortClosed { port });
    }

    /// A probe says something.
    ///
    /// # Errors
    /// When the message is not one of a probe of this version.
    pub fn probe(&self, port: u32, message: &JsValue) -> Result<(), JsValue> {
        let message: FromProbe = value::read(message)?;
        feed(self.inner, Input::Probe { port, message });
        Ok(())
    }

    /// A page of the extension asks something.
    ///
    /// # Errors
    /// When the message is not one of a page of this version.
    pub fn page(&self, request: u32, message: &JsValue) -> Result<(), JsValue> {
        let message: FromPage = value::read(message)?;
        feed(self.inner, Input::Page { request, message });
        Ok(())
    }

    /// The policy arrived or changed.
    pub fn policy(&self, json: String, development: bool, patterns: PatternsOrReason) {
        let patterns = patterns::read(patterns);
        feed(self.inner, Input::Policy { json, build: build(development), patterns });
    }

    /// The machine's time zone, which may be another than before.
    ///
    /// # Errors
    /// When it does not fit.
    pub fn zone(&self, zone: &JsValue) -> Result<(), JsValue> {
        feed(self.inner, Input::Zone(value::read(zone)?));
        Ok(())
    }

    /// Whether what is sent costs the person money, as far as the browser knows.
    pub fn metered(&self, metered: bool) {
        feed(self.inner, Input::Metered(metered));
    }

    /// Whoever manages the browser forbids pictures.
    pub fn pictureless(&self) {
        feed(self.inner, Input::PicturesForbidden);
    }

    /// A tab was opened, chosen, or has a new address.
    pub fn tab(&self, tab: u32, url: String, incognito: bool) {
        feed(self.inner, Input::Tab { tab, url, incognito });
    }

    /// The address of a tab's top document has changed under it.
    #[wasm_bindgen(js_name = tabMoved)]
    pub fn tab_moved(&self, tab: u32, url: String) {
        feed(self.inner, Input::TabMoved { tab, url });
    }

    /// A tab was opened.
    #[wasm_bindgen(js_name = tabOpened)]
    pub fn tab_opened(&self, tab: u32) {
        feed(self.inner, Input::TabOpened { tab });
    }

    /// A tab was chosen, or the window that shows it.
    #[wasm_bindgen(js_name = tabChosen)]
    pub fn tab_chosen(&self, tab: u32) {
        feed(self.inner, Input::TabChosen { tab });
    }

    /// A tab was closed.
    #[wasm_bindgen(js_name = tabClosed)]
    pub fn tab_closed(&self, tab: u32) {
        feed(self.inner, Input::TabClosed { tab });
    }

    /// Whether a frame of a page would be recorded as things stand.
    pub fn allows(&self, page: &str, frame: &str, incognito: bool) -> bool {
        self.inner.engine.try_borrow().is_ok_and(|engine| engine.allows(now(), page, frame, incognito))
    }

    /// The time asked for has come.
    pub fn tick(&self) {
        feed(self.inner, Input::Tick);
    }
}

pub(super) fn build(development: bool) -> Build {
    if development { Build::Development } else { Build::Released }
}

/// Gives an input to the engine. An input that comes while another is being handled waits its turn.
fn feed(inner: &'static Inner, input: Input) {
    inner.inputs.borrow_mut().push_back(input);
    while let Ok(mut engine) = inner.engine.try_borrow_mut() {
        let Some(input) = inner.inputs.borrow_mut().pop_front() else { return };
        let effects = engine.handle(now(), ticks(), input);
        drop(engine);
        for effect in effects {
            perform(inner, effect);
        }
    }
}

fn perform(inner: &'static Inner, effect: Effect) {
    let host = &inner.host;
    match effect {
        Effect::Post { port, message } => host.post(port, js(&message)),
        Effect::Answer { request, status } => host.answer(request, js(&status)),
        Effect::Badge { tab, state } => host.badge(tab, js(&state)),
        Effect::Register(registration) => {
            let registration = registration.map_or(JsValue::UNDEFINED, |some| js(&some));
            answer_later(inner, Box::pin(registered(inner, registration)));
        }
        Effect::Inject { tab } => host.inject(tab),
        Effect::Welcome => host.welcome(),
        Effect::Wake { at } => {
            let delay = at.since(now()).as_millis();
            host.wake(f64::from(u32::try_from(delay).unwrap_or(u32::MAX)));
        }
        Effect::Discard { ticket } => {
            inner.pictures.borrow_mut().remove(&ticket);
        }
        Effect::Commit(commit) => answer_later(inner, Box::pin(committed(inner, commit))),
        Effect::Load { token, prefixes, keys } => {
            answer_later(inner, Box::pin(loaded(inner, token, prefixes, keys)));
        }
        Effect::Fetch(request) => answer_later(inner, Box::pin(answered(request))),
        Effect::Capture { ticket, tab } => answer_later(inner, Box::pin(captured(inner, ticket, tab))),
        Effect::Redact { ticket, fill, long_edge, quality } => {
            let bitmap = inner.pictures.borrow_mut().remove(&ticket);
            answer_later(inner, Box::pin(encoded(ticket, bitmap, fill, long_edge, quality)));
        }
    }
}

/// Gives the engine what comes of a piece of work, once it is done.
fn answer_later(inner: &'static Inner, work: Pin<Box<dyn Future<Output = Input>>>) {
    spawn_local(async move {
        let input = work.await;
        feed(inner, input);
    });
}

async fn committed(inner: &'static Inner, commit: Commit) -> Input {
    let token = commit.token;
    match apply(inner, &commit).await {
        Ok(()) => Input::Committed { token },
        Err(error) => Input::CommitFailed { token, problem: message_of(&error) },
    }
}

async fn registered(inner: &'static Inner, registration: JsValue) -> Input {
    inner.host.register(registration).await;
    Input::Registered
}

async fn loaded(inner: &'static Inner, token: u64, prefixes: Vec<String>, names: Vec<KeyName>) -> Input {
    let mut keys = Vec::new();
    for name in names {
        if let Some(key) = inner.keys.read(&name).await {
            keys.push((name, key));
        }
    }
    // What can't be read is missing; the engine sees that, and tries again later.
    let entries = inner.store.load(&prefixes).await.unwrap_or_default();
    Input::Loaded { token, entries, keys }
}

async fn answered(request: Request) -> Input {
    let token = request.token;
    Input::Answered { token, response: http::fetch(request).await }
}

async fn captured(inner: &'static Inner, ticket: u32, tab: u32) -> Input {
    match capture(inner, ticket, tab).await {
        Ok((width, height)) => Input::Captured { ticket, width, height },
        Err(_) => Input::PictureFailed { ticket },
    }
}

async fn encoded(ticket: u32, bitmap: Option<ImageBitmap>, fill: Vec<PixelRect>, long_edge: u32, quality: u8) -> Input {
    let Some(bitmap) = bitmap else { return Input::PictureFailed { ticket } };
    match picture::redact(&bitmap, &fill, long_edge, quality).await {
        Ok((width, height, bytes)) => Input::Encoded { ticket, width, height, bytes },
        Err(_) => Input::PictureFailed { ticket },
    }
}

async fn apply(inner: &Inner, commit: &Commit) -> Result<(), JsValue> {
    if !commit.write_keys.is_empty() {
        inner.keys.write(&inner.host, &commit.write_keys).await?;
    }
    inner.store.apply(commit).await?;
    for name in &commit.remove_keys {
        inner.keys.remove(name).await?;
    }
    Ok(())
}

async fn capture(inner: &Inner, ticket: u32, tab: u32) -> Result<(u32, u32), JsValue> {
    let png = inner.host.capture(tab).await?;
    let bitmap = picture::decode(&png).await?;
    let size = (bitmap.width(), bitmap.height());
    inner.pictures.borrow_mut().insert(ticket, bitmap);
    Ok(size)
}

/// A value of ours as JavaScript, by way of its JSON: every type serialised here has one.
fn js(value: &impl Serialize) -> JsValue {
    js_sys::JSON::parse(&json::write(value)).unwrap_or(JsValue::UNDEFINED)
}
