//! The database: one store of ciphertext by place. Its version never changes, so that an older version of the
//! extension can still open it.

use idb::{Database, DatabaseEvent, Error, Factory, KeyRange, ObjectStore, ObjectStoreParams, Query, TransactionMode};
use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};

use crate::spool::Commit;

const DATABASE: &str = "candor";
const STORE: &str = "kept";

/// The database.
#[derive(Debug)]
pub(super) struct Store(Database);

impl Store {
    pub(super) async fn open() -> Result<Self, Error> {
        let mut request = Factory::new()?.open(DATABASE, Some(1))?;
        request.on_upgrade_needed(|event| {
            // A failure here fails the opening, which is reported.
            if let Ok(database) = event.database() {
                let _ = database.create_object_store(STORE, ObjectStoreParams::new());
            }
        });
        Ok(Self(request.await?))
    }

    /// Everything whose place starts with one of the prefixes, in the order of places.
    pub(super) async fn load(&self, prefixes: &[String]) -> Result<Vec<(String, Vec<u8>)>, Error> {
        let transaction = self.0.transaction(&[STORE], TransactionMode::ReadOnly)?;
        let store = transaction.object_store(STORE)?;
        let mut entries = Vec::new();
        for prefix in prefixes {
            let keys = store.get_all_keys(Some(starting_with(prefix)?), None)?.await?;
            let values = store.get_all(Some(starting_with(prefix)?), None)?.await?;
            entries.extend(
                keys.iter()
                    .zip(values)
                    .filter_map(|(key, value)| Some((key.as_string()?, value.dyn_into::<Uint8Array>().ok()?.to_vec()))),
            );
        }
        Ok(entries)
    }

    /// Runs the transaction of a commit: deletes, then puts, all or nothing.
    pub(super) async fn apply(&self, commit: &Commit) -> Result<(), Error> {
        let transaction = self.0.transaction(&[STORE], TransactionMode::ReadWrite)?;
        let store = transaction.object_store(STORE)?;
        for prefix in &commit.delete {
            delete(&store, prefix)?;
        }
        for (place, value) in &commit.put {
            store.put(&Uint8Array::from(value.as_slice()), Some(&JsValue::from_str(place)))?;
        }
        let result = transaction.commit()?.await?;
        if result.is_committed() { Ok(()) } else { Err(Error::TransactionCommitError(JsValue::from_str("aborted"))) }
    }
}

fn delete(store: &ObjectStore, prefix: &str) -> Result<(), Error> {
    store.delete(starting_with(prefix)?)?;
    Ok(())
}

fn starting_with(prefix: &str) -> Result<Query, Error> {
    let end = format!("{prefix}\u{ffff}");
    Ok(KeyRange::bound(&JsValue::from_str(prefix), &JsValue::from_str(&end), None, None)?.into())
}
