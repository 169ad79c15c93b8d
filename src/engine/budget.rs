//! What the policy lets a day cost: bytes that are stored to be sent. Once they are spent, nothing is recorded until the
//! next midnight of the machine's own time; what is held is still sent.

use serde::{Deserialize, Serialize};

use super::Engine;
use crate::policy::UNLIMITED;
use crate::spool::ROOT;
use crate::time::WallMillis;

/// Where it is stored.
pub(super) const PLACE: &str = "spent";

/// What was spent on a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Spent {
    /// Days since 1970, by the machine's own time.
    day: u32,
    bytes: u64,
    /// Whether that is all there was to spend.
    #[serde(skip)]
    is_all: bool,
}

impl Engine {
    /// Whether the day's budget is spent.
    pub(super) fn is_spent(&self) -> bool {
        self.spent.is_all
    }

    /// Takes up what was spent before.
    pub(super) fn load_spent(&mut self, now: WallMillis, spent: Spent) {
        self.spent = spent;
        self.spent.is_all = self.count_spent(now);
    }

    /// Counts what was stored, and ends recording with the budget, or begins it again with the day.
    pub(super) fn watch_budget(&mut self, now: WallMillis) {
        let is_all = self.count_spent(now);
        if is_all != self.spent.is_all {
            if is_all {
                self.finish(now);
            }
            self.spent.is_all = is_all;
            self.permissions_changed(now);
        }
    }

    fn count_spent(&mut self, now: WallMillis) -> bool {
        let bytes = std::mem::take(&mut self.spool.stored);
        let most = self.policy.policy.as_ref().map_or(UNLIMITED, |policy| policy.budgets.megabytes_per_day);
        if most == UNLIMITED {
            return false;
        }
        let day = self.zone.day(now);
        if day != self.spent.day {
            self.spent = Spent { day, bytes: 0, ..self.spent };
        }
        if bytes > 0 {
            self.spent.bytes += bytes;
            let spent = self.spent;
            self.keep(ROOT, PLACE.to_owned(), &spent);
        }
        self.spent.bytes >= u64::from(most) * 1_000_000
    }

    /// When there is something to spend again.
    pub(super) fn budget_deadline(&self, now: WallMillis) -> Option<WallMillis> {
        self.spent.is_all.then(|| self.zone.next_day(now))
    }

    /// Whether a byte that is sent costs the person money, as far as the browser knows, has changed.
    pub(super) fn metered(&mut self, metered: bool) {
        self.is_metered = metered;
    }

    /// Whether what is held waits for another network.
    pub(super) fn waits_for_network(&self) -> bool {
        self.is_metered && self.policy.policy.as_ref().is_some_and(|policy| policy.budgets.hold_metered)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spool::tests::STORED;

    /// As for the descriptions in the spool: what was written before is read.
    #[test]
    fn what_an_earlier_version_has_spent_is_read() {
        let spent = Spent { day: 300, bytes: 400, is_all: false };
        let bytes = crate::stored::write(&spent, Vec::new());
        let line = format!("spent 01{}", base16ct::lower::encode_string(&bytes));
        assert!(STORED.lines().any(|stored| stored == line), "{line}");
        assert_eq!(crate::stored::read::<Spent>(&bytes).unwrap().0, spent);
    }
}
