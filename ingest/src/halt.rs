//! What the operator has said about halting, in the store: so every server on it says the same.
//!
//! Each change is an object of its own, numbered, written create-only; the highest number counts. Two changes at once
//! can't both get the number that both want, and the one that did not says so.

use bytes::Bytes;
use candor_core::halt::Order;
use futures_util::TryStreamExt as _;
use object_store::path::Path;

use crate::names;
use crate::store::{Put, Store, StoreError};

/// Why it can't be said, or read.
#[derive(Debug, thiserror::Error)]
pub enum HaltError {
    /// The store does not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What the store has is something else.
    #[error("{0} can't be read: say anew what is to count, with `candor halt`")]
    Unreadable(Path),
    /// Somebody else was quicker.
    #[error("somebody else has changed it at the same time: look at what counts now, and try again")]
    Overtaken,
}

/// What counts: nothing is halted where nobody has said anything.
///
/// # Errors
/// When the store does not answer, or has something there that is no order.
pub async fn current(store: &Store) -> Result<Order, HaltError> {
    let Some(number) = latest(store).await? else { return Ok(Order::default()) };
    let path = names::halt(number);
    let bytes = store.get(&path).await?.unwrap_or_default();
    serde_json::from_slice(&bytes).map_err(|_| HaltError::Unreadable(path))
}

/// Says what is to count from now on, in place of everything that was said before.
///
/// # Errors
/// When the store does not take it, or somebody else says something at the same time.
pub async fn set(store: &Store, order: &Order) -> Result<(), HaltError> {
    let number = latest(store).await?.map_or(1, |number| number + 1);
    let path = names::halt(number);
    let bytes = serde_json::to_vec(order).map_err(|_| HaltError::Unreadable(path.clone()))?;
    match store.put_new(&path, Bytes::from(bytes)).await? {
        Put::Created => Ok(()),
        Put::Existed => Err(HaltError::Overtaken),
    }
}

async fn latest(store: &Store) -> Result<Option<u32>, StoreError> {
    let paths: Vec<Path> = store.list(names::HALTS).try_collect().await?;
    Ok(paths.iter().filter_map(names::parse_halt).max())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_last_word_counts_and_what_is_no_word_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::create(&format!("file:{}", folder.path().display())).unwrap();
        assert_eq!(current(&store).await.unwrap(), Order::default());
        for number in 1..12 {
            let order = Order { min_rules: number, ..Order::default() };
            set(&store, &order).await.unwrap();
            assert_eq!(current(&store).await.unwrap(), order);
        }
        store.put_new(&names::halt(12), Bytes::from_static(b"{}")).await.unwrap();
        let error = current(&store).await.unwrap_err().to_string();
        assert!(error.starts_with("halts/12.json can't be read"), "{error}");
        set(&store, &Order::default()).await.unwrap();
        assert_eq!(current(&store).await.unwrap(), Order::default());
    }

    #[tokio::test]
    async fn of_two_words_at_once_one_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::create(&format!("file:{}", folder.path().display())).unwrap();
        let [halt, go_on] = [true, false].map(|halt| Order { halt, ..Order::default() });
        let (first, second) = tokio::join!(set(&store, &halt), set(&store, &go_on));
        let counts = current(&store).await.unwrap();
        match (first, second) {
            (Ok(()), Err(HaltError::Overtaken)) => assert_eq!(counts, halt),
            (Err(HaltError::Overtaken), Ok(())) => assert_eq!(counts, go_on),
            // One after the other, after all.
            (first, second) => assert!(first.is_ok() && second.is_ok(), "{first:?} {second:?}"),
        }
    }
}
