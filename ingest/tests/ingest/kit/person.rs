//! A person's browser, written from the format's description and not with the core's encoder.

use std::fmt::Display;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use candor_core::envelope::{Envelope, Purpose};
use candor_core::erasure::Target;
use candor_core::identity::{Identity, Seed};
use candor_core::ids::{BatchId, Digest, FrameId, SessionId};
use candor_core::seal::{self, RecipientKey};
use chacha20::ChaCha20Rng;
use data_encoding::{BASE64, BASE64URL_NOPAD};
use flate2::Compression;
use flate2::write::GzEncoder;
use rand_core::SeedableRng;
use sha2::{Digest as _, Sha256};

use super::{Request, TOKEN};

/// Secret of the team that trains.
const RECIPIENT: [u8; 32] = [9; 32];

pub(crate) struct Person {
    pub(crate) identity: Identity,
    pub(crate) session: SessionId,
}

/// A batch before it is put together: change what is to be wrong.
#[derive(Clone)]
pub(crate) struct Batch {
    pub(crate) envelope: Envelope,
    /// NDJSON.
    pub(crate) lines: String,
}

impl Person {
    pub(crate) fn new(number: u8) -> Self {
        Self::in_rotation(number, 20_000)
    }

    pub(crate) fn in_rotation(number: u8, rotation: u32) -> Self {
        let identity = Identity::derive(&Self::seed(number), rotation);
        Self { identity, session: SessionId::from_bytes([number; 15]) }
    }

    pub(crate) fn seed(number: u8) -> Seed {
        Seed::from_bytes([number; 32])
    }

    /// A batch of `records`, which must be numbered from `first_seq` on.
    pub(crate) fn batch(&self, first_seq: u64, records: &[String]) -> Batch {
        let envelope = Envelope {
            schema: "candor/1".into(),
            pseudonym: self.identity.pseudonym(),
            public_key: self.identity.public_key(),
            session: self.session,
            first_seq,
            last_seq: first_seq + records.len() as u64 - 1,
            records: u32::try_from(records.len()).unwrap(),
            frames: Vec::new(),
            policy: Digest::of(b"policy"),
            consent: Digest::of(b"consent"),
            rules: Digest::of(b"rules"),
            purpose: Purpose::ModelTraining,
            region: "US-CA".into(),
            delete_after: "2999-11-23".into(),
            key: None,
        };
        Batch { envelope, lines: records.iter().map(|record| format!("{record}\n")).collect() }
    }

    /// The bytes of a batch: sealed for the recipient if the envelope says so.
    pub(crate) fn bytes(&self, batch: &Batch) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(batch.lines.as_bytes()).unwrap();
        self.bytes_with_body(batch, &encoder.finish().unwrap())
    }

    /// The bytes of a batch with this in place of its gzip.
    pub(crate) fn bytes_with_body(&self, batch: &Batch, zipped: &[u8]) -> Vec<u8> {
        let envelope = serde_json::to_vec(&batch.envelope).unwrap();
        let body = match batch.envelope.key {
            Some(_) => seal_for_recipient(&envelope, zipped),
            None => zipped.to_vec(),
        };
        let digests = [Sha256::digest(&envelope), Sha256::digest(&body)].concat();
        let signature = self.identity.sign(&[b"candor/1 batch\0", &digests[..]].concat());
        let length = u32::try_from(envelope.len()).unwrap().to_be_bytes();
        [&length[..], &envelope, &signature, &body].concat()
    }

    /// An image, sealed.
    pub(crate) fn sealed_image(&self, image: &[u8]) -> Vec<u8> {
        seal_for_recipient(&seal::frame_aad(&self.identity.pseudonym()), image)
    }

    pub(crate) fn post(bytes: &[u8]) -> Request {
        let digest = format!("sha-256=:{}:", BASE64.encode(BatchId::of(bytes).as_bytes()));
        let request = Request::new("POST", "/v1/batches").body(bytes).header("Content-Digest", &digest);
        request.header("Content-Type", "application/vnd.candor.batch").header("Authorization", &bearer())
    }

    pub(crate) fn put(&self, image: &[u8]) -> Request {
        let request = Request::new("PUT", &format!("/v1/frames/{}", FrameId::of(image))).body(image);
        let request = request.header("Candor-Subject", &self.identity.pseudonym().to_string());
        request.header("Authorization", &bearer())
    }

    /// Wants everything erased, or a batch.
    pub(crate) fn erase(&self, batch: Option<BatchId>) -> Request {
        let target = batch.map_or(Target::Subject(self.identity.pseudonym()), Target::Batch);
        let request = Request::new("DELETE", &target.path()).header("Authorization", &bearer());
        let signed = target.sign(&self.identity);
        signed.iter().fold(request, |request, (name, value)| request.header(name, value))
    }

    /// Path of something of this person's in a store.
    pub(crate) fn object(&self, store: &Path, folder: &str, name: &dyn Display) -> PathBuf {
        store.join("subjects").join(self.identity.pseudonym().to_string()).join(folder).join(name.to_string())
    }
}

impl Batch {
    pub(crate) fn sealed(mut self) -> Self {
        self.envelope.key = Some("team-1".into());
        self
    }

    pub(crate) fn naming(mut self, frames: &[FrameId]) -> Self {
        self.envelope.frames = frames.to_vec();
        self
    }
}

fn bearer() -> String {
    format!("Bearer {TOKEN}")
}

fn seal_for_recipient(aad: &[u8], plain: &[u8]) -> Vec<u8> {
    let key = RecipientKey { id: "team-1".into(), public: seal::public_of(&RECIPIENT).unwrap() };
    let seed = Sha256::digest([aad, plain].concat()).into();
    seal::seal(&key, aad, plain, &mut ChaCha20Rng::from_seed(seed)).unwrap()
}

/// A key file for what is sealed here.
pub(crate) fn write_recipient_key(folder: &Path) -> PathBuf {
    let path = folder.join("team.key");
    let secret = BASE64URL_NOPAD.encode(&RECIPIENT);
    std::fs::write(&path, format!(r#"{{"kind":"candor recipient key","id":"team-1","secret":"{secret}"}}"#)).unwrap();
    path
}

/// A small record with this number.
pub(crate) fn record(seq: u64) -> String {
    format!(r#"{{"v":1,"seq":{seq},"t":{},"tab":1,"frame":[],"actor":"user","kind":"tab","what":"switch"}}"#, seq * 100)
}

/// Something that begins and ends like a JPEG.
pub(crate) fn image(content: &str) -> Vec<u8> {
    [&[0xff, 0xd8, 0xff, 0xe0][..], content.as_bytes(), &[0xff, 0xd9]].concat()
}
