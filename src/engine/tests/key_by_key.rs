//! Secrets typed key by key: wherever the hands stop, no more than three characters behind what is public can be read.

use super::leaks::{assert_there, leak_of};
use super::world::World;

/// What is public of a secret, the rest of it, and what ends it.
const FAMILIES: [(&str, &str, &str); 21] = [
    ("AKIA", "IOSFODNN7QZ4MPLE", "\n"),
    ("ghp_", "16C7e42F292c6912E7710c838347Ae178B4a", "\n"),
    ("glpat-", "XyZ12_34-567890abcdef", "\n"),
    ("sk_live_", "4eC39HqLyjWDarjtT1zdp7dc", "\n"),
    ("sk-ant-", "api03-AbCd1234efGH5678ijKL", "\n"),
    ("github_pat_", "11BQ3ZK7Y0r8WvTnXc5LmJ_q2FhGsD9aEuPoIiKjMnBbVvCcXxZzLlKkJjHhGgFfDdSsAaQqWwEeRrTtYy7", "\n"),
    ("xoxb-", "2718281828459-3141592653589-tYq7RkV2mXz9LpWc4Nb8HsDf", "\n"),
    ("shpat_", "5c8e1f7a3b9d2046e8c1a7f35d9b0e24", "\n"),
    ("AIza", "SyB7k-Qm2Xv9_TzRw4LpYc8Nf3JhGd6sKeU", "\n"),
    ("npm_", "t7RqKm2XvZ9LpWc4Nb8HsDfYg3JkUe6aTiQo", "\n"),
    ("hf_", "QmRtXvZkLpWcNbHsDfYgJkUeTiQoAsEdRf", "\n"),
    ("SG.", "q7RtKm2XvZ9LpWc4Nb8HsD.fYg3JkUe6aTiQoAsEdRfTgYhUjIkOlPzXcVbNmQwErT", "\n"),
    ("ya29.", "a0AfB_byC7kQm2Xv9TzRw4LpYc8Nf3JhGd6sKeUtViWoXpZ", "\n"),
    ("dop_v1_", "9a7c3e5b1d8f2a6c4e0b7d9f3a5c1e8b", "\n"),
    ("eyJ", "hbGciOiJIUzI1NiJ9.eyJzdWIiOiI0MiJ9.dozjgNryP4J3jVmN", "\n"),
    ("-----BEGIN PRIVATE KEY-----", "\nMIIEvQIBADANBgkq\nhkiG9w0BAQEFAASC", "\n-----END PRIVATE KEY-----\n"),
    ("password=", "Vk7qRm2xTz", "\n"),
    ("export API_TOKEN=", "Vk7qRm2xTz9bWn4c", "\n"),
    ("Authorization: Bearer ", "Vk7qRm2xTz9bWn4cLp", "\n"),
    ("mysql --password ", "Vk7qRm2xTz", "\n"),
    ("postgres://dbuser:", "Vk7qRm2xTz", "@db.quay.org/tide\n"),
];

type Stop = fn(&mut World, usize);

const AT_WORK: Stop = |_, _| {};
const AT_REST: Stop = |world, _| world.wait(1_500);
const PAUSE: Stop = |world, _| world.wait(7_000);
const LEFT: Stop = |world, page| {
    world.focus(page, 2);
    world.wait(1_000);
};

/// How far into a secret somebody stops, at most: behind that, more of the same comes.
const FAR: usize = 24;

/// Types each secret up to each of its first keys, or to one in `step`, and stops; then the browser is killed, and what it
/// left is sent.
fn stop_everywhere(stop: Stop, step: usize) {
    let mut leaks = Vec::new();
    for (public, secret, _) in FAMILIES {
        let typed = format!("lighthouse {public}{secret}");
        let first = typed.len() - secret.len();
        for keys in (first + 1..=typed.len().min(first + FAR)).step_by(step) {
            let when = format!("after {:?}", &typed[..keys]);
            let mut world = World::new();
            let page = world.open(1);
            world.write(page, &typed[..keys]);
            stop(&mut world, page);
            leaks.extend(leak_of(&world, secret, 4).map(|leak| format!("{when}: {leak}")));
            world.kill_browser();
            world.deliver();
            leaks.extend(leak_of(&world, secret, 4).map(|leak| format!("sent, {when}: {leak}")));
            assert_there(&world, "lighthouse ", &when);
        }
    }
    assert!(leaks.is_empty(), "{}", leaks.join("\n"));
}

#[test]
fn a_browser_killed_while_a_secret_is_typed_leaves_no_more_than_three_characters_of_it() {
    stop_everywhere(AT_WORK, 1);
}

#[test]
fn nor_does_one_killed_while_the_hands_rest() {
    stop_everywhere(AT_REST, 3);
}

#[test]
fn nor_one_killed_after_a_pause() {
    stop_everywhere(PAUSE, 3);
}

#[test]
fn nor_one_killed_when_the_field_was_left() {
    stop_everywhere(LEFT, 3);
}

#[test]
fn whoever_goes_on_after_a_stop_leaves_nothing_but_what_stands_around() {
    for (public, secret, end) in FAMILIES {
        for (number, stop) in [AT_WORK, AT_REST, PAUSE, LEFT].into_iter().enumerate() {
            for half in [2, secret.len() / 2] {
                let when = format!("stop {number} after {public}{}", &secret[..half]);
                let mut world = World::new();
                let page = world.open(1);
                world.write(page, "lighthouse ");
                world.write(page, public);
                world.write(page, &secret[..half]);
                stop(&mut world, page);
                world.focus(page, 1);
                world.write(page, &secret[half..]);
                world.write(page, end);
                world.write(page, " marker");
                world.wait(7_000);
                assert_eq!(leak_of(&world, secret, 4), None, "{when}");
                world.deliver();
                assert_eq!(leak_of(&world, secret, 4), None, "{when}");
                assert_there(&world, "lighthouse ", &when);
                assert_there(&world, "marker", &when);
            }
        }
    }
}

#[test]
fn words_that_begin_like_nothing_are_stored_wherever_the_hands_stop() {
    for text in ["tidal snake_case_name", "port 8080 at http://localhost:8080", "let token = response", "v1.2.3-beta"] {
        for stop in [AT_REST, PAUSE, LEFT] {
            let mut world = World::new();
            let page = world.open(1);
            world.write(page, text);
            stop(&mut world, page);
            world.kill_browser();
            world.deliver();
            assert_there(&world, text, "harmless");
        }
    }
}
