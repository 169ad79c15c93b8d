//! Whatever dies, whenever it does: what was acknowledged arrives, once, and in order.

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::ingest::Mood;
use super::story::Story;
use super::world::World;
use crate::message::FromPage;
use crate::protocol::Crash;

/// Lives the same lives each time, or as many others as `CANDOR_CASES` asks for.
fn runner() -> TestRunner {
    let asked = std::env::var("CANDOR_CASES").ok().and_then(|text| text.parse().ok());
    let config = Config { cases: asked.unwrap_or(64), failure_persistence: None, ..Config::default() };
    match asked {
        None => TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha)),
        Some(_) => TestRunner::new(config),
    }
}

/// A world in which everything is recorded that can be.
fn world() -> World {
    let mut policy = super::world::policy();
    policy["sites"][0]["aria"] = serde_json::json!("on");
    let mut world = World::unasked(policy);
    world.page(FromPage::Consent { accept: true, policy: None });
    world
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Click(usize),
    Write(usize),
    Rest(usize),
    Wait(u64),
    /// A job is done out of turn.
    Work(usize),
    WorkAll,
    /// The engine dies after some of its jobs were done and not answered.
    Crash(usize),
    /// A port drops and is opened anew, with or without the engine hearing of it.
    Reconnect(usize, bool),
    FailCommits(u32),
    Server(Mood),
    /// The server is not reached for long: batches wait.
    Outage,
    /// The person does not wait for the end of the hold.
    SendNow,
    /// The person deletes a part of what is held: this one, or a record of it.
    Delete(usize, Option<u64>),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let mood = prop_oneof![
        Just(Mood::DieBefore),
        Just(Mood::DieAfter),
        Just(Mood::Empty),
        Just(Mood::Unsigned),
        Just(Mood::LoseFrames),
        Just(Mood::Status(429, Some(20))),
        Just(Mood::Status(503, None)),
    ];
    let step = prop_oneof![
        4 => (0..2_usize).prop_map(Step::Click),
        4 => (0..2_usize).prop_map(Step::Write),
        3 => (0..2_usize).prop_map(Step::Rest),
        3 => prop_oneof![1..200_u64, 500..7_000_u64, Just(700_000_u64)].prop_map(Step::Wait),
        3 => (0..3_usize).prop_map(Step::Work),
        6 => Just(Step::WorkAll),
        4 => (0..3_usize).prop_map(Step::Crash),
        2 => ((0..2_usize), any::<bool>()).prop_map(|(document, heard)| Step::Reconnect(document, heard)),
        1 => (1..3_u32).prop_map(Step::FailCommits),
        2 => mood.prop_map(Step::Server),
        1 => Just(Step::SendNow),
    ];
    prop::collection::vec(step, 5..60)
}

/// The same with deletions, also of batches that wait for their server.
fn steps_with_deletions() -> impl Strategy<Value = Vec<Step>> {
    let delete = (0..3_usize, prop::option::of(0..30_u64)).prop_map(|(part, seq)| vec![Step::Delete(part, seq)]);
    let send = vec![Step::WorkAll, Step::SendNow, Step::WorkAll];
    let more = prop_oneof![2 => delete, 1 => Just(vec![Step::Outage]), 4 => Just(send)];
    (steps(), prop::collection::vec((any::<prop::sample::Index>(), more), 1..12)).prop_map(|(mut steps, more)| {
        for (at, more) in more {
            let at = at.index(steps.len());
            steps.splice(at..at, more);
        }
        steps
    })
}

const WORDS: [&str; 8] = ["tide ", "ebb ", "moon ", "reef ", "sand ", "kelp ", "gull ", "wave "];

