//! A batch stays until there is a receipt that holds.

use super::ingest::Mood;
use super::story::Story;
use super::world::World;
use crate::message::{FaultKind, FromPage};

fn due(moods: &[Mood]) -> World {
    let mut world = World::new();
    let page = world.open(1);
    world.click(page, "Open");
    world.rest(page);
    world.ingest.moods.extend(moods);
    world
}

fn status(world: &mut World) -> crate::message::Status {
    world.page(FromPage::Status { tab: None })
}

#[test]
fn trap_49_a_receipt_that_does_not_hold_is_no_receipt() {
    for mood in [Mood::Empty, Mood::WrongKey, Mood::Unsigned, Mood::OtherBatch] {
        let mut world = due(&[mood; 8]);
        world.wait(10 * 60_000 + 10_000);
        let during = status(&mut world);
        assert!(during.held_records > 0 && during.sent_records == 0, "{mood:?}");
        assert!(during.trouble.is_some(), "{mood:?}");
        world.deliver();
        let after = status(&mut world);
        assert!(after.held_records == 0 && after.trouble.is_none(), "{mood:?}: {after:?}");
        assert_eq!(Story::read(&world).clicks(), ["Open"]);
        assert_eq!(world.ingest.batches.len(), 1, "{mood:?}: the same bytes each time");
    }
}

#[test]
fn a_server_that_dies_at_any_step_gets_everything_once() {
    for step in 0..3 {
        for mood in [Mood::DieBefore, Mood::DieAfter, Mood::Status(503, None), Mood::Status(500, None)] {
            let mut moods = vec![Mood::LoseFrames; step];
            moods.push(mood);
            let mut world = due(&moods);
            world.deliver();
            assert_eq!(Story::read(&world).clicks(), ["Open"], "{step} {mood:?}");
            assert_eq!(world.ingest.batches.len(), 1, "{step} {mood:?}");
            assert_eq!(status(&mut world).held_records, 0);
        }
    }
}

#[test]
fn a_server_that_has_lost_frames_gets_them_again() {
    let mut world = due(&[]);
    // All frames are taken; then they are lost, and the batch is refused.
    world.ingest.moods.extend([Mood::DieAfter, Mood::LoseFrames, Mood::LoseFrames]);
    world.deliver();
    assert_eq!(Story::read(&world).clicks(), ["Open"]);
    let puts = world.ingest.asked.iter().filter(|asked| asked.starts_with("PUT")).count();
    let posts = world.ingest.asked.iter().filter(|asked| asked.starts_with("POST")).count();
    assert!(puts > 1 && posts > 1, "{:?}", world.ingest.asked);
}

#[test]
fn a_batch_that_is_refused_for_good_keeps_no_other_back() {
    let mut world = due(&[]);
    world.ingest.refuses_first = true;
    world.deliver();
    for name in ["Second", "Third"] {
        let page = world.open(1);
        world.click(page, name);
        world.rest(page);
        world.deliver();
    }
    world.deliver();
    assert_eq!(Story::read(&world).clicks(), ["Second", "Third"]);
    let during = status(&mut world);
    assert!(during.held_records > 0 && during.trouble.is_some(), "{during:?}");
    assert!(world.ingest.asked.len() < 40, "{:?}", world.ingest.asked.len());
    world.ingest.refuses_first = false;
    world.deliver();
    assert!(Story::read(&world).clicks().contains(&"Open"));
    assert_eq!(status(&mut world).held_records, 0);
}

/// What stands before the server knows nothing of what was erased.
#[test]
fn a_410_that_is_not_the_servers_deletes_nothing() {
    let mut world = due(&[Mood::Status(410, None); 64]);
    world.deliver();
    let page = world.open(1);
    world.click(page, "Second");
    world.rest(page);
    world.deliver();
    let during = status(&mut world);
    assert_eq!(during.trouble.map(|trouble| trouble.kind), Some(FaultKind::Refused));
    assert!(during.held_records > 0 && world.ingest.batches.is_empty());
    world.ingest.moods.clear();
    world.deliver();
    assert_eq!(Story::read(&world).clicks(), ["Open", "Second"]);
    assert_eq!(status(&mut world).held_records, 0);
}

#[test]
fn a_server_that_asks_for_time_gets_it() {
    let mut world = due(&[Mood::Status(429, Some(300))]);
    while world.ingest.asked.is_empty() {
        world.wait(1_000);
    }
    world.wait(298_000);
    assert_eq!(world.ingest.asked.len(), 1);
    world.wait(4_000);
    assert!(world.ingest.asked.len() > 1);
}

#[test]
fn what_was_on_its_way_when_the_engine_died_is_sent_again_as_the_same_bytes() {
    let mut world = due(&[]);
    world.wait(9 * 60_000);
    world.by_hand = true;
    let mut crashes = 0;
    for _ in 0..300 {
        match world.jobs.len() {
            0 => world.wait(5_000),
            _ => {
                // A job is done and not answered; the next life gets somewhat further.
                crashes += 1;
                world.crash(1);
                for _ in 0..crashes % 7 {
                    world.work(0);
                }
            }
        }
    }
    assert!(crashes > 3, "{crashes}");
    world.by_hand = false;
    while !world.jobs.is_empty() {
        world.work(0);
    }
    world.deliver();
    assert_eq!(Story::read(&world).clicks(), ["Open"]);
    assert_eq!(world.ingest.batches.len(), 1);
    assert_eq!(status(&mut world).held_records, 0);
}
