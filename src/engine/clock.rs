//! The clock by which the hold is counted, and what is done when the machine's own is wrong.

use std::time::Duration;

use super::Engine;
use crate::clock::{Clock, Kept};
use crate::spool::ROOT;
use crate::time::{CountedMillis, WallMillis};

/// Where it is stored.
pub(super) const PLACE: &str = "clock";

impl Engine {
    /// Takes up what was counted before. When that can't be read, nothing that is held is held any longer than it was.
    pub(super) fn start_clock(&mut self, now: WallMillis, ticks: Duration, kept: Option<Kept>, fresh: bool) {
        let latest = self.spool.latest();
        let kept = kept.unwrap_or_else(|| {
            let counted = latest.unwrap_or(CountedMillis(now.0));
            Kept { counted, latest: WallMillis(counted.0) }
        });
        self.clock = Clock::start(kept, now, ticks, self.hold().0, fresh);
        self.spool.counted = self.clock.now();
    }

    /// Counts on, and ends recording when the machine's clock is found to be wrong.
    pub(super) fn watch_clock(&mut self, now: WallMillis, ticks: Duration) {
        let was_wrong = self.clock.is_wrong();
        self.clock.set_hold(self.hold().0);
        self.clock.pass(now, ticks);
        self.spool.counted = self.clock.now();
        if self.clock.is_wrong() != was_wrong {
            self.finish(now);
            self.permissions_changed(now);
        }
    }

    /// Stores it with whatever else is stored, and by itself as often as it has to be while something is held.
    pub(super) fn keep_clock(&mut self) {
        let also = self.spool.is_dirty();
        if (also || !self.spool.is_empty())
            && let Some(kept) = self.clock.to_store(also)
        {
            self.clock.store();
            self.keep(ROOT, PLACE.to_owned(), &kept);
        }
    }

    /// When it is to be stored by itself.
    pub(super) fn clock_deadline(&self, may_send: bool) -> Option<WallMillis> {
        let is_waited_for = may_send && !self.limits.by_hand && !self.spool.is_empty() && self.committing.is_none();
        self.clock.deadline().filter(|_| is_waited_for)
    }
}
