//! Points in time, one type per clock, so that a mix-up is a compile error. The core never reads a clock: every time
//! comes in with an input.

use std::ops::{Add, Sub};
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Milliseconds since the Unix epoch by the browser's clock. Never leaves the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct WallMillis(pub u64);

impl WallMillis {
    /// The time that has gone by since `earlier`; zero when the clock went backwards.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(self.0.saturating_sub(earlier.0))
    }

    /// The same instant, counted from the start of a session.
    pub fn in_session(self, start: Self) -> SessionMillis {
        SessionMillis(self.0.saturating_sub(start.0))
    }
}

impl Add<Duration> for WallMillis {
    type Output = Self;

    fn add(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)))
    }
}

impl Sub<Duration> for WallMillis {
    type Output = Self;

    fn sub(self, duration: Duration) -> Self {
        Self(self.0.saturating_sub(u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)))
    }
}

/// Milliseconds by the [clock](crate::clock) that nobody can put forward: what is held is held by it. Begins with what the
/// browser's clock says, and falls behind it. Never leaves the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CountedMillis(pub u64);

impl CountedMillis {
    /// The time that has gone by since `earlier`; zero when that is later.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(self.0.saturating_sub(earlier.0))
    }
}

impl Add<Duration> for CountedMillis {
    type Output = Self;

    fn add(self, duration: Duration) -> Self {
        Self((WallMillis(self.0) + duration).0)
    }
}

/// Milliseconds since the start of the session: the only times that leave the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct SessionMillis(pub u64);
