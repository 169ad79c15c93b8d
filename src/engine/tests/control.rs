//! The person, and the policy, are in charge at once.

use serde_json::{Value, json};

use super::asked::reason;
use super::story::Story;
use super::world::World;
use crate::engine::Input;
use crate::message::{Deletion, FromPage, Reason};
use crate::policy::{Build, Patterns};

fn withdraw(world: &mut World) {
    world.policy = json!({});
    apply(world, &json!({}));
}

fn apply(world: &mut World, policy: &Value) {
    let json = policy.to_string();
    world.feed(Input::Policy { json, build: Build::Released, patterns: Patterns::None });
}

/// Changes one key of the policy.
fn with(world: &mut World, pointer: &str, value: Value) -> Value {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    world.policy.pointer_mut(parent).unwrap()[key] = value;
    let policy = world.policy.clone();
    apply(world, &policy);
    policy
}

/// Rows that say something with `text` in them.
fn says(world: &World, text: &str) -> bool {
    super::leaks::is_there(world, text)
}

#[test]
fn what_is_done_after_the_end_is_not_stored_and_nothing_is_sent() {
    type End = fn(&mut World);
    let ends: &[(&str, End)] = &[
        ("off", |world| drop(world.page(FromPage::Switch { on: false }))),
        ("declined", |world| drop(world.page(FromPage::Consent { accept: false, policy: None }))),
        ("paused", |world| drop(world.page(FromPage::Pause { minutes: 60 }))),
        ("withdrawn", withdraw),
    ];
    for (name, end) in ends {
        let mut world = World::new();
        let pages = [world.open(1), world.open(2)];
        world.click(pages[0], "Before");
        world.rest(pages[0]);
        world.write(pages[1], "unfinished");
        world.log.clear();
        end(&mut world);
        assert!(world.log.contains(&"Register(None)".to_owned()), "{name}: {:?}", world.log);
        assert!(world.probes.iter().all(|probe| probe.detached), "{name}");
        let held = world.status.clone().map(|status| status.held_records);
        let rows = |world: &World| world.store.keys().filter(|place| place.starts_with("row/")).count();
        let stored = rows(&world);
        assert_eq!(stored > 0, *name != "withdrawn", "{name}: what was before stays, as long as there is a policy");

        // A document that does not obey, and one that comes new.
        for probe in &mut world.probes {
            probe.detached = false;
        }
        world.connect(pages[0]);
        world.click(pages[0], "After");
        world.rest(pages[0]);
        let late = world.open(3);
        world.write(late, "afterwards");
        world.wait(30 * 60_000);
        assert_eq!(rows(&world), stored, "{name}");
        let status = world.page(FromPage::Status { tab: None });
        assert!(held.is_none_or(|held| *name == "withdrawn" || status.held_records == held), "{name}");
        assert!(world.ingest.asked.is_empty(), "{name}: nothing is sent");
    }
}

#[test]
fn a_change_is_answered_once_it_is_stored_and_the_browser_has_followed() {
    let changes = [
        FromPage::Switch { on: false },
        FromPage::Consent { accept: false, policy: None },
        FromPage::Pause { minutes: 60 },
    ];
    for change in changes {
        for first in [0, 1] {
            let name = format!("{change:?}, job {first} first");
            let mut world = World::new();
            assert!(world.is_injected, "{name}: positive control");
            world.status = None;
            world.by_hand = true;
            world.feed(Input::Page { request: 2, message: change.clone() });
            assert_eq!(world.jobs.len(), 2, "{name}: {:?}", world.jobs);
            world.work(first);
            assert!(world.status.is_none(), "{name}");
            world.work(0);
            assert!(world.status.is_some(), "{name}");
            assert!(!world.is_injected, "{name}");
        }
    }
}

#[test]
fn what_was_held_when_it_was_switched_off_is_sent_when_it_is_on_again() {
    let mut world = World::new();
    let page = world.open(1);
    world.click(page, "Before");
    world.rest(page);
    world.page(FromPage::Switch { on: false });
    world.deliver();
    assert!(world.ingest.batches.is_empty());
    world.page(FromPage::Switch { on: true });
    world.deliver();
    assert_eq!(Story::read(&world).clicks(), ["Before"]);
}

#[test]
fn a_pause_ends_by_itself() {
    let mut world = World::new();
    world.page(FromPage::Pause { minutes: 5 });
    world.log.clear();
    world.wait(5 * 60_000 - 1);
    assert!(world.log.is_empty(), "{:?}", world.log);
    world.wait(1);
    assert!(world.log.iter().any(|effect| effect.starts_with("Register(Some")), "{:?}", world.log);
}

