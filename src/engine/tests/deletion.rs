//! What is deleted is gone.

use serde_json::json;

use super::story::Story;
use super::world::{Job, World};
use crate::engine::Input;
use crate::json::Json;
use crate::message::{Deletion, FromPage};

const CONTENT: [&str; 6] = ["row/", "image/", "open/", "meta/", "way/", "out/"];

fn content(world: &World) -> Vec<&String> {
    world.store.keys().filter(|place| CONTENT.iter().any(|kind| place.starts_with(kind))).collect()
}

fn used(world: &mut World) -> usize {
    let page = world.open(1);
    world.click(page, "Secretly");
    world.rest(page);
    world.write(page, "unfinished ");
    page
}

#[test]
fn deleting_leaves_no_record_image_checkpoint_batch_or_key() {
    let mut world = World::new();
    used(&mut world);
    for kind in ["row/", "image/", "open/", "meta/"] {
        assert!(world.store.keys().any(|place| place.starts_with(kind)), "{kind}: positive control");
    }
    assert!(world.keys.keys().any(|name| name.starts_with("open-")));
    world.page(FromPage::DeleteHeld);
    assert_eq!(content(&world), Vec::<&String>::new());
    assert_eq!(world.keys.keys().collect::<Vec<_>>(), ["root", "seed"]);
    let status = world.page(FromPage::Status { tab: None });
    assert_eq!((status.held_records, status.held_frames, status.held_bytes), (0, 0, 0));
    world.deliver();
    assert!(world.ingest.asked.is_empty());
}

#[test]
fn what_is_done_after_deleting_arrives_in_a_session_of_its_own() {
    let mut world = World::new();
    let page = used(&mut world);
    world.page(FromPage::DeleteHeld);
    world.click(page, "Openly");
    world.rest(page);
    world.deliver();
    let story = Story::read(&world);
    assert_eq!(story.clicks(), ["Openly"]);
    assert_eq!(story.typed("editor"), "");
}

/// Its document does not come back, and by the time that is known the policy has been applied.
#[test]
fn what_was_being_typed_goes_with_a_site_that_is_no_longer_allowed() {
    for (fresh, held, allowed) in [false, true].into_iter().flat_map(|fresh| {
        [(true, true), (true, false), (false, true), (false, false)].map(|(held, allowed)| (fresh, held, allowed))
    }) {
        let mut world = World::new();
        world.policy["sites"].as_array_mut().unwrap().push(json!({ "match": "https://other.example/*" }));
        let json = world.policy.to_string();
        let (build, patterns) = (crate::policy::Build::Released, crate::policy::Patterns::None);
        world.feed(Input::Policy { json, build, patterns });
        world.page(FromPage::Consent { accept: true, policy: None });
        let page = world.open(1);
        world.click(page, "Before");
        world.rest(page);
        if !held {
            world.wait(12 * 60_000);
        }
        world.write(page, "the moon pulls at the sea ");
        assert!(world.store.keys().any(|place| place.starts_with("open/")), "positive control");
        assert_eq!(world.store.keys().any(|place| place.starts_with("row/")), held, "positive control");
        if !allowed {
            world.policy["sites"].as_array_mut().unwrap().remove(0);
        }
        world.probes[page].detached = true;
        if fresh {
            world.kill_browser();
        } else {
            world.crash(0);
        }
        let deletion = world.page(FromPage::Status { tab: None }).deletion;
        assert_eq!(deletion, (!allowed).then_some(Deletion::Narrowed), "{fresh}, {held}");
        world.deliver();
        assert_eq!(Story::read(&world).typed("editor").contains("moon"), allowed, "{fresh}, {held}");
    }
}

#[test]
fn trap_46_a_batch_that_is_being_cut_or_sent_when_deletion_comes_never_leaves() {
    // The first load is for the cut, the second for the request.
    let all = [FromPage::DeleteHeld, FromPage::DeleteLast { minutes: 24 * 60 }];
    for (loads, delete) in [1, 2].into_iter().flat_map(|loads| all.clone().map(|delete| (loads, delete))) {
        let mut world = World::new();
        used(&mut world);
        world.wait(60_000);
        world.by_hand = true;
        let mut seen = 0;
        let load = loop {
            match world.jobs.pop_front() {
                Some(load @ Job::Load { .. }) => {
                    seen += 1;
                    if seen == loads {
                        break load;
                    }
                    world.jobs.push_front(load);
                    world.work(0);
                }
                Some(job) => {
                    world.jobs.push_front(job);
                    world.work(0);
                }
                None => world.wait(1_000),
            }
        };
        // Read before the deletion, answered after it.
        let late = world.answer(load);
        world.page(delete);
        world.feed(late);
        world.by_hand = false;
        while !world.jobs.is_empty() {
            world.work(0);
        }
        world.deliver();
        assert!(world.ingest.asked.is_empty(), "{loads}: {:?}", world.ingest.asked);
        assert_eq!(content(&world), Vec::<&String>::new(), "{loads}");
        assert_eq!(world.keys.keys().collect::<Vec<_>>(), ["root", "seed"], "{loads}");
    }
}

