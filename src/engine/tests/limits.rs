//! One's own limits count at once, everywhere, and only ever take away.

use super::asked::{click, reason};
use super::story::Story;
use super::world::{PAGE, World, policy};
use crate::limits::{Hours, Limits, Zone};
use crate::message::{FromPage, Reason, Status};
use crate::policy::Region;

const MINUTE: u64 = 60_000;

fn set(world: &mut World, limits: Limits) -> Status {
    world.page(FromPage::SetLimits { limits })
}

#[test]
fn a_longer_hold_and_sending_by_hand_keep_everything_here() {
    let mut world = World::new();
    let page = world.open(1);
    set(&mut world, Limits { hold_minutes: 60, ..Limits::default() });
    click(&mut world, page, "Held");
    world.wait(55 * MINUTE);
    assert_eq!(world.ingest.asked.len(), 0);
    let leaves = |world: &mut World| world.page(FromPage::Held).review.unwrap().parts[0].leaves_in;
    assert!(leaves(&mut world).is_some_and(|millis| (1..=5 * MINUTE).contains(&millis)));
    set(&mut world, Limits { by_hand: true, ..Limits::default() });
    assert_eq!(leaves(&mut world), None);
    world.wait(60 * 24 * 60 * MINUTE);
    assert_eq!(world.ingest.asked.len(), 0);
    // Limits outlive the engine.
    world.crash(0);
    world.wait(24 * 60 * MINUTE);
    assert_eq!(world.ingest.asked.len(), 0);
    world.page(FromPage::SendNow);
    world.wait(5 * MINUTE);
    assert_eq!(Story::read(&world).clicks(), ["Held"]);
}

#[test]
fn a_hold_that_is_shorter_than_the_policys_changes_nothing() {
    let mut world = World::new();
    let page = world.open(1);
    set(&mut world, Limits { hold_minutes: 1, ..Limits::default() });
    click(&mut world, page, "Held");
    world.wait(9 * MINUTE);
    assert_eq!(world.ingest.asked.len(), 0);
    world.deliver();
    assert_eq!(Story::read(&world).clicks(), ["Held"], "positive control");
}

#[test]
fn outside_the_hours_nothing_is_recorded_and_what_is_held_is_still_sent() {
    let mut world = World::new();
    let page = world.open(1);
    click(&mut world, page, "Within");
    // The hours end in five minutes; the machine is an hour ahead of UTC.
    world.zone = Zone { offset: 60, regions: Vec::new() };
    let zone = world.zone.clone();
    world.feed(crate::engine::Input::Zone(zone));
    let minute = (world.now.0 / MINUTE + 60) % 1440;
    let until = ((minute + 5) % 1440).max(1) as u32;
    let hours = Hours { from: (until + 1430) % 1440, until, days: (0..7).collect() };
    set(&mut world, Limits { hours: Some(hours), ..Limits::default() });
    assert_eq!(reason(&mut world), None, "positive control");
    click(&mut world, page, "Still within");
    world.wait(5 * MINUTE);
    assert_eq!(reason(&mut world), Some(Reason::OutsideHours));
    click(&mut world, page, "Outside");
    world.deliver();
    assert_eq!(Story::read(&world).clicks(), ["Within", "Still within"]);
    // They begin again the next day, without anybody's doing anything.
    world.wait(24 * 60 * MINUTE - 30 * MINUTE);
    assert!(
        world.log.iter().rev().take(20).any(|effect| effect.starts_with("Register(Some")),
        "{:?}",
        world.log.last()
    );
}

/// The first input after the end may be somebody's click.
#[test]
fn a_click_after_the_hours_is_not_recorded_though_nothing_woke_the_engine() {
    let mut world = World::new();
    let page = world.open(1);
    let minute = (world.now.0 / MINUTE) % 1440;
    let until = ((minute + 5) % 1440).max(1) as u32;
    let hours = Hours { from: (until + 1430) % 1440, until, days: (0..7).collect() };
    set(&mut world, Limits { hours: Some(hours), ..Limits::default() });
    click(&mut world, page, "Within");
    world.now = crate::time::WallMillis(world.now.0 + 6 * MINUTE);
    world.click(page, "Outside");
    world.wait(MINUTE);
    set(&mut world, Limits::default());
    world.deliver();
    assert_eq!(Story::read(&world).clicks(), ["Within"]);
}

