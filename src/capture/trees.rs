//! The last accessibility snapshots of a document, in memory, until an action claims one.

use std::collections::VecDeque;
use std::rc::Rc;

use crate::raw::Raw;
use crate::time::WallMillis;

/// Snapshots kept a document.
const KEPT: usize = 3;

/// A snapshot the scrubber has not seen.
#[derive(Clone, Debug)]
pub struct Tree {
    /// Its lines.
    pub text: Raw<String>,
    /// Whether there was more.
    pub cut: bool,
    /// The document's epoch.
    pub epoch: u32,
    /// When it was done.
    pub taken: WallMillis,
}

/// The snapshots of a document. Bounded.
#[derive(Debug, Default)]
pub struct Trees {
    last: VecDeque<Rc<Tree>>,
    /// The one before what is being typed: until that is a record, others may come.
    held: Option<Rc<Tree>>,
}

impl Trees {
    /// Takes a snapshot.
    pub fn take(&mut self, tree: Tree) {
        self.last.push_back(Rc::new(tree));
        if self.last.len() > KEPT {
            self.last.pop_front();
        }
    }

    /// Something begins to be typed that met this epoch at this time.
    pub fn hold(&mut self, epoch: u32, began: WallMillis) {
        self.held = self.before(epoch, began).or(self.held.take());
    }

    /// The last snapshot before an action: taken before it began, of the very epoch it met.
    pub fn before(&self, epoch: u32, began: WallMillis) -> Option<Rc<Tree>> {
        let is_before = |tree: &&Rc<Tree>| tree.epoch == epoch && tree.taken <= began;
        self.held.iter().chain(&self.last).rfind(is_before).cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(epoch: u32, taken: u64) -> Tree {
        Tree { text: Raw::default(), cut: false, epoch, taken: WallMillis(taken) }
    }

    fn before(trees: &Trees, epoch: u32, began: u64) -> Option<u64> {
        trees.before(epoch, WallMillis(began)).map(|tree| tree.taken.0)
    }

    #[test]
    fn an_action_gets_the_last_snapshot_of_the_epoch_that_it_met() {
        let mut trees = Trees::default();
        for each in [tree(1, 10), tree(1, 20), tree(2, 30)] {
            trees.take(each);
        }
        assert_eq!(before(&trees, 1, 25), Some(20));
        assert_eq!(before(&trees, 1, 15), Some(10));
        assert_eq!(before(&trees, 2, 29), None, "it was not there yet");
        assert_eq!(before(&trees, 3, 40), None, "the page has changed since");
    }

    #[test]
    fn what_is_typed_keeps_the_snapshot_before_its_first_key() {
        let mut trees = Trees::default();
        trees.take(tree(1, 10));
        trees.hold(1, WallMillis(15));
        for epoch in 2..9 {
            trees.take(tree(epoch, 10 * u64::from(epoch)));
        }
        assert_eq!(before(&trees, 1, 15), Some(10));
        trees.hold(1, WallMillis(5));
        assert_eq!(before(&trees, 1, 15), Some(10), "none was found, so what is held stays");
        assert_eq!(before(&trees, 2, 100), None, "control: others are forgotten");
    }
}
