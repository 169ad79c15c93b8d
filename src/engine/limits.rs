//! One's own limits, put into force.

use super::Engine;
use crate::limits::{Limits, Zone};
use crate::spool::ROOT;
use crate::time::WallMillis;

/// Where they are stored.
pub(super) const PLACE: &str = "limits";

impl Engine {
    /// The person sets limits. They count at once, in every open page.
    pub(super) fn set_limits(&mut self, now: WallMillis, limits: Limits) {
        let limits = limits.tidied();
        if limits == self.limits {
            return;
        }
        self.finish(now);
        self.drop_pictures(now);
        self.limits = limits;
        // What would be cut now may have to stay.
        self.cutting = None;
        self.keep(ROOT, PLACE.to_owned(), &self.limits.clone());
        self.limits_change(now);
    }

    /// The machine is in another time zone, or its clock was put forward or back.
    pub(super) fn zone_changed(&mut self, now: WallMillis, zone: Zone) {
        if zone != self.zone {
            self.finish(now);
            self.zone = zone;
            self.limits_change(now);
        }
    }

    /// The hours begin or end when they do, not when something happens next.
    pub(super) fn watch_hours(&mut self, now: WallMillis) {
        if self.hours_change.is_some_and(|at| at <= now) {
            self.finish(now);
            self.limits_change(now);
        }
    }

    pub(super) fn limits_change(&mut self, now: WallMillis) {
        self.hours_change = self.limits.next_change(now, &self.zone);
        self.permissions_changed(now);
    }

    /// Whether the person, or the machine's time zone, says that this is a place where nothing is recorded.
    pub(super) fn is_in_exempt_place(&self) -> bool {
        self.limits.exempt || self.is_in_exempt_zone()
    }

    pub(super) fn is_in_exempt_zone(&self) -> bool {
        self.policy.usable().is_ok_and(|policy| policy.is_contradicted_by(&self.zone.regions))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Hours;
    use crate::spool::tests::STORED;

    /// As for the descriptions in the spool: what was written before is read.
    #[test]
    fn limits_of_an_earlier_version_are_read() {
        let limits = Limits {
            hold_minutes: 1,
            by_hand: true,
            hours: Some(Hours { from: 2, until: 3, days: vec![4] }),
            no_frames: true,
            no_keys: false,
            sites: vec!["s".to_owned()],
            exempt: true,
        };
        let bytes = crate::stored::write(&limits, Vec::new());
        let line = format!("limits 01{}", base16ct::lower::encode_string(&bytes));
        assert!(STORED.lines().any(|stored| stored == line), "{line}");
        assert_eq!(crate::stored::read::<Limits>(&bytes).unwrap().0, limits);
    }
}
