//! What was sent can be seen, and taken back.

use super::ingest::{Ingest, Mood, nothing_to_erase};
use super::world::{Job, World};
use crate::engine::Input;
use crate::identity::Seed;
use crate::message::{FaultKind, FromPage, Ledger, SentState};

/// A world in which two sessions were sent, each a batch.
fn sent_twice() -> World {
    let mut world = World::new();
    for name in ["First", "Second"] {
        let page = world.open(1);
        world.click(page, name);
        world.rest(page);
        world.disconnect(page);
        world.deliver();
    }
    assert_eq!(world.ingest.batches.len(), 2);
    world
}

/// A world in which a batch was sent under one name, and after a rotation one under another.
fn sent_under_two_names() -> World {
    let mut world = World::new();
    for days in [0, 31] {
        world.wait(days * 24 * 60 * 60_000);
        let page = world.open(1);
        world.click(page, "Open");
        world.rest(page);
        world.disconnect(page);
        world.deliver();
    }
    let batches = ledger(&mut world).batches;
    assert_ne!(batches[0].pseudonym, batches[1].pseudonym);
    world
}

/// The ledger, the latest first.
fn ledger(world: &mut World) -> Ledger {
    let mut ledger = world.page(FromPage::Ledger).ledger.unwrap();
    ledger.batches.sort_by_key(|batch| std::cmp::Reverse(batch.sent));
    ledger
}

fn states(world: &mut World) -> Vec<SentState> {
    ledger(world).batches.iter().map(|batch| batch.state).collect()
}

fn deletions(world: &World) -> usize {
    world.ingest.asked.iter().filter(|asked| asked.starts_with("DELETE")).count()
}

#[test]
fn every_receipt_is_in_the_ledger() {
    let mut world = sent_twice();
    let batches = ledger(&mut world).batches;
    assert_eq!(batches.len(), 2);
    assert!(batches[0].sent > batches[1].sent, "both are there");
    for batch in &batches {
        let (_, receipt) = &world.ingest.batches[&batch.id.parse().unwrap()];
        assert_eq!(serde_json::from_str::<crate::receipt::Receipt>(&batch.receipt).unwrap(), *receipt);
        assert_eq!((batch.records, batch.frames), (receipt.records, receipt.frames));
        assert_eq!(batch.endpoint, "https://candor.example");
        assert!(batch.bytes > 0 && batch.state == SentState::Stored && batch.erased.is_none());
    }
    // Another life of the engine sees the same.
    world.crash(0);
    assert_eq!(ledger(&mut world).batches, batches);
}

#[test]
fn a_batch_is_erased_and_the_servers_word_is_kept() {
    let mut world = sent_twice();
    let id = ledger(&mut world).batches[1].id.clone();
    world.page(FromPage::EraseSent { batches: vec![id] });
    world.wait(1_000);
    let batches = ledger(&mut world).batches;
    assert_eq!((batches[0].state, batches[1].state), (SentState::Stored, SentState::Erased));
    let erased: crate::erasure::Erased = serde_json::from_str(batches[1].erased.as_deref().unwrap()).unwrap();
    assert_eq!(erased.verify(&[Ingest::issuer().server_key()]), Ok(()));
    assert_eq!(world.ingest.batches.keys().map(ToString::to_string).collect::<Vec<_>>(), [batches[0].id.clone()]);
    world.crash(0);
    assert_eq!(ledger(&mut world).batches, batches);
    assert_eq!(deletions(&world), 1);
}

#[test]
fn everything_is_erased_and_what_comes_after_has_another_name() {
    let mut world = sent_twice();
    let page = world.open(1);
    world.click(page, "Held");
    world.rest(page);
    let before = ledger(&mut world).batches[0].pseudonym.clone();
    let status = world.page(FromPage::EraseSent { batches: Vec::new() });
    assert_eq!(status.held_records, 0);
    world.wait(1_000);
    assert_eq!(states(&mut world), [SentState::Erased; 2]);
    assert!(world.ingest.batches.is_empty() && !ledger(&mut world).erasing_all);
    world.click(page, "After");
    world.rest(page);
    world.deliver();
    let batches = ledger(&mut world).batches;
    assert_eq!(batches.len(), 3);
    assert_eq!(batches[0].state, SentState::Stored);
    assert_ne!(batches[0].pseudonym, before);
}

