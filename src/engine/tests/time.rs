//! The engine wakes when there is something to do, and only then.

use super::ingest::Mood;
use super::story::Story;
use super::world::World;
use crate::message::FromPage;

/// `wait` itself refuses to be woken again and again at one instant.
#[test]
fn no_state_keeps_the_engine_busy() {
    let mut world = World::new();
    let page = world.open(1);
    world.click(page, "Open");
    world.rest(page);
    world.write(page, "words");
    // The disk fills up while a batch waits for its next try, with requests failing.
    world.ingest.moods.extend([Mood::DieBefore; 8]);
    world.wait(12 * 60_000);
    world.failing_commits = 40;
    world.click(page, "Save");
    world.wait(2 * 60_000);
    assert!(world.failing_commits < 40, "commits were tried");
    assert!(world.page(FromPage::Status { tab: None }).trouble.is_some());
    world.failing_commits = 0;
    world.deliver();
    assert_eq!(Story::read(&world).clicks(), ["Open", "Save"]);
    assert_eq!(world.page(FromPage::Status { tab: None }).trouble, None);
}

#[test]
fn an_idle_engine_asks_for_nothing() {
    let mut world = World::new();
    let page = world.open(1);
    world.click(page, "Open");
    world.rest(page);
    world.deliver();
    world.log.clear();
    world.wait(24 * 3_600_000);
    assert_eq!(world.log, Vec::<String>::new());
}

#[test]
fn a_wake_that_comes_early_is_asked_for_again() {
    let mut world = World::new();
    let page = world.open(1);
    world.write(page, "words");
    world.log.clear();
    world.feed(crate::engine::Input::Tick);
    assert!(world.log.contains(&"Wake".to_owned()), "{:?}", world.log);
}

#[test]
fn a_browser_that_never_answers_does_not_stop_the_pictures() {
    let mut world = World::new();
    let page = world.open(1);
    world.by_hand = true;
    world.click(page, "Open");
    for _ in 0..60 {
        world.wait(200);
        let settled = world.probes[page].settled();
        if world.log.iter().all(|effect| effect != "Capture") {
            world.say(page, settled);
        }
        world.jobs.retain(|job| !matches!(job, super::world::Job::Capture { .. }));
        while !world.jobs.is_empty() {
            world.work(0);
        }
    }
    assert!(world.log.contains(&"Discard".to_owned()));
    world.by_hand = false;
    world.click(page, "Again");
    world.rest(page);
    world.deliver();
    assert_eq!(Story::read(&world).clicks(), ["Open", "Again"]);
    assert!(Story::read(&world).frames() > 0);
}