/// Lives a life, and checks that all of it arrived.
fn live(steps: &[Step]) {
    let mut world = world();
    world.by_hand = true;
    let mut clicks = [Vec::new(), Vec::new()];
    let mut typed = [String::new(), String::new()];
    let (mut deleted, mut torn) = (false, false);
    for (index, label) in ["left", "right"].into_iter().enumerate() {
        world.open(u32::try_from(index).unwrap() + 1);
        world.probes[index].label = label.to_owned();
    }
    // The fields have names of their own from here on.
    for index in 0..2 {
        world.connect(index);
    }
    for (number, step) in steps.iter().enumerate() {
        match *step {
            Step::Click(document) => {
                let name = format!("{document} {number}");
                world.click(document, &name);
                clicks[document].push(name);
                world.wait(40);
            }
            Step::Write(document) => {
                let word = WORDS[number % WORDS.len()];
                world.write(document, word);
                typed[document].push_str(word);
            }
            Step::Rest(document) => world.rest(document),
            Step::Wait(millis) => world.wait(millis),
            Step::Work(index) => world.work(index),
            Step::WorkAll => work_all(&mut world),
            Step::Crash(done) => world.crash(done),
            Step::Reconnect(document, heard) => {
                if heard {
                    world.disconnect(document);
                }
                world.connect(document);
            }
            Step::FailCommits(times) => world.failing_commits += times,
            Step::Server(mood) => world.ingest.moods.push_back(mood),
            Step::Outage => world.ingest.moods.extend([Mood::DieBefore; 100]),
            Step::SendNow => world.say_to_page(FromPage::SendNow),
            Step::Delete(part, seq) => {
                let held = world.page(FromPage::Held).review.unwrap().parts;
                if let Some(part) = held.into_iter().nth(part) {
                    // A batch on its way goes as a whole, and the numbers of those behind it are sealed already.
                    (deleted, torn) = (true, torn || part.sealed);
                    world.say_to_page(FromPage::DeleteRecords { part: part.id, records: seq.into_iter().collect() });
                }
            }
        }
    }
    world.by_hand = false;
    world.ingest.moods.truncate(10);
    work_all(&mut world);
    for (document, clicks) in clicks.iter_mut().enumerate() {
        let name = format!("{document} last");
        world.click(document, &name);
        clicks.push(name);
    }
    for _ in 0..4 {
        world.deliver();
    }
    let story = if torn { Story::read_torn(&world) } else { Story::read(&world) };
    let all = story.clicks();
    for (document, label) in ["left", "right"].into_iter().enumerate() {
        let of_document = all.iter().filter(|name| name.starts_with(&format!("{document} ")));
        if deleted {
            assert!(is_part(of_document.copied(), clicks[document].iter().map(String::as_str)));
            assert!(is_part(story.typed(label).split_inclusive(' '), typed[document].split_inclusive(' ')));
        } else {
            assert_eq!(of_document.collect::<Vec<_>>(), clicks[document].iter().collect::<Vec<_>>());
            assert_eq!(story.typed(label), typed[document]);
        }
        let probe = &world.probes[document];
        assert_eq!(probe.acked, probe.last(), "acknowledged in the end");
    }
    assert_eq!(story.gaps(), 0);
}

/// Whether `some` are among `all`, in their order.
fn is_part<'a>(some: impl Iterator<Item = &'a str>, mut all: impl Iterator<Item = &'a str>) -> bool {
    some.into_iter().all(|one| all.any(|other| other == one))
}

fn work_all(world: &mut World) {
    while !world.jobs.is_empty() {
        world.work(0);
    }
}

#[test]
fn whatever_dies_everything_arrives_once_and_in_order() {
    runner()
        .run(&steps(), |steps| {
            live(&steps);
            Ok(())
        })
        .unwrap();
}

