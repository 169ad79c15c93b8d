//! The reorder window: what comes from several documents through several ports is put into one order by the time it
//! happened.

use std::time::Duration;

use crate::time::WallMillis;

/// How long something waits for what happened before it.
const SPAN: Duration = Duration::from_millis(150);

/// Things on their way, released in the order of their times; things of the same time in the order they came.
#[derive(Debug)]
pub struct Window<T> {
    waiting: Vec<(WallMillis, T)>,
}

impl<T> Default for Window<T> {
    fn default() -> Self {
        Self { waiting: Vec::new() }
    }
}

impl<T> Window<T> {
    /// Takes something that happened at `at`, by the page's clock; a time in the future counts as now.
    pub fn push(&mut self, now: WallMillis, at: WallMillis, item: T) {
        let at = at.min(now);
        let place = self.waiting.partition_point(|(other, _)| *other <= at);
        self.waiting.insert(place, (at, item));
    }

    /// Releases what has waited long enough.
    pub fn release(&mut self, now: WallMillis) -> Vec<T> {
        let ready = self.waiting.iter().take_while(|(at, _)| *at + SPAN <= now).count();
        self.waiting.drain(..ready).map(|(_, item)| item).collect()
    }

    /// Releases everything.
    pub fn flush(&mut self) -> Vec<T> {
        self.waiting.drain(..).map(|(_, item)| item).collect()
    }

    /// What still waits.
    pub fn waiting(&self) -> impl Iterator<Item = &T> {
        self.waiting.iter().map(|(_, item)| item)
    }

    /// When the next thing is to be released.
    pub fn deadline(&self) -> Option<WallMillis> {
        self.waiting.first().map(|(at, _)| *at + SPAN)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_late_takes_its_place() {
        let mut window = Window::default();
        let now = WallMillis(1_000);
        for (at, item) in [(980, 'c'), (950, 'a'), (980, 'd'), (960, 'b'), (5_000, 'e')] {
            window.push(now, WallMillis(at), item);
        }
        assert_eq!(window.release(WallMillis(1_099)), Vec::<char>::new());
        assert_eq!(window.release(WallMillis(1_110)), ['a', 'b']);
        assert_eq!(window.release(WallMillis(1_150)), ['c', 'd', 'e']);
    }
}
