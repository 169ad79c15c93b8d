//! What was erased is gone and does not come back; nobody else's is, and nothing that was acknowledged.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Barrier;
use std::sync::mpsc::channel;
use std::time::{Duration, SystemTime};

use candor_core::erasure::{Erased, PUBLIC_KEY, SIGNATURE, Target};
use candor_core::ids::{BatchId, FrameId};
use candor_core::receipt::Issuer;
use candor_ingest::archive::Archive;
use candor_ingest::keys::Keyring;
use candor_ingest::open::{self, Outcome};
use candor_ingest::view;

use crate::kit::{
    Person, Process, Request, Server, contents, image, issuer, open_store, problem, put_object, record,
    write_recipient_key,
};

/// Some races are lost only now and then.
const ROUNDS: u8 = 24;

/// A batch, as sent.
struct Sent {
    id: BatchId,
    bytes: Vec<u8>,
}

/// Sends a batch of one record with its frames.
fn send(server: &Server, person: &Person, seq: u64, images: &[&[u8]], sealed: bool) -> Sent {
    for image in images {
        assert!([200, 201].contains(&server.send(&person.put(image)).status));
    }
    let sent = batch(person, seq, images, sealed);
    assert_eq!(server.send(&Person::post(&sent.bytes)).status, 201);
    sent
}

fn batch(person: &Person, seq: u64, images: &[&[u8]], sealed: bool) -> Sent {
    let ids: Vec<FrameId> = images.iter().map(|image| FrameId::of(image)).collect();
    let batch = person.batch(seq, &[record(seq)]).naming(&ids);
    let bytes = person.bytes(&if sealed { batch.sealed() } else { batch });
    Sent { id: BatchId::of(&bytes), bytes }
}

/// The server's word, which must be signed and about this.
fn word(body: &[u8], person: &Person, batch: Option<BatchId>) -> Erased {
    let pseudonym = person.identity.pseudonym();
    let word = Erased::read(body).unwrap();
    assert!(word.answers(&batch.map_or(Target::Subject(pseudonym), Target::Batch), &pseudonym), "{word:?}");
    word.verify(&[issuer().server_key()]).unwrap();
    word
}

/// Names of what is in the store of somebody.
fn objects_of(store: &Path, person: &Person) -> Vec<String> {
    let prefix = format!("subjects/{}/", person.identity.pseudonym());
    contents(store).into_keys().filter_map(|name| name.strip_prefix(&prefix).map(str::to_owned)).collect()
}

fn tombstone(person: &Person, batch: Option<BatchId>) -> String {
    let pseudonym = person.identity.pseudonym();
    batch.map_or_else(|| format!("erased/{pseudonym}.json"), |batch| format!("erased/{pseudonym}/{batch}.json"))
}

#[test]
fn a_batch_goes_with_its_receipt_and_its_frames_but_not_with_those_that_another_names() {
    for sealed in [false, true] {
        let (folder, person, other) = (tempfile::tempdir().unwrap(), Person::new(1), Person::new(2));
        let server = Server::start(folder.path());
        let [own, shared, foreign] = ["own", "shared", "foreign"].map(image);
        let kept = send(&server, &person, 0, &[&shared, &foreign], sealed);
        send(&server, &other, 0, &[&own], sealed);
        let before = contents(folder.path());
        let gone = send(&server, &person, 1, &[&own, &shared], sealed);
        assert_eq!(contents(folder.path()).len(), before.len() + 3, "its frame, itself and its receipt");
        let reply = server.send(&person.erase(Some(gone.id)));
        assert_eq!((reply.status, reply.header("content-type")), (200, Some("application/json")));
        word(&reply.body, &person, Some(gone.id));
        let mut expected = before;
        expected.insert(tombstone(&person, Some(gone.id)), reply.body);
        assert_eq!(contents(folder.path()), expected);
        assert_eq!(server.send(&Person::post(&kept.bytes)).status, 200);
        // The last batch that names a frame takes it along.
        assert_eq!(server.send(&person.erase(Some(kept.id))).status, 200);
        assert_eq!(objects_of(folder.path(), &person), Vec::<String>::new());
        assert_eq!(objects_of(folder.path(), &other).len(), 3);
    }
}

#[test]
fn everything_of_a_subject_goes_and_nothing_of_anybody_else() {
    let (folder, person, other) = (tempfile::tempdir().unwrap(), Person::new(1), Person::new(2));
    let server = Server::start(folder.path());
    send(&server, &other, 0, &[&image("one")], true);
    let before = contents(folder.path());
    for seq in 0..3 {
        send(&server, &person, seq, &[&image("one"), &image(&format!("frame {seq}"))], true);
    }
    assert_eq!(server.send(&person.put(&image("ahead of its batch"))).status, 201);
    // What a kill has left of an upload.
    put_object(folder.path(), &format!("subjects/{}/frames/half#1", person.identity.pseudonym()), b"half");
    assert_eq!(objects_of(folder.path(), &person).len(), 3 + 3 + 4 + 2);
    let reply = server.send(&person.erase(None));
    assert_eq!(reply.status, 200);
    word(&reply.body, &person, None);
    let mut expected = before;
    expected.insert(tombstone(&person, None), reply.body);
    assert_eq!(contents(folder.path()), expected);
}

