//! Stretches of a session in which nothing is recorded. Whether it was paused, switched off, deleted, or nobody was there:
//! each leaves the same gap before the next record, or none. The other half is in `review/holes.rs`.

use std::time::Duration;

use super::Engine;
use super::record::Place;
use super::review::private_gap;
use crate::record::Actor;
use crate::time::WallMillis;

/// After this long without an action there is a gap before the next.
pub(super) const STILL: Duration = Duration::from_secs(10);

impl Engine {
    /// Says before the next record that nothing was recorded for a while, if that is so. When what was there is deleted, that
    /// says it already.
    pub(super) fn put_stillness(&mut self, now: WallMillis, at: WallMillis) -> Option<()> {
        let session = self.state.session.as_ref()?;
        let (next, since, here) = (session.next(), session.latest(), session.time_of(at));
        let busy = since.max(session.time_of(self.state.busy_until));
        let is_still = here.0.saturating_sub(busy.0) >= STILL.as_millis() as u64;
        let told = self.choices.holes.holds(session.head.id, next - 1);
        if (is_still || self.state.withheld) && !told {
            let start = Place { tab: 0, frame: Vec::new(), actor: Actor::User, at };
            self.put(now, &start, private_gap(since, here), None)?;
        }
        self.state.withheld = false;
        Some(())
    }

    /// Something is not recorded from now on. What is, next in this session, has a gap before it.
    pub(super) fn withhold(&mut self) {
        if self.state.session.is_some() && !self.state.withheld {
            self.state.withheld = true;
            self.state_changed = true;
        }
    }
}
