//! The server is killed in the middle of many uploads: what it acknowledged is there, whole, and nothing is there in
//! part. `CANDOR_CRASH_ROUNDS` says how often (5).

use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::mpsc::{Sender, channel};

use candor_core::envelope;
use candor_core::ids::{BatchId, FrameId};
use candor_core::receipt::{Receipt, ServerKey};
use candor_ingest::keys::{self, PublicKeys};

use crate::kit::{Person, Process, Request, image, record};

const UPLOADERS: u8 = 6;

/// An upload that was acknowledged.
struct Acknowledged {
    request: Request,
    path: String,
    bytes: Vec<u8>,
    reply: Vec<u8>,
}

/// Sends frames and the batches that name them until the server is gone.
fn upload(person: &Person, server: SocketAddr, round: usize, acknowledged: &Sender<Acknowledged>) {
    let subject = person.identity.pseudonym();
    let send = |request: Request, path: String, bytes: Vec<u8>| {
        let reply = request.send(server).ok()?;
        assert_eq!(reply.status, 201, "{reply:?}");
        acknowledged.send(Acknowledged { request, path, bytes, reply: reply.body }).ok()
    };
    for number in 0.. {
        let frame = person.sealed_image(&image(&format!("{round} {number} {}", "pixels".repeat(5_000))));
        let id = FrameId::of(&frame);
        let batch = person.batch(number, &[record(number)]).naming(&[id]).sealed();
        let batch = person.bytes(&batch);
        let sent = send(person.put(&frame), format!("subjects/{subject}/frames/{id}"), frame).and_then(|()| {
            send(Person::post(&batch), format!("subjects/{subject}/batches/{}", BatchId::of(&batch)), batch)
        });
        if sent.is_none() {
            return;
        }
    }
}

/// Every object under its name is whole, whether acknowledged or not.
fn check_objects(store: &Path, keys: &[ServerKey]) {
    for subject in fs::read_dir(store.join("subjects")).unwrap() {
        for folder in fs::read_dir(subject.unwrap().path()).unwrap() {
            let folder = folder.unwrap();
            for object in fs::read_dir(folder.path()).unwrap() {
                let object = object.unwrap();
                let (name, bytes) = (object.file_name().into_string().unwrap(), fs::read(object.path()).unwrap());
                match folder.file_name().to_str().unwrap() {
                    _ if name.contains('#') => {} // a leftover, which no reader takes for an object
                    "frames" => assert_eq!(FrameId::of(&bytes).to_string(), name),
                    "batches" => assert_eq!(envelope::decode(&bytes).unwrap().id.to_string(), name),
                    "receipts" => serde_json::from_slice::<Receipt>(&bytes).unwrap().verify(keys).unwrap(),
                    other => panic!("{other}"),
                }
            }
        }
    }
}

#[test]
fn what_was_acknowledged_before_a_kill_is_there_whole_and_nothing_is_there_in_part() {
    let rounds = std::env::var("CANDOR_CRASH_ROUNDS").map_or(5, |rounds| rounds.parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    let PublicKeys { server_keys, .. } = keys::generate(folder.path()).unwrap();
    for round in 0..rounds {
        let server = Process::start(folder.path());
        let address = server.address;
        let (sender, receiver) = channel();
        let acknowledged: Vec<Acknowledged> = std::thread::scope(|scope| {
            for number in 0..UPLOADERS {
                let sender = sender.clone();
                // A session of its own for each round and uploader.
                let person = Person::new(u8::try_from(round % 40).unwrap() * UPLOADERS + number);
                scope.spawn(move || upload(&person, address, round, &sender));
            }
            drop(sender);
            let mut acknowledged: Vec<_> = receiver.iter().take(10 + round * 7 % 50).collect();
            server.kill();
            acknowledged.extend(receiver.iter());
            acknowledged
        });
        check_objects(&store, &server_keys);
        for Acknowledged { path, bytes, .. } in &acknowledged {
            assert!(fs::read(store.join(path)).unwrap() == *bytes, "{path}");
        }
        let server = Process::start(folder.path());
        for Acknowledged { request, reply, path, .. } in &acknowledged {
            let again = request.send(server.address).unwrap();
            assert_eq!((again.status, &again.body), (200, reply), "{path}");
        }
        server.kill();
    }
}
