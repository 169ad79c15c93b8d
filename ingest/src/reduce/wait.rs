//! Stretches in which nothing was recorded.

use candor_core::record::{Actor, Kind};
use candor_core::time::SessionMillis;

use super::item::{Action, Item};
use super::runs::Runs;
use super::thresholds::THRESHOLDS;

/// Puts a `wait` wherever nothing was recorded for long enough; not beside a gap or where numbers are missing, since
/// nobody knows what happened there.
pub(super) fn with_waits(items: Vec<Item>, runs: &Runs) -> Vec<Item> {
    let mut row: Vec<Item> = Vec::with_capacity(items.len());
    // Bursts of typing begin before what is in line before them, and may have ended at any time since.
    let mut busy = SessionMillis(0);
    for item in items {
        if let Some(before) = row.last() {
            let from = busy.max(before.until);
            let ms = item.t.0.saturating_sub(from.0);
            if ms >= THRESHOLDS.wait && !is_gap(before) && !is_gap(&item) && runs.join(before, &item) {
                row.push(wait(from, item.t, ms));
            }
        }
        busy = busy.max(if matches!(item.action, Action::Type(_)) { item.t } else { item.until });
        row.push(item);
    }
    row
}

fn wait(t: SessionMillis, until: SessionMillis, ms: u64) -> Item {
    Item {
        v: THRESHOLDS.version,
        t,
        until,
        tab: 0,
        frame: Vec::new(),
        actor: Actor::User,
        children: Vec::new(),
        last: None,
        before: None,
        after: None,
        action: Action::Wait { ms },
    }
}

fn is_gap(item: &Item) -> bool {
    matches!(item.record(), Some(Kind::Gap { .. }))
}
