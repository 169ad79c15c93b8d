//! What a person does and asks in a tab, in one call.

use super::world::World;
use crate::message::{FromPage, Reason, Status, TabState};

/// How things stand in the first tab.
pub(super) fn status(world: &mut World) -> Status {
    world.tab(1);
    world.page(FromPage::Status { tab: Some(1) })
}

/// Why it is not recorded; none when it is.
pub(super) fn reason(world: &mut World) -> Option<Reason> {
    match status(world).tab {
        TabState::Not { reason } => Some(reason),
        TabState::Recording => None,
    }
}

/// A click, and the page comes to rest after it.
pub(super) fn click(world: &mut World, page: usize, name: &str) {
    world.click(page, name);
    world.rest(page);
}
