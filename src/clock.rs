//! The clock by which the hold is counted. Nobody can put it forward.
//!
//! The machine's clock says what it was set to. What can't be set is how long this run of the worker lasts, so that is
//! what is counted. Between two runs nobody has seen the time go by: of that the machine's clock is believed for a
//! [span](Clock::span) and no more. So what is held is held for as long as the browser runs on a machine that is awake,
//! which is when a person can look at it and delete of it.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::time::{CountedMillis, WallMillis};

/// Longest time that is believed unseen, and so how often a worker looks at the clock while something is held.
const LONGEST_SPAN: Duration = Duration::from_secs(15 * 60);

/// How much later a worker may be woken than it wanted.
const LATE: Duration = Duration::from_secs(60);

/// How far the machine's clock may be behind what it said before, until it is wrong: corrections are smaller.
const SLACK: Duration = Duration::from_secs(10 * 60);

/// What is remembered of it from one run to the next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// What was counted.
    pub counted: CountedMillis,
    /// The latest that the machine's clock has said.
    pub latest: WallMillis,
}

/// The clock. It begins with what the machine's says.
#[derive(Clone, Copy, Debug, Default)]
pub struct Clock {
    kept: Kept,
    /// What was counted when it was stored last.
    stored: CountedMillis,
    wall: WallMillis,
    ticks: Duration,
    span: Duration,
}

impl Clock {
    /// Takes up what an earlier run has counted. `ticks` is how long this run lasts already, and `hold` for how long
    /// something is held. When the browser was started by a person who can see what time it says, its clock is right.
    pub fn start(kept: Kept, wall: WallMillis, ticks: Duration, hold: Duration, fresh: bool) -> Self {
        let span = (hold / 4).min(LONGEST_SPAN);
        let unseen = wall.since(kept.latest).min(span + LATE);
        let latest = if fresh { wall } else { kept.latest.max(wall) };
        let counted = kept.counted + unseen;
        Self { kept: Kept { counted, latest }, stored: kept.counted, wall, ticks, span }
    }

    /// Counts what has gone by since it was called last.
    pub fn pass(&mut self, wall: WallMillis, ticks: Duration) {
        self.kept.counted = self.kept.counted + ticks.saturating_sub(self.ticks);
        self.ticks = self.ticks.max(ticks);
        self.wall = wall;
        self.kept.latest = self.kept.latest.max(wall);
    }

    /// What is counted.
    pub fn now(&self) -> CountedMillis {
        self.kept.counted
    }

    /// Whether the machine's clock is behind what it said before: either was wrong, and so is every date.
    pub fn is_wrong(&self) -> bool {
        self.kept.latest.since(self.wall) > SLACK
    }

    /// Sets for how long something is held.
    pub fn set_hold(&mut self, hold: Duration) {
        self.span = (hold / 4).min(LONGEST_SPAN);
    }

    /// When it is to be stored next, by the machine's clock, so that nothing of what was seen is forgotten. Never for what is
    /// not held.
    pub fn deadline(&self) -> Option<WallMillis> {
        (self.span > Duration::ZERO).then(|| self.by_the_machine(self.stored + self.span))
    }

    /// A time that is counted, as the machine's clock will say it if nobody sets it.
    pub fn by_the_machine(&self, counted: CountedMillis) -> WallMillis {
        self.wall + counted.since(self.now())
    }

    /// What is to be stored; nothing when that was done a moment ago.
    pub fn to_store(&self, often: bool) -> Option<Kept> {
        let least = if often { self.span.min(LATE) / 4 } else { self.span };
        (self.span > Duration::ZERO && self.now().since(self.stored) >= least).then_some(self.kept)
    }

