//! The server can stop recording and end that again; nobody else can, and it is asked only while somebody works.

use super::asked::{click, reason, status};
use super::story::Story;
use super::world::{World, policy};
use crate::engine::{Input, Response};
use crate::halt::{Halt, Order};
use crate::message::{FromPage, Reason, Stays};
use crate::receipt::Issuer;

const MINUTE: u64 = 60_000;

fn halt() -> Order {
    Order { halt: true, reason: "A rule lets names through".to_owned(), ..Order::default() }
}

/// Lets it be time to ask again, and somebody do something beside the pages that are not recorded.
fn ask_again(world: &mut World) {
    world.wait(15 * MINUTE);
    for tab in [1, 2] {
        world.feed(Input::TabChosen { tab });
    }
}

/// A world in which the server has stopped recording after a click.
fn halted() -> (World, usize) {
    let mut world = World::new();
    let page = world.open(1);
    world.ingest.order = Some(halt());
    click(&mut world, page, "Before");
    assert_eq!(reason(&mut world), Some(Reason::Halted));
    (world, page)
}

#[test]
fn the_server_stops_recording_and_sending_and_keeps_what_is_held() {
    let (mut world, page) = halted();
    assert!(world.probes[page].detached && !world.is_injected);
    assert_eq!(status(&mut world).halted.as_deref(), Some("A rule lets names through"));
    assert_eq!(status(&mut world).stays, Some(Stays::Halted));
    click(&mut world, page, "Within");
    world.deliver();
    assert!(world.ingest.asked.is_empty());
    let held = status(&mut world).held_records;
    assert!(held > 0);
    // Also in the next life, and in the next browser.
    world.crash(0);
    assert_eq!(reason(&mut world), Some(Reason::Halted));
    world.kill_browser();
    assert_eq!((reason(&mut world), status(&mut world).held_records), (Some(Reason::Halted), held));
    world.open(1);
    assert!(world.probes[0].detached);
    // Until the server says otherwise.
    world.ingest.order = Some(Order::default());
    ask_again(&mut world);
    let page = world.open(1);
    assert_eq!((reason(&mut world), status(&mut world).halted), (None, None));
    click(&mut world, page, "After");
    world.deliver();
    assert_eq!(Story::read(&world).clicks(), ["Before", "After"]);
}

#[test]
fn the_server_is_asked_every_quarter_of_an_hour_and_only_when_somebody_works() {
    let mut world = World::new();
    let page = world.open(1);
    let asked = |world: &World| world.ingest.halts.0;
    world.wait(24 * 60 * MINUTE);
    assert_eq!(asked(&world), 0, "nobody has done anything");
    for minute in 0..15 {
        click(&mut world, page, "Work");
        assert_eq!(asked(&world), 1, "{minute}");
        world.wait(MINUTE - 2_000);
        // A worker that is started anew knows that it has asked.
        world.crash(0);
    }
    world.wait(24 * 60 * MINUTE);
    assert_eq!(asked(&world), 1, "nobody does anything any more");
    world.navigate(page, "https://ide.example/work/by-itself", "The page goes on by itself");
    world.wait(MINUTE);
    assert_eq!(asked(&world), 1);
    click(&mut world, page, "Work");
    assert_eq!(asked(&world), 2);
    world.page(FromPage::Pause { minutes: 60 });
    ask_again(&mut world);
    assert_eq!(asked(&world), 2, "nothing is recorded");
}

/// An answer that changes nothing does not end what is being typed.
#[test]
fn the_answer_that_nothing_is_stopped_leaves_no_trace() {
    let mut world = World::new();
    let page = world.open(1);
    world.ingest.order = Some(Order::default());
    world.focus(page, 1);
    world.write(page, "one burst of text");
    world.rest(page);
    assert_eq!(world.ingest.halts.0, 1, "the control");
    world.deliver();
    let texts = |line: &&String| line.contains("\"kind\":\"type\"");
    assert_eq!(world.ingest.opened().iter().flat_map(|(_, lines)| lines).filter(texts).count(), 1);
}

