//! Which record wrote which stretch of a field's text: what is found in the text later is also in those records.

use std::collections::VecDeque;

/// Most stretches remembered of a field.
const MOST: usize = 256;

/// A stretch of a text, in bytes, and the record that holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Wrote {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// The record's last observation.
    pub(crate) by: u32,
    /// Where the stretch begins in the record's text, in bytes.
    pub(crate) from: usize,
}

/// The stretches of a text whose records are known, the oldest first.
#[derive(Clone, Default)]
pub(crate) struct History {
    stretches: VecDeque<Wrote>,
    /// Whether some of the other text may have been typed as well: it was not seen from its start, or much was typed.
    pub(crate) has_holes: bool,
    /// Whether text that records hold was taken out: it may come back, or be written once more.
    pub(crate) was_cut: bool,
}

impl History {
    pub(crate) fn note(&mut self, start: usize, end: usize, by: u32) {
        if start < end {
            self.stretches.push_back(Wrote { start, end, by, from: 0 });
        }
        if self.stretches.len() > MOST {
            self.stretches.pop_front();
            self.has_holes = true;
        }
    }

    /// `removed` bytes at `at` gave way to `inserted` bytes that nothing is known of.
    pub(crate) fn splice(&mut self, at: usize, removed: usize, inserted: usize) {
        let end = at + removed;
        let old = std::mem::take(&mut self.stretches);
        for stretch in old {
            self.was_cut |= stretch.start < end && at < stretch.end;
            let before = Wrote { end: stretch.end.min(at), ..stretch };
            let after = Wrote { start: stretch.start.max(end), ..stretch };
            if before.start < before.end {
                self.stretches.push_back(before);
            }
            if after.start < after.end {
                let moved = |place: usize| place - removed + inserted;
                let from = stretch.from + (after.start - stretch.start);
                self.stretches.push_back(Wrote { start: moved(after.start), end: moved(after.end), from, ..after });
            }
        }
    }

    /// Only a part of the text stays.
    pub(crate) fn keep(&mut self, start: usize, end: usize) {
        self.has_holes |= !self.stretches.is_empty();
        self.splice(end, usize::MAX - end, 0);
        self.splice(0, start, 0);
    }

    pub(crate) fn stretches(&self) -> impl Iterator<Item = &Wrote> {
        self.stretches.iter()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.stretches.is_empty() && !self.has_holes && !self.was_cut
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(history: &History) -> Vec<(usize, usize, u32, usize)> {
        history.stretches().map(|w| (w.start, w.end, w.by, w.from)).collect()
    }

    #[test]
    fn stretches_shift_shrink_and_part_with_what_is_written_between_them() {
        let mut history = History::default();
        history.note(2, 8, 1);
        history.note(8, 10, 2);
        history.splice(0, 1, 3);
        assert_eq!(told(&history), [(4, 10, 1, 0), (10, 12, 2, 0)]);
        history.splice(6, 2, 1);
        assert_eq!(told(&history), [(4, 6, 1, 0), (7, 9, 1, 4), (9, 11, 2, 0)]);
        history.splice(8, 2, 0);
        assert_eq!(told(&history), [(4, 6, 1, 0), (7, 8, 1, 4), (8, 9, 2, 1)]);
        history.keep(5, 8);
        assert_eq!(told(&history), [(0, 1, 1, 1), (2, 3, 1, 4)]);
        assert!(history.has_holes, "what was cut off may come back");
    }
}
