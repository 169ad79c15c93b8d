//! The part of a batch that travels in the clear, and the layout of the request that carries both.
//!
//! Body of `POST /v1/batches`, media type [`MEDIA_TYPE`]:
//!
//! | bytes | what |
//! |---|---|
//! | 4 | length of the envelope, big-endian |
//! | that many | the envelope: JSON, UTF-8 |
//! | 64 | Ed25519 signature over `"candor/1 batch\0" ‖ SHA-256(envelope) ‖ SHA-256(body)` |
//! | the rest | the body: gzipped NDJSON, sealed with the envelope's bytes as authenticated data when the envelope names a key |
//!
//! The batch's id is the SHA-256 of all of it. Envelopes are never serialised a second time: signature, seal and
//! digest all speak of the bytes that were sent, so fields that this version does not know are carried through.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::identity::{self, Identity};
use crate::ids::{BatchId, Digest, FrameId, Pseudonym, SessionId};
use crate::record::SCHEMA;

/// Media type of a batch.
pub const MEDIA_TYPE: &str = "application/vnd.candor.batch";

/// Most bytes of an envelope.
pub const MAX_ENVELOPE: usize = 256 * 1024;

/// Most records of a batch.
pub const MAX_RECORDS: u32 = 10_000;

/// Most frames that a batch may name.
pub const MAX_FRAMES: usize = 2_000;

const LENGTH: usize = 4;
const SIGNATURE: usize = 64;

/// An envelope lies within so many bytes from the start of a batch.
pub const MAX_START: usize = LENGTH + MAX_ENVELOPE;

/// What everybody on the way may know of a batch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Envelope {
    /// Schema of the records, [`SCHEMA`].
    pub schema: String,
    /// Whose records these are.
    pub pseudonym: Pseudonym,
    /// The Ed25519 key the pseudonym is the digest of; base64url without padding.
    #[serde(with = "crate::base64url")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub public_key: [u8; 32],
    /// The session they belong to: a batch never straddles two.
    pub session: SessionId,
    /// `seq` of the first record.
    pub first_seq: u64,
    /// `seq` of the last record.
    pub last_seq: u64,
    /// Number of records; there are no holes between first and last.
    pub records: u32,
    /// The frames its records mention, each sent before the batch.
    pub frames: Vec<FrameId>,
    /// Digest of the policy in force.
    pub policy: Digest,
    /// Digest of what the person agreed to.
    pub consent: Digest,
    /// Digest of the scrubber's rules.
    pub rules: Digest,
    /// What the records may be used for.
    pub purpose: Purpose,
    /// Where they were recorded: ISO 3166-1 or 3166-2.
    pub region: String,
    /// The day (UTC, `YYYY-MM-DD`) on which they are to be deleted.
    pub delete_after: String,
    /// Id of the recipient's key the body is sealed for; none for a plain body, which is taken over loopback only.
    pub key: Option<String>,
}

/// The one purpose there is. A batch for any other can't be written, and is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Purpose {
    /// Training of models.
    #[default]
    #[serde(rename = "model-training")]
    ModelTraining,
}

/// Why bytes are not a batch.
#[derive(Debug, thiserror::Error)]
pub enum EnvelopeError {
    /// The bytes end before the parts they announce.
    #[error("the batch is cut short")]
    Truncated,
    /// The envelope is longer than [`MAX_ENVELOPE`].
    #[error("the envelope has {0} bytes, more than {MAX_ENVELOPE}")]
    TooLong(usize),
    /// The envelope is no JSON, or a field is missing or of the wrong type; says where, and quotes nothing.
    #[error("the envelope can't be read: {0}")]
    Json(String),
    /// A field's value does not fit.
    #[error("`{field}` of the envelope {problem}")]
    Invalid {
        /// Name of the field in JSON.
        field: &'static str,
        /// What is wrong, to be read after the name.
        problem: &'static str,
    },
    /// The signature is not that of the pseudonym's key over these bytes.
    #[error("the signature does not fit the batch")]
    Signature,
}

