//! The person, and the policy, are in charge at once.

use serde_json::json;

use super::story::Story;
use super::world::World;
use crate::engine::Input;
use crate::message::FromPage;
use crate::policy::{Build, Patterns};

fn withdraw(world: &mut World) {
    world.policy = json!({});
    let json = world.policy.to_string();
    world.feed(Input::Policy { json, build: Build::Released, patterns: Patterns::None });
}

#[test]
fn what_is_done_after_the_end_is_not_stored_and_nothing_is_sent() {
    type End = fn(&mut World);
    let ends: &[(&str, End)] = &[
        ("off", |world| drop(world.page(FromPage::Switch { on: false }))),
        ("declined", |world| drop(world.page(FromPage::Consent { accept: false }))),
        ("paused", |world| drop(world.page(FromPage::Pause { minutes: 60 }))),
        ("withdrawn", withdraw),
    ];
    for (name, end) in ends {
        let mut world = World::new();
        let pages = [world.open(1), world.open(2)];
        world.click(pages[0], "Before");
        world.rest(pages[0]);
        world.write(pages[1], "unfinished");
        world.log.clear();
        end(&mut world);
        assert!(world.log.contains(&"Register(None)".to_owned()), "{name}: {:?}", world.log);
        assert!(world.probes.iter().all(|probe| probe.detached), "{name}");
        let held = world.status.clone().map(|status| status.held_records);
        let rows = |world: &World| world.store.keys().filter(|place| place.starts_with("row/")).count();
        let stored = rows(&world);
        assert!(stored > 0, "{name}: what was before stays");

        // A document that does not obey, and one that comes new.
        for probe in &mut world.probes {
            probe.detached = false;
        }
        world.connect(pages[0]);
        world.click(pages[0], "After");
        world.rest(pages[0]);
        let late = world.open(3);
        world.write(late, "afterwards");
        world.wait(30 * 60_000);
        assert_eq!(rows(&world), stored, "{name}");
        let status = world.page(FromPage::Status { tab: None });
        assert!(held.is_none_or(|held| *name == "withdrawn" || status.held_records == held), "{name}");
        assert!(world.ingest.asked.is_empty(), "{name}: nothing is sent");
    }
}

#[test]
fn a_change_is_answered_once_it_is_stored_and_the_browser_has_followed() {
    let changes =
        [FromPage::Switch { on: false }, FromPage::Consent { accept: false }, FromPage::Pause { minutes: 60 }];
    for change in changes {
        for first in [0, 1] {
            let name = format!("{change:?}, job {first} first");
            let mut world = World::new();
            assert!(world.is_injected, "{name}: positive control");
            world.status = None;
            world.by_hand = true;
            world.feed(Input::Page { request: 2, message: change.clone() });
            assert_eq!(world.jobs.len(), 2, "{name}: {:?}", world.jobs);
            world.work(first);
            assert!(world.status.is_none(), "{name}");
            world.work(0);
            assert!(world.status.is_some(), "{name}");
            assert!(!world.is_injected, "{name}");
        }
    }
}

#[test]
fn what_was_held_when_it_was_switched_off_is_sent_when_it_is_on_again() {
    let mut world = World::new();
    let page = world.open(1);
    world.click(page, "Before");
    world.rest(page);
    world.page(FromPage::Switch { on: false });
    world.deliver();
    assert!(world.ingest.batches.is_empty());
    world.page(FromPage::Switch { on: true });
    world.deliver();
    assert_eq!(Story::read(&world).clicks(), ["Before"]);
}

#[test]
fn a_pause_ends_by_itself() {
    let mut world = World::new();
    world.page(FromPage::Pause { minutes: 5 });
    world.log.clear();
    world.wait(5 * 60_000 - 1);
    assert!(world.log.is_empty(), "{:?}", world.log);
    world.wait(1);
    assert!(world.log.iter().any(|effect| effect.starts_with("Register(Some")), "{:?}", world.log);
}

#[test]
fn a_change_of_policy_ends_the_session() {
    let mut world = World::new();
    let page = world.open(1);
    world.click(page, "One");
    world.rest(page);
    world.policy["holdMinutes"] = json!(11);
    let json = world.policy.to_string();
    world.feed(Input::Policy { json: json.clone(), build: Build::Released, patterns: Patterns::None });
    world.click(page, "Two");
    world.rest(page);
    world.feed(Input::Policy { json, build: Build::Released, patterns: Patterns::None });
    world.click(page, "Three");
    world.rest(page);
    world.deliver();
    let story = Story::read(&world);
    assert_eq!(story.clicks().len(), 3);
    assert_eq!(story.sessions.len(), 2, "the same policy again changes nothing");
}

#[test]
fn nothing_leaves_before_the_hold_is_over() {
    let mut world = World::new();
    let page = world.open(1);
    world.click(page, "Open");
    world.wait(10 * 60_000);
    assert!(world.ingest.asked.is_empty());
    world.wait(60_000);
    assert!(!world.ingest.batches.is_empty(), "positive control");
}
