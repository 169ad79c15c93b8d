//! What can't be read keeps nothing else from arriving, is told, and nothing that can still be read is lost.

use serde_json::json;

use super::story::Story;
use super::world::{Job, World};
use crate::engine::Input;
use crate::message::{FromPage, HeldPart, Review};
use crate::record::{GapReason, Kind};

const NAMES: [&str; 3] = ["Harbour", "Tidewater", "Lighthouse"];

/// A world that holds a part for each of the names.
fn world() -> World {
    let mut world = World::new();
    let page = world.open(1);
    world.navigate(page, "https://ide.example/work", "Work");
    world.rest(page);
    for name in NAMES {
        world.click(page, name);
        world.rest(page);
        world.wait(2 * 60_000);
    }
    world
}

fn parts(world: &mut World) -> Vec<HeldPart> {
    world.page(FromPage::Held).review.unwrap().parts
}

fn is_told(world: &mut World) -> bool {
    world.page(FromPage::Status { tab: None }).trouble.is_some()
}

/// Where the click of this name is stored.
fn row_of(world: &mut World, name: &str) -> String {
    for part in parts(world) {
        let lines = world.page(FromPage::Open { part: part.id.clone() }).review.unwrap().lines.unwrap();
        let is_it = |line: &String| line.contains("\"click\"") && line.contains(name);
        if let Some(index) = lines.iter().position(is_it) {
            return format!("row/{}/{index:08}", part.id);
        }
    }
    panic!("nothing held says {name}")
}

#[test]
fn a_record_that_is_damaged_is_a_gap_and_all_others_arrive() {
    let mut world = world();
    let row = row_of(&mut world, "Harbour");
    world.store.insert(row, vec![0; 100]);
    assert!(!is_told(&mut world));
    world.deliver();
    assert!(is_told(&mut world));
    let story = Story::read(&world);
    assert_eq!(story.clicks(), ["Tidewater", "Lighthouse"]);
    let is_lost = |kind: &&Kind<String>| matches!(kind, Kind::Gap { reason: GapReason::Fault, .. });
    assert_eq!(story.records().map(|record| &record.kind).filter(is_lost).count(), 1);
    let pictures = |kind: &Kind<String>| matches!(kind, Kind::Frame { .. });
    assert!(story.sessions[0].iter().take(8).any(|record| pictures(&record.kind)), "its pictures can be read");
}

#[test]
fn a_picture_that_is_damaged_or_missing_is_a_gap_and_all_others_arrive() {
    for is_missing in [false, true] {
        let mut world = world();
        let id = parts(&mut world)[0].id.clone();
        let image = world.store.keys().find(|place| place.starts_with(&format!("image/{id}"))).unwrap().clone();
        world.store.insert(image.clone(), vec![0; 100]);
        if is_missing {
            world.store.remove(&image);
        }
        world.deliver();
        assert_eq!(Story::read(&world).clicks(), NAMES, "{is_missing}");
        assert!(is_told(&mut world), "{is_missing}");
    }
}

/// The control: without the damage everything is as ever, and nobody is told anything.
#[test]
fn what_could_not_be_loaded_is_loaded_again_and_nothing_of_it_is_lost() {
    for failures in [0, 1, 3] {
        let mut world = world();
        world.by_hand = true;
        let mut failed = 0;
        for _ in 0..2_000 {
            match world.jobs.pop_front() {
                Some(Job::Load { token, .. }) if failed < failures => {
                    failed += 1;
                    world.feed(Input::Loaded { token, entries: Vec::new(), keys: Vec::new() });
                    assert!(is_told(&mut world), "{failures}");
                }
                Some(job) => {
                    world.jobs.push_front(job);
                    world.work(0);
                }
                None => world.wait(1_000),
            }
        }
        world.by_hand = false;
        while !world.jobs.is_empty() {
            world.work(0);
        }
        world.deliver();
        assert_eq!((failed, Story::read(&world).clicks()), (failures, NAMES.to_vec()));
        assert!(!is_told(&mut world), "{failures}");
    }
}

fn open(world: &mut World, part: &HeldPart) -> Review {
    world.page(FromPage::Open { part: part.id.clone() }).review.unwrap()
}

/// Else it would be called read, and a page would say that all of a site is deleted.
#[test]
fn a_part_that_could_not_be_read_is_not_shown_as_an_empty_one() {
    let mut world = world();
    let part = parts(&mut world).remove(0);
    world.by_hand = true;
    world.say_to_page(FromPage::Open { part: part.id.clone() });
    let Some(Job::Load { token, .. }) = world.jobs.pop_front() else { panic!() };
    world.feed(Input::Loaded { token, entries: Vec::new(), keys: Vec::new() });
    let review = world.status.clone().unwrap().review.unwrap();
    assert_eq!((review.lines, review.numbers), (None, None), "not loaded");
    world.by_hand = false;
    assert_eq!(open(&mut world, &part).lines.unwrap().len(), part.records as usize, "control");
    world.crash(0);
    world.keys.remove(&format!("bucket-{}", part.id));
    let review = open(&mut world, &part);
    assert_eq!((review.lines, review.numbers), (None, None), "without its key");
}

