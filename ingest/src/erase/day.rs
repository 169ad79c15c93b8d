//! Days of the calendar, counted from 1970-01-01 in UTC.

use std::fmt;
use std::str::FromStr;
use std::time::{SystemTime, UNIX_EPOCH};

use chrono::{Days, NaiveDate};

const SECONDS: u64 = 24 * 60 * 60;

/// A day. Numbers are below 2^20, which ends in the year 4840.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(u32);

/// Why a text is no day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a day is written YYYY-MM-DD, from 1970-01-01 on")]
pub struct InvalidDay;

impl Day {
    /// The last day there is a number for.
    const LAST: u32 = (1 << candor_core::identity::DAY_BITS) - 1;

    /// The day it is now, by this machine's clock.
    pub fn today() -> Self {
        let seconds = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        Self::from_number(u32::try_from(seconds / SECONDS).unwrap_or(u32::MAX))
    }

    /// The day with this number; a number beyond the last counts as the last.
    pub fn from_number(number: u32) -> Self {
        Self(number.min(Self::LAST))
    }

    /// Days since 1970-01-01.
    pub fn number(self) -> u32 {
        self.0
    }
}

impl FromStr for Day {
    type Err = InvalidDay;

    fn from_str(text: &str) -> Result<Self, InvalidDay> {
        let date: NaiveDate = text.parse().map_err(|_| InvalidDay)?;
        let number = date.signed_duration_since(NaiveDate::default()).num_days();
        u32::try_from(number).ok().filter(|number| *number <= Self::LAST).map(Self).ok_or(InvalidDay)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (NaiveDate::default() + Days::new(self.0.into())).fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_as_the_calendar_does() {
        for (text, number) in [("1970-01-01", 0), ("2024-02-29", 19_782), ("2026-11-25", 20_782)] {
            let day: Day = text.parse().unwrap();
            assert_eq!((day.number(), day.to_string()), (number, text.to_owned()));
        }
        for wrong in ["", "2026-02-29", "1969-12-31", "25.11.2026", "20782", "9999-01-01"] {
            assert_eq!(wrong.parse::<Day>(), Err(InvalidDay), "{wrong}");
        }
    }
}
