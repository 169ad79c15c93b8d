//! Two requests at once. Each waits for its turn before each operation of the store, and the one is stopped after each
//! number of operations to let the whole of the other happen.

mod turns;

use std::collections::VecDeque;
use std::path::Path as FilePath;
use std::sync::Arc;

use axum::body::Bytes;
use candor_core::envelope::{Envelope, Purpose};
use candor_core::erasure::{Erased, Target};
use candor_core::ids::{BatchId, Digest, FrameId, Pseudonym, SessionId};
use candor_core::receipt::{Issuer, Receipt};
use futures_util::TryStreamExt as _;
use object_store::path::Path;
use tokio::sync::Semaphore;

use super::batches::Checked;
use super::problem::Problem;
use super::{App, Limits, batches, frames, limits};
use crate::store::{Put, Store};
use crate::{erasure, names};
use turns::{InTurn, Turns};

/// More operations than a request ever is.
const MANY: usize = 200;

const PSEUDONYM: Pseudonym = Pseudonym::from_bytes([1; 20]);
const IMAGE: Bytes = Bytes::from_static(b"image");

fn app(store: Store) -> App {
    App {
        store,
        issuer: issuer(),
        token: None,
        limits: Limits::default(),
        places: Semaphore::new(1),
        rate: limits::Rate::new(1000),
        on_loopback: true,
    }
}

fn issuer() -> Issuer {
    Issuer::new("server-1".into(), &[5; 32])
}

fn frame() -> FrameId {
    FrameId::of(&IMAGE)
}

/// A batch that names the frame, as it is when its signature was checked.
fn batch(number: u64) -> (Checked, Bytes) {
    let envelope = Envelope {
        schema: "candor/1".into(),
        pseudonym: PSEUDONYM,
        public_key: [0; 32],
        session: SessionId::from_bytes([1; 15]),
        first_seq: number,
        last_seq: number,
        records: 1,
        frames: vec![frame()],
        policy: Digest::of(b"policy"),
        consent: Digest::of(b"consent"),
        rules: Digest::of(b"rules"),
        purpose: Purpose::ModelTraining,
        region: "US-CA".into(),
        delete_after: "2027-11-23".into(),
        key: None,
    };
    let json = serde_json::to_vec(&envelope).unwrap();
    let bytes = Bytes::from([&u32::try_from(json.len()).unwrap().to_be_bytes()[..], &json].concat());
    let id = BatchId::of(&bytes);
    let receipt = Receipt {
        v: 1,
        batch: id,
        pseudonym: PSEUDONYM,
        session: envelope.session,
        records: 1,
        frames: 1,
        object: names::batch(&PSEUDONYM, &id).to_string(),
        server_key: issuer().id().to_owned(),
        signature: [0; 64],
    };
    (Checked { id, pseudonym: PSEUDONYM, frames: envelope.frames, receipt }, bytes)
}

/// A request.
#[derive(Clone, Copy, Debug)]
enum Ask {
    Post(u64),
    Put,
    Erase(u64),
    EraseAll,
}

impl Ask {
    /// Its status.
    async fn run(self, app: &App) -> u16 {
        let status = |problem: Problem| problem.status().as_u16();
        match self {
            Self::Post(number) => {
                let (checked, bytes) = batch(number);
                batches::store(app, &checked, bytes).await.map_or_else(status, |response| response.status().as_u16())
            }
            Self::Put => {
                frames::store(app, &PSEUDONYM, &frame(), IMAGE).await.map_or_else(status, |code| code.as_u16())
            }
            Self::Erase(number) => erase(app, &Target::Batch(batch(number).0.id)).await,
            Self::EraseAll => erase(app, &Target::Subject(PSEUDONYM)).await,
        }
    }
}

async fn erase(app: &App, target: &Target) -> u16 {
    let word = serde_json::to_vec(&Erased::issue(target, PSEUDONYM, &app.issuer)).unwrap().into();
    if erasure::erase(&app.store, &PSEUDONYM, target, word).await.unwrap().is_some() { 200 } else { 404 }
}

