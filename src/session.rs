//! A session: a stretch of work with its own clock, sequence and scrubbing key. No batch straddles two.
//!
//! It ends after [`IDLE`] without an action, at a rotation of the pseudonym, at a change of policy or consent, when the
//! clock jumps, when the browser was restarted, and when the person deletes how it began.

use std::time::Duration;

use rand_core::Rng;
use serde::{Deserialize, Serialize};

use crate::ids::SessionId;
use crate::spool::SessionHead;
use crate::time::{SessionMillis, WallMillis};

/// Without an action for this long, the next one starts a new session.
pub const IDLE: Duration = Duration::from_secs(15 * 60);

/// How far the clock may go back before it counts as a jump.
const CLOCK_SLACK: Duration = Duration::from_secs(5);

/// The session that is open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// What all its records have in common.
    pub head: SessionHead,
    start: WallMillis,
    last_action: WallMillis,
    next_seq: u64,
    #[serde(with = "crate::base64url")]
    scrub_key: [u8; 32],
    tabs: Vec<u32>,
}

impl Session {
    /// Starts a session. The id in `head` is replaced by a fresh one.
    pub fn start(now: WallMillis, mut head: SessionHead, rng: &mut impl Rng) -> Self {
        let mut id = [0; 15];
        rng.fill_bytes(&mut id);
        head.id = SessionId::from_bytes(id);
        let mut scrub_key = [0; 32];
        rng.fill_bytes(&mut scrub_key);
        Self { head, start: now, last_action: now, next_seq: 0, scrub_key, tabs: Vec::new() }
    }

    /// Whether an action of `at`, of which is heard now, still belongs to this session, given what a new one would have in
    /// common. A page may have kept it for long.
    pub fn takes(&self, now: WallMillis, at: WallMillis, head: &SessionHead) -> bool {
        let same = SessionHead { id: self.head.id, day: self.head.day, ..head.clone() } == self.head;
        let back = self.last_action.since(now) > CLOCK_SLACK;
        same && !back && at.since(self.last_action) < IDLE
    }

    /// Gives the next record its number and time; times never go back.
    pub fn number(&mut self, at: WallMillis) -> (u64, SessionMillis) {
        let seq = self.next_seq;
        self.next_seq += 1;
        self.last_action = self.last_action.max(at);
        (seq, self.time_of(at))
    }

    /// Time of the latest record.
    pub fn latest(&self) -> SessionMillis {
        self.time_of(self.last_action)
    }

    /// The number of the next record.
    pub fn next(&self) -> u64 {
        self.next_seq
    }

    /// An instant by the session's clock.
    pub fn time_of(&self, at: WallMillis) -> SessionMillis {
        at.in_session(self.start)
    }

    /// Number of a tab in this session, from 1, by the browser's id of it.
    pub fn tab(&mut self, browser_id: u32) -> u32 {
        let known = self.tabs.iter().position(|tab| *tab == browser_id);
        let index = known.unwrap_or_else(|| {
            self.tabs.push(browser_id);
            self.tabs.len() - 1
        });
        u32::try_from(index).unwrap_or(u32::MAX - 1) + 1
    }

    /// Whether a tab has a number in this session.
    pub fn knows(&self, browser_id: u32) -> bool {
        self.tabs.contains(&browser_id)
    }

    /// Whether no record was made yet.
    pub fn is_new(&self) -> bool {
        self.next_seq == 0
    }

    /// Key of the redaction tokens.
    pub fn scrub_key(&self) -> [u8; 32] {
        self.scrub_key
    }
}

/// The calendar date of a day since 1970, as `YYYY-MM-DD` (proleptic Gregorian, after Howard Hinnant's
/// "chrono-compatible low-level date algorithms").
pub fn date_of(day: u32) -> String {
    let shifted = u64::from(day) + 719_468;
    let era = shifted / 146_097;
    let day_of_era = shifted % 146_097;
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day_of_month = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day_of_month:02}")
}

/// Days since 1970 of an instant (UTC).
pub fn day_of(now: WallMillis) -> u32 {
    u32::try_from(now.0 / 86_400_000).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use chacha20::ChaCha20Rng;
    use rand_core::SeedableRng;

    use super::*;
    use crate::ids::Digest;

    fn head() -> SessionHead {
        let digest = Digest::of(b"");
        SessionHead {
            id: SessionId::from_bytes([0; 15]),
            day: 20_000,
            rotation: 3,
            policy: digest,
            consent: digest,
            rules: digest,
            region: "US".into(),
        }
    }

    fn started() -> Session {
        Session::start(WallMillis(1_000_000), head(), &mut ChaCha20Rng::from_seed([0; 32]))
    }

    #[test]
    fn a_session_ends_after_a_quarter_of_an_hour_without_action() {
        let mut session = started();
        session.number(WallMillis(1_060_000));
        assert!(session.takes(WallMillis(1_060_000 + 899_999), WallMillis(1_060_000 + 899_999), &head()));
        assert!(!session.takes(WallMillis(1_060_000 + 900_000), WallMillis(1_060_000 + 900_000), &head()));
    }

    #[test]
    fn a_session_ends_with_its_rotation_its_policy_its_consent_and_its_clock() {
        let session = started();
        let now = WallMillis(1_000_500);
        assert!(session.takes(now, now, &head()));
        assert!(session.takes(now, now, &SessionHead { day: 20_001, ..head() }), "midnight alone ends nothing");
        assert!(!session.takes(now, now, &SessionHead { rotation: 4, ..head() }));
        assert!(!session.takes(now, now, &SessionHead { policy: Digest::of(b"other"), ..head() }));
        assert!(!session.takes(now, now, &SessionHead { consent: Digest::of(b"other"), ..head() }));
        assert!(session.takes(WallMillis(996_000), WallMillis(996_000), &head()), "a small correction of the clock");
        assert!(!session.takes(WallMillis(900_000), WallMillis(900_000), &head()), "the clock went back");
    }

    #[test]
    fn records_are_numbered_without_holes_and_tabs_from_one() {
        let mut session = started();
        assert_eq!(session.number(WallMillis(1_000_010)), (0, SessionMillis(10)));
        assert_eq!(session.number(WallMillis(999_000)), (1, SessionMillis(0)));
        assert_eq!([session.tab(77), session.tab(12), session.tab(77)], [1, 2, 1]);
    }

    #[test]
    fn dates_are_those_of_the_calendar() {
        for (day, date) in [(0, "1970-01-01"), (59, "1970-03-01"), (11_016, "2000-02-29"), (20_780, "2026-11-23")] {
            assert_eq!(date_of(day), date);
        }
    }
}
