//! The person sees all that is held, deletes of it, and sends it early.

use super::ingest::Mood;
use super::leaks::{assert_hidden, assert_there};
use super::story::Story;
use super::world::{Job, World};
use crate::engine::Input;
use crate::ids::FrameId;
use crate::json::Json;
use crate::message::{FromPage, HeldPart, Review};
use crate::record::{GapReason, Kind};

const ROW: &str = "row/";

fn review(world: &mut World, message: FromPage) -> Review {
    world.page(message).review.unwrap()
}

fn parts(world: &mut World) -> Vec<HeldPart> {
    review(world, FromPage::Held).parts
}

fn lines(world: &mut World, part: &HeldPart) -> Vec<String> {
    review(world, FromPage::Open { part: part.id.clone() }).lines.unwrap()
}

/// The part with a record that holds `text`, and the record's number.
fn place_of(world: &mut World, text: &str) -> (HeldPart, u64) {
    for part in parts(world) {
        if let Some(line) = lines(world, &part).iter().find(|line| line.contains(text)) {
            let seq = Json::parse(line).unwrap()["seq"].whole().unwrap();
            return (part, seq);
        }
    }
    panic!("nothing held says {text}")
}

fn delete(world: &mut World, text: &str) {
    let (part, seq) = place_of(world, text);
    world.page(FromPage::DeleteRecords { part: part.id, records: vec![seq] });
}

fn work(world: &mut World) -> usize {
    let page = world.open(1);
    for name in ["Harbour", "Tidewater", "Lighthouse"] {
        world.click(page, name);
        world.rest(page);
    }
    page
}

#[test]
fn all_that_is_held_is_shown_as_it_is_sent() {
    let mut world = World::new();
    let page = work(&mut world);
    world.wait(2 * 60_000);
    world.click(page, "Later");
    world.rest(page);
    let parts = parts(&mut world);
    assert_eq!(parts.len(), 2, "{parts:?}");
    let status = world.page(FromPage::Status { tab: None });
    assert_eq!(parts.iter().map(|part| u64::from(part.records)).sum::<u64>(), status.held_records);
    assert_eq!(status.review, None, "it is told to who asks for it");
    let left: Vec<u64> = parts.iter().map(|part| part.leaves_in.unwrap() / 60_000).collect();
    assert!(left[0] < left[1] && left[1] <= 10, "{left:?}");
    let held: Vec<String> = parts.iter().flat_map(|part| lines(&mut world, part)).collect();
    let images: Vec<FrameId> =
        held.iter().filter_map(|line| Json::parse(line).unwrap()["image"].text()?.parse().ok()).collect();
    assert!(!images.is_empty());
    let image = FromPage::Image { part: parts[0].id.clone(), image: images[0].to_string() };
    assert!(review(&mut world, image).image.unwrap().starts_with("cGljdHVyZS"), "`picture` in Base64");
    world.deliver();
    let sent: Vec<String> = world.ingest.opened().into_iter().flat_map(|(_, lines)| lines).collect();
    assert_eq!(sent.len(), held.len());
    for (sent, held) in sent.iter().zip(&held) {
        // An image is named by its sealed bytes once it is sealed.
        let apart = |line: &String| {
            line.split_once("\"image\":\"").map(|(head, tail)| (head.to_owned(), tail[64..].to_owned()))
        };
        assert!(sent == held || apart(sent) == apart(held), "{sent} {held}");
    }
}

#[test]
fn a_deleted_record_goes_with_its_pictures_and_leaves_a_gap_that_says_nothing() {
    let mut world = World::new();
    work(&mut world);
    assert_there(&world, "Tidewater", "positive control");
    let before = world.page(FromPage::Status { tab: None });
    delete(&mut world, "Tidewater");
    assert_hidden(&world, "Tidewater", 9, "after the answer");
    assert_there(&world, "Harbour", "control");
    let status = world.page(FromPage::Status { tab: None });
    assert_eq!(status.held_records + 2, before.held_records, "a gap for the click and its two pictures");
    assert_eq!((status.held_frames, before.held_frames), (3, 3), "the actions beside it have the same pictures");
    world.deliver();
    assert_hidden(&world, "Tidewater", 9, "sent");
    let story = Story::read(&world);
    assert_eq!(story.clicks(), ["Harbour", "Lighthouse"]);
    let gaps: Vec<_> = story.records().filter(|record| is_private(&record.kind)).collect();
    assert_eq!(gaps.len(), 1);
    assert!(gaps.iter().all(|gap| gap.tab == 0 && gap.frame.is_empty()));
    assert!(gaps.iter().all(|gap| matches!(gap.kind, Kind::Gap { action: None, phase: None, .. })));
}

