//! Pictures of the visible tab and accessibility snapshots: when to take them, what to fill in them, and which action they belong to.

mod gallery;
mod geometry;
mod text;
mod ticket;
mod trees;

pub use gallery::{Gallery, Moment, Picture, shows_after};
pub use geometry::{PixelRect, to_pixels};
pub use text::{Text, texts};
pub(crate) use ticket::UNLISTED;
pub use ticket::{Outcome, Ready, Ticket};
pub use trees::{Tree, Trees};
