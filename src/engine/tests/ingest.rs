//! A server that checks what it is given, answers a repeat with the same receipt, and can be made to misbehave.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use crate::batch::open_body;
use crate::engine::{Request, Response};
use crate::envelope::{Envelope, decode};
use crate::erasure::{self, Erased, Target};
use crate::halt::{Halt, Order, PATH};
use crate::ids::{BatchId, FrameId};
use crate::receipt::{Issuer, Receipt};
use crate::{base64url, seal};

/// The recipient's secret.
pub(super) const SECRET: [u8; 32] = [9; 32];

/// What is wrong with the next answer.
#[derive(Clone, Copy, Debug)]
pub(super) enum Mood {
    /// Dies before anything is stored.
    DieBefore,
    /// Dies when it is stored, before it answers.
    DieAfter,
    /// Refuses, with this status and `Retry-After`.
    Status(u16, Option<u64>),
    /// Says that it was erased by whose it is.
    Erased,
    /// Stores nothing and sends no receipt.
    Empty,
    /// A receipt signed with another key.
    WrongKey,
    /// A receipt whose signature is broken.
    Unsigned,
    /// A receipt of another batch.
    OtherBatch,
    /// Has lost every frame that no batch names.
    LoseFrames,
}

/// The server.
pub(super) struct Ingest {
    pub(super) moods: VecDeque<Mood>,
    pub(super) batches: BTreeMap<BatchId, (Vec<u8>, Receipt)>,
    pub(super) frames: BTreeMap<FrameId, Vec<u8>>,
    /// The batches in the order in which they arrived.
    arrived: Vec<BatchId>,
    /// What was erased.
    erased: Vec<String>,
    /// Whether it refuses the first batch that it is sent, each time.
    pub(super) refuses_first: bool,
    first: Option<BatchId>,
    /// What the operator has said; a server that knows nothing of halts answers `404`.
    pub(super) order: Option<Order>,
    /// In place of its answer about that.
    pub(super) says: Option<Response>,
    /// How often it was asked about that, and its last answer.
    pub(super) halts: (u32, Vec<u8>),
    /// Method and path of every other request, in order.
    pub(super) asked: Vec<String>,
}

impl Ingest {
    pub(super) fn new() -> Self {
        Self {
            moods: VecDeque::new(),
            batches: BTreeMap::new(),
            frames: BTreeMap::new(),
            arrived: Vec::new(),
            erased: Vec::new(),
            refuses_first: false,
            first: None,
            order: None,
            says: None,
            halts: (0, Vec::new()),
            asked: Vec::new(),
        }
    }

    pub(super) fn issuer() -> Issuer {
        Issuer::new("server-1".to_owned(), &[5; 32])
    }