#[test]
fn whatever_is_deleted_and_dies_the_rest_arrives_once_and_in_order() {
    runner()
        .run(&steps_with_deletions(), |steps| {
            live(&steps);
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_killed_browser_loses_two_seconds_at_most_and_doubles_nothing() {
    let text = "the moon pulls at the sea and lets it go again ";
    for alive in (0..text.len()).step_by(3) {
        let mut world = world();
        let page = world.open(1);
        world.click(page, "Open");
        world.write(page, &text[..alive]);
        world.kill_browser();
        world.deliver();
        let story = Story::read(&world);
        let typed = story.typed("editor");
        assert!(text[..alive].starts_with(&typed), "{typed}");
        let lost = (alive - typed.len()) * 120;
        assert!(lost <= 2_000, "{lost} ms of {alive} keys: {typed:?}");
        assert!(alive == 0 || story.clicks() == ["Open"]);
    }
}

#[test]
fn a_session_that_began_with_typing_still_begins_with_its_own_record() {
    let mut world = world();
    let page = world.open(1);
    world.write(page, "the moon pulls at ");
    world.kill_browser();
    world.deliver();
    let story = Story::read(&world);
    assert!(story.typed("editor").starts_with("the moon"));
}

#[test]
fn what_was_written_down_and_then_deleted_is_not_brought_back() {
    let mut world = world();
    let page = world.open(1);
    world.click(page, "Open");
    world.write(page, "moonlight tide ");
    for _ in 0.."moonlight tide ".len() {
        world.press(page, "Backspace");
    }
    world.wait(1_000);
    world.kill_browser();
    world.deliver();
    let story = Story::read(&world);
    assert_eq!((story.clicks(), story.typed("editor").as_str()), (vec!["Open"], ""));
}

#[test]
fn a_checkpoint_becomes_a_record_or_gives_way_to_one() {
    for comes_back in [true, false] {
        let mut world = world();
        let page = world.open(1);
        world.click(page, "Open");
        world.write(page, "the moon pulls at the sea ");
        assert!(world.store.keys().any(|place| place.starts_with("open/")), "positive control");
        if comes_back {
            world.crash(0);
        } else {
            // The page goes with the worker.
            world.probes[page].detached = true;
            world.crash(0);
        }
        world.deliver();
        let typed = Story::read(&world).typed("editor");
        if comes_back {
            assert_eq!(typed, "the moon pulls at the sea ");
        } else {
            assert!("the moon pulls at the sea ".starts_with(&typed) && typed.len() > 10, "{typed}");
        }
        assert!(!world.store.keys().any(|place| place.starts_with("open/")));
    }
}

#[test]
fn what_brings_the_engine_down_twice_leaves_one_gap_and_the_rest_arrives() {
    let mut world = world();
    world.by_hand = true;
    let page = world.open(1);
    world.click(page, "One");
    world.click(page, "Two");
    world.click(page, "Three");
    let nonce = world.probes[page].nonce;
    world.crashes = vec![Crash { nonce, first: 2, last: 2, times: 2 }];
    world.by_hand = false;
    world.crash(0);
    world.rest(page);
    assert_eq!(world.probes[page].acked, 3);
    // The last of all is one too: it is not sent for ever.
    world.click(page, "Four");
    world.crashes.push(Crash { nonce, first: 4, last: 4, times: 2 });
    world.crash(0);
    world.rest(page);
    assert_eq!(world.probes[page].acked, 4);
    for _ in 0..3 {
        world.crash(0);
    }
    world.deliver();
    let story = Story::read(&world);
    assert_eq!(story.clicks(), ["One", "Three"]);
    assert_eq!(story.gaps(), 2);
}

/// A document has ten seconds to come back after the worker was stopped. Another one that is first, and begins a session,
/// must not make a record of what the later one says again and better.
#[test]
fn a_session_that_begins_before_a_document_is_back_takes_nothing_of_what_was_typed_in_it() {
    for comes_back in [true, false] {
        let mut world = world();
        let (first, second) = (world.open(1), world.open(2));
        world.probes[second].label = "right".to_owned();
        world.disconnect(second);
        world.connect(second);
        world.write(second, "ebb ");
        world.by_hand = true;
        world.write(second, "moon ");
        world.wait(16 * 60_000);
        world.click(first, "Anew");
        world.wait(40);
        // In the order in which they were opened.
        world.probes[second].detached = !comes_back;
        world.crash(1);
        world.by_hand = false;
        work_all(&mut world);
        world.rest(first);
        world.deliver();
        let story = Story::read(&world);
        assert_eq!(story.typed("right"), if comes_back { "ebb moon " } else { "ebb " });
        assert_eq!(story.clicks(), ["Anew"]);
    }
}