fn is_private(kind: &Kind<String>) -> bool {
    matches!(kind, Kind::Gap { reason: GapReason::Private, .. })
}

#[test]
fn a_picture_can_go_alone() {
    let mut world = World::new();
    work(&mut world);
    let (part, click) = place_of(&mut world, "Tidewater");
    let picture = lines(&mut world, &part).into_iter().map(|line| Json::parse(&line).unwrap());
    let picture =
        picture.filter(|record| record["action"].whole() == Some(click)).find(|record| record["kind"].is("frame"));
    let seq = picture.unwrap()["seq"].whole().unwrap();
    world.page(FromPage::DeleteRecords { part: part.id, records: vec![seq] });
    world.deliver();
    let story = Story::read(&world);
    assert_eq!(story.clicks().len(), 3);
    let gap = story.records().find(|record| record.seq == seq).map(|record| &record.kind);
    assert!(
        matches!(gap, Some(Kind::Gap { reason: GapReason::Frame, action: Some(of), .. }) if *of == click),
        "{gap:?}"
    );
    assert!(!story.records().any(|record| is_private(&record.kind)));
}

#[test]
fn a_whole_part_goes_but_for_how_its_session_began() {
    let mut world = World::new();
    let page = work(&mut world);
    world.wait(2 * 60_000);
    world.click(page, "Later");
    world.rest(page);
    let first = parts(&mut world).remove(0);
    let left = review(&mut world, FromPage::DeleteRecords { part: first.id.clone(), records: Vec::new() });
    assert_eq!(left.parts.len(), 2);
    assert_ne!(left.parts[0].id, first.id);
    assert_eq!(left.parts[0].frames, 0);
    for name in ["Harbour", "Tidewater", "Lighthouse"] {
        assert_hidden(&world, name, name.len(), "deleted");
    }
    world.deliver();
    assert_eq!(Story::read(&world).clicks(), ["Later"]);
}

#[test]
fn a_part_of_which_nothing_is_left_is_listed_until_it_is_cut_and_sends_nothing() {
    let mut world = World::new();
    let page = work(&mut world);
    for name in ["Private", "Later"] {
        world.wait(2 * 60_000);
        world.click(page, name);
        world.rest(page);
    }
    let (middle, _) = place_of(&mut world, "Private");
    let left = review(&mut world, FromPage::DeleteRecords { part: middle.id, records: Vec::new() });
    // A part that is listed no more was packed: so a page knows that it was not.
    assert_eq!(left.parts.iter().map(|part| part.records > 0).collect::<Vec<_>>(), [true, false, true]);
    world.deliver();
    let story = Story::read(&world);
    assert_eq!(story.clicks(), ["Harbour", "Tidewater", "Lighthouse", "Later"]);
    assert_eq!(story.records().filter(|record| is_private(&record.kind)).count(), 1);
}

#[test]
fn what_was_to_be_deleted_is_also_when_the_worker_stops_in_the_middle() {
    // After each of the jobs that a deletion makes, with and without the browser.
    for done in 0..6 {
        for whole in [false, true] {
            let mut world = World::new();
            work(&mut world);
            let (part, seq) = place_of(&mut world, "Tidewater");
            world.by_hand = true;
            world.page(FromPage::DeleteRecords { part: part.id, records: vec![seq] });
            for _ in 0..done {
                world.work(0);
            }
            let stored = done > 0;
            world.by_hand = false;
            if whole {
                world.kill_browser();
            } else {
                world.crash(0);
            }
            world.wait(1_000);
            if stored {
                assert_hidden(&world, "Tidewater", 9, &format!("{done} {whole}"));
            }
            assert_there(&world, "Harbour", "control");
            world.deliver();
            let clicks =
                if stored { vec!["Harbour", "Lighthouse"] } else { vec!["Harbour", "Tidewater", "Lighthouse"] };
            assert_eq!(Story::read(&world).clicks(), clicks, "{done} {whole}");
        }
    }
}