#[test]
fn while_halted_the_server_is_asked_only_when_somebody_is_there() {
    let (mut world, _) = halted();
    let asked = world.ingest.halts.0;
    world.wait(7 * 24 * 60 * MINUTE);
    status(&mut world);
    assert_eq!(world.ingest.halts.0, asked);
    ask_again(&mut world);
    assert_eq!(world.ingest.halts.0, asked + 1);
    assert_eq!(reason(&mut world), Some(Reason::Halted));
    world.page(FromPage::Switch { on: false });
    ask_again(&mut world);
    assert_eq!(world.ingest.halts.0, asked + 1, "it would not be recorded anyway");
}

#[test]
fn only_the_servers_signed_answer_to_this_question_changes_anything() {
    let (mut world, _) = halted();
    let old = world.ingest.halts.1.clone();
    let answer = |status, body| Some(Response { status, retry_after: None, body });
    let signed = |nonce: &str, key: u8, order| {
        let issuer = Issuer::new("server-1".to_owned(), &[key; 32]);
        serde_json::to_vec(&Halt::issue(order, nonce.to_owned(), &issuer)).unwrap()
    };
    let goes_on = signed("", 5, Order::default());
    for says in [
        answer(404, Vec::new()),
        answer(503, Vec::new()),
        answer(200, Vec::new()),
        answer(200, b"{\"halt\":false}".to_vec()),
        // What would end it, from somebody else, or said at another time.
        answer(200, signed("", 6, Order::default())),
        answer(200, goes_on.clone()),
    ] {
        world.ingest.says = says.clone();
        let asked = world.ingest.halts.0;
        ask_again(&mut world);
        assert_eq!((world.ingest.halts.0, reason(&mut world)), (asked + 1, Some(Reason::Halted)), "{says:?}");
        assert_eq!(status(&mut world).trouble, None);
    }
    world.ingest.says = None;
    world.ingest.order = Some(Order::default());
    ask_again(&mut world);
    assert_eq!(reason(&mut world), Some(Reason::NotReached), "the control");
    // Nor does an old halt stop it again.
    let page = world.open(1);
    world.ingest.says = answer(200, old);
    world.wait(15 * MINUTE);
    click(&mut world, page, "Recorded");
    assert_eq!(reason(&mut world), None);
    world.ingest.says = None;
    world.ingest.order = Some(halt());
    world.wait(15 * MINUTE);
    click(&mut world, page, "Recorded as well");
    assert_eq!(reason(&mut world), Some(Reason::Halted), "the control");
}

#[test]
fn a_version_and_rules_that_are_too_old_stop_and_newer_ones_go_on() {
    let least = |min_version: &str, min_rules| Order { min_version: min_version.into(), min_rules, ..Order::default() };
    for (order, stops) in [
        (least("0.1.0", 0), false),
        (least("0.1.1", 0), true),
        (least("", crate::scrub::RULES), false),
        (least("", crate::scrub::RULES + 1), true),
    ] {
        let mut world = World::new();
        let page = world.open(1);
        world.ingest.order = Some(order.clone());
        click(&mut world, page, "Before");
        assert_eq!(reason(&mut world), stops.then_some(Reason::Halted), "{order:?}");
        assert_eq!(world.ingest.halts.0, 1);
    }
}

#[test]
fn a_halt_is_that_of_the_server_which_the_policy_names() {
    let (mut world, page) = halted();
    let arrives = |world: &mut World, policy: serde_json::Value| {
        let patterns = crate::policy::Patterns::None;
        world.feed(Input::Policy { json: policy.to_string(), build: crate::policy::Build::Released, patterns });
    };
    // A policy that goes and comes back is the same.
    arrives(&mut world, serde_json::json!({}));
    arrives(&mut world, policy());
    assert_eq!(reason(&mut world), Some(Reason::Halted));
    let mut elsewhere = policy();
    elsewhere["endpoint"] = "https://other.example".into();
    arrives(&mut world, elsewhere);
    assert_eq!(reason(&mut world), Some(Reason::Widened));
    world.page(FromPage::Consent { accept: true, policy: None });
    assert_eq!(reason(&mut world), Some(Reason::NotReached));
    assert!(world.probes[page].detached);
}

#[test]
fn a_long_reason_is_cut_short() {
    let mut world = World::new();
    let page = world.open(1);
    world.ingest.order = Some(Order { halt: true, reason: "ä".repeat(5_000), ..Order::default() });
    click(&mut world, page, "Before");
    assert_eq!(status(&mut world).halted, Some("ä".repeat(120)));
}
