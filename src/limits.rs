//! One's own limits: what a person wants less of than the policy asks for. They can only narrow, and are known to this
//! machine alone: nothing that leaves says that there are any.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::policy::{Address, Frames, Pattern, Region, Site};
use crate::time::WallMillis;

/// Longest hold that a person can choose, in minutes: thirty days, the longest that a policy can ask for.
pub const LONGEST_HOLD: u32 = 30 * 24 * 60;
/// Most sites that can be left out.
pub const MOST_SITES: usize = 100;

const DAY: i64 = 24 * 60;

/// What a person wants less of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Limits {
    /// Minutes for which everything is held, when that is longer than the policy's hold; at most 43200.
    pub hold_minutes: u32,
    /// Nothing is sent but when the person says so.
    pub by_hand: bool,
    /// When something is recorded; none for always.
    pub hours: Option<Hours>,
    /// No pictures, and no accessibility snapshots.
    pub no_frames: bool,
    /// No keys and no text.
    pub no_keys: bool,
    /// Sites that are left out: hosts, or match patterns; at most 100.
    pub sites: Vec<String>,
    /// The person is where nothing is to be recorded.
    pub exempt: bool,
}

/// A part of the week, by the machine's own time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Hours {
    /// Minute of the day at which it begins, 0 to 1439.
    pub from: u32,
    /// Minute at which it ends, 1 to 1440; before or at `from` it is one of the next day.
    pub until: u32,
    /// The days on which it begins: 0 is Monday, 6 Sunday.
    pub days: Vec<u32>,
}

/// The machine's time zone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Zone {
    /// Minutes by which its time is ahead of UTC.
    pub offset: i32,
    /// The countries in which people have this time zone.
    pub regions: Vec<Region>,
}

impl Zone {
    /// Days since 1970 as a calendar on the wall shows them.
    pub fn day(&self, now: WallMillis) -> u32 {
        u32::try_from(local_minute(now, self).div_euclid(DAY)).unwrap_or_default()
    }

    /// When the next of them begins.
    pub fn next_day(&self, now: WallMillis) -> WallMillis {
        let left = (DAY - local_minute(now, self).rem_euclid(DAY)) as u64;
        WallMillis((now.0 / 60_000 + left) * 60_000)
    }
}

impl Limits {
    /// The limits as far as they can be kept: numbers in their ranges, sites that can be matched, each once.
    pub fn tidied(mut self) -> Self {
        self.hold_minutes = self.hold_minutes.min(LONGEST_HOLD);
        let mut sites = Vec::new();
        for site in self.sites.iter().map(|site| site.trim()) {
            if pattern(site).is_some() && sites.len() < MOST_SITES && !sites.iter().any(|other| other == site) {
                sites.push(site.to_owned());
            }
        }
        self.sites = sites;
        // A part of the week that can't be told is none in which something is recorded.
        self.hours = self.hours.map(|hours| match hours.from < 1440 && (1..=1440).contains(&hours.until) {
            true => hours,
            false => Hours { from: 0, until: 1440, days: Vec::new() },
        });
        self
    }

    /// Whether it is another time than that in which something may be recorded.
    pub fn is_outside(&self, now: WallMillis, zone: &Zone) -> bool {
        self.hours.as_ref().is_some_and(|hours| !hours.holds(local_minute(now, zone)))
    }

    /// When that may change: the next minute at which the hours begin or end.
    pub fn next_change(&self, now: WallMillis, zone: &Zone) -> Option<WallMillis> {
        let hours = self.hours.as_ref()?;
        let minute = local_minute(now, zone);
        let until = |edge: u32| (i64::from(edge) - minute - 1).rem_euclid(DAY) + 1;
        let minutes = until(hours.from).min(until(hours.until)) as u64;
        Some(WallMillis((now.0 / 60_000 + minutes) * 60_000))
    }

    /// Whether a page is on a site that is left out.
    pub fn leave_out(&self, url: &str) -> bool {
        Address::parse(url).is_some_and(|address| self.left_out().any(|pattern| pattern.matches(&address)))
    }

    /// Whether some page of an origin is.
    pub fn leave_out_part_of(&self, origin: &str) -> bool {
        Address::parse(origin).is_some_and(|address| self.left_out().any(|pattern| pattern.meets_origin(&address)))
    }

    /// The patterns of the sites that are left out.
    pub fn left_out(&self) -> impl Iterator<Item = Pattern> {
        self.sites.iter().filter_map(|site| pattern(site))
    }

    /// What is left of a site's settings.
    pub fn narrow<'a>(&self, site: Cow<'a, Site>) -> Cow<'a, Site> {
        if !self.no_frames && !self.no_keys {
            return site;
        }
        let mut site = site.into_owned();
        site.keys &= !self.no_keys;
        if self.no_frames {
            (site.frames, site.aria) = (Frames::Off, false);
        }
        Cow::Owned(site)
    }
}

impl Hours {
    fn holds(&self, minute: i64) -> bool {
        let (day, of_day) = (minute.div_euclid(DAY), minute.rem_euclid(DAY) as u32);
        // 1970-01-01 was a Thursday.
        let begins = |day: i64| self.days.contains(&((day + 3).rem_euclid(7) as u32));
        if self.from < self.until {
            return begins(day) && (self.from..self.until).contains(&of_day);
        }
        (begins(day) && of_day >= self.from) || (begins(day - 1) && of_day < self.until)
    }
}