#[test]
fn a_record_that_is_being_cut_when_it_is_deleted_does_not_leave() {
    let mut world = World::new();
    work(&mut world);
    let (part, seq) = place_of(&mut world, "Tidewater");
    world.by_hand = true;
    let load = loop {
        match world.jobs.pop_front() {
            Some(load @ Job::Load { .. }) => break load,
            Some(job) => {
                world.jobs.push_front(job);
                world.work(0);
            }
            None => world.wait(1_000),
        }
    };
    let late = world.answer(load);
    world.page(FromPage::DeleteRecords { part: part.id, records: vec![seq] });
    world.feed(late);
    world.by_hand = false;
    while !world.jobs.is_empty() {
        world.work(0);
    }
    world.deliver();
    assert_hidden(&world, "Tidewater", 9, "sent");
    assert_eq!(Story::read(&world).clicks(), ["Harbour", "Lighthouse"]);
}

#[test]
fn what_is_being_loaded_to_be_deleted_in_part_does_not_come_back_when_all_is_deleted() {
    let mut world = World::new();
    work(&mut world);
    let (part, seq) = place_of(&mut world, "Tidewater");
    world.by_hand = true;
    world.feed(Input::Page { request: 2, message: FromPage::DeleteRecords { part: part.id, records: vec![seq] } });
    let load = loop {
        match world.jobs.pop_front().unwrap() {
            load @ Job::Load { .. } => break load,
            job => {
                world.jobs.push_front(job);
                world.work(0);
            }
        }
    };
    let late = world.answer(load);
    world.feed(Input::Page { request: 3, message: FromPage::DeleteHeld });
    world.feed(late);
    world.by_hand = false;
    while !world.jobs.is_empty() {
        world.work(0);
    }
    assert!(!world.store.keys().any(|place| place.starts_with(ROW)));
    assert_eq!(world.keys.keys().collect::<Vec<_>>(), ["root", "seed"]);
    world.deliver();
    assert!(world.ingest.asked.is_empty());
}

#[test]
fn what_is_sent_at_once_does_not_wait_for_the_hold_and_what_comes_after_it_does() {
    let mut world = World::new();
    let page = work(&mut world);
    assert!(parts(&mut world)[0].leaves_in > Some(9 * 60_000));
    world.page(FromPage::SendNow);
    world.wait(1_000);
    assert_eq!(Story::read(&world).clicks(), ["Harbour", "Tidewater", "Lighthouse"]);
    world.click(page, "Later");
    world.rest(page);
    world.wait(5 * 60_000);
    assert_eq!(Story::read(&world).clicks().len(), 3);
    assert!(parts(&mut world)[0].leaves_in > Some(0));
    world.deliver();
    assert_eq!(Story::read(&world).clicks().len(), 4);
}

#[test]
fn what_was_sent_before_its_time_goes_with_the_last_minutes() {
    for (minutes, left) in [(10, 0), (1, 1)] {
        let mut world = World::new();
        let page = world.open(1);
        world.click(page, "Open");
        world.rest(page);
        world.by_hand = true;
        world.say_to_page(FromPage::SendNow);
        // Cut, and its first request not made yet.
        while world.engine.as_ref().unwrap().spool.outgoing().next().is_none() {
            world.work(0);
        }
        world.now = crate::time::WallMillis(world.now.0 + 2 * 60_000);
        world.say_to_page(FromPage::DeleteLast { minutes });
        assert_eq!(world.engine.as_ref().unwrap().spool.outgoing().count(), left, "{minutes}");
    }
}

#[test]
fn nothing_is_sent_at_once_while_it_is_paused() {
    let mut world = World::new();
    work(&mut world);
    world.page(FromPage::Pause { minutes: 15 });
    world.page(FromPage::SendNow);
    world.wait(60_000);
    assert!(world.ingest.asked.is_empty());
    world.page(FromPage::Pause { minutes: 0 });
    world.wait(1_000);
    assert_eq!(Story::read(&world).clicks().len(), 3);
}

#[test]
fn a_batch_on_its_way_is_shown_and_can_be_deleted_as_a_whole() {
    let mut world = World::new();
    work(&mut world);
    world.ingest.moods.push_back(Mood::Status(503, Some(600)));
    world.page(FromPage::SendNow);
    world.wait(1_000);
    let batch = parts(&mut world).remove(0);
    assert!(batch.sealed && batch.records > 3, "{batch:?}");
    assert_eq!(review(&mut world, FromPage::Open { part: batch.id.clone() }).lines, None, "it is sealed");
    let left = review(&mut world, FromPage::DeleteRecords { part: batch.id, records: Vec::new() });
    assert_eq!(left.parts, []);
    world.deliver();
    assert_eq!(Story::read(&world).clicks(), [""; 0]);
}