#[test]
fn a_repeat_is_answered_with_the_same_bytes_also_by_a_server_with_another_key() {
    let (folder, person) = (tempfile::tempdir().unwrap(), Person::new(1));
    let server = Server::start(folder.path());
    let sent = send(&server, &person, 0, &[&image("one")], true);
    let requests = [person.erase(Some(sent.id)), person.erase(None)];
    let first = requests.each_ref().map(|request| server.send(request));
    let repeated = requests.each_ref().map(|request| server.send(request));
    for (first, repeated) in first.iter().zip(&repeated) {
        assert_eq!((first.status, repeated.status), (200, 200));
        assert_eq!(first.body, repeated.body);
    }
    drop(server);
    let other = Issuer::new("another".into(), &[6; 32]);
    let server = Server::start_signing(folder.path(), other);
    let later = requests.each_ref().map(|request| server.send(request));
    assert_eq!(later.map(|reply| (reply.status, reply.body)), first.map(|reply| (200, reply.body)));
}

#[test]
fn a_batch_can_be_erased_when_everything_was() {
    let (folder, person) = (tempfile::tempdir().unwrap(), Person::new(1));
    let server = Server::start(folder.path());
    let sent = send(&server, &person, 0, &[], true);
    assert_eq!(server.send(&person.erase(None)).status, 200);
    let replies = [(); 2].map(|()| server.send(&person.erase(Some(sent.id))));
    assert_eq!(replies.each_ref().map(|reply| reply.status), [200, 200]);
    word(&replies[0].body, &person, Some(sent.id));
    assert_eq!(replies[0].body, replies[1].body);
}

#[test]
fn everything_can_be_erased_when_each_batch_was() {
    let (folder, person) = (tempfile::tempdir().unwrap(), Person::new(1));
    let server = Server::start(folder.path());
    let sent = send(&server, &person, 0, &[&image("one")], true);
    assert_eq!(server.send(&person.erase(Some(sent.id))).status, 200);
    let reply = server.send(&person.erase(None));
    assert_eq!(reply.status, 200);
    word(&reply.body, &person, None);
}

#[test]
fn a_request_that_is_not_the_owners_erases_nothing_and_says_what_is_wrong() {
    let (folder, person, other) = (tempfile::tempdir().unwrap(), Person::new(1), Person::new(2));
    let server = Server::start(folder.path());
    let sent = send(&server, &person, 0, &[&image("one")], true);
    let strangers = send(&server, &other, 0, &[], true);
    let before = contents(folder.path());
    let [batch, all] = [person.erase(Some(sent.id)), person.erase(None)];
    let path = |request: Request, batch: Option<BatchId>| {
        let subject = Target::Subject(person.identity.pseudonym());
        request.retarget(&batch.map_or(subject, Target::Batch).path())
    };
    let key = |person: &Person| candor_core::base64url::encode(&person.identity.public_key());
    let cases: &[(u16, &str, Request)] = &[
        (401, "unauthorized", batch.clone().without("Authorization")),
        (401, "unauthorized", all.clone().header("Authorization", "Bearer wrong")),
        (400, "not-signed", batch.clone().without(PUBLIC_KEY)),
        (400, "not-signed", all.clone().without(SIGNATURE)),
        (400, "not-signed", all.clone().header(PUBLIC_KEY, "AAAA")),
        (400, "not-signed", batch.clone().header(SIGNATURE, "not base64url")),
        (400, "malformed", batch.clone().retarget("/v1/receipts/x")),
        (400, "malformed", all.clone().retarget("/v1/subjects/..%2fx")),
        // Signed by somebody else, or for something else.
        (403, "not-yours", path(other.erase(None), None)),
        (403, "not-yours", all.clone().header(PUBLIC_KEY, &key(&other))),
        (403, "not-yours", batch.clone().header(SIGNATURE, &"A".repeat(86))),
        (403, "not-yours", path(all.clone(), Some(sent.id))),
        (403, "not-yours", path(batch.clone(), Some(strangers.id))),
        // Of what is not theirs they are told nothing.
        (404, "nothing-to-erase", other.erase(Some(sent.id))),
        (404, "nothing-to-erase", person.erase(Some(BatchId::of(b"never sent")))),
        (404, "nothing-to-erase", Person::new(3).erase(None)),
        (405, "method-not-allowed", Request::new("GET", &format!("/v1/receipts/{}", sent.id))),
        (405, "method-not-allowed", Request::new("POST", "/v1/subjects/x")),
    ];
    for (index, (status, name, request)) in cases.iter().enumerate() {
        let reply = server.send(request);
        assert_eq!(problem(&reply), (*status, (*name).to_owned()), "case {index}");
        assert!(*status == 405 || !reply.json()["detail"].as_str().unwrap().is_empty(), "case {index}");
    }
    assert_eq!(contents(folder.path()), before);
    for request in [batch, all] {
        assert_eq!(server.send(&request).status, 200);
    }
    assert_eq!(objects_of(folder.path(), &person), Vec::<String>::new());
}

