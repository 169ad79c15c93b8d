//! Terminals that only tell their keys, and workers that end while one is asked for a password.

use super::story::Story;
use super::world::World;
use crate::record::Editable;

/// What is done at a terminal: keys, or what becomes of whoever listens.
enum Step {
    Keys(&'static str),
    /// The worker ends, as it does when nobody has needed it for half a minute.
    Stop,
    /// The port drops, and nothing else.
    Drop,
}

use Step::{Drop, Keys, Stop};

/// The world, with a terminal in it that is in use.
fn terminal() -> (World, usize) {
    let mut world = World::new();
    let page = world.open(1);
    world.probes[page].editable = Editable::Terminal;
    world.disconnect(page);
    world.connect(page);
    world.click(page, "Terminal");
    world.rest(page);
    (world, page)
}

/// What is recorded as typed.
fn typed(steps: &[Step], rest: u64) -> String {
    let (mut world, page) = terminal();
    for step in steps {
        match step {
            Keys(text) => world.write(page, text),
            Stop => world.crash(0),
            Drop => {
                world.disconnect(page);
                world.connect(page);
            }
        }
        world.wait(rest);
    }
    world.wait(7_000);
    world.deliver();
    Story::read(&world).typed("editor")
}

#[test]
fn what_answers_sudo_is_dropped_by_whoever_goes_on() {
    for rest in [1_000, 40_000] {
        for steps in [
            &[Keys("sudo ls\n"), Keys("driftwood\n"), Keys("pwd\n")][..],
            &[Keys("sudo ls\n"), Stop, Keys("driftwood\n"), Keys("pwd\n")],
            &[Keys("sudo ls\n"), Drop, Keys("driftwood\n"), Keys("pwd\n")],
            &[Keys("sudo ls\n"), Keys("drift"), Stop, Keys("wood\n"), Keys("pwd\n")],
            &[Keys("sudo ls\n"), Stop, Stop, Keys("driftwood\n"), Keys("pwd\n")],
        ] {
            let typed = typed(steps, rest);
            assert!(typed.starts_with("sudo ls") && typed.contains("⟦password⟧"), "{rest}: {typed}");
            assert!(!typed.contains("wood") && !typed.contains("drift") && typed.ends_with("pwd"), "{rest}: {typed}");
        }
    }
}

/// Whoever goes on does not know how a line began: the rest of it is dropped, and what may answer it.
#[test]
fn of_a_line_whose_beginning_is_stored_the_rest_is_dropped() {
    for (steps, left) in [
        (&[Keys("sudo "), Stop, Keys("ls\n"), Keys("driftwood\n"), Keys("pwd\n")][..], "sudo "),
        (
            &[Keys("export DB_PASSWORD="), Stop, Keys("driftwood7\n"), Keys("ls\n"), Keys("pwd\n")],
            "export DB_PASSWORD=",
        ),
        (
            &[Keys("export DB_PASSWORD="), Drop, Keys("driftwood7\n"), Keys("ls\n"), Keys("pwd\n")],
            "export DB_PASSWORD=",
        ),
    ] {
        let typed = typed(steps, 40_000);
        assert!(typed.starts_with(left) && typed.ends_with("pwd") && !typed.contains("driftwood"), "{typed}");
    }
}

#[test]
fn a_terminal_that_asked_for_nothing_goes_on_as_it_was() {
    let typed = typed(&[Keys("ls\n"), Stop, Keys("git status\n"), Drop, Keys("pwd\n")], 40_000);
    assert!(["ls", "git status", "pwd"].iter().all(|line| typed.contains(line)), "{typed}");
    assert!(!typed.contains('⟦'), "{typed}");
}
