//! However a text is split into bursts, no more of it is left than when it is scrubbed as a whole.

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::leaks::{assert_there, leak_of};
use super::world::World;

/// What is nowhere to be found once it is whole, not three characters of it.
const SECRETS: [&str; 5] = [
    "4929 1234 5678 9015",
    "jane.doe42@tidal-quay.org",
    "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
    "AKIAIOSFODNN7QZ4MPLE",
    "postgres://dbuser:Vk7qRm2xTz@db.tidal-quay.org/x",
];

/// What comes between two bursts.
#[derive(Clone, Copy, Debug)]
enum Between {
    Pause,
    Minutes,
    Click,
    Navigation,
    OtherField,
    /// The next piece is pasted.
    Paste,
    /// A wrong character, a pause, and back.
    Mistake,
}

fn between() -> impl Strategy<Value = Between> {
    use Between::{Click, Minutes, Mistake, Navigation, OtherField, Paste, Pause};
    prop::sample::select(&[Pause, Minutes, Click, Navigation, OtherField, Paste, Mistake][..])
}

fn stop(world: &mut World, page: usize, between: Between) {
    match between {
        Between::Pause => world.wait(7_000),
        Between::Minutes => world.wait(180_000),
        Between::Click => world.click(page, "Harbour"),
        Between::Navigation => world.navigate(page, "https://ide.example/work#2", "Harbour"),
        Between::OtherField => {
            world.focus(page, 2);
            world.write(page, "harbour");
            world.focus(page, 1);
        }
        Between::Paste => {}
        Between::Mistake => {
            world.write(page, "~");
            world.wait(7_000);
            world.press(page, "Backspace");
        }
    }
}

#[test]
fn a_text_typed_apart_leaves_no_more_than_the_whole() {
    let config = Config { cases: 48, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let cuts = prop::collection::vec((any::<prop::sample::Index>(), between()), 1..4);
    runner
        .run(&(prop::sample::select(&SECRETS[..]), cuts), |(secret, cuts)| {
            let mut cuts: Vec<_> =
                cuts.into_iter().map(|(at, between)| (1 + at.index(secret.len() - 1), between)).collect();
            cuts.sort_by_key(|(at, _)| *at);
            let mut world = World::new();
            let page = world.open(1);
            world.write(page, "lighthouse ");
            let (mut done, mut pasted) = (0, false);
            for (at, between) in cuts.iter().copied().chain([(secret.len(), Between::Pause)]) {
                let write = if pasted { World::paste } else { World::write };
                write(&mut world, page, &secret[done..at]);
                (done, pasted) = (at, matches!(between, Between::Paste));
                stop(&mut world, page, between);
            }
            world.write(page, " marker");
            world.wait(7_000);
            for when in ["held", "sent"] {
                // The scheme of an address and the prefix of a key are public.
                let public = secret.find("Vk7").or_else(|| secret.find('_').map(|at| at + 1)).unwrap_or(0);
                let private = secret[public..].split("@db").next().unwrap_or_default();
                prop_assert_eq!(leak_of(&world, private, 3), None, "{}: {} {:?}", when, secret, cuts);
                assert_there(&world, "lighthouse ", when);
                assert_there(&world, " marker", when);
                world.deliver();
            }
            Ok(())
        })
        .unwrap();
}
