//! A policy's budgets: a day's bytes, and networks that cost money.

use serde_json::json;

use super::asked::{click, reason};
use super::story::Story;
use super::world::{World, policy};
use crate::engine::Input;
use crate::limits::Zone;
use crate::message::{FromPage, Reason};

const MINUTE: u64 = 60_000;
const DAY: u64 = 24 * 60 * MINUTE;

fn world(budgets: serde_json::Value) -> World {
    let mut policy = policy();
    policy["budgets"] = budgets;
    let mut world = World::unasked(policy);
    world.page(FromPage::Consent { accept: true, policy: None });
    // Eight in the morning, two hours ahead of UTC.
    world.zone = Zone { offset: 120, regions: Vec::new() };
    let zone = world.zone.clone();
    world.now = crate::time::WallMillis((world.now.0 / DAY + 1) * DAY + 6 * 60 * MINUTE);
    world.feed(Input::Zone(zone));
    world
}

#[test]
fn a_day_that_has_cost_its_megabytes_records_no_more_and_the_next_one_does() {
    let mut world = world(json!({ "megabytesPerDay": 1 }));
    world.picture_size = 300_000;
    let page = world.open(1);
    let mut clicks = 0;
    while reason(&mut world).is_none() {
        clicks += 1;
        click(&mut world, page, "Before");
    }
    assert_eq!(reason(&mut world), Some(Reason::BudgetSpent));
    let taken = world.pictures;
    assert!((3..=4).contains(&taken), "{taken} pictures of 0.3 MB");
    assert!(world.probes[page].detached);
    click(&mut world, page, "Within");
    // Known in the next life, and in the next browser.
    world.crash(0);
    assert_eq!(reason(&mut world), Some(Reason::BudgetSpent));
    world.kill_browser();
    assert_eq!(reason(&mut world), Some(Reason::BudgetSpent));
    assert_eq!(world.ingest.asked.len(), 0, "the hold is not over");
    world.deliver();
    assert_eq!(Story::read(&world).clicks(), vec!["Before"; clicks], "what is held is sent");
    // 21:59 by UTC is a minute before midnight here.
    let midnight = world.now.0 / DAY * DAY + 22 * 60 * MINUTE;
    world.wait(midnight - MINUTE - world.now.0);
    assert_eq!(reason(&mut world), Some(Reason::BudgetSpent));
    assert!(!world.is_injected);
    world.wait(MINUTE);
    assert!(world.is_injected, "nobody has done anything");
    let page = world.open(1);
    assert_eq!(reason(&mut world), None);
    click(&mut world, page, "After");
    world.deliver();
    assert_eq!(Story::read(&world).clicks().last().map(ToString::to_string).as_deref(), Some("After"));
}

#[test]
fn what_is_spent_goes_by_the_policy_in_force() {
    let mut world = world(json!({ "megabytesPerDay": 1 }));
    world.picture_size = 600_000;
    let page = world.open(1);
    for _ in 0..2 {
        click(&mut world, page, "Before");
    }
    assert_eq!(reason(&mut world), Some(Reason::BudgetSpent));
    for (most, expected) in [(json!({ "megabytesPerDay": 2 }), Reason::NotReached), (json!({}), Reason::NotReached)] {
        let mut more = policy();
        more["budgets"] = most;
        let patterns = crate::policy::Patterns::None;
        world.feed(Input::Policy { json: more.to_string(), build: crate::policy::Build::Released, patterns });
        assert_eq!(reason(&mut world), Some(expected), "and nobody is asked");
    }
}

#[test]
fn on_a_metered_network_what_is_held_waits_and_recording_goes_on() {
    for (budgets, waits) in [
        (json!({ "metered": "hold" }), true),
        (json!({ "metered": "send" }), false),
        (json!({ "megabytesPerDay": 100 }), false),
    ] {
        let mut world = world(budgets.clone());
        let page = world.open(1);
        world.is_metered = true;
        world.feed(Input::Metered(true));
        click(&mut world, page, "Metered");
        assert_eq!(reason(&mut world), None);
        world.deliver();
        assert_eq!(world.ingest.asked.is_empty(), waits, "{budgets}");
        // A worker that is started anew on such a network does not send either.
        world.crash(0);
        world.deliver();
        assert_eq!(world.ingest.asked.is_empty(), waits, "{budgets}");
        world.feed(Input::Metered(false));
        world.wait(MINUTE);
        assert_eq!(Story::read(&world).clicks(), ["Metered"]);
    }
}
