//! What a person chose not to have recorded reads the same whatever it was, and however it came to be missing.

use serde_json::json;

use super::ingest::Mood;
use super::story::Story;
use super::world::{World, policy};
use crate::json::Json;
use crate::message::FromPage;
use crate::record::{GapLength, GapReason, Kind, Record};

const ELSEWHERE: &str = "What was done in the meantime";

/// What somebody does between two actions that are recorded.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Meanwhile {
    Away,
    Paused,
    Off,
    Deleted,
    DeletedApart,
}

const ALL: [Meanwhile; 5] =
    [Meanwhile::Away, Meanwhile::Paused, Meanwhile::Off, Meanwhile::Deleted, Meanwhile::DeletedApart];

/// Works, does something else for a while, and works on. Everything that arrived of it, each line with its picture's
/// name taken out: the simulated camera numbers its pictures.
fn told(meanwhile: Meanwhile, millis: u64) -> Vec<String> {
    let mut policy = policy();
    policy["holdMinutes"] = json!(30);
    let mut world = World::unasked(policy);
    world.page(FromPage::Consent { accept: true, policy: None });
    let mut page = world.open(1);
    world.click(page, "Harbour");
    world.rest(page);
    match meanwhile {
        Meanwhile::Away => world.wait(millis),
        Meanwhile::Paused | Meanwhile::Off => {
            let (stop, go) = match meanwhile {
                Meanwhile::Paused => (FromPage::Pause { minutes: 60 }, FromPage::Pause { minutes: 0 }),
                _ => (FromPage::Switch { on: false }, FromPage::Switch { on: true }),
            };
            world.page(stop);
            world.wait(millis - 2_650);
            world.page(go);
            assert!(world.probes[page].detached);
            page = world.open(1);
            world.resume(page);
            world.rest(page);
            world.wait(1_500);
        }
        Meanwhile::Deleted | Meanwhile::DeletedApart => {
            let started = world.now.0;
            for _ in 0..3 {
                world.wait(millis / 10);
                world.click(page, ELSEWHERE);
                world.rest(page);
            }
            world.wait(millis - (world.now.0 - started));
        }
    }
    world.click(page, "Lighthouse");
    world.rest(page);
    match meanwhile {
        Meanwhile::Deleted => delete(&mut world, usize::MAX),
        Meanwhile::DeletedApart => (0..3).for_each(|_| delete(&mut world, 1)),
        _ => {}
    }
    world.click(page, "Tidewater");
    world.rest(page);
    let shown = review(&mut world);
    world.wait(60 * 60_000);
    assert_eq!(Story::read(&world).clicks(), ["Harbour", "Lighthouse", "Tidewater"], "{meanwhile:?} {millis}");
    let sent: Vec<String> = world.ingest.opened().into_iter().flat_map(|(_, lines)| lines).map(without_image).collect();
    assert_eq!(shown, sent, "{meanwhile:?} {millis}: the review page shows what is sent");
    sent
}

/// Deletes at most so many of the records in the meantime, as the review page does.
fn delete(world: &mut World, most: usize) {
    let mut left = most;
    for index in 0..world.page(FromPage::Held).review.unwrap().parts.len() {
        // A part has another name when something beside it was deleted.
        let part = world.page(FromPage::Held).review.unwrap().parts.remove(index);
        let review = world.page(FromPage::Open { part: part.id.clone() }).review.unwrap();
        let lines = review.lines.unwrap().into_iter().zip(review.numbers.unwrap());
        let records: Vec<u64> =
            lines.filter(|(line, _)| line.contains(ELSEWHERE)).filter_map(|(_, number)| number).take(left).collect();
        if !records.is_empty() {
            left -= records.len();
            world.page(FromPage::DeleteRecords { part: part.id, records });
        }
    }
}

fn review(world: &mut World) -> Vec<String> {
    let parts = world.page(FromPage::Held).review.unwrap().parts;
    let mut shown = Vec::new();
    for part in parts {
        let lines = world.page(FromPage::Open { part: part.id }).review.unwrap().lines.unwrap();
        assert_eq!(lines.len(), part.records as usize);
        shown.extend(lines.into_iter().map(without_image));
    }
    let status = world.page(FromPage::Status { tab: None });
    assert_eq!(status.held_records, shown.len() as u64);
    shown
}

fn without_image(line: String) -> String {
    let Some((head, tail)) = line.split_once("\"image\":\"") else { return line };
    format!("{head}\"image\":\"{}{}", "0".repeat(64), &tail[64..])
}

/// Gaps, and how long they say they are.
fn private(lines: &[String]) -> Vec<GapLength> {
    let length = |record: Record<String>| match record.kind {
        Kind::Gap { reason: GapReason::Private, length, action: None, phase: None } => Some(length),
        _ => None,
    };
    lines.iter().filter_map(|line| length(serde_json::from_str(line).unwrap())).collect()
}

