//! What a kill leaves of an erasure is finished, and opened by nobody meanwhile.

use std::collections::BTreeMap;
use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::mpsc::{Sender, channel};

use candor_core::erasure::{Erased, Target};
use candor_core::ids::{BatchId, FrameId};
use candor_core::receipt::Issuer;
use candor_ingest::archive::Archive;
use candor_ingest::keys::Keyring;
use candor_ingest::open::{self, Outcome};
use candor_ingest::view;

use crate::kit::{
    Person, Process, Request, Server, batch, contents, image, objects_of, open_store, put_object, send, tombstone,
    write_recipient_key,
};

/// A store in which two subjects and a batch of a third have tombstones and all that these are about, as a kill leaves
/// it between the two. Returns the tombstones.
fn interrupted(store: &Path, people: [&Person; 3]) -> [Vec<u8>; 3] {
    let server = Server::start(store);
    let sent = people.map(|person| send(&server, person, 0, &[&image("one")], true).id);
    drop(server);
    // By a server with another key: a repeat answers what was written, and signs nothing new.
    let older = Issuer::new("older".into(), &[6; 32]);
    let batches = [None, None, Some(sent[2])];
    [0, 1, 2].map(|index| {
        let (person, batch) = (people[index], batches[index]);
        let pseudonym = person.identity.pseudonym();
        let target = batch.map_or(Target::Subject(pseudonym), Target::Batch);
        let word = serde_json::to_vec(&Erased::issue(&target, pseudonym, &older)).unwrap();
        put_object(store, &tombstone(person, batch), &word);
        word
    })
}

#[test]
fn an_erasure_that_was_killed_between_tombstone_and_deletion_is_finished_by_a_start_or_a_repeat() {
    let people = [Person::new(1), Person::new(2), Person::new(3)];
    let erased = |store: &Path| people.each_ref().map(|person| objects_of(store, person).is_empty());

    let folder = tempfile::tempdir().unwrap();
    let words = interrupted(folder.path(), people.each_ref());
    assert_eq!(erased(folder.path()), [false; 3]);
    let server = Server::start(folder.path());
    assert_eq!(server.send(&Request::new("GET", "/v1/health")).status, 200);
    assert_eq!(erased(folder.path()), [true; 3]);
    let reply = server.send(&people[0].erase(None));
    assert_eq!((reply.status, &reply.body), (200, &words[0]));

    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path());
    assert_eq!(server.send(&Request::new("GET", "/v1/health")).status, 200);
    // This server has started before any of it was there.
    let words = interrupted(folder.path(), people.each_ref());
    let erased_batch = batch(&people[2], 0, &[&image("one")], true).id;
    for (index, batch) in [None, None, Some(erased_batch)].into_iter().enumerate() {
        let reply = server.send(&people[index].erase(batch));
        assert_eq!((reply.status, &reply.body), (200, &words[index]), "{index}");
    }
    assert_eq!(erased(folder.path()), [true; 3]);

    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path());
    assert_eq!(server.send(&Request::new("GET", "/v1/health")).status, 200);
    interrupted(folder.path(), people.each_ref());
    let uploads = people.each_ref().map(|person| Person::post(&batch(person, 0, &[&image("one")], true).bytes));
    assert_eq!(uploads.map(|upload| server.send(&upload).status), [410; 3]);
    assert_eq!(erased(folder.path()), [true; 3]);
}

/// A frame and half of the batch that names it, as a kill leaves them; returns the batch's id.
fn killed_while_it_was_sent(store: &Path, person: &Person) -> BatchId {
    let (picture, pseudonym) = (image("one"), person.identity.pseudonym());
    let sent = batch(person, 0, &[&picture], true);
    put_object(store, &format!("subjects/{pseudonym}/frames/{}", FrameId::of(&picture)), &picture);
    put_object(store, &format!("subjects/{pseudonym}/batches/{}#1", sent.id), &sent.bytes[..sent.bytes.len() - 9]);
    sent.id
}