/// Until it has said so, signed; also when the engine ends in between, and when nothing is recorded any more.
#[test]
fn the_server_is_asked_until_it_has_erased() {
    let moods = [Mood::DieBefore, Mood::Status(503, None), Mood::Empty, Mood::WrongKey, Mood::DieAfter];
    for all in [false, true] {
        let mut world = sent_twice();
        world.page(FromPage::Consent { accept: false, policy: None });
        world.ingest.moods.extend(moods);
        let id = ledger(&mut world).batches[0].id.clone();
        world.page(FromPage::EraseSent { batches: if all { Vec::new() } else { vec![id] } });
        while !world.ingest.moods.is_empty() {
            assert_eq!(states(&mut world)[0], SentState::Erasing, "{all}");
            match world.ingest.moods.len() % 2 {
                0 => world.crash(0),
                _ => world.wait(15 * 60_000),
            }
        }
        world.wait(15 * 60_000);
        assert_eq!(states(&mut world)[0], SentState::Erased, "{all}");
        assert!(deletions(&world) > moods.len(), "{all}");
        assert!(ledger(&mut world).trouble.is_none());
    }
}

#[test]
fn a_server_that_has_nothing_of_it_is_believed_and_not_asked_again() {
    let mut world = sent_twice();
    world.ingest.batches.clear();
    let id = ledger(&mut world).batches[0].id.clone();
    world.page(FromPage::EraseSent { batches: vec![id] });
    world.wait(60 * 60_000);
    assert_eq!(states(&mut world), [SentState::Missing, SentState::Stored]);
    assert_eq!(deletions(&world), 1);
}

/// A wrong address, or what stands before the server, says so too.
#[test]
fn a_not_found_that_is_not_the_servers_word_ends_nothing() {
    for all in [false, true] {
        let mut world = sent_twice();
        world.ingest.moods.extend([Mood::Status(404, None); 2]);
        let id = ledger(&mut world).batches[0].id.clone();
        world.page(FromPage::EraseSent { batches: if all { Vec::new() } else { vec![id] } });
        world.wait(1_000);
        assert_eq!(deletions(&world), 1, "not at once");
        let ledger = ledger(&mut world);
        assert_eq!(ledger.batches[0].state, SentState::Erasing, "{all}");
        assert_eq!(ledger.trouble, Some(FaultKind::Answers.with("404")));
        world.wait(60 * 60_000);
        assert_eq!(states(&mut world)[0], SentState::Erased, "{all}");
    }
}

/// Does everything by hand until something is to be done; its place among the jobs.
fn work_until(world: &mut World, is_it: impl Fn(&Job) -> bool) -> usize {
    world.by_hand = true;
    for _ in 0..200 {
        match world.jobs.iter().position(&is_it) {
            Some(place) => return place,
            None if world.jobs.is_empty() => world.wait(60_000),
            None => world.work(0),
        }
    }
    panic!("it is never to be done")
}

/// A world in which the server has a batch, and its answer, which is on its way.
fn posted() -> (World, Input) {
    let mut world = World::new();
    let page = world.open(1);
    world.click(page, "Open");
    world.rest(page);
    let place = work_until(&mut world, |job| matches!(job, Job::Fetch(request) if request.method == "POST"));
    let job = world.jobs.remove(place).unwrap();
    let answer = world.answer(job);
    assert_eq!(world.ingest.batches.len(), 1);
    (world, answer)
}

/// Does everything that waits, and goes on without waiting.
fn go_on(world: &mut World) {
    while !world.jobs.is_empty() {
        world.work(0);
    }
    world.by_hand = false;
    world.wait(60 * 60_000);
}

