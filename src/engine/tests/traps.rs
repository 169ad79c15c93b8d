//! Trap 45: a pause in the middle of a picture or of a batch.

use super::story::Story;
use super::world::{Job, World};
use crate::message::FromPage;

/// Works until a job of a kind waits to be done, and leaves it.
fn until(world: &mut World, is_meant: fn(&Job) -> bool) {
    world.by_hand = true;
    for _ in 0..500 {
        match world.jobs.iter().position(|job| !is_meant(job)) {
            _ if world.jobs.iter().any(is_meant) => return,
            Some(other) => world.work(other),
            None => world.wait(1_000),
        }
    }
    panic!("there is no such job");
}

fn finish(world: &mut World) {
    world.by_hand = false;
    while !world.jobs.is_empty() {
        world.work(0);
    }
}

fn images(world: &World) -> usize {
    world.ever.iter().filter(|(place, _)| place.starts_with("image/")).count()
}

#[test]
fn trap_45_a_picture_that_is_taken_or_encoded_when_somebody_pauses_or_deletes_is_not_kept() {
    for is_meant in [|job: &Job| matches!(job, Job::Capture { .. }), |job: &Job| matches!(job, Job::Redact { .. })] {
        let choices = [FromPage::Pause { minutes: 5 }, FromPage::DeleteHeld, FromPage::DeleteLast { minutes: 10 }];
        for choice in choices.into_iter().map(Some).chain([None]) {
            let mut world = World::new();
            let page = world.open(1);
            world.by_hand = true;
            world.click(page, "Open");
            let settled = world.probes[page].settled();
            world.say(page, settled);
            until(&mut world, is_meant);
            let before = images(&world);
            let keeps = choice.is_none();
            if let Some(choice) = choice.clone() {
                world.say_to_page(choice);
            }
            finish(&mut world);
            world.wait(4 * 60_000);
            assert_eq!(images(&world) > before, keeps, "{choice:?}");
        }
    }
}

#[test]
fn trap_45_a_batch_that_is_on_its_way_when_somebody_pauses_waits_until_the_pause_is_over() {
    let mut world = World::new();
    let page = world.open(1);
    world.click(page, "Open");
    world.rest(page);
    world.wait(9 * 60_000);
    until(&mut world, |job| matches!(job, Job::Fetch(_)));
    world.say_to_page(FromPage::Pause { minutes: 60 });
    finish(&mut world);
    let asked = world.ingest.asked.len();
    assert_eq!(asked, 1, "what was under way");
    world.wait(59 * 60_000);
    assert_eq!(world.ingest.asked.len(), asked);
    world.wait(5 * 60_000);
    assert!(world.ingest.asked.len() > asked);
    assert_eq!(Story::read(&world).clicks(), ["Open"]);
    assert_eq!(world.ingest.batches.len(), 1);
}
