//! Nothing raw leaves the engine's memory: not to the store, not to the server.

use std::time::Duration;

use super::ingest::SECRET;
use super::story::Story;
use super::world::World;
use crate::batch::open_body;
use crate::engine::{Effect, Input};
use crate::envelope::decode;
use crate::vault::Vault;

const CANARY: &str = "ghp_16C7e42F292c6912E7710c838347Ae178B4a";
const CONTROL: &str = "lighthouse";

/// Everything that is in the store, decrypted with the keys that are there.
fn stored(world: &World) -> Vec<String> {
    let vault = Vault::new(world.keys.keys().cloned().collect(), world.keys.clone().into_iter().collect());
    world
        .store
        .iter()
        .map(|(place, value)| {
            let plain = world.keys.keys().find_map(|name| vault.open(name, place, value).ok());
            format!("{place} {}", String::from_utf8_lossy(&plain.expect("some key opens it")))
        })
        .collect()
}

#[test]
fn no_secret_is_in_the_store_or_on_the_wire() {
    let mut world = World::new();
    let page = world.open(1);
    world.navigate(page, &format!("https://ide.example/{CONTROL}?token={CANARY}"), &format!("{CONTROL} {CANARY}"));
    world.rest(page);
    world.click(page, &format!("{CONTROL} {CANARY}"));
    world.rest(page);
    world.write(page, &format!("{CONTROL} "));
    for (index, key) in CANARY.chars().enumerate() {
        if index % 7 == 3 {
            world.press(page, "x");
            world.press(page, "Backspace");
        }
        world.press(page, &key.to_string());
    }
    let mut seen = stored(&world);
    world.write(page, " and on");
    world.rest(page);
    world.wait(6_000);
    seen.extend(stored(&world));
    world.deliver();
    seen.extend(stored(&world));
    for (bytes, _) in world.ingest.batches.values() {
        let batch = decode(bytes).unwrap();
        seen.push(String::from_utf8(open_body(&batch, Some(&SECRET), 1 << 24).unwrap()).unwrap());
        seen.push(String::from_utf8_lossy(batch.envelope_bytes).into_owned());
    }
    let all = seen.join("\n");
    // Long enough that none of it is there by chance.
    for part in [CANARY, &CANARY[4..16], &CANARY[20..32], &CANARY[28..]] {
        assert!(!all.contains(part), "{part}");
    }
    let rows = |kind: &str| seen.iter().any(|text| text.starts_with(kind) && text.contains(CONTROL));
    assert!(rows("row/") && rows("open/"), "positive control: the store was read");
    let story = Story::read(&world);
    assert!(story.typed("editor").starts_with(CONTROL) && story.typed("editor").contains("⟦"));
    assert!(story.clicks()[0].contains(CONTROL) && story.clicks()[0].contains("⟦"));
}

#[test]
fn what_is_in_the_store_can_not_be_read_without_its_keys() {
    let mut world = World::new();
    let page = world.open(1);
    world.click(page, CONTROL);
    world.rest(page);
    assert!(stored(&world).join("\n").contains(CONTROL), "positive control");
    let finds = |bytes: &[u8]| bytes.windows(CONTROL.len()).any(|window| window == CONTROL.as_bytes());
    assert!(!world.store.values().any(|value| finds(value)));
}

#[test]
fn no_effect_shows_content_when_it_is_printed() {
    let mut world = World::new();
    world.by_hand = true;
    let page = world.open(1);
    world.probes[page].click(world.now, CONTROL);
    let message = world.probes[page].flush().unwrap();
    let (now, port) = (world.now, world.probes[page].port.unwrap());
    let engine = world.engine.as_mut().unwrap();
    let mut effects: Vec<Effect> = engine.handle(now, Duration::ZERO, Input::Probe { port, message });
    effects.extend(engine.handle(crate::time::WallMillis(now.0 + 10_000), Duration::ZERO, Input::Tick));
    let printed = format!("{effects:?} {engine:?}");
    assert!(printed.contains("Commit"), "positive control: {printed}");
    assert!(!printed.contains(CONTROL));
}