/// What can't be read is not what is not there: only of that can nothing be asked.
#[test]
fn an_entry_that_could_not_be_read_is_read_again() {
    let mut world = sent_twice();
    let id = ledger(&mut world).batches[0].id.clone();
    let place = format!("sent/{id}");
    let made_up = "0".repeat(64);
    world.by_hand = true;
    world.say_to_page(FromPage::EraseSent { batches: vec![made_up.clone(), id] });
    for _ in 0..3 {
        let is_read = |job: &Job| matches!(job, Job::Load { prefixes, .. } if prefixes.contains(&place));
        let at = work_until(&mut world, is_read);
        let Some(Job::Load { token, .. }) = world.jobs.remove(at) else { panic!("it was a load") };
        world.feed(Input::Loaded { token, entries: Vec::new(), keys: Vec::new() });
        assert_eq!(deletions(&world), 0);
    }
    go_on(&mut world);
    assert_eq!(deletions(&world), 1);
    assert_eq!(states(&mut world), [SentState::Erased, SentState::Stored]);
    // The other has come to its end as well.
    let loads = |world: &World| world.log.iter().filter(|effect| *effect == "Load").count();
    let before = loads(&world);
    world.wait(24 * 60 * 60_000);
    assert!(loads(&world) == before && world.store.contains_key(&format!("erased/{made_up}")));
}

/// An upload can't be called back once it is under way; what it brought can.
#[test]
fn a_batch_that_is_deleted_on_its_way_is_taken_back_when_it_has_arrived() {
    let (mut world, answer) = posted();
    world.say_to_page(FromPage::DeleteHeld);
    for _ in 0..20 {
        world.work(0);
    }
    assert_eq!(deletions(&world), 0, "not before the upload has ended");
    world.feed(answer);
    world.by_hand = false;
    world.feed(Input::Tick);
    world.wait(1_000);
    assert_eq!(deletions(&world), 1);
    assert!(world.ingest.batches.is_empty());
}

/// The answer went with the worker: the next one does not know whether anything arrived.
#[test]
fn a_batch_whose_answer_was_lost_is_taken_back_when_it_is_deleted() {
    for narrowed in [false, true] {
        let (mut world, _) = posted();
        if narrowed {
            world.policy["sites"][0]["frames"] = "off".into();
        }
        world.crash(0);
        if !narrowed {
            world.say_to_page(FromPage::DeleteHeld);
        }
        go_on(&mut world);
        assert_eq!(deletions(&world), 1, "{narrowed}");
        assert!(world.ingest.batches.is_empty(), "{narrowed}");
        assert!(ledger(&mut world).batches.is_empty());
    }
}

/// Nothing of it was ever sent, which the worker that deletes it can't know. The server is asked once, and nothing
/// stays of it.
#[test]
fn a_batch_that_was_never_begun_is_taken_back_once_at_most() {
    let mut world = World::new();
    let page = world.open(1);
    world.click(page, "Open");
    world.rest(page);
    let is_of_batch = |job: &Job| matches!(job, Job::Load { prefixes, .. } if prefixes[0].starts_with("out/"));
    work_until(&mut world, is_of_batch);
    assert!(world.ingest.asked.is_empty(), "{:?}", world.ingest.asked);
    world.crash(0);
    world.say_to_page(FromPage::DeleteHeld);
    go_on(&mut world);
    world.crash(0);
    world.wait(60 * 60_000);
    assert_eq!(deletions(&world), 1);
    assert_eq!(world.ingest.asked.len(), 1);
    let ledger = ledger(&mut world);
    assert!(ledger.batches.is_empty() && !ledger.erasing_all && ledger.trouble.is_none());
    let status = world.page(FromPage::Status { tab: None });
    assert_eq!((status.held_records, status.sent_records, status.trouble), (0, 0, None));
}

