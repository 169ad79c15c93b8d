//! Trap 44: a document comes by the history API to where nothing is recorded, and back.

use super::story::Story;
use super::world::{PAGE, World, policy};
use crate::engine::Input;
use crate::message::FromPage;

const PRIVATE: &str = "https://ide.example/private/1";

fn world() -> World {
    let mut blocking = policy();
    blocking["blockedSites"] = serde_json::json!(["https://ide.example/private/*"]);
    let mut world = World::unasked(blocking);
    world.page(FromPage::Consent { accept: true, policy: None });
    world
}

fn says(world: &World, text: &str) -> bool {
    world.ingest.opened().iter().flat_map(|(_, lines)| lines).any(|line| line.contains(text))
}

#[test]
fn trap_44_what_is_done_at_a_blocked_address_of_the_same_document_is_not_recorded() {
    let mut world = world();
    let page = world.open(1);
    world.navigate(page, PAGE, "Work");
    world.click(page, "Before");
    world.focus(page, 1);
    world.write(page, "typed before");
    // All in one message, as a quick hand's work arrives.
    let now = world.now;
    world.probes[page].navigate(now, PRIVATE, "Private title");
    world.probes[page].click(now, "Within");
    world.flush(page);
    assert!(world.probes[page].detached);
    world.click(page, "Later");
    world.rest(page);
    world.deliver();
    for text in ["Work", "Before", "typed before"] {
        assert!(says(&world, text), "positive control: {text}");
    }
    for text in ["private", "Private title", "Within", "Later"] {
        assert!(!says(&world, text), "{text}");
    }
}

#[test]
fn frames_of_a_page_that_went_to_a_blocked_address_are_not_recorded_either() {
    let mut world = world();
    let (page, frame) = (world.open(1), world.open(1));
    world.probes[frame].stand_at(&[0]);
    world.disconnect(frame);
    world.connect(frame);
    world.click(frame, "Before");
    world.navigate(page, PRIVATE, "Private");
    assert!(world.probes[frame].detached);
    world.click(frame, "Within");
    world.deliver();
    assert!(says(&world, "Before") && !says(&world, "Within"));
}

/// By the history API and by a route behind a fragment.
#[test]
fn a_document_that_becomes_a_page_for_signing_in_is_not_recorded_there() {
    for login in ["https://ide.example/users/sign_in", "https://ide.example/work#/login"] {
        let mut world = World::new();
        world.tab(1);
        let (page, frame) = (world.open(1), world.open(1));
        world.probes[frame].stand_at(&[0]);
        world.disconnect(frame);
        world.connect(frame);
        world.click(page, "Before");
        world.click(frame, "Before in the frame");
        let now = world.now;
        world.probes[page].navigate(now, login, "Sign in to work");
        world.probes[page].click(now, "Within");
        world.flush(page);
        assert!(world.probes[page].detached && world.probes[frame].detached, "{login}");
        world.tab(1);
        world.feed(Input::TabMoved { tab: 1, url: PAGE.to_owned() });
        assert!(world.log.iter().any(|effect| effect.starts_with("Inject")), "{login}: it is recorded on");
        let again = world.open(1);
        world.click(again, "After");
        world.deliver();
        for text in ["Before", "Before in the frame", "After"] {
            assert!(says(&world, text), "positive control: {text}");
        }
        for text in ["sign_in", "login", "Sign in", "Within"] {
            assert!(!says(&world, text), "{login}: {text}");
        }
    }
}

/// Also in a frame that has no address of its own.
#[test]
fn a_fragment_changes_nothing() {
    let mut world = world();
    let page = world.open(1);
    world.navigate(page, &format!("{PAGE}#part"), "Work");
    world.click(page, "Within");
    assert!(!world.probes[page].detached);
    let sender = crate::engine::Sender {
        tab: 1,
        url: "about:srcdoc".to_owned(),
        origin: Some("https://preview.example".to_owned()),
        top_url: PAGE.to_owned(),
        is_top: true,
        incognito: false,
    };
    let engine = world.engine.as_mut().unwrap();
    let port = *engine.documents.keys().next().unwrap();
    engine.senders.insert(port, sender);
    assert!(engine.follows(world.now, port, "about:srcdoc#part"));
    assert!(!engine.follows(world.now, port, PRIVATE), "positive control");
}

/// The browser's word is enough, should the document's be late.
#[test]
fn the_browser_says_that_a_tab_is_elsewhere_and_that_it_is_back() {
    let mut world = world();
    world.tab(1);
    let page = world.open(1);
    let moved = |world: &mut World, url: &str| world.feed(Input::TabMoved { tab: 1, url: url.to_owned() });
    moved(&mut world, PAGE);
    assert!(!world.probes[page].detached, "positive control");
    moved(&mut world, PRIVATE);
    assert!(world.probes[page].detached);
    let injected = |world: &World| world.log.iter().filter(|effect| effect.starts_with("Inject")).count();
    assert_eq!(injected(&world), 0);
    moved(&mut world, PAGE);
    assert_eq!(injected(&world), 1);
    world.page(FromPage::Switch { on: false });
    moved(&mut world, PAGE);
    assert_eq!(injected(&world), 1, "off is off");
}

#[test]
fn an_address_that_a_document_can_not_have_come_to_is_not_believed() {
    let mut world = world();
    let page = world.open(1);
    world.click(page, "Before");
    world.rest(page);
    world.navigate(page, "https://other.example/work", "Other");
    assert!(world.probes[page].detached);
    world.deliver();
    assert_eq!(Story::read(&world).clicks(), ["Before"]);
    assert!(!says(&world, "Other"));
}

/// Only the browser knows which document is the page.
#[test]
fn a_frame_that_says_it_is_the_page_moves_no_other_document() {
    let mut world = world();
    let (page, frame) = (world.open(1), world.open(1));
    world.probes[frame].stand_at(&[]);
    world.disconnect(frame);
    world.connect(frame);
    world.click(frame, "Before");
    world.navigate(frame, PRIVATE, "Private");
    assert!(world.probes[frame].detached && !world.probes[page].detached);
    world.click(page, "After");
    world.deliver();
    assert!(says(&world, "Before") && says(&world, "After") && !says(&world, "Private"));
}

#[test]
fn a_frame_that_says_it_is_the_page_has_no_picture_taken() {
    for is_top in [false, true] {
        let mut world = World::new();
        let page = world.open(1);
        world.probes[page].is_top = is_top;
        world.disconnect(page);
        world.connect(page);
        world.click(page, "Run");
        world.rest(page);
        assert_eq!(world.pictures > 0, is_top);
    }
}