#[test]
fn a_part_with_a_lost_record_is_mended_when_it_is_opened_and_its_numbers_name_what_they_stand_beside() {
    for is_missing in [false, true] {
        let mut world = World::new();
        let page = world.open(1);
        for name in NAMES {
            world.click(page, name);
            world.rest(page);
        }
        let row = row_of(&mut world, "Harbour");
        world.store.insert(row.clone(), vec![0; 100]);
        if is_missing {
            world.store.remove(&row);
        }
        let part = parts(&mut world).remove(0);
        let review = open(&mut world, &part);
        assert_eq!((review.lines, review.numbers), (None, None), "{is_missing}");
        let anew = review.parts[0].clone();
        assert!(anew.id != part.id && anew.records == part.records && is_told(&mut world), "{is_missing}");
        let review = open(&mut world, &anew);
        let lines = review.lines.unwrap().into_iter().zip(review.numbers.unwrap());
        let lines: Vec<(String, Option<u64>)> = lines.collect();
        assert_eq!(lines.len(), part.records as usize);
        let pictures = |world: &World| world.store.keys().filter(|place| place.starts_with("image/")).count();
        assert_eq!(pictures(&world), anew.frames as usize, "its pictures can be read");
        let (_, number) = lines.iter().find(|(line, _)| line.contains("Tidewater")).unwrap();
        world.page(FromPage::DeleteRecords { part: anew.id, records: vec![number.unwrap()] });
        world.deliver();
        assert_eq!(Story::read(&world).clicks(), ["Lighthouse"], "{is_missing}");
    }
}

#[test]
fn a_part_whose_key_can_not_be_read_stays_until_it_can_and_the_others_go() {
    let mut world = world();
    let id = parts(&mut world)[0].id.clone();
    world.crash(0);
    let name = format!("bucket-{id}");
    let key = world.keys.remove(&name).unwrap();
    world.deliver();
    assert!(is_told(&mut world));
    let left = parts(&mut world);
    assert_eq!((left.len(), &left[0].id), (1, &id));
    assert!(!world.ingest.batches.is_empty(), "the others have arrived");
    world.keys.insert(name, key);
    world.deliver();
    assert_eq!(Story::read(&world).clicks(), NAMES);
    assert!(!is_told(&mut world));
}

#[test]
fn a_batch_that_can_not_be_read_stays_and_those_behind_it_go() {
    let mut world = world();
    world.by_hand = true;
    while !world.store.keys().any(|place| place.starts_with("out/")) {
        if world.jobs.is_empty() {
            world.wait(1_000);
        } else {
            world.work(0);
        }
    }
    let body = world.store.keys().find(|place| place.starts_with("out/") && place.ends_with("/batch")).unwrap().clone();
    let good = world.store.insert(body.clone(), vec![0; 100]).unwrap();
    world.by_hand = false;
    while !world.jobs.is_empty() {
        world.work(0);
    }
    let page = world.open(2);
    world.click(page, "Behind");
    world.rest(page);
    world.deliver();
    assert!(is_told(&mut world));
    let left = parts(&mut world);
    assert!(left.len() == 1 && left[0].sealed, "{left:?}");
    assert!(!world.ingest.batches.is_empty(), "what is behind has arrived");
    // It is there still when it can be read.
    world.store.insert(body, good);
    world.deliver();
    let story = Story::read(&world);
    assert_eq!(story.clicks().len(), NAMES.len() + 1);
    assert!(!is_told(&mut world));
}

#[test]
fn what_is_damaged_keeps_nothing_from_being_deleted_that_a_policy_forbids() {
    let mut world = world();
    let row = row_of(&mut world, "Tidewater");
    world.store.insert(row, vec![0; 100]);
    // Text goes, clicks stay.
    world.policy["sites"][0]["keys"] = json!("off");
    let (json, build) = (world.policy.to_string(), crate::policy::Build::Released);
    world.feed(Input::Policy { json, build, patterns: crate::policy::Patterns::None });
    world.deliver();
    assert!(is_told(&mut world));
    assert_eq!(parts(&mut world), []);
    // Behind what is lost nobody knows whether it was another page.
    assert_eq!(Story::read(&world).clicks(), ["Harbour"]);
}

/// What waits for a store that takes nothing is in memory.
#[test]
fn a_store_that_takes_nothing_for_long_does_not_fill_the_memory_with_pictures() {
    let mut world = World::new();
    let page = world.open(1);
    world.picture_size = 10_000;
    world.failing_commits = u32::MAX;
    let mut sizes = Vec::new();
    for _ in 0..4 {
        for _ in 0..20 {
            world.click(page, "Harbour");
            world.rest(page);
        }
        sizes.push(world.page(FromPage::Status { tab: None }).held_frames);
    }
    assert_eq!(world.store.keys().filter(|place| place.starts_with("image/")).count(), 0, "control");
    assert!(sizes[3] <= sizes[0], "pictures that wait in memory: {sizes:?}");
}
