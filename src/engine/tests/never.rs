//! The person's own list: it counts at once and everywhere, and leaves the machine nowhere.

use super::ingest::SECRET;
use super::story::Story;
use super::world::{World, policy};
use crate::batch::open_body;
use crate::engine::Input;
use crate::envelope::decode;
use crate::message::{FromPage, NeverProblem, Reason, TabState};
use crate::policy::{Build, Patterns};
use crate::vault::Vault;

fn add(world: &mut World, word: &str) -> (Vec<String>, Option<NeverProblem>) {
    let never = world.page(FromPage::NeverAdd { word: word.to_owned() }).never.unwrap();
    (never.words, never.problem)
}

/// Everything that was ever stored, apart from the list, and everything that was sent, as whoever has all keys reads it.
fn told(world: &World) -> String {
    let vault = Vault::new(world.keys.keys().cloned().collect(), world.keys.clone().into_iter().collect());
    let open =
        |(place, value): &(String, Vec<u8>)| world.keys.keys().find_map(|name| vault.open(name, place, value).ok());
    let stored = world.ever.iter().filter(|(place, _)| place != "never").filter_map(open);
    let sent = world.ingest.batches.values().flat_map(|(bytes, _)| {
        let batch = decode(bytes).unwrap();
        [open_body(&batch, Some(&SECRET), 1 << 24).unwrap(), batch.envelope_bytes.to_vec()]
    });
    stored.chain(sent).map(|bytes| String::from_utf8_lossy(&bytes).to_lowercase()).collect::<Vec<_>>().join("\n")
}

#[test]
fn words_of_the_list_are_redacted_wherever_they_are() {
    let mut world = World::new();
    let page = world.open(1);
    assert_eq!(add(&mut world, "  Jane   Quay "), (vec!["Jane Quay".to_owned()], None));
    assert_eq!(add(&mut world, "tidewater").0, ["Jane Quay", "tidewater"]);
    world.navigate(page, "https://ide.example/u/jane%20quay?q=TIDEWATER", "Tídewater: lighthouse");
    world.rest(page);
    world.click(page, "lighthouse of Jane Quay");
    world.rest(page);
    world.write(page, "lighthouse by jane quay, tidewaters ");
    world.rest(page);
    world.wait(6_000);
    world.deliver();
    let told = told(&world);
    for word in ["jane", "quay", "tidewater\"", "tidewater:", "tídewater"] {
        assert!(!told.contains(word), "{word}");
    }
    let story = Story::read(&world);
    assert_eq!(story.typed("editor"), "lighthouse by ⟦private⟧, tidewaters ");
    assert!(story.clicks().contains(&"lighthouse of ⟦private⟧"), "{:?}", story.clicks());
    assert!(told.contains("⟦private⟧: lighthouse") && told.contains("/u/⟦private⟧?q=⟦private⟧"));
}

#[test]
fn a_word_counts_for_what_is_being_typed_when_it_is_added_and_no_more_when_it_is_taken_off() {
    let mut world = World::new();
    let page = world.open(1);
    world.write(page, "lighthouse tidewater");
    add(&mut world, "Tidewater");
    world.write(page, " and tidewater");
    world.rest(page);
    world.wait(6_000);
    let words = world.page(FromPage::NeverRemove { word: "Tidewater".to_owned() }).never.unwrap().words;
    assert_eq!(words, Vec::<String>::new());
    world.click(page, "tidewater");
    world.rest(page);
    world.deliver();
    let story = Story::read(&world);
    assert_eq!(story.typed("editor"), "lighthouse ⟦private⟧ and ⟦private⟧");
    assert_eq!(story.clicks(), ["tidewater"]);
}

#[test]
fn half_a_word_is_not_written_down_while_it_is_typed() {
    let mut world = World::new();
    let page = world.open(1);
    add(&mut world, "Port Isabella");
    for key in "lighthouse port isabell".chars() {
        world.press(page, &key.to_string());
        world.wait(120);
    }
    let so_far = told(&world);
    assert!(so_far.contains("lighthouse") && !so_far.contains("port") && !so_far.contains("isab"), "{so_far}");
}

#[test]
fn the_list_outlives_the_worker_and_without_it_nothing_is_recorded() {
    let mut world = World::new();
    add(&mut world, "tidewater");
    world.kill_browser();
    assert_eq!(world.page(FromPage::Never).never.unwrap().words, ["tidewater"]);
    assert_eq!(world.page(FromPage::Status { tab: None }).never, None, "the list is told to who asks for it");
    let sealed = world.store.get("never").unwrap().clone();
    assert!(!String::from_utf8_lossy(&sealed).contains("tidewater"));
    world.store.insert("never".to_owned(), vec![0; sealed.len()]);
    world.kill_browser();
    let status = world.page(FromPage::Status { tab: None });
    assert_eq!(status.tab, TabState::Not { reason: Reason::Trouble });
}

#[test]
fn what_is_no_word_is_not_put_on_the_list() {
    let mut world = World::new();
    for (word, problem) in [
        ("a", Some(NeverProblem::TooShort)),
        ("  ", Some(NeverProblem::TooShort)),
        ("a\u{200b}", Some(NeverProblem::TooShort)),
        (&"x".repeat(101), Some(NeverProblem::TooLong)),
        ("ab", None),
        ("AB", None),
        (&"y".repeat(100), None),
    ] {
        assert_eq!(add(&mut world, word).1, problem, "{word}");
    }
    assert_eq!(world.page(FromPage::Never).never.unwrap().words, ["ab".to_owned(), "y".repeat(100)]);
    for number in 2..200 {
        assert_eq!(add(&mut world, &format!("word {number}")).1, None, "{number}");
    }
    assert_eq!(add(&mut world, "one more").1, Some(NeverProblem::Full));
}

#[test]
fn a_policy_with_patterns_counts_only_with_what_finds_them() {
    let mut world = World::new();
    let page = world.open(1);
    world.policy = policy();
    world.policy["extraRules"] = serde_json::json!([{ "pattern": "CUST-[0-9]{4}" }, { "literals": ["tidewater"] }]);
    let json = world.policy.to_string();
    let arrive = |world: &mut World, patterns| {
        world.feed(Input::Policy { json: json.clone(), build: Build::Released, patterns });
        world.page(FromPage::Status { tab: None })
    };
    let missing = arrive(&mut world, Patterns::Missing("no answer".to_owned()));
    assert_eq!(missing.tab, TabState::Not { reason: Reason::InvalidPolicy });
    assert_eq!(missing.policy_problems[0].key, "extraRules");
    let rejected = arrive(&mut world, Patterns::Rejected(vec![(0, "is none".to_owned())]));
    assert_eq!(rejected.policy_problems[0].key, "extraRules[0].pattern");
    let patterns = candor_patterns::Patterns::new(&["CUST-[0-9]{4}".to_owned()]).unwrap();
    let compiled = arrive(&mut world, Patterns::Compiled(std::rc::Rc::new(patterns)));
    assert_eq!(compiled.policy_problems, []);
    world.disconnect(page);
    let page = world.open(1);
    world.click(page, "lighthouse Tidewater CUST-0042");
    world.rest(page);
    world.deliver();
    let clicks = Story::read(&world).clicks().join(" ");
    assert!(clicks.starts_with("lighthouse ⟦policy:") && clicks.matches("⟦policy:").count() == 2, "{clicks}");
}
