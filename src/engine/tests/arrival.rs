//! What a person does arrives.

use std::collections::BTreeMap;

use super::story::Story;
use super::world::{PAGE, World};
use crate::message::Reason;
use crate::record::Kind;

#[test]
fn everything_a_person_does_arrives_once_in_order() {
    let mut world = World::new();
    let (left, right) = (world.open(1), world.open(2));
    for document in [left, right] {
        world.navigate(document, PAGE, "Work");
        world.rest(document);
    }
    world.click(left, "Open");
    world.rest(left);
    world.write(left, "let tide = high;");
    world.wait(6_000);
    world.click(right, "Run");
    world.rest(right);
    world.write(right, "ebb and flow");
    world.wait(6_000);
    for document in [left, right] {
        world.click(document, "Save");
        world.rest(document);
    }
    world.deliver();

    let story = Story::read(&world);
    assert_eq!(story.sessions.len(), 1);
    assert_eq!(story.clicks(), ["Open", "Run", "Save", "Save"]);
    assert_eq!(story.typed("editor"), "let tide = high;ebb and flow");
    assert_eq!(story.gaps(), 0);
    assert!(story.frames() >= 8, "{} frames", story.frames());
    let tabs: Vec<u32> = story
        .records()
        .filter(|record| matches!(record.kind, Kind::Navigate { .. } | Kind::Click { .. } | Kind::Type { .. }))
        .map(|record| record.tab)
        .collect();
    assert_eq!(tabs, [1, 2, 1, 1, 2, 2, 1, 2]);
    for probe in &world.probes {
        assert_eq!(probe.acked, probe.last(), "everything is acknowledged in the end");
    }
}

#[test]
fn a_page_that_gives_no_picture_leaves_gaps_in_their_place() {
    let mut world = World::new();
    world.camera = false;
    let page = world.open(1);
    world.click(page, "Open");
    world.rest(page);
    world.click(page, "Close");
    world.rest(page);
    world.deliver();
    let story = Story::read(&world);
    assert_eq!((story.clicks(), story.frames()), (vec!["Open", "Close"], 0));
}

#[test]
fn a_session_ends_after_a_quarter_of_an_hour_and_its_last_gap_stays_in_it() {
    let mut world = World::new();
    world.camera = false;
    let page = world.open(1);
    world.click(page, "Late");
    // The machine sleeps: nothing wakes the engine until it is used again.
    world.now.0 += 3_600_000;
    world.click(page, "Early");
    world.rest(page);
    world.deliver();
    let story = Story::read(&world);
    assert_eq!(story.sessions.len(), 2);
    assert_eq!(story.clicks().len(), 2);
}

#[test]
fn nothing_is_recorded_where_nothing_can_be_sealed() {
    let mut unsealed = super::world::policy();
    unsealed["recipientKeys"] = serde_json::json!([]);
    let mut sealed = World::new();
    for (world, expected) in [(&mut sealed, None), (&mut World::unasked(unsealed), Some(Reason::Unsealed))] {
        world.page(crate::message::FromPage::Consent { accept: true, policy: None });
        let page = world.open(1);
        world.click(page, "Open");
        world.rest(page);
        world.deliver();
        assert_eq!(world.probes[page].detached, expected.is_some());
        assert!(!world.store.keys().any(|place| place.starts_with("row/")), "nothing is left behind");
        assert_eq!(world.ingest.batches.is_empty(), expected.is_some());
    }
}

#[test]
fn a_key_that_can_not_be_opened_stops_everything_and_destroys_nothing() {
    let mut world = World::new();
    let page = world.open(1);
    world.click(page, "Open");
    world.rest(page);
    let (store, keys) = (world.store.clone(), world.keys.clone());
    for name in ["seed", "root"] {
        world.locked.push(name.to_owned());
        world.crash(0);
        let status = world.page(crate::message::FromPage::Consent { accept: true, policy: None });
        assert!(status.trouble.is_some(), "{name}");
        world.click(page, "Unseen");
        world.deliver();
        assert!(world.ingest.asked.is_empty(), "{name}");
        let places = |store: &BTreeMap<String, Vec<u8>>| store.keys().cloned().collect::<Vec<_>>();
        assert_eq!(places(&world.store), places(&store), "{name}");
        assert!(world.store == store && world.keys.len() == keys.len(), "{name}");
        world.locked.clear();
    }
    world.crash(0);
    world.deliver();
    assert_eq!(Story::read(&world).clicks()[0], "Open", "positive control");
}

/// A page that could not reach the worker for long, as when the core is left alone after it fell, keeps what was done.
#[test]
fn what_a_page_has_kept_for_long_is_of_one_session() {
    let mut world = World::new();
    let page = world.open(1);
    world.click(page, "Before");
    world.rest(page);
    world.probes[page].port = None;
    world.engine = None;
    let names = ["One", "Two", "Three", "Four"];
    for name in names {
        world.now = crate::time::WallMillis(world.now.0 + 10_000);
        let now = world.now;
        world.probes[page].click(now, name);
    }
    world.now = crate::time::WallMillis(world.now.0 + 20 * 60_000);
    world.boot(false);
    world.connect(page);
    world.wait(1_000);
    assert_eq!(world.begun.len(), 1);
    world.click(page, "After");
    world.rest(page);
    world.deliver();
    assert_eq!(world.begun.len(), 2);
    let story = Story::read(&world);
    assert_eq!(story.clicks(), ["Before", "One", "Two", "Three", "Four", "After"]);
}

/// A message that has another shape than any is dropped as a whole, with everything that it told.
#[test]
fn what_could_not_be_read_of_a_page_leaves_a_gap() {
    let mut world = World::new();
    let page = world.open(1);
    world.click(page, "Before");
    world.rest(page);
    let now = world.now;
    world.probes[page].click(now, "Unread");
    assert!(world.probes[page].flush().is_some(), "it was sent, and not read");
    world.click(page, "After");
    world.rest(page);
    world.deliver();
    let story = Story::read(&world);
    assert_eq!(story.clicks(), ["Before", "After"]);
    assert_eq!(story.gaps(), 1);
}