#[test]
fn a_change_of_policy_ends_the_session() {
    let mut world = World::new();
    let page = world.open(1);
    world.click(page, "One");
    world.rest(page);
    let policy = with(&mut world, "/holdMinutes", json!(11));
    world.click(page, "Two");
    world.rest(page);
    apply(&mut world, &policy);
    world.click(page, "Three");
    world.rest(page);
    world.deliver();
    let story = Story::read(&world);
    assert_eq!(story.clicks().len(), 3);
    assert_eq!(story.sessions.len(), 2, "the same policy again changes nothing");
}

#[test]
fn nothing_leaves_before_the_hold_is_over() {
    let mut world = World::new();
    let page = world.open(1);
    world.click(page, "Open");
    world.wait(10 * 60_000);
    assert!(world.ingest.asked.is_empty());
    world.wait(60_000);
    assert!(!world.ingest.batches.is_empty(), "positive control");
}

#[test]
fn whoever_declined_is_not_asked_again_in_the_next_browser() {
    for declines in [true, false] {
        let mut world = World::unasked(super::world::policy());
        let greetings = |world: &World| world.log.iter().filter(|effect| *effect == "Welcome").count();
        assert_eq!(greetings(&world), 1, "it is asked once");
        if declines {
            world.page(FromPage::Consent { accept: false, policy: None });
        }
        let expected = if declines { Reason::Declined } else { Reason::NoConsent };
        for _ in 0..2 {
            world.kill_browser();
            assert_eq!(reason(&mut world), Some(expected));
            assert!(!world.is_injected);
        }
        world.crash(0);
        assert_eq!(reason(&mut world), Some(expected));
        assert_eq!(greetings(&world), 1, "nor again");
        // The control: the answer can be another one, and that is remembered likewise.
        world.page(FromPage::Consent { accept: true, policy: None });
        world.kill_browser();
        assert_eq!(reason(&mut world), Some(Reason::NotReached));
        assert!(world.is_injected);
    }
}

#[test]
fn whoever_agreed_is_asked_again_when_a_policy_asks_for_more_and_not_when_it_asks_for_less() {
    let wider: [(&str, Value); 3] = [
        (
            "/sites",
            json!([{ "match": "https://ide.example/*", "frames": "full" }, { "match": "https://more.example/*" }]),
        ),
        ("/retentionDays", json!(3000)),
        ("/notice/recipients", json!("Everybody")),
    ];
    for (key, value) in wider {
        let mut world = World::new();
        let page = world.open(1);
        world.click(page, "Before");
        world.rest(page);
        assert_eq!(reason(&mut world), None, "positive control");
        world.log.clear();
        with(&mut world, key, value);
        assert_eq!(reason(&mut world), Some(Reason::Widened), "{key}");
        assert_eq!(world.log.iter().filter(|effect| *effect == "Welcome").count(), 1, "{key}: it is asked");
        assert!(world.probes[page].detached, "{key}");
        world.log.clear();
        world.kill_browser();
        world.deliver();
        assert!(world.ingest.asked.is_empty(), "{key}: nothing is sent");
        assert!(!world.log.contains(&"Welcome".to_owned()), "{key}: it is asked once");
        assert_eq!(reason(&mut world), Some(Reason::Widened), "{key}: nor forgotten");
        world.page(FromPage::Consent { accept: true, policy: None });
        let page = world.open(1);
        assert_eq!(reason(&mut world), None, "{key}");
        world.click(page, "After");
        world.rest(page);
        assert!(says(&world, "Before") && says(&world, "After"), "{key}");
    }
    for (key, value) in [("/retentionDays", json!(1)), ("/holdMinutes", json!(20)), ("/token", json!("another"))] {
        let mut world = World::new();
        let page = world.open(1);
        with(&mut world, key, value);
        world.click(page, "After");
        world.rest(page);
        assert_eq!(reason(&mut world), None, "{key}");
        assert!(says(&world, "After"), "{key}");
    }
}

#[test]
fn trap_47_a_policy_that_is_withdrawn_while_the_worker_is_stopped_takes_what_is_held() {
    let mut world = World::new();
    let page = world.open(1);
    world.click(page, "Harbour");
    world.rest(page);
    let policy = std::mem::replace(&mut world.policy, json!({}));
    // A policy that is late is not one that was withdrawn.
    world.crash(0);
    assert!(says(&world, "Harbour"), "the control");
    let none = json!({});
    apply(&mut world, &none);
    assert!(!says(&world, "Harbour"));
    assert_eq!(world.keys.keys().collect::<Vec<_>>(), ["root", "seed"]);
    assert_eq!(world.page(FromPage::Status { tab: None }).deletion, Some(Deletion::Withdrawn));
    assert_eq!(world.page(FromPage::Noted).deletion, None);
    apply(&mut world, &policy);
    world.deliver();
    assert!(world.ingest.asked.iter().all(|asked| asked.starts_with("GET ")), "{:?}", world.ingest.asked);
}

