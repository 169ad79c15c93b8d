//! Accessibility snapshots: each action has the one before it or word that there is none, scrubbed, and only where the
//! policy asks for them.

use serde_json::{Value, json};

use super::leaks::{assert_hidden, assert_there};
use super::story::Story;
use super::world::{World, policy};
use crate::engine::Input;
use crate::json::Json;
use crate::limits::Limits;
use crate::message::{Deletion, FromPage, Reason, TabState};
use crate::policy::{Build, Patterns};
use crate::record::{GapReason, Kind};

const MAIL: &str = "jane.doe42@tidal-quay.org";

/// A world whose policy asks for snapshots, and a page in it that was looked at.
fn asked() -> (World, usize) {
    let mut policy = policy();
    policy["sites"][0]["aria"] = json!("on");
    let mut world = World::unasked(policy);
    world.page(FromPage::Consent { accept: true, policy: None });
    let page = world.open(1);
    world.rest(page);
    (world, page)
}

/// What was told for an action: a snapshot, or nothing where there is word that there is none.
fn told(story: &Story, is_action: impl Fn(&Kind<String>) -> bool) -> Option<String> {
    let action = story.records().find(|record| is_action(&record.kind)).unwrap().seq;
    let mut found = story.records().filter_map(|record| match &record.kind {
        Kind::Aria { snapshot, action: of, .. } if *of == action => Some(Some(snapshot.clone())),
        Kind::Gap { reason: GapReason::Aria, action: Some(of), .. } if *of == action => Some(None),
        _ => None,
    });
    let told = found.next().expect("a snapshot, or word that there is none");
    assert_eq!(found.next(), None, "one");
    told
}

fn is_click(name: &'static str) -> impl Fn(&Kind<String>) -> bool {
    move |kind| matches!(kind, Kind::Click { target, .. } if target.selectors.name.as_deref() == Some(name))
}

/// The number of the first record held of which this is true, and the name of its part.
fn held(world: &mut World, is_it: impl Fn(&Json) -> bool) -> (String, u64) {
    let part = world.page(FromPage::Held).review.unwrap().parts.remove(0).id;
    let lines = world.page(FromPage::Open { part: part.clone() }).review.unwrap().lines.unwrap();
    let records = lines.iter().map(|line| Json::parse(line).unwrap());
    let seq = records.filter(is_it).find_map(|record| record["seq"].whole()).unwrap();
    (part, seq)
}

fn change(world: &mut World, key: &str, value: Value) {
    world.policy["sites"][0][key] = value;
    let json = world.policy.to_string();
    world.feed(Input::Policy { json, build: Build::Released, patterns: Patterns::None });
}

#[test]
fn an_action_has_the_snapshot_of_the_page_as_it_met_it() {
    let (mut world, page) = asked();
    world.probes[page].tree = "- button \"After\" [ref=e2]".to_owned();
    world.click(page, "Harbour");
    world.rest(page);
    world.click(page, "Lighthouse");
    // The page has not come to rest in between: nothing is known of how this one met it.
    world.click(page, "Hasty");
    world.navigate(page, "https://ide.example/work#2", "Work");
    world.rest(page);
    world.deliver();
    let story = Story::read(&world);
    assert_eq!(told(&story, is_click("Harbour")).as_deref(), Some("- button \"Run\" [ref=e1]"));
    assert_eq!(told(&story, is_click("Lighthouse")).as_deref(), Some("- button \"After\" [ref=e2]"));
    assert_eq!(told(&story, is_click("Hasty")), None);
    let snapshots = story.records().filter(|record| matches!(record.kind, Kind::Aria { .. })).count();
    assert_eq!(snapshots, 2, "a navigation has none");
}

#[test]
fn what_is_typed_has_the_snapshot_before_its_first_key() {
    let (mut world, page) = asked();
    for word in ["low ", "water ", "at ", "noon "] {
        world.write(page, word);
        world.probes[page].tree = format!("- text: \"{word}\"");
        let settled = world.probes[page].settled();
        world.say(page, settled);
    }
    world.wait(10_000);
    world.deliver();
    let story = Story::read(&world);
    let typed = told(&story, |kind| matches!(kind, Kind::Type { .. }));
    assert_eq!(typed.as_deref(), Some("- button \"Run\" [ref=e1]"));
}

#[test]
fn a_secret_in_a_name_never_leaves() {
    let (mut world, page) = asked();
    world.probes[page].tree = format!("- row [ref=e1]:\n  - cell \"{MAIL}\" [ref=e2]\n  - cell \"harbour\" [ref=e3]");
    world.click(page, "One");
    world.rest(page);
    world.click(page, "Two");
    world.rest(page);
    assert_there(&world, "cell \"harbour\"", "control");
    assert_hidden(&world, MAIL, 5, "held");
    world.deliver();
    assert_there(&world, "cell \"harbour\"", "control");
    assert_hidden(&world, MAIL, 5, "sent");
}

#[test]
fn not_asked_for_there_is_none_and_nobody_looks() {
    let mut world = World::new();
    let page = world.open(1);
    world.rest(page);
    world.click(page, "Harbour");
    world.rest(page);
    world.deliver();
    let story = Story::read(&world);
    assert_eq!(story.clicks(), ["Harbour"], "control");
    let is_any = |kind: &Kind<String>| matches!(kind, Kind::Aria { .. } | Kind::Gap { reason: GapReason::Aria, .. });
    assert!(!story.records().any(|record| is_any(&record.kind)));
    assert!(!world.log.iter().any(|said| said.contains("Look")), "{:?}", world.log);
    assert!(asked().0.log.iter().any(|said| said.contains("Look")), "control");
}

