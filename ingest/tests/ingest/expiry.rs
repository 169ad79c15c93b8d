//! What is past the day on which it was to be deleted goes by itself.

use std::time::{Duration, Instant};

use candor_core::ids::{BatchId, FrameId};

use crate::kit::{Person, Request, Server, contents, image, objects_of, put_object, record, tombstone};

#[test]
fn what_is_past_its_day_is_erased_by_a_server_that_runs_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let person = Person::new(1);
    let (own, shared) = (image("one"), image("two"));
    let [own_id, shared_id] = [&own, &shared].map(|image| FrameId::of(image));
    let mut overdue = person.batch(0, &[record(0)]).naming(&[own_id, shared_id]);
    overdue.envelope.delete_after = "2026-01-01".into();
    let overdue = person.bytes(&overdue);
    let kept = person.bytes(&person.batch(1, &[record(1)]).naming(&[shared_id]));
    let sent = [BatchId::of(&overdue), BatchId::of(&kept)];
    let pseudonym = person.identity.pseudonym();
    for (name, bytes) in [
        (format!("frames/{own_id}"), &own),
        (format!("frames/{shared_id}"), &shared),
        (format!("batches/{}", sent[0]), &overdue),
        (format!("batches/{}", sent[1]), &kept),
    ] {
        put_object(folder.path(), &format!("subjects/{pseudonym}/{name}"), bytes);
    }

    let server = Server::start(folder.path());
    let begun = Instant::now();
    while objects_of(folder.path(), &person).len() > 2 {
        assert!(begun.elapsed() < Duration::from_secs(60), "it is still there");
        std::thread::yield_now();
    }
    let left = objects_of(folder.path(), &person);
    let has = |part: String| left.iter().any(|name| name.contains(&part));
    assert_eq!([has(sent[0].to_string()), has(own_id.to_string())], [false, false]);
    assert_eq!([has(sent[1].to_string()), has(shared_id.to_string())], [true, true]);
    assert!(contents(folder.path()).contains_key(&tombstone(&person, Some(sent[0]))));
    assert!(!contents(folder.path()).contains_key(&tombstone(&person, Some(sent[1]))));
    // It does not come back.
    assert_eq!(server.send(&Person::post(&overdue)).status, 410);
    assert_eq!(server.send(&Request::new("GET", "/v1/health")).status, 200);
}
