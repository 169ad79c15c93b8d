//! Tasks: notes of the person's own, scrubbed, and only while something may be recorded.

use serde_json::Value;

use super::world::World;
use crate::message::FromPage;
use crate::raw::Raw;

const SECRET: &str = "ghp_16C7e42F292c6912E7710c838347Ae178B4a";

fn start(world: &mut World, goal: &str) -> Option<bool> {
    world.page(FromPage::TaskStart { goal: Raw::new(goal.to_owned()) }).task
}

fn end(world: &mut World, outcome: &str) -> Option<bool> {
    world.page(FromPage::TaskEnd { outcome: Raw::new(outcome.to_owned()) }).task
}

fn records(world: &World) -> Vec<Value> {
    let opened = world.ingest.opened();
    opened.iter().flat_map(|(_, lines)| lines).map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_task_stands_in_the_stream_where_it_began_and_ended() {
    let mut world = World::new();
    let page = world.open(1);
    world.click(page, "Before");
    assert_eq!(start(&mut world, "  Make the build green again "), Some(true));
    world.click(page, "Within");
    world.rest(page);
    // It stays open, whatever becomes of worker and browser.
    world.crash(0);
    world.kill_browser();
    let page = world.open(1);
    assert_eq!(end(&mut world, "done"), Some(false));
    world.click(page, "After");
    world.deliver();
    let told: Vec<String> = records(&world)
        .iter()
        .filter_map(|record| match record["kind"].as_str()? {
            "task" => Some(format!("{} {}{}", record["phase"], record["goal"], record["outcome"])),
            "click" => Some(record["target"]["selectors"]["name"].to_string()),
            _ => None,
        })
        .collect();
    let expected = [
        "\"Before\"",
        "\"start\" \"Make the build green again\"null",
        "\"Within\"",
        "\"end\" null\"done\"",
        "\"After\"",
    ];
    assert_eq!(told, expected);
}

#[test]
fn a_task_without_a_note_is_one_too_and_opens_a_session() {
    let mut world = World::new();
    assert_eq!(start(&mut world, " "), Some(true));
    assert_eq!(end(&mut world, ""), Some(false));
    world.deliver();
    let records = records(&world);
    let kinds: Vec<_> = records.iter().map(|record| record["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["session", "task", "task"]);
    assert!(records[1].get("goal").is_none() && records[2].get("outcome").is_none());
    assert_eq!(records[1]["tab"], 0);
}

#[test]
fn what_is_said_of_a_task_is_scrubbed_and_cut() {
    let mut world = World::new();
    world.page(FromPage::NeverAdd { word: "Project Tidepool".to_owned() });
    start(&mut world, &format!("Rotate {SECRET} of project tidepool"));
    end(&mut world, &"long ".repeat(1_000));
    world.deliver();
    let told = serde_json::to_string(&records(&world)).unwrap();
    assert!(told.contains("Rotate ⟦") && told.contains("long long"), "positive control");
    assert!(!told.contains("ghp_") && !told.to_lowercase().contains("tidepool"));
    assert!(told.len() < 2_000);
}

#[test]
fn a_task_is_noted_only_while_something_may_be_recorded() {
    let mut world = World::new();
    assert_eq!(end(&mut world, "Nothing to end"), Some(false));
    world.page(FromPage::Pause { minutes: 15 });
    assert_eq!(start(&mut world, "While paused"), None);
    world.page(FromPage::Pause { minutes: 0 });
    assert_eq!(start(&mut world, "Recorded"), Some(true));
    assert_eq!(start(&mut world, "Twice"), Some(true));
    world.page(FromPage::Switch { on: false });
    assert_eq!(end(&mut world, "While off"), None);
    world.page(FromPage::Switch { on: true });
    world.deliver();
    let told = serde_json::to_string(&records(&world)).unwrap();
    assert!(told.contains("Recorded"), "positive control");
    for text in ["Nothing to end", "While paused", "Twice", "While off"] {
        assert!(!told.contains(text), "{text}");
    }
    assert_eq!(end(&mut world, "Now"), Some(false));
}
