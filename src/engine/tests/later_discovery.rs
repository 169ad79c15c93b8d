//! A secret that only its later half gives away: what was recorded before of it goes as well.

use std::ops::RangeInclusive;

use super::leaks::{assert_hidden, assert_there};
use super::story::Story;
use super::world::{Job, World};
use crate::engine::Input;

const CARD: &str = "4929 1234 5678 9015";
const MAIL: &str = "jane.doe42@tidal-quay.org";
const ACCOUNT: &str = "DE89 3704 0044 0532 0130 00";

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
    for secret in [CARD, MAIL, ACCOUNT] {
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

#[test]
fn what_fields_side_by_side_hold_between_them_goes_from_each() {
    let rows: [(&str, &[&str]); 5] = [
        ("the four boxes of a card", &["4929", "1234", "5678", "9015"]),
        ("the six boxes of a code", &["7", "3", "0", "9", "2", "8"]),
        ("the groups of an account", &["DE89", "3704", "0044", "0532", "0130", "00"]),
        ("a key in two halves", &["ghp_16C7", "e42F292c6912E7710c838347Ae178B4a"]),
        ("an address in two", &["jane.doe42@tidal", "-quay.org"]),
    ];
    for (what, row) in rows {
        for pause in [300, PAUSE] {
            let mut world = World::new();
            let page = world.open(1);
            world.write(page, "lighthouse ");
            for (part, field) in row.iter().zip(2..) {
                world.focus(page, field);
                world.write(page, part);
                world.wait(pause);
            }
            world.focus(page, 1);
            world.write(page, " marker");
            world.wait(PAUSE);
            for part in row {
                world.assert_no_line_holds(part, what);
            }
            controls(&world, what);
            world.deliver();
            for part in row {
                world.assert_no_line_holds(part, what);
            }
            controls(&world, what);
            Story::read(&world);
        }
    }
}

#[test]
fn lines_of_a_form_that_have_nothing_to_do_with_each_other_stay() {
    let mut world = World::new();
    let page = world.open(1);
    let lines = ["harbour", "12", "low water", "10115", "tide 7"];
    for (line, field) in lines.iter().zip(2..) {
        world.focus(page, field);
        world.write(page, line);
    }
    world.focus(page, 1);
    world.wait(PAUSE);
    world.deliver();
    let story = Story::read(&world);
    for (line, field) in lines.iter().zip(2..) {
        assert_eq!(story.typed(&format!("line {field}")), *line);
    }
}

#[test]
fn a_word_beside_a_whole_address_stays() {
    for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2], [0, 2, 1]] {
        let mut world = World::new();
        let page = world.open(1);
        let lines = ["harbour", "jane.doe42@tidal-quay.org", "Soup"];
        for (at, field) in order.into_iter().zip(2..) {
            world.focus(page, field);
            world.write(page, lines[at]);
        }
        world.focus(page, 1);
        world.wait(PAUSE);
        world.assert_no_line_holds("tidal", "an address between words");
        world.deliver();
        let story = Story::read(&world);
        for (at, field) in order.into_iter().zip(2..) {
            let typed = story.typed(&format!("line {field}"));
            if at == 1 {
                assert!(typed.starts_with("⟦email:") && typed.ends_with('⟧'), "{typed}");
            } else {
                assert_eq!(typed, lines[at]);
            }
        }
    }
}

#[test]
fn what_was_typed_before_the_worker_was_stopped_goes_as_well() {
    for secret in [CARD, MAIL] {
        for split in [8, secret.len() - 2] {
            for finish in [World::write, World::paste] {
                let when = format!("{secret} at {split}");
                let mut world = World::new();
                let page = world.open(1);
                world.write(page, "lighthouse ");
                world.write(page, &secret[..split]);
                world.wait(PAUSE);
                world.crash(0);
                world.wait(60_000);
                finish(&mut world, page, &secret[split..]);
                world.write(page, " marker");
                world.wait(PAUSE);
                assert_hidden(&world, secret, 8, &when);
                controls(&world, &when);
                world.deliver();
                assert_hidden(&world, secret, 8, &when);
                controls(&world, &when);
                Story::read(&world);
            }
        }
    }
}

