//! What is past its day goes by itself: a batch whose `deleteAfter` lies behind is erased as if its person had asked, and
//! its tombstone stays. A day is one of UTC.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use candor_core::erasure::{Erased, Target};
use candor_core::receipt::Issuer;
use candor_core::session::date_of;

use super::App;
use crate::erasure;
use crate::store::{Store, StoreError};

/// How often it is looked for.
const EVERY: Duration = Duration::from_secs(6 * 60 * 60);

/// Deletes what is past its day, now and from time to time. Never ends.
pub(super) async fn keep(app: Arc<App>) {
    loop {
        match expire(&app.store, &app.issuer).await {
            Ok(0) => {}
            Ok(batches) => tracing::info!(batches, "deleted what is past its day"),
            Err(error) => tracing::error!(error = %error, "store"),
        }
        tokio::time::sleep(EVERY).await;
    }
}

async fn expire(store: &Store, issuer: &Issuer) -> Result<usize, StoreError> {
    let overdue = erasure::overdue(store, &today()).await?;
    for (pseudonym, batch) in &overdue {
        let target = Target::Batch(*batch);
        // Without its word nothing is erased: an empty tombstone would stay for ever.
        let Ok(word) = serde_json::to_vec(&Erased::issue(&target, *pseudonym, issuer)) else { continue };
        erasure::erase(store, pseudonym, &target, word.into()).await?;
    }
    Ok(overdue.len())
}

fn today() -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    date_of(u32::try_from(since.as_secs() / (24 * 60 * 60)).unwrap_or_default())
}