#[test]
fn an_erased_batch_is_not_taken_again_and_another_is() {
    let (folder, person) = (tempfile::tempdir().unwrap(), Person::new(1));
    let server = Server::start(folder.path());
    let picture = image("one");
    let sent = send(&server, &person, 0, &[&picture], true);
    assert_eq!(server.send(&person.erase(Some(sent.id))).status, 200);
    let before = contents(folder.path());
    // Its frame is sent ahead of it as if nothing had happened: only the batch says what it belongs to.
    assert_eq!(server.send(&person.put(&picture)).status, 201);
    let reply = server.send(&Person::post(&sent.bytes));
    assert_eq!(problem(&reply), (410, "erased".into()));
    assert!(reply.json()["detail"].as_str().unwrap().contains("delete it"));
    assert_eq!(contents(folder.path()), before);
    send(&server, &person, 1, &[&picture], true);
    assert_eq!(objects_of(folder.path(), &person).len(), 3);
}

#[test]
fn nothing_is_taken_under_an_erased_pseudonym() {
    let (folder, person) = (tempfile::tempdir().unwrap(), Person::new(1));
    let server = Server::start(folder.path());
    let sent = send(&server, &person, 0, &[&image("one")], true);
    assert_eq!(server.send(&person.erase(None)).status, 200);
    let before = contents(folder.path());
    for request in [
        person.put(&image("one")),
        Person::post(&sent.bytes),
        person.put(&image("two")),
        Person::post(&batch(&person, 1, &[], true).bytes),
    ] {
        assert_eq!(problem(&server.send(&request)), (410, "erased".into()));
    }
    assert_eq!(contents(folder.path()), before);
    send(&server, &Person::in_rotation(1, 20_001), 0, &[&image("one")], true);
}

#[test]
fn an_image_that_was_on_its_way_when_its_subject_was_erased_does_not_stay() {
    let (folder, person) = (tempfile::tempdir().unwrap(), Person::new(1));
    let server = Server::start(folder.path());
    send(&server, &person, 0, &[], true);
    let reply = person.put(&image("one")).send_in_two(server.address, || {
        assert_eq!(server.send(&person.erase(None)).status, 200);
    });
    assert_eq!(problem(&reply.unwrap()), (410, "erased".into()));
    assert_eq!(objects_of(folder.path(), &person), Vec::<String>::new());
}

/// Sends all at once, and returns their statuses.
fn at_once(server: &Server, requests: &[Request]) -> Vec<u16> {
    let start = Barrier::new(requests.len());
    std::thread::scope(|scope| {
        let ask = |request| {
            start.wait();
            server.send(request).status
        };
        let asking: Vec<_> = requests.iter().map(|request| scope.spawn(move || ask(request))).collect();
        asking.into_iter().map(|asking| asking.join().unwrap()).collect()
    })
}

/// Lets uploaders send one request after the other until they are refused, and erases while they do: when so many were
/// taken.
fn erase_amid(server: &Server, erase: &Request, taken: u8, uploads: impl Fn(u64, u64) -> Request + Sync) {
    let (sender, acknowledged) = channel();
    std::thread::scope(|scope| {
        for uploader in 0..3 {
            let (sender, uploads) = (sender.clone(), &uploads);
            scope.spawn(move || {
                for number in 0.. {
                    let reply = server.send(&uploads(uploader, number));
                    match reply.status {
                        200 | 201 => sender.send(()).unwrap(),
                        _ => return assert_eq!(problem(&reply), (410, "erased".into())),
                    }
                }
            });
        }
        drop(sender);
        for _ in 0..taken {
            acknowledged.recv().unwrap();
        }
        assert_eq!(server.send(erase).status, 200);
    });
}

#[test]
fn of_uploads_and_the_erasure_of_their_subject_at_once_nothing_stays() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path());
    for round in 0..ROUNDS {
        let person = Person::new(round);
        erase_amid(&server, &person.erase(None), 1 + round % 4, |uploader, number| {
            let seq = uploader * 1000 + number;
            match number % 2 {
                0 => person.put(&image(&seq.to_string())),
                _ => Person::post(&batch(&person, seq, &[], true).bytes),
            }
        });
        assert_eq!(objects_of(folder.path(), &person), Vec::<String>::new(), "round {round}");
    }
}