/// Nobody but the policy's server is ever asked: what another one has stays to be erased there.
#[test]
fn what_another_server_has_is_not_said_to_be_gone() {
    for all in [false, true] {
        let mut world = sent_twice();
        let id = ledger(&mut world).batches[0].id.clone();
        world.policy["endpoint"] = "https://other.example".into();
        let json = world.policy.to_string();
        let (build, patterns) = (crate::policy::Build::Released, crate::policy::Patterns::None);
        world.feed(Input::Policy { json, build, patterns });
        if all {
            world.by_hand = true;
        }
        world.say_to_page(FromPage::EraseSent { batches: if all { Vec::new() } else { vec![id] } });
        if all {
            // The other server has nothing of it.
            for _ in 0..50 {
                match world.jobs.front() {
                    Some(Job::Fetch(request)) => {
                        let token = request.token;
                        assert!(request.url.starts_with("https://other.example/v1/subjects/"), "{}", request.url);
                        world.jobs.pop_front();
                        world.feed(Input::Answered { token, response: Some(nothing_to_erase()) });
                    }
                    _ => world.work(0),
                }
            }
            world.by_hand = false;
        }
        world.wait(60_000);
        assert_eq!(states(&mut world), [SentState::Stored; 2], "{all}");
        assert_eq!(ledger(&mut world).trouble.is_some(), !all);
        assert_eq!(deletions(&world), 0);
    }
}

#[test]
fn a_batch_is_where_it_was_sent_to_whatever_the_policy_names_when_the_answer_comes() {
    for is_moved in [false, true] {
        let (mut world, answer) = posted();
        if is_moved {
            world.policy["endpoint"] = "https://other.example".into();
            let json = world.policy.to_string();
            let (build, patterns) = (crate::policy::Build::Released, crate::policy::Patterns::None);
            world.feed(Input::Policy { json, build, patterns });
        }
        world.feed(answer);
        go_on(&mut world);
        let sent = ledger(&mut world).batches.remove(0);
        assert_eq!(sent.endpoint, "https://candor.example", "{is_moved}");
        world.page(FromPage::EraseSent { batches: vec![sent.id] });
        world.wait(60_000);
        let told = ledger(&mut world).trouble.map(|trouble| (trouble.kind, trouble.detail));
        assert_eq!(told, is_moved.then_some((FaultKind::Elsewhere, sent.endpoint)));
    }
}

#[test]
fn nothing_is_asked_of_a_server_for_what_was_never_on_its_way() {
    let mut world = World::new();
    let page = world.open(1);
    world.click(page, "Open");
    world.rest(page);
    world.page(FromPage::DeleteHeld);
    world.page(FromPage::EraseSent { batches: Vec::new() });
    world.page(FromPage::EraseSent { batches: vec!["no id".to_owned(), "0".repeat(64)] });
    world.wait(60 * 60_000);
    assert_eq!(world.ingest.asked, Vec::<String>::new());
}

/// Somebody has used the recovery code: what was under way can't be sent any more, and nothing waits behind it for ever.
#[test]
fn what_the_server_says_is_erased_goes_and_what_comes_after_has_another_name() {
    let mut world = sent_twice();
    let before = ledger(&mut world).batches[0].pseudonym.clone();
    let page = world.open(1);
    world.click(page, "Refused");
    world.rest(page);
    world.ingest.moods.push_back(Mood::Erased);
    world.deliver();
    let status = world.page(FromPage::Status { tab: None });
    assert_eq!(status.held_records, 0);
    assert!(status.trouble.is_some());
    assert_eq!(deletions(&world), 1, "frames may have arrived before");
    world.click(page, "After");
    world.rest(page);
    world.deliver();
    let batches = ledger(&mut world).batches;
    assert_eq!(batches.len(), 3);
    assert_ne!(batches[0].pseudonym, before);
    let clicks = super::story::Story::read(&world).clicks().join(" ");
    assert!(clicks.contains("After") && !clicks.contains("Refused"), "{clicks}");
}

#[test]
fn the_recovery_code_is_that_of_the_seed_that_signs() {
    let mut world = sent_twice();
    let code = world.page(FromPage::Recovery).recovery.unwrap();
    let seed = Seed::from_recovery_code(&code).unwrap();
    let envelope = world.ingest.opened().remove(0).0;
    let day = (world.now.0 / 86_400_000) as u32;
    let rotation = crate::identity::rotation(&seed, day, 30);
    assert_eq!(crate::identity::Identity::derive(&seed, rotation).pseudonym(), envelope.pseudonym);
    assert_eq!(world.page(FromPage::Status { tab: None }).recovery, None);
}