impl Envelope {
    /// Checks what can be known from the envelope alone.
    ///
    /// # Errors
    /// [`EnvelopeError::Invalid`], naming the first field that does not fit.
    pub fn validate(&self) -> Result<(), EnvelopeError> {
        let holds = |condition: bool, field, problem| {
            if condition { Ok(()) } else { Err(EnvelopeError::Invalid { field, problem }) }
        };
        holds(self.schema == SCHEMA, "schema", "is not candor/1")?;
        holds(self.pseudonym == Pseudonym::of_public_key(&self.public_key), "pseudonym", "is not that of `publicKey`")?;
        holds((1..=MAX_RECORDS).contains(&self.records), "records", "is 0, or more than a batch may hold")?;
        let span = self.last_seq.checked_sub(self.first_seq).and_then(|span| span.checked_add(1));
        holds(span == Some(u64::from(self.records)), "records", "is not the number from `firstSeq` to `lastSeq`")?;
        holds(self.frames.len() <= MAX_FRAMES, "frames", "names more frames than a batch may")?;
        let frames = candor_detect::sorted(self.frames.clone());
        holds(frames.is_sorted_by(|one, next| one < next), "frames", "names a frame twice")?;
        holds(is_region(&self.region), "region", "is no ISO 3166 code")?;
        holds(is_date(&self.delete_after), "deleteAfter", "is no date of the form YYYY-MM-DD")?;
        holds(self.key.as_deref().is_none_or(is_key_id), "key", "is no key id (1 to 64 of A-Z a-z 0-9 . _ -)")
    }
}

/// Whether `id` may name a key: 1 to 64 letters, digits, dots, underscores and hyphens.
pub fn is_key_id(id: &str) -> bool {
    (1..=64).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
}

/// Whether `code` has the form of ISO 3166-1 alpha-2 (`NL`) or 3166-2 (`US-CA`).
fn is_region(code: &str) -> bool {
    let upper = |text: &str| text.bytes().all(|byte| byte.is_ascii_uppercase());
    let subdivision = |text: &str| {
        (1..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
    };
    match code.split_once('-') {
        None => code.len() == 2 && upper(code),
        Some((country, part)) => country.len() == 2 && upper(country) && subdivision(part),
    }
}

/// Whether `text` is a day of the Gregorian calendar, `YYYY-MM-DD`.
fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return false;
    }
    let number = |from: usize, to: usize| -> Option<u32> {
        let digits = text.get(from..to)?;
        if digits.bytes().all(|byte| byte.is_ascii_digit()) { digits.parse().ok() } else { None }
    };
    let (Some(year), Some(month), Some(day)) = (number(0, 4), number(5, 7), number(8, 10)) else { return false };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    (1..=days).contains(&day)
}

/// A batch as received: signature and envelope checked, the body as sent.
#[derive(Clone, Debug)]
pub struct SignedBatch<'a> {
    /// Digest of all bytes.
    pub id: BatchId,
    /// The envelope, valid.
    pub envelope: Envelope,
    /// Its bytes, which are the authenticated data of a sealed body.
    pub envelope_bytes: &'a [u8],
    /// The body: see [`crate::batch::open_body`].
    pub body: &'a [u8],
}

/// Takes a batch apart, and believes nothing: lengths, envelope, pseudonym and signature are checked.
///
/// # Errors
/// See [`EnvelopeError`]; what was signed by somebody else and what was changed on the way look alike.
pub fn decode(bytes: &[u8]) -> Result<SignedBatch<'_>, EnvelopeError> {
    let (length, rest) = bytes.split_first_chunk::<LENGTH>().ok_or(EnvelopeError::Truncated)?;
    let length = u32::from_be_bytes(*length) as usize;
    if length > MAX_ENVELOPE {
        return Err(EnvelopeError::TooLong(length));
    }
    let (envelope_bytes, rest) = rest.split_at_checked(length).ok_or(EnvelopeError::Truncated)?;
    let (signature, body) = rest.split_first_chunk::<SIGNATURE>().ok_or(EnvelopeError::Truncated)?;
    let envelope = read(envelope_bytes)?;
    envelope.validate()?;
    if !identity::verify(&envelope.public_key, &signing_input(envelope_bytes, body), signature) {
        return Err(EnvelopeError::Signature);
    }
    Ok(SignedBatch { id: BatchId::of(bytes), envelope, envelope_bytes, body })
}