#[test]
fn a_batch_that_is_deleted_on_its_way_leaves_a_gap_and_no_missing_numbers() {
    let mut world = World::new();
    let page = work(&mut world);
    world.page(FromPage::SendNow);
    world.wait(1_000);
    world.click(page, "Private");
    world.rest(page);
    world.ingest.moods.push_back(Mood::Status(503, Some(600)));
    world.page(FromPage::SendNow);
    world.wait(1_000);
    let batch = parts(&mut world).remove(0);
    assert!(batch.sealed, "{batch:?}");
    world.page(FromPage::DeleteRecords { part: batch.id, records: Vec::new() });
    world.click(page, "Later");
    world.rest(page);
    world.deliver();
    let story = Story::read(&world);
    assert_eq!(story.clicks(), ["Harbour", "Tidewater", "Lighthouse", "Later"]);
    assert_eq!(story.sessions.len(), 1);
    assert_eq!(story.records().filter(|record| is_private(&record.kind)).count(), 1);
}

#[test]
fn the_last_minutes_go_and_what_was_before_stays() {
    let mut world = World::new();
    let page = work(&mut world);
    world.wait(12 * 60_000 - 5_000);
    world.click(page, "Later");
    world.rest(page);
    world.write(page, "unfinished ");
    world.page(FromPage::DeleteLast { minutes: 5 });
    for text in ["Later", "unfinished"] {
        assert_hidden(&world, text, text.len(), "deleted");
    }
    world.click(page, "Afterwards");
    world.rest(page);
    world.deliver();
    let story = Story::read(&world);
    assert_eq!(story.clicks(), ["Harbour", "Tidewater", "Lighthouse", "Afterwards"]);
    assert_eq!(story.sessions.len(), 1, "as after any other pause");
}

#[test]
fn what_is_stored_is_shown_when_nothing_more_can_be() {
    let mut world = World::new();
    let page = work(&mut world);
    let part = parts(&mut world).remove(0);
    world.failing_commits = u32::MAX;
    world.click(page, "Later");
    world.rest(page);
    assert!(lines(&mut world, &part).iter().any(|line| line.contains("Harbour")));
}

#[test]
fn what_is_not_there_is_answered_all_the_same() {
    let mut world = World::new();
    work(&mut world);
    let there = parts(&mut world);
    let odd = |part: &str| part.to_owned();
    for message in [
        FromPage::Open { part: odd("elsewhere") },
        FromPage::Image { part: odd(&there[0].id), image: odd("no digest") },
        FromPage::Image { part: odd("elsewhere"), image: "0".repeat(64) },
        FromPage::Image { part: odd(&there[0].id), image: "0".repeat(64) },
        FromPage::DeleteRecords { part: odd("elsewhere"), records: vec![1] },
        FromPage::DeleteRecords { part: odd(&there[0].id), records: vec![u64::MAX] },
    ] {
        let answer = review(&mut world, message.clone());
        assert_eq!((answer.lines, answer.image), (None, None), "{message:?}");
        assert_eq!(answer.parts, there, "{message:?}");
    }
    assert!(world.store.keys().any(|place| place.starts_with(ROW)));
}

/// Changes the first value of a part whose place starts so.
fn damage(world: &mut World, part: &str, kind: &str) {
    let first = world.store.keys().find(|place| place.contains(part) && place.starts_with(kind)).unwrap().clone();
    world.store.insert(first, vec![0; 100]);
}

/// What can't be read can be deleted all the same, and keeps nothing else from being deleted and sent.
#[test]
fn a_part_that_is_damaged_can_be_deleted() {
    let mut world = World::new();
    let page = work(&mut world);
    world.wait(2 * 60_000);
    world.click(page, "Later");
    world.rest(page);
    let (damaged, seq) = place_of(&mut world, "Later");
    damage(&mut world, &damaged.id, ROW);
    world.page(FromPage::DeleteRecords { part: damaged.id.clone(), records: vec![seq] });
    delete(&mut world, "Harbour");
    world.wait(2 * 60_000);
    let left = parts(&mut world);
    assert!(left.len() == 2 && left[1].id != damaged.id, "what can be read of it is written anew");
    assert!(!lines(&mut world, &left[1]).concat().contains("Later"));
    assert!(!lines(&mut world, &left[0]).concat().contains("Harbour"));
    damage(&mut world, &left[1].id, ROW);
    world.page(FromPage::DeleteRecords { part: left[1].id.clone(), records: Vec::new() });
    world.wait(3 * 60_000);
    let now = parts(&mut world);
    assert!(now.len() == 1 && now[0].id == left[0].id, "{now:?}");
    world.deliver();
    assert_eq!(Story::read(&world).clicks(), ["Tidewater", "Lighthouse"]);
}
