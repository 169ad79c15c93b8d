//! A secret that only its later half gives away: what was recorded before of it goes as well.

use super::leaks::{assert_hidden, assert_there};
use super::story::Story;
use super::world::World;

const CARD: &str = "4929 1234 5678 9015";
const MAIL: &str = "jane.doe42@tidal-quay.org";

/// Long enough that no burst is open and everything is stored.
const PAUSE: u64 = 7_000;

/// Ways in which a secret comes about in two parts. All end with the field as it is, and a word before and after.
type Way = (&'static str, fn(&mut World, usize, &str, &str));

const WAYS: [Way; 7] = [
    ("two bursts", |world, page, first, second| {
        world.write(page, first);
        world.wait(PAUSE);
        world.write(page, second);
    }),
    ("two bursts with minutes between", |world, page, first, second| {
        world.write(page, first);
        world.wait(5 * 60_000);
        world.write(page, second);
    }),
    ("a click between", |world, page, first, second| {
        world.write(page, first);
        world.click(page, "Harbour");
        world.rest(page);
        world.write(page, second);
    }),
    ("a navigation within the page", |world, page, first, second| {
        world.write(page, first);
        world.navigate(page, "https://ide.example/work#2", "Harbour");
        world.write(page, second);
    }),
    ("another field between", |world, page, first, second| {
        world.write(page, first);
        world.focus(page, 2);
        world.write(page, "harbour");
        world.focus(page, 1);
        world.write(page, second);
    }),
    ("the rest pasted", |world, page, first, second| {
        world.write(page, first);
        world.wait(PAUSE);
        world.paste(page, second);
    }),
    ("the rest pasted at once", |world, page, first, second| {
        world.write(page, first);
        world.paste(page, second);
    }),
];

fn controls(world: &World, when: &str) {
    for control in ["lighthouse ", " marker"] {
        assert_there(world, control, when);
    }
}

#[test]
fn what_was_recorded_of_a_secret_goes_when_the_rest_of_it_comes() {
    for secret in [CARD, MAIL] {
        for (way, go) in WAYS {
            for split in [4, secret.len() / 2, secret.len() - 2] {
                let when = format!("{way}, {secret} at {split}");
                let mut world = World::new();
                let page = world.open(1);
                world.write(page, "lighthouse ");
                go(&mut world, page, &secret[..split], &secret[split..]);
                world.write(page, " marker");
                world.wait(PAUSE);
                assert_hidden(&world, secret, 5, &when);
                controls(&world, &when);
                world.deliver();
                assert_hidden(&world, secret, 5, &when);
                controls(&world, &when);
                Story::read(&world);
            }
        }
    }
}