/// The envelope at the start of a batch, for who has the first [`MAX_START`] bytes of it and knows that it was decoded
/// before: neither signature nor digest are looked at.
///
/// # Errors
/// When the bytes end before the envelope does, or it can't be read.
pub fn read_start(start: &[u8]) -> Result<Envelope, EnvelopeError> {
    let (length, rest) = start.split_first_chunk::<LENGTH>().ok_or(EnvelopeError::Truncated)?;
    let envelope = rest.get(..u32::from_be_bytes(*length) as usize).ok_or(EnvelopeError::Truncated)?;
    read(envelope)
}

fn read(envelope: &[u8]) -> Result<Envelope, EnvelopeError> {
    serde_json::from_slice(envelope).map_err(|error| EnvelopeError::Json(crate::json::place(&error)))
}

/// Puts a batch together. `envelope_bytes` must be those the body was sealed with.
pub(crate) fn encode(envelope_bytes: &[u8], body: &[u8], identity: &Identity) -> Result<Vec<u8>, EnvelopeError> {
    let length = u32::try_from(envelope_bytes.len()).ok().filter(|length| *length as usize <= MAX_ENVELOPE);
    let length = length.ok_or(EnvelopeError::TooLong(envelope_bytes.len()))?;
    let mut bytes = Vec::with_capacity(LENGTH + envelope_bytes.len() + SIGNATURE + body.len());
    bytes.extend_from_slice(&length.to_be_bytes());
    bytes.extend_from_slice(envelope_bytes);
    bytes.extend_from_slice(&identity.sign(&signing_input(envelope_bytes, body)));
    bytes.extend_from_slice(body);
    Ok(bytes)
}