#[test]
fn what_a_kill_has_left_of_a_batch_goes_when_it_is_erased() {
    let (folder, person) = (tempfile::tempdir().unwrap(), Person::new(1));
    let server = Server::start(folder.path());
    let id = killed_while_it_was_sent(folder.path(), &person);
    let reply = server.send(&person.erase(Some(id)));
    assert_eq!((reply.status, objects_of(folder.path(), &person)), (200, Vec::new()));
    // A kill in the middle of the erasure itself.
    killed_while_it_was_sent(folder.path(), &person);
    drop(server);
    let server = Server::start(folder.path());
    assert_eq!(server.send(&Request::new("GET", "/v1/health")).status, 200);
    assert_eq!(objects_of(folder.path(), &person), Vec::<String>::new());
}

#[test]
fn whoever_has_nothing_but_what_a_kill_has_left_has_it_erased() {
    let (folder, person) = (tempfile::tempdir().unwrap(), Person::new(1));
    let server = Server::start(folder.path());
    let left = format!("subjects/{}/batches/{}#1", person.identity.pseudonym(), BatchId::of(b"one"));
    put_object(folder.path(), &left, b"half");
    let reply = server.send(&person.erase(None));
    assert_eq!((reply.status, objects_of(folder.path(), &person)), (200, Vec::new()));
}

#[test]
fn a_file_that_can_be_no_object_keeps_no_erasure_from_being_finished_and_goes_with_its_subject() {
    let people = [Person::new(1), Person::new(2), Person::new(3)];
    let folder = tempfile::tempdir().unwrap();
    interrupted(folder.path(), people.each_ref());
    put_object(folder.path(), "subjects/new\nline", b"");
    put_object(folder.path(), &format!("subjects/{}/new\nline", people[0].identity.pseudonym()), b"");
    let server = Server::start(folder.path());
    assert_eq!(server.send(&Request::new("GET", "/v1/health")).status, 200);
    assert!(people.iter().all(|person| objects_of(folder.path(), person).is_empty()));
    assert!(folder.path().join("subjects/new\nline").exists());
}

#[test]
fn readers_skip_tombstones_and_what_they_are_about() {
    let (folder, people, other) =
        (tempfile::tempdir().unwrap(), [Person::new(1), Person::new(2), Person::new(3)], Person::new(4));
    let store = folder.path().join("store");
    interrupted(&store, people.each_ref());
    // The servers in between would finish the erasures: what is left of them is put back by hand.
    let left: BTreeMap<String, Vec<u8>> = contents(&store);
    let server = Server::start(&store);
    send(&server, &other, 0, &[&image("two")], false);
    assert_eq!(server.send(&other.erase(Some(send(&server, &other, 1, &[], true).id))).status, 200);
    drop(server);
    left.iter().for_each(|(name, bytes)| put_object(&store, name, bytes));
    put_object(&store, &format!("erasing/{}/{}-0", other.identity.pseudonym(), BatchId::of(b"gone")), b"");

    let keys = Keyring::read(&[write_recipient_key(folder.path())]).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (summary, contents) = runtime.block_on(async {
        let archive = Archive::read(open_store(&store), keys).await.unwrap();
        let summary = open::open(&archive, &folder.path().join("out")).await.unwrap();
        (summary, view::write(&archive, &folder.path().join("page.html")).await.unwrap())
    });
    assert_eq!(summary.outcome(), Outcome::Complete, "{summary}");
    assert_eq!((summary.subjects, summary.records, summary.frames), (1, 1, 1));
    assert_eq!((contents.sessions, contents.records, contents.rejected), (1, 1, 0));
    let out = fs::read_dir(folder.path().join("out")).unwrap().map(|entry| entry.unwrap().file_name());
    assert_eq!(out.collect::<Vec<_>>(), [other.identity.pseudonym().to_string().as_str()]);
}

/// What a server has acknowledged.
enum Acknowledged {
    Batch { person: u8, batch: BatchId, frame: FrameId },
    Erasure { person: u8, batch: BatchId, word: Vec<u8> },
}