#[test]
fn trap_47_what_a_tightened_policy_does_not_allow_is_deleted_and_not_sent() {
    let one = |rest: &Value| {
        let mut site = json!({ "match": "https://ide.example/*", "frames": "full" });
        site.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
        json!([site, { "match": "https://other.example/*" }])
    };
    // What the policy is changed to, and whether the click, the text and the pictures of the site stay.
    let changes: [(&str, &str, Value, [bool; 3]); 9] = [
        ("nothing", "/sites", one(&json!({})), [true, true, true]),
        ("longer hold", "/holdMinutes", json!(12), [true, true, true]),
        ("no keys", "/sites", one(&json!({ "keys": "off" })), [true, false, true]),
        ("no clicks", "/sites", one(&json!({ "clicks": "off" })), [false, true, true]),
        ("no frames", "/sites", one(&json!({ "frames": "off" })), [true, true, false]),
        ("masked", "/sites", one(&json!({ "maskSelectors": [".x"] })), [false, false, false]),
        ("gone", "/sites", json!([{ "match": "https://other.example/*" }]), [false, false, false]),
        ("blocked", "/blockedSites", json!(["https://ide.example/work*"]), [false, false, false]),
        ("rules", "/extraRules", json!([{ "literals": ["tidewater"] }]), [false, false, false]),
    ];
    for (name, key, value, stay) in changes {
        for stopped in [false, true] {
            let mut world = World::unasked(super::world::policy());
            world.policy["sites"] = one(&json!({}));
            let policy = world.policy.clone();
            apply(&mut world, &policy);
            world.page(FromPage::Consent { accept: true, policy: None });
            let page = world.open(1);
            world.navigate(page, "https://ide.example/work", "Work");
            world.rest(page);
            world.click(page, "Harbour");
            world.rest(page);
            world.write(page, "lighthouse ");
            world.rest(page);
            world.wait(7_000);
            let frames = world.page(FromPage::Status { tab: None }).held_frames;
            assert!(says(&world, "Harbour") && says(&world, "lighthouse") && frames > 0, "{name}: positive control");
            if stopped {
                // The policy changes while the browser is not running.
                let (parent, member) = key.rsplit_once('/').unwrap();
                world.policy.pointer_mut(parent).unwrap()[member] = value.clone();
                world.kill_browser();
            } else {
                with(&mut world, key, value.clone());
            }
            let held = world.page(FromPage::Status { tab: None });
            let here = [says(&world, "Harbour"), says(&world, "lighthouse"), held.held_frames > 0];
            assert_eq!(here, stay, "{name}, stopped: {stopped}");
            let lost = (stay != [true, true, true]).then_some(Deletion::Narrowed);
            assert_eq!(held.deletion, lost, "{name}: it is said");
            world.crash(0);
            assert_eq!(world.page(FromPage::Status { tab: None }).deletion, lost, "{name}: and said again");
            if stay == [true, true, true] {
                assert_eq!(held.held_frames, frames, "{name}");
            }
            world.deliver();
            Story::read(&world);
            let sent = [says(&world, "Harbour"), says(&world, "lighthouse")];
            assert_eq!(sent, [stay[0], stay[1]], "{name}, stopped: {stopped}");
        }
    }
}

/// A policy that comes while somebody reads the one before is another question.
#[test]
fn only_the_policy_that_was_shown_is_agreed_to() {
    let mut world = World::unasked(super::world::policy());
    let shown = |world: &mut World| world.page(FromPage::Terms).terms.map(|terms| terms.policy);
    let read = shown(&mut world);
    with(&mut world, "/holdMinutes", json!(20));
    let accept = |policy| FromPage::Consent { accept: true, policy };
    assert_eq!(world.page(accept(read.clone())).consent, None);
    assert!(!world.is_injected);
    let now = shown(&mut world);
    assert_ne!(now, read);
    assert_eq!(world.page(accept(now)).consent, Some(true));
    // Whoever says no says it to both.
    assert_eq!(world.page(FromPage::Consent { accept: false, policy: read }).consent, Some(false));
}
