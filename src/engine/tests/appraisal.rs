//! A works council reads the opened store, and nothing else, and tries to rank people with it: by their pauses, by their
//! hours, by their speed. Each query is shown to find what it looks for where that is there, and then to tell nothing of
//! what a person chose or of who it was.

use std::collections::BTreeMap;

use serde_json::json;

use super::asked::click;
use super::world::{World, policy};
use crate::envelope::Envelope;
use crate::message::FromPage;
use crate::record::{GapReason, Kind, Record};
use crate::time::WallMillis;

const MINUTE: u64 = 60_000;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;
/// Midnight (UTC) of a Monday.
const MONDAY: u64 = 1_795_392_000_000;

/// What the team that trains has: envelopes with their records.
type Store = Vec<(Envelope, Vec<Record<String>>)>;

/// A person's browser, at a time.
fn person(number: u8, at: u64) -> World {
    let mut policy = policy();
    policy["pseudonymDays"] = json!(7);
    let mut world = World::unasked(policy);
    // Everybody has a seed of their own.
    world.keys.get_mut("seed").unwrap().0 = [number; 32];
    world.now = WallMillis(at);
    world.kill_browser();
    world.page(FromPage::Consent { accept: true, policy: None });
    world
}

fn opened(worlds: impl IntoIterator<Item = World>) -> Store {
    let mut store = Store::new();
    for mut world in worlds {
        world.deliver();
        for (envelope, lines) in world.ingest.opened() {
            store.push((envelope, lines.iter().map(|line| serde_json::from_str(line).unwrap()).collect()));
        }
    }
    store
}

/// Adds up something of each record, by pseudonym, highest first; pseudonyms are left out, since they are random.
fn ranked(store: &Store, of: impl Fn(&Record<String>) -> u64) -> Vec<u64> {
    let mut sums = BTreeMap::new();
    for (envelope, records) in store {
        *sums.entry(envelope.pseudonym.to_string()).or_default() += records.iter().map(&of).sum::<u64>();
    }
    let mut sums: Vec<u64> = sums.into_values().collect();
    sums.sort_by(|a, b| b.cmp(a));
    sums
}

/// What is done with five minutes between two pieces of work.
fn work_with(number: u8, meanwhile: fn(&mut World, usize) -> usize) -> World {
    let mut world = person(number, MONDAY + 9 * HOUR);
    let mut page = world.open(1);
    for _ in 0..3 {
        click(&mut world, page, "Run");
        let end = world.now.0 + 5 * MINUTE;
        page = meanwhile(&mut world, page);
        world.wait(end - world.now.0);
        click(&mut world, page, "Save");
    }
    world
}

fn by_choice(world: &mut World, stop: FromPage, go: FromPage) -> usize {
    world.page(stop);
    world.wait(4 * MINUTE);
    world.page(go);
    let page = world.open(1);
    world.resume(page);
    world.rest(page);
    page
}

fn thinks(_: &mut World, page: usize) -> usize {
    page
}

fn pauses(world: &mut World, _: usize) -> usize {
    by_choice(world, FromPage::Pause { minutes: 60 }, FromPage::Pause { minutes: 0 })
}

fn switches_off(world: &mut World, _: usize) -> usize {
    by_choice(world, FromPage::Switch { on: false }, FromPage::Switch { on: true })
}

fn deletes(world: &mut World, page: usize) -> usize {
    world.wait(2 * MINUTE);
    click(world, page, "Private matter");
    world.page(FromPage::Held).review.unwrap().parts.into_iter().for_each(|part| {
        let review = world.page(FromPage::Open { part: part.id.clone() }).review.unwrap();
        let lines = review.lines.unwrap().into_iter().zip(review.numbers.unwrap());
        let records: Vec<u64> =
            lines.filter(|(line, _)| line.contains("Private matter")).filter_map(|(_, number)| number).collect();
        if !records.is_empty() {
            world.page(FromPage::DeleteRecords { part: part.id, records });
        }
    });
    page
}