/// Sends pairs of batches that share a frame and erases the first of each, until the server is gone.
fn upload_and_erase(number: u8, server: SocketAddr, acknowledged: &Sender<Acknowledged>) {
    let person = Person::new(number);
    let ask = |request: &Request| {
        let reply = request.send(server).ok()?;
        assert!([200, 201].contains(&reply.status), "{reply:?}");
        Some(reply.body)
    };
    let pair = |first: u64| {
        let picture = image(&format!("frame {first} {}", "pixels".repeat(1_000)));
        ask(&person.put(&picture))?;
        let batches = [first, first + 1].map(|seq| batch(&person, seq, &[&picture], true));
        for batch in &batches {
            ask(&Person::post(&batch.bytes))?;
            let (batch, frame) = (batch.id, FrameId::of(&picture));
            acknowledged.send(Acknowledged::Batch { person: number, batch, frame }).ok()?;
        }
        let batch = batches[0].id;
        let word = ask(&person.erase(Some(batch)))?;
        acknowledged.send(Acknowledged::Erasure { person: number, batch, word }).ok()
    };
    let mut first = 0;
    while pair(first).is_some() {
        first += 2;
    }
}

#[test]
fn what_was_erased_before_a_kill_is_gone_after_the_next_start_and_nothing_else_is() {
    const UPLOADERS: u8 = 4;
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    candor_ingest::keys::generate(folder.path()).unwrap();
    for round in 0..6 {
        let server = Process::start(folder.path());
        let (sender, receiver) = channel();
        let acknowledged: Vec<Acknowledged> = std::thread::scope(|scope| {
            for number in 0..UPLOADERS {
                let (sender, address) = (sender.clone(), server.address);
                scope.spawn(move || upload_and_erase(round * UPLOADERS + number, address, &sender));
            }
            drop(sender);
            let mut acknowledged: Vec<_> = receiver.iter().take(8 + usize::from(round) * 5).collect();
            server.kill();
            acknowledged.extend(receiver.iter());
            acknowledged
        });
        let server = Process::start(folder.path());
        assert_eq!(Request::new("GET", "/v1/health").send(server.address).unwrap().status, 200);
        server.kill();
        let files = contents(&store);
        let there = |person: u8, folder: &str, name: &dyn std::fmt::Display| {
            let path = Person::new(person).object(&store, folder, name);
            files.contains_key(path.strip_prefix(&store).unwrap().to_str().unwrap())
        };
        let both = |person, batch: &BatchId| {
            [there(person, "batches", batch), there(person, "receipts", &format!("{batch}.json"))]
        };
        for acknowledged in &acknowledged {
            match acknowledged {
                Acknowledged::Erasure { person, batch, word } => {
                    assert_eq!(files.get(&tombstone(&Person::new(*person), Some(*batch))), Some(word));
                    assert_eq!(both(*person, batch), [false; 2]);
                }
                // An erasure that was not acknowledged was done all the same, or never begun.
                Acknowledged::Batch { person, batch, frame } => {
                    let erased = files.contains_key(&tombstone(&Person::new(*person), Some(*batch)));
                    assert_eq!(both(*person, batch), [!erased; 2]);
                    assert!(erased || there(*person, "frames", frame));
                }
            }
        }
    }
}

#[test]
fn an_erasure_that_was_acknowledged_outlives_a_kill() {
    let (folder, person) = (tempfile::tempdir().unwrap(), Person::new(1));
    candor_ingest::keys::generate(folder.path()).unwrap();
    let server = Process::start(folder.path());
    let post = Person::post(&batch(&person, 0, &[], true).bytes);
    assert_eq!(post.send(server.address).unwrap().status, 201);
    let reply = person.erase(None).send(server.address).unwrap();
    assert_eq!(reply.status, 200);
    server.kill();
    let server = Process::start(folder.path());
    let again = person.erase(None).send(server.address).unwrap();
    assert_eq!((again.status, again.body), (200, reply.body));
    assert_eq!(post.send(server.address).unwrap().status, 410);
    assert_eq!(objects_of(&folder.path().join("store"), &person), Vec::<String>::new());
    server.kill();
}
