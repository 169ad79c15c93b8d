//! A clock that is set, forward or back, releases nothing early, loses nothing and doubles nothing.

use super::story::Story;
use super::world::World;
use crate::message::{FromPage, Reason, Stays, TabState};

const MINUTE: u64 = 60_000;
const HOUR: i64 = 3_600_000;
const YEAR: i64 = 365 * 24 * HOUR;

fn clicked(name: &str) -> World {
    let mut world = World::new();
    let page = world.open(1);
    world.tab(1);
    world.click(page, name);
    world.rest(page);
    world
}

fn reason(world: &mut World) -> Option<Reason> {
    match world.page(FromPage::Status { tab: Some(1) }).tab {
        TabState::Recording => None,
        TabState::Not { reason } => Some(reason),
    }
}

fn held(world: &mut World) -> u64 {
    world.page(FromPage::Status { tab: None }).held_records
}

#[test]
fn a_clock_put_forward_releases_nothing_before_the_hold_is_over() {
    for forward in [HOUR, YEAR] {
        let mut world = clicked("Open");
        world.wait(MINUTE);
        world.set_clock(forward);
        world.wait(7 * MINUTE);
        assert!(held(&mut world) > 0 && world.ingest.asked.iter().all(|asked| !asked.starts_with("POST")), "{forward}");
        let parts = world.page(FromPage::Held).review.unwrap().parts;
        assert!(parts.iter().all(|part| part.leaves_in.is_some_and(|left| left > MINUTE)), "{parts:?}");
        world.wait(4 * MINUTE);
        assert_eq!(Story::read(&world).clicks(), ["Open"], "{forward}: the control");
        assert_eq!(world.ingest.batches.len(), 1);
    }
}

#[test]
fn a_clock_put_forward_while_nothing_runs_counts_for_a_part_of_the_hold() {
    for browser in [false, true] {
        let mut world = clicked("Open");
        world.wait(MINUTE);
        world.engine = None;
        world.set_clock(YEAR);
        if browser {
            world.kill_browser();
        } else {
            world.crash(0);
        }
        world.wait(5 * MINUTE);
        assert!(held(&mut world) > 0 && world.ingest.batches.is_empty(), "{browser}");
        world.wait(6 * MINUTE);
        assert_eq!(Story::read(&world).clicks(), ["Open"], "{browser}: the control");
    }
}

#[test]
fn a_worker_that_is_stopped_again_and_again_counts_on() {
    let mut world = clicked("Open");
    for _ in 0..6 {
        world.wait(2 * MINUTE);
        world.crash(0);
    }
    world.wait(MINUTE);
    assert_eq!(Story::read(&world).clicks(), ["Open"]);
    // With nothing more to hold it is not looked at.
    world.log.clear();
    world.wait(24 * 60 * MINUTE);
    assert!(!world.log.contains(&"Commit".to_owned()), "{:?}", world.log);
}

#[test]
fn a_clock_that_was_set_back_is_told_and_nothing_is_lost_or_doubled() {
    let mut world = clicked("Open");
    let page = 0;
    assert_eq!(reason(&mut world), None, "the control");
    world.write(page, "words");
    world.set_clock(-24 * HOUR);
    assert_eq!(reason(&mut world), Some(Reason::Clock));
    assert_eq!(world.page(FromPage::Status { tab: None }).stays, Some(Stays::Clock));
    world.wait(60 * MINUTE);
    assert!(held(&mut world) > 0 && world.ingest.batches.is_empty());
    // The worker alone does not make it right; the person who starts the browser has seen what time it says.
    world.crash(0);
    assert_eq!(reason(&mut world), Some(Reason::Clock));
    world.kill_browser();
    let page = world.open(1);
    world.tab(1);
    assert_eq!(reason(&mut world), None);
    world.click(page, "Save");
    world.rest(page);
    world.wait(12 * MINUTE);
    assert_eq!(Story::read(&world).clicks(), ["Open", "Save"]);
    assert_eq!(held(&mut world), 0);
}

