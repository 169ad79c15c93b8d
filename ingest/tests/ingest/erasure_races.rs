//! Uploads and erasures at the same time, over HTTP. `serve/interleavings/` has them in every order.

use std::fs;
use std::sync::Barrier;
use std::sync::mpsc::channel;
use std::time::{Duration, SystemTime};

use candor_core::ids::{BatchId, FrameId};

use crate::kit::{Person, Request, Server, batch, image, objects_of, problem, put_object, send};

/// Some races are lost only now and then.
const ROUNDS: u8 = 24;

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
