//! Records that show the page around an action: its pictures and snapshots, and notes that a picture is missing.

use candor_core::ids::FrameId;
use candor_core::record::{Kind, Phase};

use super::item::Item;

/// A view of an action.
pub(super) struct View {
    /// `seq` of the action.
    pub(super) action: u64,
    image: Option<(FrameId, Phase)>,
}

impl View {
    /// The view that an item is, if it is one.
    pub(super) fn of(item: &Item) -> Option<Self> {
        match item.record()? {
            Kind::Frame { image, phase, action, .. } => Some(Self { action: *action, image: Some((*image, *phase)) }),
            Kind::Aria { action, .. } | Kind::Gap { action: Some(action), .. } => {
                Some(Self { action: *action, image: None })
            }
            _ => None,
        }
    }

    /// Makes the item of the view part of its action.
    pub(super) fn attach(self, action: &mut Item, item: Item) {
        match self.image {
            Some((image, Phase::Before)) if action.children.first() == Some(&self.action) => {
                action.before = Some(image);
            }
            Some((image, Phase::After)) if action.completed_by() == Some(self.action) => action.after = Some(image),
            _ => {}
        }
        action.children.extend(item.children);
        action.children.sort_unstable();
    }
}
