//! Tabs come, go and are chosen, and a session says where the documents are that it finds open.

use super::story::Story;
use super::world::World;
use crate::engine::Input;
use crate::message::FromPage;
use crate::record::{Kind, Navigation, Record, TabChange};

/// What was told of tabs and places, in order: the tab's number, and what.
fn told(story: &Story) -> Vec<Vec<(u32, String)>> {
    let one = |record: &Record<String>| match &record.kind {
        Kind::Tab { what } => Some((record.tab, format!("{what:?}"))),
        Kind::Navigate { url, how, .. } => Some((record.tab, format!("{how:?} {url}"))),
        Kind::Click { target, .. } => Some((record.tab, target.selectors.name.clone().unwrap_or_default())),
        _ => None,
    };
    story.sessions.iter().map(|session| session.iter().filter_map(one).collect()).collect()
}

fn expect(story: &Story, sessions: &[&[(u32, &str)]]) {
    let sessions: Vec<Vec<(u32, String)>> =
        sessions.iter().map(|session| session.iter().map(|(tab, what)| (*tab, (*what).to_owned())).collect()).collect();
    assert_eq!(told(story), sessions);
}

#[test]
fn a_session_says_where_the_documents_are_that_it_finds_open() {
    let mut world = World::new();
    let (one, two) = (world.open(1), world.open(2));
    world.navigate(one, "https://ide.example/one", "One");
    world.navigate(two, "https://ide.example/two", "Two");
    world.click(one, "First");
    world.rest(one);
    world.wait(16 * 60_000);
    world.click(one, "Second");
    world.rest(one);
    world.click(two, "Third");
    world.rest(two);
    world.click(one, "Fourth");
    world.deliver();
    expect(
        &Story::read(&world),
        &[
            &[(1, "Load https://ide.example/one"), (2, "Load https://ide.example/two"), (1, "First")],
            &[
                (1, "Resume https://ide.example/one"),
                (1, "Second"),
                (2, "Resume https://ide.example/two"),
                (2, "Third"),
                (1, "Fourth"),
            ],
        ],
    );
}

#[test]
fn a_place_is_told_once_though_the_worker_stops() {
    let mut world = World::new();
    let page = world.open(1);
    world.navigate(page, "https://ide.example/one", "One");
    world.rest(page);
    world.wait(16 * 60_000);
    for name in ["First", "Second"] {
        world.click(page, name);
        world.rest(page);
        world.crash(0);
        world.boot(false);
        world.connect(page);
    }
    world.write(page, "words");
    world.wait(2_000);
    world.deliver();
    let resumed = Story::read(&world)
        .records()
        .filter(|record| matches!(&record.kind, Kind::Navigate { how: Navigation::Resume, .. }))
        .count();
    assert_eq!(resumed, 1);
}

#[test]
fn what_is_typed_first_in_a_session_comes_after_its_place() {
    let mut world = World::new();
    let page = world.open(1);
    world.navigate(page, "https://ide.example/one", "One");
    world.rest(page);
    world.wait(16 * 60_000);
    // Long enough to be written down while it is typed.
    world.write(page, "words that go on");
    world.wait(20_000);
    world.deliver();
    let story = Story::read(&world);
    let kinds: Vec<_> = story.sessions[1].iter().map(|record| std::mem::discriminant(&record.kind)).collect();
    let place = std::mem::discriminant(&story.sessions[0][1].kind);
    assert_eq!(kinds[1], place, "{:?}", story.sessions[1]);
    assert_eq!(kinds.iter().filter(|kind| **kind == place).count(), 1);
    assert_eq!(story.typed("editor"), "words that go on");
}

#[test]
fn tabs_that_are_recorded_come_and_go_and_are_chosen() {
    let mut world = World::new();
    let one = world.open(1);
    world.navigate(one, "https://ide.example/one", "One");
    world.rest(one);
    world.feed(Input::TabOpened { tab: 2 });
    world.feed(Input::TabChosen { tab: 2 });
    let two = world.open(2);
    world.navigate(two, "https://ide.example/two", "Two");
    world.rest(two);
    for _ in 0..2 {
        world.feed(Input::TabChosen { tab: 1 });
        world.wait(1_000);
    }
    world.feed(Input::TabChosen { tab: 2 });
    world.wait(1_000);
    world.disconnect(two);
    world.feed(Input::TabClosed { tab: 2 });
    world.wait(1_000);
    world.deliver();
    expect(
        &Story::read(&world),
        &[&[
            (1, "Load https://ide.example/one"),
            (2, "Open"),
            (2, "Load https://ide.example/two"),
            (1, "Switch"),
            (2, "Switch"),
            (2, "Close"),
        ]],
    );
}

#[test]
fn of_a_tab_that_is_not_recorded_nothing_is_told() {
    let mut world = World::new();
    let one = world.open(1);
    let two = world.open(2);
    world.click(one, "Control");
    world.rest(one);
    // Nothing of it, and nothing of one that has left the recorded sites a while ago.
    world.disconnect(two);
    world.wait(10_000);
    for tab in [2, 7] {
        world.feed(Input::TabOpened { tab });
        world.feed(Input::TabChosen { tab });
        world.wait(1_000);
        world.feed(Input::TabClosed { tab });
    }
    world.wait(1_000);
    world.page(FromPage::Switch { on: false });
    world.feed(Input::TabChosen { tab: 1 });
    world.feed(Input::TabClosed { tab: 1 });
    world.wait(1_000);
    world.page(FromPage::Switch { on: true });
    world.deliver();
    let story = Story::read(&world);
    assert_eq!(story.clicks(), ["Control"]);
    let tabs: Vec<_> = story
        .records()
        .filter(|record| {
            matches!(record.kind, Kind::Tab { what: TabChange::Open | TabChange::Switch | TabChange::Close })
        })
        .collect();
    assert!(tabs.is_empty(), "{tabs:?}");
}
