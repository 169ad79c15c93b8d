//! Tasks: what a person says, if they want to, of what they are about to do and how it went.
//!
//! A note is taken only while something may be recorded, and scrubbed like any text. That a task is open is remembered,
//! and nothing of what was said about it: only the record has that.

use super::Engine;
use super::record::Place;
use crate::raw::Raw;
use crate::record::{Actor, Kind, TaskPhase};
use crate::spool::ROOT;
use crate::time::WallMillis;

/// Where it is stored whether a task is open.
pub(super) const PLACE: &str = "task";

/// Most characters of a note.
const MOST: usize = 500;

impl Engine {
    /// Whether a task is open; none when nothing may be recorded.
    pub(super) fn task(&self, now: WallMillis) -> Option<bool> {
        self.may_record(now).is_ok().then_some(self.task_open)
    }

    /// A task begins, or ends.
    pub(super) fn mark_task(&mut self, now: WallMillis, phase: TaskPhase, note: &Raw<String>) {
        let begins = phase == TaskPhase::Start;
        if self.task(now) != Some(!begins) {
            return;
        }
        // What was done before it is recorded before it, also what is being typed.
        self.finish(now);
        let note: String = note.peek().trim().chars().take(MOST).collect();
        let note = Some(note).filter(|note| !note.is_empty()).map(Raw::new);
        let (goal, outcome) = if begins { (note, None) } else { (None, note) };
        let Some(scrubber) = self.scrubber(now, now) else { return };
        let kind = scrubber.kind(Kind::Task { phase, goal, outcome });
        self.store(now, &Place { tab: 0, frame: Vec::new(), actor: Actor::User, at: now }, kind, None);
        self.task_open = begins;
        self.keep(ROOT, PLACE.to_owned(), &begins);
    }
}

#[cfg(test)]
mod tests {
    use crate::spool::tests::STORED;

    /// As for the descriptions in the spool: what was written before is read.
    #[test]
    fn an_open_task_of_an_earlier_version_is_read() {
        assert!(STORED.lines().any(|line| line == "task 0101"));
        assert_eq!(crate::stored::write(&true, Vec::new()), [1]);
    }
}
