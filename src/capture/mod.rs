//! Pictures of the visible tab: when to take them, what to fill in them, and which action they belong to.

mod gallery;
mod geometry;
mod text;
mod ticket;

pub use gallery::{Gallery, Moment, Picture, shows_after};
pub use geometry::{PixelRect, to_pixels};
pub use text::{Text, texts};
pub use ticket::{Outcome, Ready, Ticket};