#[test]
fn a_clock_that_catches_up_is_right_again() {
    let mut world = clicked("Open");
    world.set_clock(-HOUR);
    assert_eq!(reason(&mut world), Some(Reason::Clock));
    world.set_clock(HOUR);
    let page = world.open(1);
    assert_eq!(reason(&mut world), None);
    world.click(page, "Save");
    world.rest(page);
    world.wait(12 * MINUTE);
    assert_eq!(Story::read(&world).clicks(), ["Open", "Save"]);
    // A correction as there are many is no trouble.
    world.set_clock(-5 * MINUTE as i64);
    assert_eq!(reason(&mut world), None);
}

#[test]
fn the_last_minutes_are_those_that_went_by_whatever_the_clock_was_set_to() {
    for set in [HOUR, -HOUR / 10] {
        let mut world = clicked("Open");
        world.wait(2 * MINUTE);
        world.set_clock(set);
        world.page(FromPage::DeleteLast { minutes: 10 });
        assert_eq!(held(&mut world), 0, "{set}");
    }
    let mut world = clicked("Open");
    world.wait(8 * MINUTE);
    world.page(FromPage::DeleteLast { minutes: 5 });
    assert!(held(&mut world) > 0, "the control");
}

#[test]
fn what_comes_after_send_now_is_held_also_when_the_clock_was_set_back() {
    let mut world = clicked("Open");
    world.page(FromPage::SendNow);
    world.wait(MINUTE);
    assert_eq!(Story::read(&world).clicks(), ["Open"], "the control");
    world.set_clock(-5 * MINUTE as i64);
    world.click(0, "Save");
    world.rest(0);
    world.wait(2 * MINUTE);
    assert_eq!(Story::read(&world).clicks(), ["Open"]);
    assert!(held(&mut world) > 0);
}

/// The clock of a page stands still while the machine is asleep, in Chromium on macOS and Linux.
#[test]
fn a_page_that_was_open_while_the_machine_was_asleep_is_recorded_like_any_other() {
    let mut world = World::new();
    let page = world.open(1);
    world.click(page, "Before");
    world.rest(page);
    let night = 8 * 60 * MINUTE;
    world.wait(night);
    world.probes[page].behind = night;
    for name in ["One", "Two", "Three"] {
        world.click(page, name);
        world.rest(page);
    }
    world.write(page, "lighthouse");
    world.wait(7_000);
    world.deliver();
    let story = Story::read(&world);
    assert_eq!(story.clicks(), ["Before", "One", "Two", "Three"]);
    assert_eq!(story.typed("editor"), "lighthouse");
}

/// Each key would be a burst of its own, in which nothing can be found.
#[test]
fn a_secret_typed_in_a_page_that_was_open_while_the_machine_was_asleep_is_not_spelt_by_its_keys() {
    for behind in [0, 6_000, 60_000, 8 * 60 * MINUTE] {
        for secret in ["4929123456789015", "jane.doe42@tidal-quay.org", "AKIAIOSFODNN7QZ4MPLE"] {
            let mut world = World::new();
            let page = world.open(1);
            world.click(page, "Before");
            world.rest(page);
            world.wait(behind);
            world.probes[page].behind = behind;
            world.write(page, "lighthouse ");
            world.write(page, secret);
            world.write(page, " marker");
            world.wait(7_000);
            world.deliver();
            let mut keys = String::new();
            for (_, lines) in world.ingest.opened() {
                for line in lines {
                    let record: serde_json::Value = serde_json::from_str(&line).unwrap();
                    for stroke in record["keys"].as_array().into_iter().flatten() {
                        keys.push_str(stroke["key"].as_str().unwrap());
                    }
                }
            }
            assert!(keys.contains("lighthouse"), "control: {keys}");
            assert!(!keys.contains(&secret[..8]), "{behind}: {keys}");
        }
    }
}