#[test]
fn pause_off_delete_and_away_leave_the_same_bytes_for_the_same_length() {
    for (millis, length) in
        [(20_000, GapLength::UnderMinute), (70_000, GapLength::UnderQuarter), (10 * 60_000, GapLength::UnderQuarter)]
    {
        let away = told(Meanwhile::Away, millis);
        assert_eq!(private(&away), [length], "{away:#?}");
        for meanwhile in ALL {
            let lines = told(meanwhile, millis);
            // How old the picture before an action is, says when the page was moved over or came back.
            assert_eq!(aged(lines), aged(away.clone()), "{meanwhile:?} {millis}");
        }
    }
}

/// Lines without the ages of pictures.
fn aged(lines: Vec<String>) -> Vec<String> {
    let without = |line: String| {
        let age = Json::parse(&line).unwrap()["age"].whole();
        age.map_or_else(|| line.clone(), |age| line.replace(&format!("\"age\":{age},"), ""))
    };
    lines.into_iter().map(without).collect()
}

/// The same with what was before the stretch sent already, and ten minutes of it.
fn told_after_sending(meanwhile: Option<FromPage>) -> Vec<String> {
    let mut world = World::new();
    let page = world.open(1);
    world.click(page, "Harbour");
    world.rest(page);
    world.page(FromPage::SendNow);
    world.wait(60_000);
    let deletes = meanwhile.is_some();
    for _ in 0..3 {
        if deletes {
            world.click(page, ELSEWHERE);
            world.rest(page);
        } else {
            world.wait(1_150);
        }
        world.wait(3 * 60_000);
    }
    if let Some(message) = meanwhile {
        world.write(page, "unfinished");
        world.page(message);
    } else {
        world.wait(10 * 120);
    }
    world.click(page, "Lighthouse");
    world.rest(page);
    world.deliver();
    assert_eq!(Story::read(&world).clicks(), ["Harbour", "Lighthouse"]);
    world.ingest.opened().into_iter().flat_map(|(_, lines)| lines).map(without_image).collect()
}

#[test]
fn deleting_the_last_minutes_or_everything_leaves_the_same_bytes_as_being_away() {
    let away = told_after_sending(None);
    assert_eq!(private(&away), [GapLength::UnderQuarter], "{away:#?}");
    for message in [FromPage::DeleteLast { minutes: 10 }, FromPage::DeleteHeld] {
        let lines = told_after_sending(Some(message.clone()));
        // A picture from before it may have been dropped with what was deleted.
        let is_before = |line: &String| line.contains("\"phase\":\"before\"");
        let but_before = |lines: &[String]| lines.iter().filter(|line| !is_before(line)).cloned().collect::<Vec<_>>();
        assert_eq!(but_before(&lines), but_before(&away), "{message:?}");
        assert_eq!(lines.len(), away.len(), "{message:?}");
    }
}

/// What is held behind a batch begins with a gap of its own when there was a stillness in between.
#[test]
fn deleting_a_batch_on_its_way_leaves_the_same_bytes_as_being_away() {
    let told = |deletes: bool| {
        let mut world = World::new();
        let page = world.open(1);
        world.click(page, "Harbour");
        world.rest(page);
        world.page(FromPage::SendNow);
        world.wait(1_000);
        world.ingest.moods.extend([Mood::DieBefore; 400]);
        if deletes {
            world.click(page, ELSEWHERE);
            world.rest(page);
            world.page(FromPage::SendNow);
        } else {
            world.wait(1_150);
        }
        world.wait(60_000);
        world.click(page, "Lighthouse");
        world.rest(page);
        let part = world.page(FromPage::Held).review.unwrap().parts.remove(0);
        assert_eq!(part.sealed, deletes);
        if deletes {
            world.page(FromPage::DeleteRecords { part: part.id, records: Vec::new() });
        }
        let shown = review(&mut world);
        world.ingest.moods.clear();
        world.deliver();
        assert_eq!(Story::read(&world).clicks(), ["Harbour", "Lighthouse"]);
        let sent: Vec<String> =
            world.ingest.opened().into_iter().flat_map(|(_, lines)| lines).map(without_image).collect();
        assert!(sent.ends_with(&shown), "the review page shows what is sent");
        sent
    };
    let away = told(false);
    assert_eq!(private(&away).len(), 1, "{away:#?}");
    assert_eq!(aged(told(true)), aged(away));
}

#[test]
fn a_short_stillness_is_no_gap_and_a_short_choice_is_one() {
    assert_eq!(private(&told(Meanwhile::Away, 8_000)), []);
    for meanwhile in [Meanwhile::Paused, Meanwhile::Off, Meanwhile::Deleted] {
        assert_eq!(private(&told(meanwhile, 8_000)), [GapLength::UnderMinute], "{meanwhile:?}");
    }
    let of_delete = told(Meanwhile::Deleted, 8_000);
    assert_eq!(aged(of_delete), aged(told(Meanwhile::Off, 8_000)));
}