#[test]
fn keys_pictures_and_sites_can_be_left_out() {
    let mut world = World::new();
    let page = world.open(1);
    click(&mut world, page, "Whole");
    world.focus(page, 1);
    world.write(page, "open words");
    world.rest(page);
    let pictures = world.pictures;
    assert!(pictures > 0, "positive control");
    set(&mut world, Limits { no_frames: true, no_keys: true, ..Limits::default() });
    world.focus(page, 1);
    world.write(page, "private words");
    click(&mut world, page, "Bare");
    assert_eq!(world.pictures, pictures);
    set(&mut world, Limits { sites: vec!["ide.example".to_owned()], ..Limits::default() });
    assert_eq!(reason(&mut world), Some(Reason::LeftOut));
    click(&mut world, page, "Left out");
    set(&mut world, Limits::default());
    world.deliver();
    let opened = world.ingest.opened();
    let says = |text: &str| opened.iter().flat_map(|(_, lines)| lines).any(|line| line.contains(text));
    assert!(says("Whole") && says("open words") && says("Bare"), "positive control");
    assert!(!says("private words") && !says("Left out"));
}

#[test]
fn who_is_in_an_exempt_place_is_not_recorded_and_sends_nothing() {
    let country = |code: &str| Region::parse(code).unwrap();
    for (limits, zone, expected) in [
        (Limits { exempt: true, ..Limits::default() }, vec![], Some(Reason::ExemptPlace)),
        (Limits::default(), vec![country("DE"), country("NO")], Some(Reason::ExemptZone)),
        (Limits::default(), vec![country("JP")], None),
        (Limits::default(), vec![country("US"), country("CA")], None),
        (Limits::default(), vec![], None),
    ] {
        let mut world = World::new();
        let page = world.open(1);
        click(&mut world, page, "Before");
        world.zone = Zone { offset: 0, regions: zone.clone() };
        let moved = world.zone.clone();
        world.feed(crate::engine::Input::Zone(moved));
        set(&mut world, limits.clone());
        assert_eq!(reason(&mut world), expected, "{zone:?}");
        click(&mut world, page, "After");
        // Also in the next life.
        world.crash(0);
        assert_eq!(reason(&mut world), expected, "{zone:?}");
        world.deliver();
        match expected {
            Some(_) => assert_eq!(world.ingest.asked.len(), 0),
            None => assert_eq!(Story::read(&world).clicks(), ["Before", "After"]),
        }
    }
}

/// A time zone of the policy's own region contradicts nothing, also where that region is not exempt.
#[test]
fn a_zone_that_the_policys_region_has_too_is_no_contradiction() {
    let mut from_brazil = policy();
    from_brazil["region"] = "BR".into();
    from_brazil["exemptRegions"] = serde_json::json!(["GF"]);
    let mut world = World::unasked(from_brazil);
    world.page(FromPage::Consent { accept: true, policy: None });
    world.open(1);
    for (zone, expected) in [(vec!["BR", "GF"], None), (vec!["GF"], Some(Reason::ExemptZone))] {
        let regions = zone.into_iter().filter_map(Region::parse).collect();
        world.feed(crate::engine::Input::Zone(Zone { offset: -180, regions }));
        assert_eq!(reason(&mut world), expected);
    }
}

/// What a person wants less of is nobody's business.
#[test]
fn nothing_of_ones_limits_leaves_the_machine() {
    let sent = |limits: Limits| {
        let mut world = World::new();
        set(&mut world, limits);
        let page = world.open(1);
        click(&mut world, page, "Same");
        world.page(FromPage::SendNow);
        world.deliver();
        assert_eq!(Story::read(&world).clicks(), ["Same"], "positive control");
        world
            .ingest
            .opened()
            .into_iter()
            .map(|(envelope, lines)| (envelope.consent, envelope.policy, lines.len()))
            .collect::<Vec<_>>()
    };
    let limits = Limits {
        hold_minutes: 30,
        by_hand: true,
        hours: Some(Hours { from: 0, until: 1440, days: (0..7).collect() }),
        sites: vec!["elsewhere.example".to_owned()],
        ..Limits::default()
    };
    assert!(PAGE.contains("ide.example"));
    assert_eq!(sent(limits), sent(Limits::default()));
}

/// The core may not be up when the hours end, nor before they begin again: pages keep what is done meanwhile.
#[test]
fn what_was_done_outside_of_the_hours_is_not_recorded_when_it_is_heard_of_within_them() {
    let mut world = World::new();
    let minute = u32::try_from(world.now.0 / 60_000 % 1_440).unwrap();
    let hours = Hours { from: minute, until: minute + 60, days: (0..7).collect() };
    world.page(FromPage::SetLimits { limits: Limits { hours: Some(hours), ..Limits::default() } });
    let page = world.open(1);
    world.click(page, "Before");
    world.rest(page);
    world.probes[page].port = None;
    world.engine = None;
    world.now = crate::time::WallMillis(world.now.0 + 3 * 60 * 60_000);
    let now = world.now;
    world.probes[page].click(now, "Outside");
    world.now = crate::time::WallMillis(world.now.0 + 21 * 60 * 60_000);
    world.boot(false);
    world.connect(page);
    world.click(page, "After");
    world.rest(page);
    world.deliver();
    assert_eq!(Story::read(&world).clicks(), ["Before", "After"]);
}