#[test]
fn a_worker_that_was_stopped_has_forgotten_it_and_says_so() {
    let (mut world, page) = asked();
    world.crash(0);
    world.click(page, "Harbour");
    world.rest(page);
    world.deliver();
    assert_eq!(told(&Story::read(&world), is_click("Harbour")), None);
}

#[test]
fn one_that_is_deleted_alone_leaves_the_bytes_of_one_that_could_not_be_taken() {
    let lines = |is_deleted: bool| {
        let (mut world, page) = asked();
        if !is_deleted {
            world.crash(0);
        }
        world.click(page, "Harbour");
        world.rest(page);
        if is_deleted {
            let (part, seq) = held(&mut world, |record| record["kind"].is("aria"));
            world.page(FromPage::DeleteRecords { part, records: vec![seq] });
        }
        world.deliver();
        let opened = world.ingest.opened();
        let lines = opened.into_iter().flat_map(|(_, lines)| lines);
        lines.filter(|line| line.contains("\"reason\":\"aria\"")).collect::<Vec<_>>()
    };
    assert_eq!(lines(true), lines(false));
    assert_eq!(lines(true).len(), 1);
}

#[test]
fn it_goes_with_its_action() {
    let (mut world, page) = asked();
    world.probes[page].tree = "- button \"After\" [ref=e2]".to_owned();
    world.click(page, "Harbour");
    world.rest(page);
    world.click(page, "Lighthouse");
    world.rest(page);
    let (part, seq) = held(&mut world, |record| record["kind"].is("click"));
    world.page(FromPage::DeleteRecords { part, records: vec![seq] });
    world.deliver();
    let story = Story::read(&world);
    assert_eq!(told(&story, is_click("Lighthouse")).as_deref(), Some("- button \"After\" [ref=e2]"), "control");
    assert!(
        !story.records().any(|record| matches!(&record.kind, Kind::Aria { snapshot, .. } if snapshot.contains("Run")))
    );
}

#[test]
fn a_policy_that_asks_for_it_is_wider_and_one_that_no_longer_does_takes_it_away() {
    let mut world = World::new();
    let page = world.open(1);
    world.rest(page);
    change(&mut world, "aria", json!("on"));
    let is_asked = |world: &mut World| {
        matches!(world.page(FromPage::Status { tab: Some(1) }).tab, TabState::Not { reason: Reason::Widened })
    };
    assert!(is_asked(&mut world));
    world.page(FromPage::Consent { accept: true, policy: None });
    assert!(!is_asked(&mut world));

    let (mut world, page) = asked();
    world.navigate(page, super::world::PAGE, "Work");
    world.rest(page);
    world.click(page, "Harbour");
    world.rest(page);
    assert_there(&world, "ref=e1", "control");
    change(&mut world, "aria", json!("off"));
    assert_eq!(world.page(FromPage::Status { tab: None }).deletion, Some(Deletion::Narrowed));
    world.deliver();
    let story = Story::read(&world);
    assert_eq!(story.clicks(), ["Harbour"]);
    assert!(story.frames() > 0, "pictures stay");
    assert!(!story.records().any(|record| matches!(record.kind, Kind::Aria { .. })));
}

#[test]
fn who_wants_no_pictures_has_no_snapshots_either() {
    let (mut world, page) = asked();
    let limits = Limits { no_frames: true, ..Limits::default() };
    world.page(FromPage::SetLimits { limits });
    world.click(page, "Harbour");
    world.rest(page);
    world.deliver();
    let lines: Vec<String> = world.ingest.opened().into_iter().flat_map(|(_, lines)| lines).collect();
    assert!(lines.iter().any(|line| line.contains("Harbour")), "control");
    assert!(!lines.iter().any(|line| line.contains("\"aria\"")), "neither a snapshot nor word of one");
}

#[test]
fn one_that_may_show_what_turned_out_to_be_a_secret_goes_like_a_picture() {
    let (mut world, page) = asked();
    world.click(page, "Harbour");
    world.rest(page);
    world.write(page, "jane.doe42@tidal");
    world.wait(7_000);
    world.probes[page].tree = "- text: \"jane.doe42@tidal\"".to_owned();
    world.rest(page);
    world.click(page, "Lighthouse");
    world.rest(page);
    assert_there(&world, "- text", "control");
    world.write(page, "-quay.org ");
    world.wait(7_000);
    world.deliver();
    let story = Story::read(&world);
    assert_eq!(told(&story, is_click("Lighthouse")), None);
    assert_eq!(told(&story, is_click("Harbour")).as_deref(), Some("- button \"Run\" [ref=e1]"), "control");
}

/// It shows a part that the page repeats, was there before the rest was typed, and is stored after the part has gone.
#[test]
fn a_snapshot_from_before_a_part_is_discovered_is_not_told_of_what_is_still_being_typed() {
    const CARD: &str = "4929 1234 5678 9015";
    let (mut world, page) = asked();
    world.write(page, "lighthouse ");
    world.write(page, &CARD[..12]);
    world.wait(7_000);
    world.probes[page].tree = format!("- text: \"{}\"", &CARD[..12]);
    world.rest(page);
    world.probes[page].tree = "- button \"Run\" [ref=e1]".to_owned();
    world.write(page, &CARD[12..]);
    // What is typed is written down, and the part has gone by then.
    world.wait(2_000);
    assert!(world.engine.as_ref().unwrap().state.rewrites.is_empty());
    world.write(page, " marker");
    world.wait(7_000);
    world.deliver();
    assert_there(&world, " marker", "control");
    assert_hidden(&world, CARD, 5, "a snapshot of a part");
}