/// What both answered, and names of what is left of the subject.
struct Outcome {
    statuses: [u16; 2],
    left: Vec<String>,
    /// How many operations each was.
    operations: [usize; 2],
}

impl Outcome {
    fn has(&self, folder: &str) -> bool {
        self.left.iter().any(|name| name.contains(folder))
    }
}

async fn run(folder: &FilePath, before: &[Ask], asks: [Ask; 2], order: VecDeque<usize>) -> Outcome {
    let store = Store::create(&format!("file:{}", folder.display())).unwrap();
    assert_eq!(store.put_new(&names::frame(&PSEUDONYM, &frame()), IMAGE).await.unwrap(), Put::Created);
    for ask in before {
        assert_eq!(ask.run(&app(store.clone())).await, 201);
    }
    let turns = Arc::new(Turns::in_order(order));
    let side = async |who: usize| {
        let in_turn = store.wrapped(|inner| Arc::new(InTurn::new(inner, Arc::clone(&turns), who)));
        let status = asks[who].run(&app(in_turn)).await;
        turns.end(who);
        status
    };
    let (one, other) = tokio::join!(side(0), side(1));
    let left: Vec<Path> = store.list(&names::subject(&PSEUDONYM)).try_collect().await.unwrap();
    let operations = turns.had();
    Outcome { statuses: [one, other], left: left.iter().map(Path::to_string).collect(), operations }
}

/// Runs both, each once as the one that is interrupted, after every number of its operations.
fn in_every_order(before: &[Ask], asks: [Ask; 2], check: impl Fn(&Outcome) -> bool) {
    let tokio = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    for interrupted in [0, 1] {
        for after in 0.. {
            let turns = std::iter::repeat_n(interrupted, after);
            let order = turns.chain(std::iter::repeat_n(1 - interrupted, MANY)).collect();
            let folder = tempfile::tempdir().unwrap();
            let outcome = tokio.block_on(run(folder.path(), before, asks, order));
            let Outcome { statuses, left, operations } = &outcome;
            assert!(
                check(&outcome),
                "{asks:?}, {interrupted} interrupted after {after}: {statuses:?}, {left:?} are left"
            );
            assert!(operations.iter().all(|operations| (2..MANY).contains(operations)), "{operations:?}");
            if operations[interrupted] <= after {
                break;
            }
        }
    }
}

#[test]
fn an_upload_and_the_erasure_of_everything_leave_nothing() {
    for upload in [Ask::Post(1), Ask::Put] {
        in_every_order(&[Ask::Post(0)], [upload, Ask::EraseAll], |outcome| {
            matches!(outcome.statuses, [200 | 201 | 410, 200]) && outcome.left.is_empty()
        });
    }
}

#[test]
fn a_batch_that_is_sent_again_and_its_erasure_leave_nothing() {
    in_every_order(&[Ask::Post(0)], [Ask::Post(0), Ask::Erase(0)], |outcome| {
        matches!(outcome.statuses, [200 | 410, 200]) && outcome.left.is_empty()
    });
}

#[test]
fn a_batch_is_acknowledged_with_its_frame_or_not_at_all_when_another_is_erased() {
    in_every_order(&[Ask::Post(0)], [Ask::Post(1), Ask::Erase(0)], |outcome| match outcome.statuses {
        [201, 200] => outcome.has("/frames/") && outcome.has("/receipts/"),
        [409 | 503, 200] => !outcome.has("/receipts/"),
        _ => false,
    });
}

#[test]
fn two_erasures_at_once_take_what_their_batches_share() {
    in_every_order(&[Ask::Post(0), Ask::Post(1)], [Ask::Erase(0), Ask::Erase(1)], |outcome| {
        outcome.statuses == [200, 200] && outcome.left.is_empty()
    });
    in_every_order(&[Ask::Post(0), Ask::Post(1)], [Ask::Erase(0), Ask::EraseAll], |outcome| {
        outcome.statuses == [200, 200] && outcome.left.is_empty()
    });
}
