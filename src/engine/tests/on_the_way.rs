//! What a batch leaves that is deleted on its way.

use super::ingest::Mood;
use super::story::Story;
use super::world::World;
use crate::message::{FromPage, HeldPart};

fn parts(world: &mut World) -> Vec<HeldPart> {
    world.page(FromPage::Held).review.unwrap().parts
}

fn delete(world: &mut World, part: String) {
    world.page(FromPage::DeleteRecords { part, records: Vec::new() });
}

fn click(world: &mut World, page: usize, name: &str) {
    world.click(page, name);
    world.rest(page);
}

fn send(world: &mut World) {
    world.page(FromPage::SendNow);
    world.wait(1_000);
}

/// A session of which the beginning has arrived, and then nothing does: two batches are on their way, and something is held.
fn offline() -> World {
    let mut world = World::new();
    let page = world.open(1);
    click(&mut world, page, "Zero");
    send(&mut world);
    world.ingest.moods.extend([Mood::DieBefore; 400]);
    for name in ["One", "Two"] {
        click(&mut world, page, name);
        send(&mut world);
    }
    click(&mut world, page, "Three");
    assert_eq!(parts(&mut world).iter().map(|part| part.sealed).collect::<Vec<_>>(), [true, true, false]);
    world
}

fn online(world: &mut World) {
    world.ingest.moods.clear();
    world.deliver();
    world.deliver();
}

#[test]
fn no_number_is_given_twice_whichever_batch_is_deleted() {
    for (deleted, left) in [
        (vec![], vec!["Zero", "One", "Two", "Three"]),
        (vec![0], vec!["Zero", "Two", "Three"]),
        (vec![1], vec!["Zero", "One", "Three"]),
        (vec![0, 1], vec!["Zero", "Three"]),
        (vec![1, 0], vec!["Zero", "Three"]),
        (vec![0, 2], vec!["Zero", "Two", "Four"]),
    ] {
        let mut world = offline();
        let held = parts(&mut world);
        for part in &deleted {
            delete(&mut world, held[*part].id.clone());
        }
        if deleted.contains(&2) {
            click(&mut world, 0, "Four");
        }
        online(&mut world);
        // Behind a batch that stays its numbers are missing: those of the next are sealed.
        let is_torn = deleted == [0] || deleted == [0, 2];
        let story = if is_torn { Story::read_torn(&world) } else { Story::read(&world) };
        assert_eq!(story.clicks(), left, "{deleted:?}");
    }
}

#[test]
fn no_number_is_given_twice_when_a_batch_is_deleted_that_the_server_refused() {
    let mut world = World::new();
    let page = world.open(1);
    click(&mut world, page, "One");
    world.ingest.refuses_first = true;
    for name in ["Two", "Three"] {
        world.page(FromPage::SendNow);
        world.wait(11 * 60_000);
        click(&mut world, page, name);
    }
    let refused = parts(&mut world).remove(0);
    assert!(refused.sealed && world.ingest.batches.len() == 1, "the one behind it has arrived");
    delete(&mut world, refused.id);
    online(&mut world);
    assert_eq!(Story::read_torn(&world).clicks(), ["Two", "Three"]);
}

/// What is deleted may also be a part that could not be read when its turn came.
#[test]
fn no_number_is_given_twice_when_others_went_before_what_is_deleted() {
    for whole in [false, true] {
        let mut world = World::new();
        let page = world.open(1);
        for name in ["One", "Two", "Three"] {
            click(&mut world, page, name);
            click(&mut world, page, "Private");
            world.wait(2 * 60_000);
        }
        let part = parts(&mut world).remove(0);
        let review = world.page(FromPage::Open { part: part.id.clone() }).review.unwrap();
        let lines = review.lines.unwrap().into_iter().zip(review.numbers.unwrap());
        let records = lines.filter(|(line, _)| line.contains("Private")).filter_map(|(_, number)| number);
        let records: Vec<u64> = if whole { Vec::new() } else { records.collect() };
        world.crash(0);
        let name = format!("bucket-{}", part.id);
        let key = world.keys.remove(&name).unwrap();
        world.wait(8 * 60_000);
        assert_eq!(parts(&mut world)[0].id, part.id, "the others go before it");
        if !whole {
            world.keys.insert(name, key);
        }
        click(&mut world, page, "Four");
        world.page(FromPage::DeleteRecords { part: part.id, records });
        online(&mut world);
        let story = Story::read_torn(&world);
        let clicks: Vec<&str> = story.clicks().into_iter().filter(|name| *name != "Private").collect();
        assert_eq!(clicks, if whole { vec!["Two", "Three", "Four"] } else { vec!["One", "Two", "Three", "Four"] });
    }
}

#[test]
fn a_session_of_which_the_beginning_is_deleted_ends() {
    let mut world = World::new();
    let page = world.open(1);
    click(&mut world, page, "One");
    world.ingest.moods.extend([Mood::DieBefore; 400]);
    send(&mut world);
    let batch = parts(&mut world).remove(0);
    assert!(batch.sealed);
    delete(&mut world, batch.id);
    click(&mut world, page, "Two");
    online(&mut world);
    assert_eq!(Story::read(&world).clicks(), ["Two"]);
}

/// An action may have been packed before the picture after it was there.
#[test]
fn pictures_of_what_a_deleted_batch_held_go_with_it() {
    let mut world = World::new();
    let page = world.open(1);
    click(&mut world, page, "Zero");
    send(&mut world);
    world.ingest.moods.extend([Mood::DieBefore; 400]);
    world.click(page, "One");
    world.wait(300);
    send(&mut world);
    world.rest(page);
    click(&mut world, page, "Two");
    let held = parts(&mut world);
    assert_eq!(held.iter().map(|part| (part.sealed, part.records)).collect::<Vec<_>>(), [(true, 2), (false, 4)]);
    delete(&mut world, held[0].id.clone());
    online(&mut world);
    let story = Story::read(&world);
    assert_eq!((story.clicks(), story.frames()), (vec!["Zero", "Two"], 3));
}