    pub(super) fn answer(&mut self, request: &Request) -> Option<Response> {
        let path = request.url.strip_prefix("https://candor.example").expect("only the endpoint is asked");
        if let Some(nonce) = path.strip_prefix(PATH) {
            assert_eq!((request.method, request.body.len()), ("GET", 0));
            return Some(self.halt(nonce));
        }
        self.asked.push(format!("{} {path}", request.method));
        if request.method == "DELETE" {
            let mood = self.moods.pop_front();
            return self.erase(path, request, mood);
        }
        let digest = base64(BatchId::of(&request.body).as_bytes());
        assert!(request.headers.contains(&("content-digest", format!("sha-256=:{digest}:"))));
        let mood = self.moods.pop_front();
        match mood {
            Some(Mood::DieBefore) => return None,
            Some(Mood::Status(status, after)) => {
                let retry_after = after.map(Duration::from_secs);
                return Some(Response { status, retry_after, body: br#"{"title":"not now"}"#.to_vec() });
            }
            Some(Mood::Erased) => return Some(erased()),
            Some(Mood::Empty) => return Some(created(Vec::new())),
            Some(Mood::LoseFrames) => {
                let named: Vec<FrameId> = self.opened().into_iter().flat_map(|(envelope, _)| envelope.frames).collect();
                self.frames.retain(|id, _| named.contains(id));
            }
            _ => {}
        }
        let answer = match path.strip_prefix("/v1/frames/") {
            Some(id) => {
                assert_eq!(id.parse(), Ok(FrameId::of(&request.body)));
                self.frames.insert(FrameId::of(&request.body), request.body.clone());
                created(Vec::new())
            }
            None => self.batch(&request.body, mood),
        };
        (!matches!(mood, Some(Mood::DieAfter))).then_some(answer)
    }

    fn halt(&mut self, nonce: &str) -> Response {
        self.halts.0 += 1;
        if let Some(says) = &self.says {
            return says.clone();
        }
        let Some(order) = self.order.clone() else {
            return Response { status: 404, retry_after: None, body: Vec::new() };
        };
        self.halts.1 = serde_json::to_vec(&Halt::issue(order, nonce.to_owned(), &Self::issuer())).unwrap();
        Response { status: 200, retry_after: None, body: self.halts.1.clone() }
    }

    fn batch(&mut self, body: &[u8], mood: Option<Mood>) -> Response {
        let id = BatchId::of(body);
        if *self.first.get_or_insert(id) == id && self.refuses_first {
            return Response { status: 400, retry_after: None, body: br#"{"title":"no"}"#.to_vec() };
        }
        let batch = decode(body).expect("a batch that holds together");
        assert_eq!(batch.envelope.key.as_deref(), Some("team-1"));
        if !batch.envelope.frames.iter().all(|frame| self.frames.contains_key(frame)) {
            return Response { status: 409, retry_after: None, body: Vec::new() };
        }
        let object = format!("batches/{}", batch.id);
        let receipt = Receipt::issue(&batch, object.clone(), &Self::issuer());
        if !self.batches.contains_key(&batch.id) {
            self.arrived.push(batch.id);
        }
        let known = self.batches.entry(batch.id).or_insert_with(|| (body.to_vec(), receipt)).1.clone();
        let sent = match mood {
            Some(Mood::WrongKey) => Receipt::issue(&batch, object, &Issuer::new("server-1".to_owned(), &[6; 32])),
            Some(Mood::Unsigned) => Receipt { signature: [0; 64], ..known },
            Some(Mood::OtherBatch) => Receipt { batch: BatchId::of(b"other"), ..known },
            _ => known,
        };
        created(serde_json::to_vec(&sent).unwrap())
    }

    fn erase(&mut self, path: &str, request: &Request, mood: Option<Mood>) -> Option<Response> {
        let header = |name| request.headers.iter().find(|(other, _)| *other == name).map(|(_, value)| value.as_str());
        let target = match path.strip_prefix("/v1/receipts/") {
            Some(id) => Target::Batch(id.parse().unwrap()),
            None => Target::Subject(path.strip_prefix("/v1/subjects/").unwrap().parse().unwrap()),
        };
        let key = base64url::decode(header(erasure::PUBLIC_KEY).unwrap()).unwrap();
        let signature = base64url::decode(header(erasure::SIGNATURE).unwrap()).unwrap();
        let pseudonym = target.requested_by(&key, &signature).expect("a request that holds");
        match mood {
            Some(Mood::DieBefore) => return None,
            Some(Mood::Status(status, _)) => return Some(Response { status, retry_after: None, body: Vec::new() }),
            Some(Mood::Empty) => return Some(created(Vec::new())),
            _ => {}
        }
        let is_meant = |id: &BatchId, receipt: &Receipt| match target {
            Target::Batch(batch) => batch == *id,
            Target::Subject(_) => receipt.pseudonym == pseudonym,
        };
        let before = self.batches.len();
        self.batches.retain(|id, (_, receipt)| !is_meant(id, receipt));
        self.arrived.retain(|id| self.batches.contains_key(id));
        if before == self.batches.len() && !self.erased.contains(&path.to_owned()) {
            return Some(nothing_to_erase());
        }
        self.erased.push(path.to_owned());
        let secret = if matches!(mood, Some(Mood::WrongKey)) { [6; 32] } else { [5; 32] };
        let erased = Erased::issue(&target, pseudonym, &Issuer::new("server-1".to_owned(), &secret));
        let answer = Response { status: 200, retry_after: None, body: serde_json::to_vec(&erased).unwrap() };
        (!matches!(mood, Some(Mood::DieAfter))).then_some(answer)
    }

    /// Every batch opened, in the order of arrival: its envelope and its lines.
    pub(super) fn opened(&self) -> Vec<(Envelope, Vec<String>)> {
        let open = |(bytes, _): &(Vec<u8>, Receipt)| {
            let batch = decode(bytes).unwrap();
            let body = String::from_utf8(open_body(&batch, Some(&SECRET), 1 << 24).unwrap()).unwrap();
            (batch.envelope, body.lines().map(str::to_owned).collect())
        };
        self.arrived.iter().map(|id| open(&self.batches[id])).collect()
    }

    /// Every frame of a batch, opened.
    pub(super) fn images(&self, envelope: &Envelope) -> Vec<Vec<u8>> {
        let aad = seal::frame_aad(&envelope.pseudonym);
        envelope.frames.iter().map(|id| seal::open(&SECRET, &aad, &self.frames[id]).unwrap()).collect()
    }
}

/// The answer to who wants to have erased what is not there.
pub(super) fn nothing_to_erase() -> Response {
    let body = br#"{"type":"/problems/nothing-to-erase","title":"There is nothing of it here","status":404}"#;
    Response { status: 404, retry_after: None, body: body.to_vec() }
}

/// The answer to who sends what was erased.
fn erased() -> Response {
    let body = br#"{"type":"/problems/erased","title":"The batch was erased","status":410}"#;
    Response { status: 410, retry_after: None, body: body.to_vec() }
}

fn created(body: Vec<u8>) -> Response {
    Response { status: 201, retry_after: None, body }
}

/// Base64 with padding (RFC 4648), a byte at a time.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digit = |bits: u32| char::from(DIGITS[(bits & 63) as usize]);
    bytes
        .chunks(3)
        .flat_map(|chunk| {
            let bits = (0..3).fold(0, |bits, at| bits << 8 | u32::from(chunk.get(at).copied().unwrap_or(0)));
            (0..4).map(move |at| if at <= chunk.len() { digit(bits >> (18 - 6 * at)) } else { '=' })
        })
        .collect()
}
