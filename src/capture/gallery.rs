//! The last pictures of each tab, in memory, until an action claims them.

use std::collections::VecDeque;
use std::rc::Rc;

use crate::ids::{DocNonce, FrameId};
use crate::map::Map;
use crate::message::View;
use crate::time::WallMillis;

/// A redacted and encoded picture.
#[derive(Clone, Debug)]
pub struct Picture {
    /// Digest of the bytes.
    pub id: FrameId,
    /// The encoded image.
    pub bytes: Rc<Vec<u8>>,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// The top frame's viewport.
    pub view: View,
    /// Number of rectangles filled.
    pub redacted: u32,
    /// When it was asked for.
    pub asked: WallMillis,
    /// When it was taken.
    pub taken: WallMillis,
    /// Whether the page was still.
    pub settled: bool,
    /// The last observation of each document that it can show.
    pub seen: Map<DocNonce, u32>,
    /// The epoch of each document that it shows.
    pub epochs: Map<DocNonce, u32>,
}

/// An action that looks for its pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The document it happened in.
    pub nonce: DocNonce,
    /// The document's epoch before it.
    pub epoch: u32,
    /// Number of its last observation.
    pub last: u32,
    /// When it began.
    pub began: WallMillis,
    /// When it ended.
    pub ended: WallMillis,
}

/// Pictures kept a tab.
const KEPT: usize = 3;
/// Tabs that have pictures kept.
const TABS: usize = 4;

/// The pictures. Bounded: a few of the few tabs used last.
#[derive(Debug, Default)]
pub struct Gallery {
    tabs: VecDeque<(u32, VecDeque<Picture>)>,
}

impl Gallery {
    /// Hangs a picture of a tab.
    pub fn hang(&mut self, tab: u32, picture: Picture) {
        let mut pictures = self.take_down(tab);
        pictures.push_back(picture);
        while pictures.len() > KEPT {
            pictures.pop_front();
        }
        self.tabs.push_back((tab, pictures));
        while self.tabs.len() > TABS {
            self.tabs.pop_front();
        }
    }

    /// Forgets the pictures of a tab.
    pub fn take_down(&mut self, tab: u32) -> VecDeque<Picture> {
        let index = self.tabs.iter().position(|(other, _)| *other == tab);
        index.and_then(|index| self.tabs.remove(index)).map(|(_, pictures)| pictures).unwrap_or_default()
    }

    /// Forgets the pictures with these names.
    pub fn forget(&mut self, is_meant: impl Fn(&FrameId) -> bool) {
        self.tabs.iter_mut().for_each(|(_, pictures)| pictures.retain(|picture| !is_meant(&picture.id)));
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.tabs.clear();
    }

    /// The last picture before an action: taken before it began, of the very epoch it met.
    pub fn before(&self, tab: u32, moment: &Moment) -> Option<&Picture> {
        self.of(tab)
            .filter(|picture| picture.taken <= moment.began)
            .filter(|picture| picture.epochs.get(&moment.nonce) == Some(&moment.epoch))
            .last()
    }

    /// The first picture after an action: asked for after it ended, of a page that was still.
    pub fn after(&self, tab: u32, moment: &Moment) -> Option<&Picture> {
        self.of(tab).find(|picture| shows_after(picture, moment))
    }

    fn of(&self, tab: u32) -> impl Iterator<Item = &Picture> {
        self.tabs.iter().filter(move |(other, _)| *other == tab).flat_map(|(_, pictures)| pictures)
    }
}

/// Whether a picture shows what came of an action. A document that is gone, by a navigation, needs no longer be in it.
pub fn shows_after(picture: &Picture, moment: &Moment) -> bool {
    picture.settled
        && picture.asked >= moment.ended
        && picture.seen.get(&moment.nonce).is_none_or(|seen| *seen >= moment.last)
}