/// A database that can't be read has not forgotten what was sent, and nobody is told that nothing was.
#[test]
fn a_ledger_that_can_not_be_read_is_not_an_empty_one() {
    let mut world = sent_twice();
    world.by_hand = true;
    world.say_to_page(FromPage::Ledger);
    let at = work_until(&mut world, |job| matches!(job, Job::Load { .. }));
    let Some(Job::Load { token, .. }) = world.jobs.remove(at) else { panic!("it was a load") };
    world.feed(Input::Loaded { token, entries: Vec::new(), keys: Vec::new() });
    assert_eq!(world.status.take().unwrap().ledger, None);
    world.by_hand = false;
    assert_eq!(states(&mut world).len(), 2, "control");
    // Nor has one whose key can't be.
    world.locked = vec![crate::spool::ROOT.to_owned()];
    world.crash(0);
    assert_eq!(world.page(FromPage::Ledger).ledger, None);
    // Where nothing was ever sent, an empty one is right.
    assert_eq!(World::new().page(FromPage::Ledger).ledger, Some(Ledger::default()));
}

/// Whose it is stands in the entry. Without it the server is asked under every name: it alone knows.
#[test]
fn a_batch_whose_entry_is_damaged_is_erased_all_the_same() {
    let mut world = sent_under_two_names();
    let batches = ledger(&mut world).batches;
    for (left, batch) in [1, 0].into_iter().zip(batches) {
        world.store.insert(format!("sent/{}", batch.id), vec![0; 100]);
        world.ingest.moods.push_back(Mood::DieBefore);
        world.page(FromPage::EraseSent { batches: vec![batch.id.clone()] });
        world.crash(0);
        world.wait(60 * 60_000);
        assert_eq!(world.ingest.batches.len(), left);
        assert!(world.store.contains_key(&format!("erased/{}", batch.id)));
        let before = deletions(&world);
        world.wait(24 * 60 * 60_000);
        assert_eq!(deletions(&world), before, "it is done");
    }
}

/// What a server fails with is no reason not to ask it for the rest.
#[test]
fn what_can_not_be_erased_keeps_nothing_else_from_being_erased() {
    let mut world = sent_under_two_names();
    let id = ledger(&mut world).batches[0].id.clone();
    world.by_hand = true;
    world.say_to_page(FromPage::EraseSent { batches: Vec::new() });
    world.say_to_page(FromPage::EraseSent { batches: vec![id] });
    let mut asked = std::collections::BTreeSet::new();
    for _ in 0..4 {
        let at = work_until(&mut world, |job| matches!(job, Job::Fetch(_)));
        let Some(Job::Fetch(request)) = world.jobs.remove(at) else { panic!("it was a request") };
        asked.insert(request.url);
        world.feed(Input::Answered { token: request.token, response: None });
    }
    assert_eq!(asked.len(), 3, "{asked:?}");
}

/// The upload of the one that is deleted could arrive after it was taken back.
#[test]
fn an_erasure_waits_for_the_upload_it_takes_back_though_another_batch_is_sent_meanwhile() {
    let mut world = World::new();
    world.ingest.moods.extend([Mood::DieBefore; 400]);
    for name in ["First", "Second"] {
        let page = world.open(1);
        world.click(page, name);
        world.rest(page);
        world.disconnect(page);
        world.wait(20 * 60_000);
    }
    world.ingest.moods.clear();
    let parts = world.page(FromPage::Held).review.unwrap().parts;
    let sealed: Vec<_> = parts.iter().filter(|part| part.sealed).collect();
    assert_eq!(sealed.len(), 2);
    let part = sealed[0].id.clone();
    // The first is being sent; its request hangs.
    let place = work_until(&mut world, |job| matches!(job, Job::Fetch(request) if request.method == "POST"));
    let late = world.jobs.remove(place).unwrap();
    world.say_to_page(FromPage::DeleteRecords { part: part.clone(), records: Vec::new() });
    for _ in 0..50 {
        match world.jobs.is_empty() {
            true => world.wait(1_000),
            false => world.work(0),
        }
    }
    assert_eq!(deletions(&world), 0, "the upload has not ended");
    // Only now it arrives.
    let answer = world.answer(late);
    world.feed(answer);
    go_on(&mut world);
    assert!(!world.ingest.batches.keys().any(|id| id.to_string() == part), "it was taken back");
}