/// Minutes since 1970-01-01 00:00 as a clock on the wall shows them.
fn local_minute(now: WallMillis, zone: &Zone) -> i64 {
    i64::try_from(now.0 / 60_000).unwrap_or_default() + i64::from(zone.offset)
}

/// A host alone stands for all its pages.
fn pattern(site: &str) -> Option<Pattern> {
    match site.contains('/') {
        true => Pattern::parse(site).ok(),
        false => Pattern::parse(&format!("*://{site}/*")).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Monday 2026-11-23, 00:00 UTC.
    const MONDAY: u64 = 1_795_392_000_000;
    const MINUTE: u64 = 60_000;

    fn at(day: u64, hour: u64, minute: u64) -> WallMillis {
        WallMillis(MONDAY + ((day * 24 + hour) * 60 + minute) * MINUTE)
    }

    fn within(hours: Hours) -> Limits {
        Limits { hours: Some(hours), ..Limits::default() }
    }

    fn weekdays() -> Vec<u32> {
        vec![0, 1, 2, 3, 4]
    }

    #[test]
    fn hours_are_those_of_the_clock_on_the_wall() {
        let office = within(Hours { from: 9 * 60, until: 17 * 60, days: weekdays() });
        let night = within(Hours { from: 22 * 60, until: 6 * 60, days: vec![4] });
        let all_day = within(Hours { from: 0, until: 1440, days: weekdays() });
        for (limits, offset, time, inside) in [
            (&office, 0, at(0, 9, 0), true),
            (&office, 0, at(0, 8, 59), false),
            (&office, 0, at(4, 16, 59), true),
            (&office, 0, at(4, 17, 0), false),
            (&office, 0, at(5, 12, 0), false),
            (&office, 60, at(0, 8, 0), true),
            (&office, -8 * 60, at(0, 9, 0), false),
            (&office, -8 * 60, at(1, 0, 59), true),
            // From Friday to Saturday.
            (&night, 0, at(4, 21, 59), false),
            (&night, 0, at(4, 22, 0), true),
            (&night, 0, at(5, 5, 59), true),
            (&night, 0, at(5, 6, 0), false),
            (&night, 0, at(4, 5, 0), false),
            (&night, 0, at(5, 23, 0), false),
            (&all_day, 0, at(0, 0, 0), true),
            (&all_day, 0, at(4, 23, 59), true),
            (&all_day, 0, at(5, 0, 0), false),
        ] {
            let zone = Zone { offset, regions: Vec::new() };
            assert_eq!(limits.is_outside(time, &zone), !inside, "{limits:?} {offset} {time:?}");
        }
        assert!(!Limits::default().is_outside(at(5, 3, 0), &Zone::default()));
    }

    /// Minute by minute through a week: nothing changes before the time that is told.
    #[test]
    fn the_next_change_is_never_missed() {
        for hours in [
            Hours { from: 9 * 60, until: 17 * 60, days: weekdays() },
            Hours { from: 22 * 60, until: 6 * 60, days: weekdays() },
            Hours { from: 0, until: 1440, days: weekdays() },
            Hours { from: 600, until: 600, days: weekdays() },
        ] {
            let limits = within(hours.clone());
            for offset in [0, 330, -480] {
                let zone = Zone { offset, regions: Vec::new() };
                for minute in 0..7 * 24 * 60 {
                    let now = WallMillis(MONDAY + minute * MINUTE + 1_234);
                    let next = limits.next_change(now, &zone).unwrap();
                    assert!(next > now && next.0 - now.0 <= 24 * 60 * MINUTE);
                    let before = WallMillis(next.0 - 1);
                    assert_eq!(limits.is_outside(now, &zone), limits.is_outside(before, &zone), "{hours:?} {now:?}");
                }
            }
        }
    }

    #[test]
    fn a_site_is_left_out_by_its_host_or_a_pattern() {
        let limits = Limits {
            sites: [
                "ide.example",
                " *.docs.example ",
                "https://git.example/private/*",
                "",
                "not a host",
                "ide.example",
            ]
            .map(str::to_owned)
            .to_vec(),
            ..Limits::default()
        }
        .tidied();
        assert_eq!(limits.sites, ["ide.example", "*.docs.example", "https://git.example/private/*"]);
        for (url, left_out) in [
            ("https://ide.example/work", true),
            ("http://ide.example/", true),
            ("https://sub.ide.example/", false),
            ("https://a.docs.example/x", true),
            ("https://git.example/private/1", true),
            ("https://git.example/public", false),
            ("about:blank", false),
        ] {
            assert_eq!(limits.leave_out(url), left_out, "{url}");
        }
    }

    #[test]
    fn what_is_out_of_range_records_less_and_never_more() {
        let far = Limits { hold_minutes: u32::MAX, ..within(Hours { from: 1440, until: 0, days: (0..7).collect() }) }
            .tidied();
        assert_eq!(far.hold_minutes, LONGEST_HOLD);
        assert!((0..7 * 24).all(|hour| far.is_outside(at(0, hour, 0), &Zone::default())));
        let many = Limits { sites: (0..500).map(|n| format!("s{n}.example")).collect(), ..Limits::default() }.tidied();
        assert_eq!(many.sites.len(), MOST_SITES);
    }
}
