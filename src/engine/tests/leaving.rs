//! What the person is told of what leaves: how much of it went today, how long it is held, and why nothing goes.

use serde_json::json;

use super::story::Story;
use super::world::{World, policy};
use crate::engine::Input;
use crate::limits::{Limits, Zone};
use crate::message::{FromPage, Status, Stays};
use crate::policy::{Build, Patterns};

const MINUTE: u64 = 60_000;
const DAY: u64 = 24 * 60 * MINUTE;

fn status(world: &mut World) -> Status {
    world.page(FromPage::Status { tab: None })
}

/// Records, frames and bytes of the status, of today and of all days.
fn sent(world: &mut World) -> [[u64; 3]; 2] {
    let status = status(world);
    let today = [status.today_records, status.today_frames, status.today_bytes];
    [today, [status.sent_records, status.sent_frames, status.sent_bytes]]
}

fn click(world: &mut World, page: usize, name: &str) {
    world.click(page, name);
    world.rest(page);
}

#[test]
fn what_was_confirmed_today_is_counted_until_midnight_by_the_machines_time() {
    for offset in [120, -8 * 60] {
        let mut world = World::new();
        let midnight = ((world.now.0 / DAY + 2) * DAY).saturating_add_signed(-i64::from(offset) * 60_000);
        world.wait(midnight - 60 * MINUTE - world.now.0);
        world.zone = Zone { offset, regions: Vec::new() };
        let zone = world.zone.clone();
        world.feed(Input::Zone(zone));
        let page = world.open(1);
        click(&mut world, page, "Today");
        assert_eq!(sent(&mut world), [[0; 3]; 2], "nothing is confirmed yet");
        world.wait(25 * MINUTE);
        let [today, all] = sent(&mut world);
        assert_eq!(today, all);
        assert!(today.iter().all(|number| *number > 0), "{today:?}");

        // It is stored: neither a stop of the worker nor one of the browser forgets it.
        world.crash(0);
        assert_eq!(sent(&mut world), [today, all]);
        world.wait(midnight - 1 - world.now.0);
        assert_eq!(sent(&mut world), [today, all], "{offset}: a millisecond before midnight");
        world.wait(1);
        assert_eq!(sent(&mut world), [[0; 3], all], "{offset}: midnight");

        click(&mut world, page, "Tomorrow");
        world.deliver();
        let [tomorrow, total] = sent(&mut world);
        assert_eq!(Story::read(&world).clicks(), ["Today", "Tomorrow"]);
        assert!(tomorrow.iter().all(|number| *number > 0), "{tomorrow:?}");
        for kind in 0..3 {
            assert_eq!(total[kind], all[kind] + tomorrow[kind], "{offset}");
        }
        world.kill_browser();
        assert_eq!(sent(&mut world), [tomorrow, total]);
    }
}

#[test]
fn the_longer_of_both_holds_is_told_and_none_when_the_person_sends() {
    let mut world = World::new();
    for (limits, told) in [
        (Limits::default(), Some(10)),
        (Limits { hold_minutes: 5, ..Limits::default() }, Some(10)),
        (Limits { hold_minutes: 90, ..Limits::default() }, Some(90)),
        (Limits { by_hand: true, hold_minutes: 90, ..Limits::default() }, None),
    ] {
        let status = world.page(FromPage::SetLimits { limits: limits.clone() });
        assert_eq!((status.held_minutes, status.hold_minutes), (told, 10), "{limits:?}");
    }
}

#[test]
fn whatever_keeps_things_here_is_told_and_nothing_is_sent() {
    type Keep = fn(&mut World);
    let cases: &[(&str, Option<Stays>, Keep)] = &[
        ("nothing", None, |_| {}),
        ("off", Some(Stays::Off), |world| drop(world.page(FromPage::Switch { on: false }))),
        ("paused", Some(Stays::Paused), |world| drop(world.page(FromPage::Pause { minutes: 300 }))),
        ("off and paused", Some(Stays::Off), |world| {
            world.page(FromPage::Pause { minutes: 300 });
            world.page(FromPage::Switch { on: false });
        }),
        ("declined", Some(Stays::NoConsent), |world| {
            drop(world.page(FromPage::Consent { accept: false, policy: None }));
        }),
        ("widened", Some(Stays::NoConsent), |world| change(world, "retentionDays", json!(3_000))),
        ("invalid", Some(Stays::Policy), |world| change(world, "endpoint", json!("nowhere"))),
        ("unsealed", Some(Stays::Unsealed), |world| change(world, "recipientKeys", json!([]))),
        ("exempt region", Some(Stays::Exempt), |world| change(world, "region", json!("DE"))),
        ("exempt place", Some(Stays::Exempt), |world| {
            world.page(FromPage::SetLimits { limits: Limits { exempt: true, ..Limits::default() } });
        }),
        ("metered", Some(Stays::Metered), |world| {
            change(world, "budgets", json!({ "metered": "hold" }));
            world.is_metered = true;
            world.feed(Input::Metered(true));
        }),
        ("another network", None, |world| {
            change(world, "budgets", json!({ "metered": "hold" }));
            world.feed(Input::Metered(false));
        }),
        ("a full disk", Some(Stays::Trouble), |world| {
            world.failing_commits = u32::MAX;
            world.page(FromPage::Switch { on: true });
        }),
    ];
    for (name, stays, keep) in cases {
        let mut world = World::new();
        let page = world.open(1);
        click(&mut world, page, "Held");
        keep(&mut world);
        assert_eq!(status(&mut world).stays, *stays, "{name}");
        world.deliver();
        let is_sent = !world.ingest.batches.is_empty();
        assert_eq!(is_sent, stays.is_none(), "{name}");
        assert_eq!(status(&mut world).stays, *stays, "{name}, later");
    }
    let mut world = World::unasked(json!({}));
    assert_eq!(status(&mut world).stays, Some(Stays::Policy), "no policy");
    let mut world = World::unasked(policy());
    assert_eq!(status(&mut world).stays, Some(Stays::NoConsent), "not answered");
    let mut world = World::new();
    world.locked = vec!["root".to_owned()];
    world.crash(0);
    assert_eq!(status(&mut world).stays, Some(Stays::Trouble), "a key that can't be read");
}

/// A policy of which one key is another.
fn change(world: &mut World, key: &str, value: serde_json::Value) {
    world.policy[key] = value;
    let json = world.policy.to_string();
    world.feed(Input::Policy { json, build: Build::Released, patterns: Patterns::None });
}
