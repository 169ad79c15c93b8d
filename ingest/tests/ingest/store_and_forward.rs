//! What is acknowledged is stored, once, and stays so.

use std::fs;

use candor_core::ids::{BatchId, FrameId};
use candor_core::receipt::Receipt;

use crate::kit::{Person, Request, Server, image, issuer, record};

fn receipt(body: &[u8]) -> Receipt {
    let receipt: Receipt = serde_json::from_slice(body).unwrap();
    receipt.verify(&[issuer().server_key()]).unwrap();
    receipt
}

#[test]
fn a_batch_is_stored_as_sent_and_its_receipt_fits() {
    let (folder, person) = (tempfile::tempdir().unwrap(), Person::new(1));
    let server = Server::start(folder.path());
    let batch = person.batch(0, &[record(0), record(1)]).sealed();
    let bytes = person.bytes(&batch);
    let reply = server.send(&Person::post(&bytes));
    assert_eq!(reply.status, 201);
    let receipt = receipt(&reply.body);
    assert_eq!(receipt.matches(&BatchId::of(&bytes), &batch.envelope), Ok(()));
    assert_eq!(fs::read(folder.path().join(&receipt.object)).unwrap(), bytes);
}

#[test]
fn a_repeat_gets_the_same_receipt_and_changes_nothing() {
    let (folder, person) = (tempfile::tempdir().unwrap(), Person::new(1));
    let server = Server::start(folder.path());
    let post = Person::post(&person.bytes(&person.batch(0, &[record(0)])));
    let first = server.send(&post);
    let second = server.send(&post);
    assert_eq!((first.status, second.status), (201, 200));
    assert_eq!(first.body, second.body);
}

#[test]
fn of_many_repeats_at_once_one_is_the_first_and_all_get_the_same_receipt() {
    let (folder, person) = (tempfile::tempdir().unwrap(), Person::new(1));
    let server = Server::start(folder.path());
    let post = Person::post(&person.bytes(&person.batch(0, &[record(0)]).sealed()));
    let replies: Vec<_> = std::thread::scope(|scope| {
        let senders: Vec<_> = (0..8).map(|_| scope.spawn(|| server.send(&post))).collect();
        senders.into_iter().map(|sender| sender.join().unwrap()).collect()
    });
    assert_eq!(replies.iter().filter(|reply| reply.status == 201).count(), 1);
    assert_eq!(replies.iter().filter(|reply| reply.status == 200).count(), 7);
    assert!(replies.iter().all(|reply| reply.body == replies[0].body));
}

#[test]
fn a_repeat_after_a_restart_gets_the_receipt_of_before() {
    let (folder, person) = (tempfile::tempdir().unwrap(), Person::new(1));
    let post = Person::post(&person.bytes(&person.batch(0, &[record(0)])));
    let before = Server::start(folder.path()).send(&post);
    let after = Server::start(folder.path()).send(&post);
    assert_eq!((before.status, after.status), (201, 200));
    assert_eq!(before.body, after.body);
}

#[test]
fn a_batch_whose_receipt_was_never_written_gets_one_with_the_repeat() {
    let (folder, person) = (tempfile::tempdir().unwrap(), Person::new(1));
    let bytes = person.bytes(&person.batch(0, &[record(0)]));
    let server = Server::start(folder.path());
    let before = server.send(&Person::post(&bytes));
    let stored = person.object(folder.path(), "receipts", &format!("{}.json", BatchId::of(&bytes)));
    fs::remove_file(&stored).unwrap();
    let after = server.send(&Person::post(&bytes));
    assert_eq!((after.status, after.body), (201, before.body));
    assert!(stored.exists());
}

#[test]
fn a_frame_is_stored_as_sent_and_a_repeat_is_free() {
    let (folder, person) = (tempfile::tempdir().unwrap(), Person::new(1));
    let server = Server::start(folder.path());
    let sealed = person.sealed_image(&image("one"));
    let statuses = [(); 2].map(|()| server.send(&person.put(&sealed)).status);
    assert_eq!(statuses, [201, 200]);
    assert_eq!(fs::read(person.object(folder.path(), "frames", &FrameId::of(&sealed))).unwrap(), sealed);
}

#[test]
fn a_batch_waits_for_its_frames() {
    let (folder, person) = (tempfile::tempdir().unwrap(), Person::new(1));
    let server = Server::start(folder.path());
    let images = ["one", "two", "three"].map(|name| person.sealed_image(&image(name)));
    let ids = images.each_ref().map(|image| FrameId::of(image));
    let bytes = person.bytes(&person.batch(0, &[record(0)]).naming(&ids).sealed());
    assert_eq!(server.send(&person.put(&images[1])).status, 201);
    // The same frame of somebody else does not help.
    assert_eq!(server.send(&Person::new(2).put(&images[0])).status, 201);
    let reply = server.send(&Person::post(&bytes));
    assert_eq!((reply.status, reply.json()["type"].as_str()), (409, Some("/problems/missing-frames")));
    assert_eq!(reply.json()["missing"], serde_json::json!([ids[0], ids[2]]));
    assert!(!person.object(folder.path(), "batches", &BatchId::of(&bytes)).exists());
    for image in [&images[0], &images[2]] {
        assert_eq!(server.send(&person.put(image)).status, 201);
    }
    let reply = server.send(&Person::post(&bytes));
    assert_eq!(reply.status, 201);
    assert_eq!(receipt(&reply.body).frames, 3);
}

#[test]
fn a_request_that_runs_when_the_server_is_stopped_is_finished() {
    let (folder, person) = (tempfile::tempdir().unwrap(), Person::new(1));
    let mut server = Server::start(folder.path());
    let address = server.address;
    let post = Person::post(&person.bytes(&person.batch(0, &[record(0)])));
    let reply = post.send_in_two(address, || server.begin_stop()).unwrap();
    assert_eq!(reply.status, 201);
    drop(server);
    assert!(Request::new("GET", "/v1/health").send(address).is_err());
}
