//! The database: one store of ciphertext by place. Its version never changes, so that an older version of the
//! extension can still open it.

use js_sys::{Array, Function, Promise, Uint8Array};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DomException, IdbDatabase, IdbKeyRange, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction,
    IdbTransactionMode,
};

use super::{global, settled};
use crate::spool::Commit;

const DATABASE: &str = "candor";
const STORE: &str = "kept";

/// The database.
#[derive(Debug)]
pub(super) struct Store(IdbDatabase);

impl Store {
    pub(super) async fn open() -> Result<Self, JsValue> {
        let factory = global().indexed_db()?.ok_or_else(|| JsValue::from_str("no IndexedDB"))?;
        let request = factory.open_with_u32(DATABASE, 1)?;
        let created = create_store(request.clone());
        request.set_onupgradeneeded(Some(created.as_ref().unchecked_ref()));
        let opened = either(&mut |yes, no| {
            request.set_onsuccess(Some(yes));
            request.set_onerror(Some(no));
        });
        opened.await.map_err(|_| reason(request.error().ok().flatten()))?;
        Ok(Self(request.result()?.dyn_into()?))
    }

    /// Everything whose place starts with one of the prefixes, in the order of places.
    pub(super) async fn load(&self, prefixes: &[String]) -> Result<Vec<(String, Vec<u8>)>, JsValue> {
        let (transaction, store) = self.begin(IdbTransactionMode::Readonly)?;
        let requests = prefixes
            .iter()
            .map(|prefix| {
                let range = starting_with(prefix)?;
                Ok((store.get_all_keys_with_key(&range)?, store.get_all_with_key(&range)?))
            })
            .collect::<Result<Vec<_>, JsValue>>()?;
        completed(&transaction).await?;
        let mut entries = Vec::new();
        for (keys, values) in &requests {
            let (keys, values) = (list(keys)?, list(values)?);
            for (key, value) in keys.iter().zip(values.iter()) {
                if let (Some(key), Ok(value)) = (key.as_string(), value.dyn_into::<Uint8Array>()) {
                    entries.push((key, value.to_vec()));
                }
            }
        }
        Ok(entries)
    }

    /// Runs the transaction of a commit: deletes, then puts, all or nothing.
    pub(super) async fn apply(&self, commit: &Commit) -> Result<(), JsValue> {
        let (transaction, store) = self.begin(IdbTransactionMode::Readwrite)?;
        if let Err(error) = ask(&store, commit) {
            // Otherwise what was asked for so far would be done.
            transaction.abort()?;
            return Err(error);
        }
        completed(&transaction).await
    }

    fn begin(&self, mode: IdbTransactionMode) -> Result<(IdbTransaction, IdbObjectStore), JsValue> {
        let transaction = self.0.transaction_with_str_and_mode(STORE, mode)?;
        let store = transaction.object_store(STORE)?;
        Ok((transaction, store))
    }
}

/// Makes the store of a new database. A failure fails the opening, which is reported.
fn create_store(request: IdbOpenDbRequest) -> Closure<dyn FnMut()> {
    Closure::once(move || {
        if let Ok(database) = request.result() {
            let _ = database.unchecked_into::<IdbDatabase>().create_object_store(STORE);
        }
    })
}

fn ask(store: &IdbObjectStore, commit: &Commit) -> Result<(), JsValue> {
    for prefix in &commit.delete {
        let range = starting_with(prefix)?;
        store.delete(&range)?;
    }
    for (place, value) in &commit.put {
        store.put_with_key(&Uint8Array::from(value.as_slice()), &JsValue::from_str(place))?;
    }
    Ok(())
}

/// Waits until a transaction is done with all its requests. One of them that fails aborts it.
async fn completed(transaction: &IdbTransaction) -> Result<(), JsValue> {
    let ended = either(&mut |yes, no| {
        transaction.set_oncomplete(Some(yes));
        transaction.set_onabort(Some(no));
    });
    ended.await.map(drop).map_err(|_| reason(transaction.error()))
}

/// Waits for one of two events: the promise's own functions are their handlers.
fn either(listen: &mut dyn FnMut(&Function, &Function)) -> JsFuture {
    settled(Promise::new(&mut |yes, no| listen(&yes, &no)))
}

fn reason(error: Option<DomException>) -> JsValue {
    error.map_or_else(|| JsValue::from_str("aborted"), JsValue::from)
}

fn list(request: &IdbRequest) -> Result<Array, JsValue> {
    request.result()?.dyn_into()
}

fn starting_with(prefix: &str) -> Result<IdbKeyRange, JsValue> {
    let end = format!("{prefix}\u{ffff}");
    IdbKeyRange::bound(&JsValue::from_str(prefix), &JsValue::from_str(&end))
}