#[test]
fn of_a_batch_that_is_sent_and_erased_at_once_nothing_stays() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path());
    for round in 0..ROUNDS {
        let person = Person::new(round);
        let sent = send(&server, &person, 0, &[&image("one")], true);
        if round % 2 == 0 {
            // As a kill leaves it: an upload has something to write then.
            fs::remove_file(person.object(folder.path(), "receipts", &format!("{}.json", sent.id))).unwrap();
        }
        let taken = (round / 2) % 3;
        erase_amid(&server, &person.erase(Some(sent.id)), taken, |_, _| Person::post(&sent.bytes));
        assert_eq!(objects_of(folder.path(), &person), Vec::<String>::new(), "round {round}");
    }
}

#[test]
fn no_batch_is_acknowledged_whose_frame_goes_with_another() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path());
    let picture = image("shared");
    for round in 0..ROUNDS {
        let person = Person::new(round);
        let gone = send(&server, &person, 0, &[&picture], true);
        let mut requests = vec![person.erase(Some(gone.id))];
        requests.extend((1..8).map(|seq| Person::post(&batch(&person, seq, &[&picture], true).bytes)));
        let statuses = at_once(&server, &requests);
        assert!(statuses[1..].iter().all(|status| [201, 409, 503].contains(status)), "{statuses:?}");
        let objects = objects_of(folder.path(), &person);
        let acknowledged = objects.iter().filter(|name| name.starts_with("receipts/")).count();
        assert_eq!(acknowledged, statuses.iter().filter(|status| **status == 201).count());
        let there = objects.contains(&format!("frames/{}", FrameId::of(&picture)));
        assert!(there || acknowledged == 0, "round {round}: {statuses:?}");
    }
}

#[test]
fn two_batches_that_are_erased_at_once_take_the_frame_that_they_share() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path());
    for round in 0..ROUNDS {
        let person = Person::new(round);
        let batches = [0, 1].map(|seq| send(&server, &person, seq, &[&image("shared")], true));
        let erasures = batches.map(|batch| person.erase(Some(batch.id)));
        assert_eq!(at_once(&server, &erasures), [200, 200]);
        assert_eq!(objects_of(folder.path(), &person), Vec::<String>::new(), "round {round}");
    }
}

#[test]
fn while_a_frame_may_be_going_a_batch_that_names_it_has_to_wait() {
    let (folder, person) = (tempfile::tempdir().unwrap(), Person::new(1));
    let server = Server::start(folder.path());
    let [picture, other] = ["one", "two"].map(image);
    for image in [&picture, &other] {
        assert_eq!(server.send(&person.put(image)).status, 201);
    }
    let claim = format!("erasing/{}/{}-0", person.identity.pseudonym(), BatchId::of(b"another"));
    put_object(folder.path(), &claim, format!("{}\n", FrameId::of(&picture)).as_bytes());
    let post = Person::post(&batch(&person, 0, &[&picture], true).bytes);
    let reply = server.send(&post);
    assert_eq!(problem(&reply), (503, "frames-going".into()));
    assert!(reply.header("retry-after").is_some());
    assert!(!objects_of(folder.path(), &person).iter().any(|name| name.starts_with("receipts/")));
    assert_eq!(server.send(&Person::post(&batch(&person, 1, &[&other], true).bytes)).status, 201);
    // A claim that a kill has left holds nobody up for long, and goes with the next start.
    let long_ago = SystemTime::now() - Duration::from_secs(2 * 60 * 60);
    fs::File::options().write(true).open(folder.path().join(&claim)).unwrap().set_modified(long_ago).unwrap();
    assert_eq!(server.send(&post).status, 201);
    drop(server);
    let server = Server::start(folder.path());
    assert_eq!(server.send(&post).status, 200);
    assert!(!folder.path().join(claim).exists());
}

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
    let batch = batch(&people[2], 0, &[&image("one")], true);
    for (index, batch) in [None, None, Some(batch.id)].into_iter().enumerate() {
        let reply = server.send(&people[index].erase(batch));
        assert_eq!((reply.status, &reply.body), (200, &words[index]), "{index}");
    }
    assert_eq!(erased(folder.path()), [true; 3]);

    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path());
    assert_eq!(server.send(&Request::new("GET", "/v1/health")).status, 200);
    interrupted(folder.path(), people.each_ref());
    let uploads = people.each_ref().map(|person| Person::post(&self::batch(person, 0, &[&image("one")], true).bytes));
    assert_eq!(uploads.map(|upload| server.send(&upload).status), [410; 3]);
    assert_eq!(erased(folder.path()), [true; 3]);
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