#[test]
fn a_secret_that_is_corrected_into_one_goes() {
    let mut world = World::new();
    let page = world.open(1);
    world.write(page, "lighthouse 4929 1234 5678 9012");
    world.wait(PAUSE);
    assert_there(&world, "4929 1234", "no card: positive control");
    world.press(page, "Backspace");
    world.write(page, "5 marker");
    world.wait(PAUSE);
    assert_hidden(&world, CARD, 5, "corrected");
    controls(&world, "corrected");
    world.deliver();
    assert_hidden(&world, CARD, 5, "corrected");
}

#[test]
fn pictures_of_a_part_go_and_those_from_before_stay() {
    let mut world = World::new();
    let page = world.open(1);
    world.click(page, "Before");
    world.rest(page);
    world.write(page, "lighthouse ");
    world.wait(PAUSE);
    world.rest(page);
    world.wait(2 * 60_000);
    let innocent = 1..=world.pictures;
    world.write(page, &CARD[..12]);
    world.wait(PAUSE);
    world.rest(page);
    world.click(page, "Between");
    world.rest(page);
    let guilty = innocent.end() + 1..=world.pictures;
    let held =
        |world: &World, pictures: &RangeInclusive<u32>| pictures.clone().filter(|n| world.holds_picture(*n)).count();
    let before = (held(&world, &innocent), held(&world, &guilty));
    assert!(before.0 >= 2 && before.1 >= 2, "positive control: {before:?}");
    world.write(page, &CARD[12..]);
    world.wait(PAUSE);
    world.rest(page);
    world.click(page, "After");
    world.rest(page);
    assert_eq!((held(&world, &innocent), held(&world, &guilty)), (before.0, 0));
    world.deliver();
    let story = Story::read(&world);
    assert_eq!(story.clicks(), ["Before", "Between", "After"]);
    assert!(story.frames() > before.0, "those from before and those after it: {}", story.frames());
}

#[test]
fn what_needs_no_rewriting_is_not_rewritten() {
    let mut world = World::new();
    let page = world.open(1);
    world.write(page, &format!("lighthouse {MAIL}"));
    world.wait(PAUSE);
    let buckets = world.buckets();
    world.write(page, ", and more of it");
    world.wait(PAUSE);
    world.click(page, "Harbour");
    world.write(page, " and more");
    world.wait(PAUSE);
    assert!(buckets.iter().all(|bucket| world.keys.contains_key(bucket)), "the same keys as before");
}

/// Work to do by hand until the discovery has gone through, one job at a time.
fn half_way(jobs: usize) -> World {
    let mut world = World::new();
    let page = world.open(1);
    world.focus(page, 2);
    world.write(page, "harbour");
    world.focus(page, 1);
    world.write(page, &CARD[..12]);
    world.wait(PAUSE);
    world.rest(page);
    assert_there(&world, &CARD[..12], "positive control");
    world.by_hand = true;
    world.write(page, &CARD[12..]);
    for _ in 0..jobs {
        match world.jobs.is_empty() {
            true => world.wait(400),
            false => world.work(0),
        }
    }
    world
}

#[test]
fn whatever_dies_while_records_are_written_anew_no_part_is_sent() {
    let mut under_way = 0;
    for jobs in 0..12 {
        for (ends, end) in [
            ("the worker", (|world| world.crash(0)) as fn(&mut World)),
            ("the worker, with a job half done", |world| world.crash(1)),
            ("the browser", World::kill_browser),
            ("nothing, but commits fail", |world| world.failing_commits = 3),
            ("nothing, but loads come to nothing", |world| {
                let job = world.jobs.pop_front();
                match job {
                    Some(Job::Load { token, .. }) => {
                        world.feed(Input::Loaded { token, entries: Vec::new(), keys: Vec::new() });
                    }
                    job => world.jobs.extend(job),
                }
            }),
        ] {
            let when = format!("{ends} dies after {jobs} jobs");
            let mut world = half_way(jobs);
            under_way += u32::from(!world.engine.as_ref().unwrap().state.rewrites.is_empty());
            end(&mut world);
            world.by_hand = false;
            while !world.jobs.is_empty() {
                world.work(0);
            }
            world.deliver();
            let came_together = Story::read(&world).records().any(|record| format!("{record:?}").contains('⟦'));
            if came_together {
                assert_hidden(&world, CARD, 6, &when);
            }
            assert!(came_together || ends == "the browser", "{when}");
            assert_there(&world, "harbour", &when);
        }
    }
    assert!(under_way >= 20, "it died while there was something to be done: {under_way}");
}

