//! Accessibility snapshots: when one is wanted, and the actions that get it. A document takes one whenever it has come to
//! rest and when it is about to be used again, as pictures are taken, so that the one an action needs is there before
//! the page can react to it.

use std::rc::Rc;

use super::Engine;
use super::record::Place;
use crate::capture::Tree;
use crate::message::ToProbe;
use crate::record::{GapLength, GapReason, Kind};
use crate::scrub::Scrubber;
use crate::time::WallMillis;

/// What an action has: nothing where none are taken, and none of it where there was none of the page as it met it.
pub(super) type Claim = Option<Option<Rc<Tree>>>;

impl Engine {
    /// The page is still, or about to be used.
    pub(super) fn look(&mut self, port: u32) {
        if self.documents.get(&port).is_some_and(|document| document.site.aria) {
            self.post(port, ToProbe::Look);
        }
    }

    /// A document has taken a snapshot.
    pub(super) fn looked(&mut self, port: u32, tree: Tree) {
        if let Some(document) = self.documents.get_mut(&port)
            && document.site.aria
        {
            document.trees.take(tree);
        }
    }

    /// An action is stored: it gets its snapshot, or word that there is none.
    pub(super) fn mapped(&mut self, now: WallMillis, place: &Place, scrubber: &Scrubber, claim: Claim, action: u64) {
        match claim {
            None => {}
            Some(None) => self.unmapped(now, place, action),
            Some(Some(tree)) => {
                let snapshot = scrubber.tree(tree.text.clone());
                self.put(now, place, Kind::Aria { snapshot, cut: tree.cut, action }, None);
            }
        }
    }

    /// Says that an action of the open session has no snapshot.
    pub(super) fn unmapped(&mut self, now: WallMillis, place: &Place, action: u64) {
        let (reason, length) = (GapReason::Aria, GapLength::UnderMinute);
        self.put(now, place, Kind::Gap { reason, length, action: Some(action), phase: None }, None);
    }
}
