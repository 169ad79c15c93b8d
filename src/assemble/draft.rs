//! What the assembler gives: records the scrubber has not seen.

use std::fmt;

use super::{Burst, Press};
use crate::raw::Raw;
use crate::record::{Actor, Kind, Target};
use crate::time::WallMillis;

/// A record the scrubber has not seen.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Number of the first observation it covers.
    pub first: u32,
    /// Number of the last.
    pub last: u32,
    /// When it began.
    pub t: WallMillis,
    /// When it ended.
    pub ended: WallMillis,
    /// The document's epoch before it.
    pub epoch: u32,
    /// Who did it.
    pub actor: Actor,
    /// What.
    pub body: Body,
}

/// What a draft says.
#[derive(Clone)]
pub enum Body {
    /// A record of one observation.
    Plain(Kind<Raw<String>>),
    /// Text typed in one go.
    Typed(Burst),
    /// No record, but news of earlier ones: text that was not typed has come to stand beside what they hold, or their
    /// field is sensitive from now on (then the burst is a secret one).
    Beside(Burst),
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plain(_) => f.write_str("Plain(…)"),
            Self::Typed(burst) | Self::Beside(burst) => burst.fmt(f),
        }
    }
}

/// Place and time of an observation, and of the state before it that it needs.
#[derive(Clone, Copy)]
pub(super) struct At {
    pub(super) n: u32,
    pub(super) t: WallMillis,
    pub(super) epoch: u32,
    pub(super) first: u32,
}

impl At {
    pub(super) fn plain(self, actor: Actor, kind: Kind<Raw<String>>) -> Draft {
        self.draft(actor, Body::Plain(kind))
    }

    pub(super) fn draft(self, actor: Actor, body: Body) -> Draft {
        Draft { first: self.n, last: self.n, t: self.t, ended: self.t, epoch: self.epoch, actor, body }
    }
}

pub(super) fn key_record(press: Press, repeat: bool, target: Option<Target<Raw<String>>>) -> Kind<Raw<String>> {
    Kind::Key { key: Raw::new(press.key), code: Raw::new(press.code), modifiers: press.modifiers, repeat, target }
}