fn signing_input(envelope_bytes: &[u8], body: &[u8]) -> Vec<u8> {
    let mut input = b"candor/1 batch\0".to_vec();
    input.extend_from_slice(&Sha256::digest(envelope_bytes));
    input.extend_from_slice(&Sha256::digest(body));
    input
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::identity::Seed;

    pub(crate) fn identity() -> Identity {
        Identity::derive(&Seed::from_bytes([7; 32]), 20_000)
    }

    /// A valid envelope of three records and one frame, to be varied.
    pub(crate) fn envelope(identity: &Identity) -> Envelope {
        Envelope {
            schema: SCHEMA.into(),
            pseudonym: identity.pseudonym(),
            public_key: identity.public_key(),
            session: SessionId::from_bytes([1; 15]),
            first_seq: 5,
            last_seq: 7,
            records: 3,
            frames: vec![FrameId::of(b"frame")],
            policy: Digest::of(b"policy"),
            consent: Digest::of(b"consent"),
            rules: Digest::of(b"rules"),
            purpose: Purpose::ModelTraining,
            region: "US-CA".into(),
            delete_after: "2028-02-29".into(),
            key: None,
        }
    }

    fn signed(change: impl Fn(&mut Envelope)) -> Vec<u8> {
        let identity = identity();
        let mut envelope = envelope(&identity);
        change(&mut envelope);
        encode(&serde_json::to_vec(&envelope).unwrap(), b"body", &identity).unwrap()
    }

    #[test]
    fn a_batch_reads_back_what_was_signed() {
        let bytes = signed(|_| ());
        let batch = decode(&bytes).unwrap();
        assert_eq!(batch.envelope, envelope(&identity()));
        assert_eq!(batch.body, b"body");
        assert_eq!(batch.id, BatchId::of(&bytes));
    }

    #[test]
    fn the_envelope_can_be_read_off_the_start_alone() {
        let bytes = signed(|_| ());
        let end = bytes.len() - b"body".len() - SIGNATURE;
        assert_eq!(read_start(&bytes[..end]).unwrap(), envelope(&identity()));
        for cut in [0, 3, 4, end - 1] {
            assert!(matches!(read_start(&bytes[..cut]), Err(EnvelopeError::Truncated)), "{cut}");
        }
    }

    #[test]
    fn an_envelope_that_does_not_fit_is_refused_by_the_name_of_its_field() {
        type Change = fn(&mut Envelope);
        let cases: &[(&str, Change)] = &[
            ("schema", |envelope| envelope.schema = "candor/2".into()),
            ("pseudonym", |envelope| envelope.pseudonym = Pseudonym::from_bytes([0; 20])),
            ("records", |envelope| envelope.records = 0),
            ("records", |envelope| envelope.records = 4),
            ("records", |envelope| envelope.last_seq = 4),
            ("records", |envelope| (envelope.first_seq, envelope.last_seq) = (0, u64::MAX)),
            ("records", |envelope| {
                (envelope.records, envelope.last_seq) = (MAX_RECORDS + 1, 5 + u64::from(MAX_RECORDS));
            }),
            ("frames", |envelope| envelope.frames.push(FrameId::of(b"frame"))),
            ("frames", |envelope| {
                envelope.frames = (0..=MAX_FRAMES).map(|number| FrameId::of(&number.to_be_bytes())).collect();
            }),
            ("region", |envelope| envelope.region = String::new()),
            ("region", |envelope| envelope.region = "US-".into()),
            ("region", |envelope| envelope.region = "us".into()),
            ("region", |envelope| envelope.region = "US--".into()),
            ("deleteAfter", |envelope| envelope.delete_after = "2027-02-29".into()),
            ("deleteAfter", |envelope| envelope.delete_after = "2027-2-28".into()),
            ("deleteAfter", |envelope| envelope.delete_after = "+027-02-28".into()),
            ("key", |envelope| envelope.key = Some("../key".into())),
            ("key", |envelope| envelope.key = Some(String::new())),
        ];
        for (index, (expected, change)) in cases.iter().enumerate() {
            match decode(&signed(change)) {
                Err(EnvelopeError::Invalid { field, .. }) => assert_eq!(field, *expected, "case {index}"),
                other => panic!("case {index} ({expected}): {other:?}"),
            }
        }
        for region in ["NL", "GB-ENG", "US-CA"] {
            assert!(decode(&signed(|envelope| envelope.region = region.into())).is_ok(), "{region}");
        }
    }

    #[test]
    fn no_other_purpose_can_be_read() {
        let identity = identity();
        let json = serde_json::to_string(&envelope(&identity)).unwrap();
        let sign = |json: &str| encode(json.as_bytes(), b"body", &identity).unwrap();
        assert!(decode(&sign(&json)).is_ok());
        let other = json.replace("model-training", "appraisal");
        let refused = decode(&sign(&other)).unwrap_err();
        assert!(matches!(refused, EnvelopeError::Json(_)));
        assert!(!refused.to_string().contains("appraisal"), "what stands there is not told to everybody: {refused}");
    }

    #[test]
    fn fields_of_a_later_version_are_carried_through() {
        let identity = identity();
        let json = serde_json::to_string(&envelope(&identity)).unwrap().replacen('{', r#"{"later":[1],"#, 1);
        let bytes = encode(json.as_bytes(), b"body", &identity).unwrap();
        assert_eq!(decode(&bytes).unwrap().envelope_bytes, json.as_bytes());
    }

    #[test]
    fn somebody_elses_signature_is_refused() {
        let (ours, other) = (identity(), Identity::derive(&Seed::from_bytes([8; 32]), 0));
        let json = serde_json::to_vec(&envelope(&ours)).unwrap();
        assert!(matches!(decode(&encode(&json, b"body", &other).unwrap()), Err(EnvelopeError::Signature)));
    }

    #[test]
    fn lengths_that_lie_are_refused() {
        let bytes = signed(|_| ());
        for end in 0..bytes.len() - b"body".len() {
            assert!(decode(&bytes[..end]).is_err(), "{end}");
        }
        let mut long = bytes.clone();
        long[..4].copy_from_slice(&u32::MAX.to_be_bytes());
        assert!(matches!(decode(&long), Err(EnvelopeError::TooLong(_))));
    }

    proptest! {
        #[test]
        fn a_batch_changed_anywhere_is_refused(index: prop::sample::Index, flip in 1..=u8::MAX) {
            let mut bytes = signed(|_| ());
            let index = index.index(bytes.len());
            bytes[index] ^= flip;
            prop_assert!(decode(&bytes).is_err());
        }

        #[test]
        fn no_bytes_make_decoding_panic(bytes: Vec<u8>) {
            let _ = decode(&bytes);
        }
    }
}