/// A page that was used, and has kept what was being typed when the worker ended.
fn kept_by_its_page() -> (World, usize) {
    let mut world = World::new();
    let page = used(&mut world);
    world.write(page, "the moon pulls at the sea");
    world.probes[page].port = None;
    world.boot(false);
    (world, page)
}

/// Its page has kept what was not stored, and says it again.
#[test]
fn what_was_being_typed_when_the_worker_ended_is_deleted_though_its_page_comes_back_later() {
    for delete in [FromPage::DeleteHeld, FromPage::DeleteLast { minutes: 10 }] {
        let (mut world, page) = kept_by_its_page();
        world.page(delete);
        world.wait(1_000);
        world.connect(page);
        world.wait(7_000);
        world.click(page, "Openly");
        world.rest(page);
        world.deliver();
        let story = Story::read(&world);
        assert_eq!(story.clicks(), ["Openly"]);
        assert_eq!(story.typed("editor"), "");
    }
}

/// It may be days until a frozen page comes back.
#[test]
fn what_was_deleted_stays_so_for_a_page_that_comes_back_after_another_deletion() {
    for first in [FromPage::DeleteHeld, FromPage::DeleteLast { minutes: 10 }] {
        let (mut world, page) = kept_by_its_page();
        world.page(first.clone());
        world.wait(3 * 60_000);
        // Between the two, and in none of them.
        world.click(page, "Between");
        for _ in 0..2 {
            world.wait(3 * 60_000);
            world.page(FromPage::DeleteLast { minutes: 1 });
        }
        world.connect(page);
        world.wait(7_000);
        world.click(page, "Openly");
        world.rest(page);
        world.deliver();
        let story = Story::read(&world);
        assert_eq!((story.clicks(), story.typed("editor").as_str()), (vec!["Between", "Openly"], ""), "{first:?}");
    }
}

/// The picture after an action is also the one before the next, if that has none of its own.
#[test]
fn a_picture_that_was_deleted_alone_does_not_come_back_with_the_next_action() {
    for deletes in [false, true] {
        let mut world = World::new();
        let page = world.open(1);
        world.click(page, "One");
        world.rest(page);
        let part = world.page(FromPage::Held).review.unwrap().parts.remove(0);
        let review = world.page(FromPage::Open { part: part.id.clone() }).review.unwrap();
        let mut lines = review.lines.unwrap().into_iter().zip(review.numbers.unwrap());
        let (line, number) = lines.find(|(line, _)| line.contains("\"image\"")).unwrap();
        let image = Json::parse(&line).unwrap()["image"].text().unwrap().to_owned();
        if deletes {
            world.page(FromPage::DeleteRecords { part: part.id, records: vec![number.unwrap()] });
        }
        world.click(page, "Two");
        world.rest(page);
        assert_ne!(world.store.keys().any(|place| place.contains(&image)), deletes);
        world.deliver();
        let story = Story::read(&world);
        assert_eq!((story.clicks(), story.frames()), (vec!["One", "Two"], if deletes { 1 } else { 3 }));
    }
}

#[test]
fn answers_to_questions_nobody_asked_are_ignored() {
    let mut world = World::new();
    used(&mut world);
    let before = world.page(FromPage::Status { tab: None });
    for token in [0, 1, 7, u64::MAX] {
        world.feed(Input::Committed { token });
        world.feed(Input::CommitFailed { token, problem: "no".to_owned() });
        world.feed(Input::Loaded { token, entries: Vec::new(), keys: Vec::new() });
        world.feed(Input::Answered { token, response: None });
    }
    for ticket in [77, u32::MAX] {
        world.feed(Input::Captured { ticket, width: 1, height: 1 });
        world.feed(Input::Encoded { ticket, width: 1, height: 1, bytes: vec![1] });
        world.feed(Input::PictureFailed { ticket });
    }
    assert_eq!(world.page(FromPage::Status { tab: None }), before);
    world.deliver();
    assert_eq!(Story::read(&world).clicks(), ["Secretly"]);
}

#[test]
fn keys_and_places_of_a_torn_deletion_are_cleared_at_the_next_start() {
    let mut world = World::new();
    used(&mut world);
    let orphan = world.keys.keys().find(|name| name.starts_with("bucket-")).cloned().unwrap();
    let torn = world.keys.remove(&orphan).unwrap();
    world.keys.insert("out-0000000099".to_owned(), torn);
    world.kill_browser();
    assert!(!world.keys.contains_key("out-0000000099"));
    let id = orphan.trim_start_matches("bucket-");
    assert!(!world.store.keys().any(|place| place.contains(id)), "what can't be opened is cleared away");
}