fn works_on(world: &mut World, page: usize) -> usize {
    for _ in 0..58 {
        click(world, page, "Next");
        world.wait(4_000);
    }
    page
}

#[test]
fn nobody_can_be_ranked_by_pauses() {
    let private =
        |record: &Record<String>| u64::from(matches!(record.kind, Kind::Gap { reason: GapReason::Private, .. }));
    let people = [thinks, pauses, switches_off, deletes];
    let people = people.into_iter().zip(1..).map(|(meanwhile, number)| work_with(number, meanwhile));
    let store = opened(people);
    assert_eq!(ranked(&store, private), [3, 3, 3, 3], "who thinks, pauses, switches off and deletes");
    let busy = opened([work_with(1, thinks), work_with(2, works_on)]);
    let found = ranked(&busy, private);
    assert_eq!(found, [3, 0], "the query finds who was never still");
}

#[test]
fn nobody_can_be_ranked_by_hours() {
    let at = |number, hour| {
        let mut world = person(number, MONDAY + hour * HOUR);
        let page = world.open(1);
        click(&mut world, page, "Run");
        click(&mut world, page, "Save");
        world
    };
    // All that a batch says of time: what differs between two people is who they are and what names that.
    let told = |store: Store| -> Vec<String> {
        let told = |(envelope, records): (Envelope, Vec<Record<String>>)| {
            let mut envelope = serde_json::to_value(envelope).unwrap();
            for own in ["pseudonym", "publicKey", "session", "frames"] {
                assert!(envelope.as_object_mut().unwrap().remove(own).is_some(), "{own}");
            }
            let mut records = serde_json::to_value(records).unwrap();
            for record in records.as_array_mut().unwrap() {
                record.as_object_mut().unwrap().remove("image");
            }
            format!("{envelope} {records}")
        };
        store.into_iter().map(told).collect()
    };
    let (night, morning) = (told(opened([at(1, 3)])), told(opened([at(2, 10)])));
    assert_eq!(night, morning, "three in the night, and ten in the morning");
    assert_ne!(night, told(opened([at(1, 27)])), "the date is told");
}

/// Types a line with so many milliseconds between its keys.
fn type_line(world: &mut World, between: u64) {
    let page = world.open(1);
    for key in "let total = 7".chars() {
        let now = world.now;
        world.probes[page].press(now, &key.to_string());
        world.flush(page);
        world.wait(between);
    }
    world.rest(page);
    world.disconnect(page);
}

fn typist(number: u8, between: u64) -> World {
    let mut world = person(number, MONDAY + 9 * HOUR);
    type_line(&mut world, between);
    world
}

#[test]
fn nobody_can_be_ranked_by_speed() {
    // Seconds at the keyboard, of each text.
    let seconds = |record: &Record<String>| match &record.kind {
        Kind::Type { keys, .. } => keys.iter().map(|key| u64::from(key.after)).sum(),
        _ => 0,
    };
    let slow = ranked(&opened([typist(1, 400), typist(2, 100)]), seconds);
    assert!(slow[0] > 3 * slow[1], "the query finds who types slowly: {slow:?}");
    let rhythm = ranked(&opened([typist(1, 110), typist(2, 90)]), seconds);
    assert_eq!(rhythm[0], rhythm[1], "what is closer than 50 ms looks alike");
    // Whose it is can't be told for long: a person has another pseudonym and another key after a week.
    let mut person = typist(1, 400);
    for days in [1, 7] {
        person.wait(days * DAY);
        type_line(&mut person, 400);
    }
    let envelopes: Vec<Envelope> = opened([person]).into_iter().map(|(envelope, _)| envelope).collect();
    assert_eq!(envelopes[0].pseudonym, envelopes[1].pseudonym, "within it the query finds them");
    assert_ne!(envelopes[0].pseudonym, envelopes[2].pseudonym);
    assert_ne!(envelopes[0].public_key, envelopes[2].public_key);
    assert_ne!(envelopes[0].session, envelopes[2].session);
}