#[test]
fn what_was_typed_in_a_field_goes_when_the_field_is_masked() {
    type Between = (&'static str, fn(&mut World, usize));
    let between: [Between; 4] = [
        ("at once", |_, _| {}),
        ("after a pause", |world, _| world.wait(PAUSE)),
        ("after minutes", |world, _| world.wait(5 * 60_000)),
        ("after the worker was stopped", |world, page| {
            world.wait(PAUSE);
            world.boot(false);
            world.connect(page);
        }),
    ];
    for (when, wait) in between {
        let mut world = World::new();
        let page = world.open(1);
        world.write(page, "lighthouse ");
        world.focus(page, 2);
        world.write(page, "petrel over the reef");
        wait(&mut world, page);
        world.mask(page, 2);
        world.focus(page, 1);
        world.write(page, " marker");
        world.wait(PAUSE);
        assert_hidden(&world, "petrel over the reef", 5, when);
        controls(&world, when);
        world.deliver();
        assert_hidden(&world, "petrel over the reef", 5, when);
        controls(&world, when);
        Story::read(&world);
    }
}

/// Its description comes back with the probe: it does not say that the field was open before.
#[test]
fn what_was_typed_in_a_field_goes_when_the_worker_ends_before_it_is_stored_that_it_is_masked() {
    for jobs in 0..4 {
        let mut world = World::new();
        let page = world.open(1);
        world.write(page, "lighthouse ");
        world.focus(page, 2);
        world.write(page, "petrel over the reef");
        world.focus(page, 1);
        world.wait(PAUSE);
        assert_there(&world, "petrel over the reef", "positive control");
        world.by_hand = true;
        world.mask(page, 2);
        world.wait(100);
        for _ in 0..jobs {
            world.wait(100);
            world.work(0);
        }
        world.crash(0);
        world.by_hand = false;
        while !world.jobs.is_empty() {
            world.work(0);
        }
        world.write(page, " marker");
        world.wait(PAUSE);
        world.deliver();
        assert_hidden(&world, "petrel over the reef", 5, &format!("after {jobs} jobs"));
        controls(&world, "masked");
    }
}

/// The field's text becomes another without a key that wrote it.
fn become_text(world: &mut World, page: usize, text: &str) {
    let now = world.now;
    world.probes[page].tell(now);
    text.clone_into(&mut world.probes[page].text);
    world.rest(page);
}

#[test]
fn what_was_undone_and_done_again_is_still_known_to_be_in_its_record() {
    for secret in [CARD, MAIL] {
        let half = secret.len() - 4;
        let mut world = World::new();
        let page = world.open(1);
        world.write(page, "lighthouse ");
        world.write(page, &secret[..half]);
        world.wait(PAUSE);
        become_text(&mut world, page, "lighthouse ");
        become_text(&mut world, page, &format!("lighthouse {}", &secret[..half]));
        world.write(page, &secret[half..]);
        world.write(page, " marker");
        world.wait(PAUSE);
        world.deliver();
        controls(&world, "undone and done again");
        assert_hidden(&world, secret, 8, "undone and done again");
    }
}

#[test]
fn what_was_cut_and_pasted_back_is_still_known_to_be_in_its_record() {
    for secret in [CARD, MAIL, "jane.doe@tidal-quay.org"] {
        let half = secret.len() - 4;
        let mut world = World::new();
        let page = world.open(1);
        world.write(page, "lighthouse ");
        world.write(page, &secret[..half]);
        world.wait(PAUSE);
        become_text(&mut world, page, "lighthouse ");
        world.paste(page, &secret[..half]);
        world.write(page, &secret[half..]);
        world.write(page, " marker");
        world.wait(PAUSE);
        world.deliver();
        controls(&world, "cut and pasted back");
        assert_hidden(&world, secret, 8, "cut and pasted back");
    }
}

#[test]
fn what_was_begun_and_is_written_anew_from_its_start_goes_where_it_was_begun() {
    for secret in [CARD, MAIL] {
        let half = secret.len() - 4;
        let mut world = World::new();
        let page = world.open(1);
        world.write(page, "lighthouse ");
        world.write(page, &secret[..half]);
        world.wait(PAUSE);
        for _ in 0..half {
            world.press(page, "Backspace");
        }
        world.wait(PAUSE);
        world.write(page, secret);
        world.write(page, " marker");
        world.wait(PAUSE);
        world.deliver();
        controls(&world, "written anew");
        assert_hidden(&world, secret, 8, "written anew");
    }
}

/// The page has kept what was written, as drafts of comments are.
#[test]
fn what_was_begun_before_the_page_was_loaded_anew_goes_when_the_rest_of_it_comes() {
    for (secret, is_pasted) in [(CARD, false), (MAIL, false), (CARD, true), (MAIL, true)] {
        let (begun, rest) = secret.split_at(secret.len() - 4);
        let mut world = World::new();
        let page = world.open(1);
        world.write(page, "lighthouse ");
        world.write(page, begun);
        world.wait(PAUSE);
        world.disconnect(page);
        let page = world.open(1);
        world.probes[page].text = format!("lighthouse {begun}");
        if is_pasted {
            world.paste(page, rest);
        } else {
            world.write(page, rest);
            world.write(page, " marker");
        }
        world.wait(PAUSE);
        world.deliver();
        let what = if is_pasted { "loaded anew, pasted" } else { "loaded anew" };
        if is_pasted {
            assert_there(&world, "lighthouse", "control");
        } else {
            controls(&world, what);
        }
        assert_hidden(&world, secret, 8, what);
    }
}

/// It shows a part, and nobody knew that when its text was judged.
#[test]
fn a_picture_that_is_being_drawn_when_a_part_is_discovered_is_not_kept() {
    let mut world = World::new();
    let page = world.open(1);
    world.write(page, "lighthouse ");
    world.write(page, &CARD[..12]);
    world.by_hand = true;
    let mut drawn = None;
    for _ in 0..60 {
        if let Some(place) = world.jobs.iter().position(|job| matches!(job, Job::Redact { .. })) {
            drawn = world.jobs.remove(place);
            break;
        }
        match world.jobs.is_empty() {
            true => world.rest(page),
            false => world.work(0),
        }
    }
    let drawn = drawn.expect("a picture of the half is being drawn");
    world.camera = false;
    world.paste(page, &CARD[12..]);
    for _ in 0..40 {
        match world.jobs.is_empty() {
            true => world.wait(50),
            false => world.work(0),
        }
    }
    assert_hidden(&world, CARD, 5, "the half goes");
    assert!(world.engine.as_ref().unwrap().state.rewrites.is_empty(), "positive control");
    let number = world.pictures + 1;
    let late = world.answer(drawn);
    world.feed(late);
    for _ in 0..200 {
        match world.jobs.is_empty() {
            true => world.wait(50),
            false => world.work(0),
        }
    }
    assert!(!world.holds_picture(number), "it shows the half");
}

#[test]
fn what_was_typed_in_a_field_before_it_was_found_by_another_way_goes_when_it_is_masked() {
    let mut world = World::new();
    let page = world.open(1);
    world.write(page, "lighthouse ");
    world.focus(page, 2);
    world.write(page, "petrel over ");
    world.wait(PAUSE);
    let now = world.now;
    world.probes[page].rename(now, 2);
    world.write(page, "the reef");
    world.wait(PAUSE);
    world.mask(page, 2);
    world.focus(page, 1);
    world.write(page, " marker");
    world.wait(PAUSE);
    world.deliver();
    controls(&world, "renamed");
    assert_hidden(&world, "petrel over the reef", 5, "renamed");
}
