//! What is past its day goes by itself: a batch whose `deleteAfter` lies behind is erased as if its person had asked, and
//! its tombstone stays. A day is one of UTC. One that fails keeps no other from going, and is tried again with the next.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use candor_core::erasure::{Erased, Target};
use candor_core::receipt::Issuer;
use candor_core::session::date_of;

use super::App;
use crate::erasure;
use crate::store::Store;

/// How often it is looked for.
const EVERY: Duration = Duration::from_secs(6 * 60 * 60);

/// Deletes what is past its day, now and from time to time. Never ends.
pub(super) async fn keep(app: Arc<App>) {
    loop {
        let batches = expire(&app.store, &app.issuer).await;
        if batches > 0 {
            tracing::info!(batches, "deleted what is past its day");
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// Returns how many batches went.
async fn expire(store: &Store, issuer: &Issuer) -> usize {
    let mut gone = 0;
    for (pseudonym, batch) in erasure::overdue(store, &today()).await {
        let target = Target::Batch(batch);
        // Without its word nothing is erased: an empty tombstone would stay for ever.
        let Ok(word) = serde_json::to_vec(&Erased::issue(&target, pseudonym, issuer)) else { continue };
        let erased = erasure::erase(store, &pseudonym, &target, word.into()).await;
        gone += usize::from(erasure::told(erased).is_some());
    }
    gone
}

fn today() -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    date_of(u32::try_from(since.as_secs() / (24 * 60 * 60)).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use axum::body::Bytes;
    use candor_core::envelope::{Envelope, Purpose};
    use candor_core::ids::{BatchId, Digest, Pseudonym, SessionId};
    use tempfile::TempDir;

    use super::*;
    use crate::names;
    use crate::store::faulty::Faulty;

    /// A store with three batches of three people, each past its day.
    async fn overdue() -> (TempDir, Store) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::create(&format!("file:{}", folder.path().display())).unwrap();
        for number in 0..3 {
            let (pseudonym, digest) = (Pseudonym::from_bytes([number; 20]), Digest::of(b""));
            let envelope = Envelope {
                schema: "candor/1".into(),
                pseudonym,
                public_key: [0; 32],
                session: SessionId::from_bytes([1; 15]),
                first_seq: 0,
                last_seq: 0,
                records: 1,
                frames: Vec::new(),
                policy: digest,
                consent: digest,
                rules: digest,
                purpose: Purpose::ModelTraining,
                region: "US-CA".into(),
                delete_after: "2026-01-01".into(),
                key: None,
            };
            let json = serde_json::to_vec(&envelope).unwrap();
            let bytes = Bytes::from([&u32::try_from(json.len()).unwrap().to_be_bytes()[..], &json].concat());
            store.put_new(&names::batch(&pseudonym, &BatchId::of(&bytes)), bytes).await.unwrap();
        }
        (folder, store)
    }

    #[tokio::test]
    async fn what_can_not_be_read_or_erased_keeps_nothing_behind_it() {
        let issuer = Issuer::new("server-1".into(), &[5; 32]);
        for (reads, writes) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
            let (_folder, store) = overdue().await;
            let faulty = store.wrapped(|inner| Arc::new(Faulty::new(inner, reads, writes)));
            let failing = reads + writes;
            assert_eq!(expire(&faulty, &issuer).await, 3 - failing, "{reads} {writes}");
            assert_eq!(erasure::overdue(&store, &today()).await.len(), failing, "{reads} {writes}");
            assert_eq!(expire(&faulty, &issuer).await, failing, "again later: {reads} {writes}");
        }
    }

    #[tokio::test]
    async fn an_erasure_that_can_not_be_finished_keeps_no_other() {
        let (_folder, store) = overdue().await;
        for (pseudonym, batch) in erasure::overdue(&store, &today()).await {
            let tombstone = names::tombstone(&pseudonym, &Target::Batch(batch));
            store.put_new(&tombstone, Bytes::from_static(b"{}")).await.unwrap();
        }
        let faulty = store.wrapped(|inner| Arc::new(Faulty::new(inner, 1, 0)));
        assert_eq!(erasure::finish_all(&faulty).await.unwrap(), 3);
        assert_eq!(erasure::overdue(&store, &today()).await.len(), 1);
    }
}