    /// It is about to be stored.
    pub fn store(&mut self) {
        self.stored = self.now();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spool::tests::STORED;

    const MINUTE: u64 = 60_000;
    const DAY: Duration = Duration::from_secs(24 * 3600);
    const START: u64 = 1_000 * MINUTE;

    fn at(minute: u64) -> WallMillis {
        WallMillis(START + minute * MINUTE)
    }

    fn counted(minute: u64) -> CountedMillis {
        CountedMillis(at(minute).0)
    }

    fn minutes(minutes: u64) -> Duration {
        Duration::from_millis(minutes * MINUTE)
    }

    fn started() -> Clock {
        Clock::start(Kept { counted: counted(0), latest: at(0) }, at(0), minutes(3), DAY, true)
    }

    #[test]
    fn what_the_machine_is_set_to_counts_for_nothing_while_the_worker_runs() {
        for (wall, ticks, passed) in [(1, 1, 1), (600_000, 1, 1), (0, 5, 5), (5, 0, 0)] {
            let mut clock = started();
            clock.pass(at(wall), minutes(3 + ticks));
            assert_eq!(clock.now(), counted(passed), "{wall} {ticks}");
        }
    }

    #[test]
    fn a_time_that_nobody_saw_counts_for_a_span_at_most() {
        let kept = Kept { counted: counted(0), latest: at(100) };
        for (hold, wall, passed) in
            [(DAY, 110, 10), (DAY, 100_000, 16), (DAY, 40, 0), (minutes(8), 110, 3), (Duration::ZERO, 110, 1)]
        {
            let clock = Clock::start(kept, at(wall), Duration::ZERO, hold, false);
            assert_eq!(clock.now(), counted(passed), "{hold:?} {wall}");
        }
    }

    /// Twenty starts, with the clock a year ahead by the end: it is a span each that is counted, and what was seen.
    #[test]
    fn what_was_seen_is_not_lost_between_two_runs() {
        let mut kept = Kept { counted: counted(0), latest: at(0) };
        for run in 0..20 {
            let wall = at(run * 600_000);
            let mut clock = Clock::start(kept, wall, Duration::ZERO, DAY, false);
            clock.pass(wall + minutes(30), minutes(30));
            kept = clock.to_store(false).unwrap();
        }
        assert_eq!(kept.counted, counted(20 * 30 + 19 * 16));
    }

    #[test]
    fn a_clock_that_was_set_back_is_wrong_until_it_has_caught_up_or_somebody_has_seen_it() {
        let mut clock = started();
        clock.pass(at(60), minutes(63));
        for (wall, wrong) in [(60, false), (51, false), (49, true), (0, true), (61, false)] {
            clock.pass(at(wall), minutes(63));
            assert_eq!(clock.is_wrong(), wrong, "{wall}");
            let kept = clock.kept;
            assert_eq!(Clock::start(kept, at(wall), Duration::ZERO, DAY, false).is_wrong(), wrong, "{wall}");
            assert!(!Clock::start(kept, at(wall), Duration::ZERO, DAY, true).is_wrong());
        }
    }

    #[test]
    fn it_is_stored_once_a_span_and_with_what_else_is_stored_more_often() {
        let mut clock = started();
        assert_eq!((clock.to_store(true), clock.deadline()), (None, Some(at(15))));
        clock.pass(at(1), minutes(4));
        assert_eq!((clock.to_store(false), clock.to_store(true).is_some()), (None, true));
        clock.pass(at(15), minutes(18));
        assert_eq!(clock.to_store(false), Some(Kept { counted: counted(15), latest: at(15) }));
        clock.store();
        assert_eq!((clock.to_store(true), clock.deadline()), (None, Some(at(30))));
        clock.set_hold(Duration::ZERO);
        assert_eq!((clock.to_store(true), clock.deadline()), (None, None));
    }

    /// As for the descriptions in the spool: what was written before is read.
    #[test]
    fn a_clock_of_an_earlier_version_is_read() {
        let kept = Kept { counted: CountedMillis(300), latest: WallMillis(400) };
        let bytes = crate::stored::write(&kept, Vec::new());
        let line = format!("clock 01{}", base16ct::lower::encode_string(&bytes));
        assert!(STORED.lines().any(|stored| stored == line), "{line}");
        assert_eq!(crate::stored::read::<Kept>(&bytes).unwrap().0, kept);
    }
}
