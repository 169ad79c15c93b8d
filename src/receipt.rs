//! The ingest API's word that it has a batch: signed, so that only the server the policy trusts can give it.
//!
//! The signature is Ed25519 over `"candor/1 receipt\0"` and then each field in the order of [`Receipt`], as text,
//! each preceded by its length in bytes (32 bits, big-endian); the signature itself is left out.

use ed25519_dalek::{Signer as _, SigningKey};
use serde::{Deserialize, Serialize};

use crate::envelope::{Envelope, SignedBatch};
use crate::ids::{BatchId, Pseudonym, SessionId};
use crate::json::Json;
use crate::{base64url, identity};

/// Version of receipts that is written and read here.
pub const VERSION: u32 = 1;

/// A server's key, as the policy names it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ServerKey {
    /// Its id, which receipts repeat.
    pub id: String,
    /// Ed25519 public key; in JSON base64url without padding.
    #[serde(with = "crate::base64url")]
    pub public: [u8; 32],
}

/// The server's side of a [`ServerKey`]. Wiped from memory when dropped.
pub struct Issuer {
    id: String,
    key: SigningKey,
}

impl Issuer {
    /// A key by its id and its 32 secret bytes.
    pub fn new(id: String, secret: &[u8; 32]) -> Self {
        Self { id, key: SigningKey::from_bytes(secret) }
    }

    /// Its id.
    pub fn id(&self) -> &str {
        &self.id
    }

    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.key.sign(message).to_bytes()
    }

    /// The public half, for the policy.
    pub fn server_key(&self) -> ServerKey {
        ServerKey { id: self.id.clone(), public: self.key.verifying_key().to_bytes() }
    }
}

/// Says that a batch, and every frame it names, is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Receipt {
    /// [`VERSION`].
    pub v: u32,
    /// The batch.
    pub batch: BatchId,
    /// Whose it is.
    pub pseudonym: Pseudonym,
    /// Of which session.
    pub session: SessionId,
    /// Number of its records.
    pub records: u32,
    /// Number of its frames.
    pub frames: u32,
    /// Name of the object in the store.
    pub object: String,
    /// Id of the key that signs.
    pub server_key: String,
    /// The signature; base64url without padding.
    #[serde(with = "crate::base64url")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub signature: [u8; 64],
}

/// Why a receipt proves nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptError {
    /// It is of another version.
    #[error("receipt of version {0}, only {VERSION} is read here")]
    Version(u32),
    /// No key with its id is trusted.
    #[error("the policy names no server key \"{0}\"")]
    UnknownKey(String),
    /// The signature is not that of the key.
    #[error("the receipt's signature does not fit")]
    Signature,
    /// It is a receipt for something else.
    #[error("the receipt is for another batch")]
    OtherBatch,
}

impl Receipt {
    /// Signs for a batch that is stored as `object`.
    pub fn issue(batch: &SignedBatch<'_>, object: String, issuer: &Issuer) -> Self {
        let mut receipt = Self {
            v: VERSION,
            batch: batch.id,
            pseudonym: batch.envelope.pseudonym,
            session: batch.envelope.session,
            records: batch.envelope.records,
            frames: frame_count(&batch.envelope),
            object,
            server_key: issuer.id.clone(),
            signature: [0; 64],
        };
        receipt.signature = issuer.sign(&receipt.signing_input());
        receipt
    }

    /// Reads a server's answer. Nothing when it is not a receipt, which says nothing yet of one that is.
    pub fn read(body: &[u8]) -> Option<Self> {
        let json = Json::parse(std::str::from_utf8(body).ok()?).ok()?;
        let text = |name| json.get(name)?.text();
        let number = |name| u32::try_from(json.get(name)?.whole()?).ok();
        Some(Self {
            v: number("v")?,
            batch: text("batch")?.parse().ok()?,
            pseudonym: text("pseudonym")?.parse().ok()?,
            session: text("session")?.parse().ok()?,
            records: number("records")?,
            frames: number("frames")?,
            object: text("object")?.to_owned(),
            server_key: text("serverKey")?.to_owned(),
            signature: base64url::decode(text("signature")?)?,
        })
    }

    /// What is signed.
    pub fn signing_input(&self) -> Vec<u8> {
        fields_to_sign(
            "receipt",
            &[
                &self.v.to_string(),
                &self.batch.to_string(),
                &self.pseudonym.to_string(),
                &self.session.to_string(),
                &self.records.to_string(),
                &self.frames.to_string(),
                &self.object,
                &self.server_key,
            ],
        )
    }

    /// Checks version and signature against the servers' keys.
    ///
    /// # Errors
    /// When the receipt is of another version, signed with a key that is not among `keys`, or not signed with it.
    pub fn verify(&self, keys: &[ServerKey]) -> Result<(), ReceiptError> {
        check_signature(self.v, &self.server_key, keys, &self.signing_input(), &self.signature)
    }

    /// Checks that the receipt is for this batch, in full.
    ///
    /// # Errors
    /// [`ReceiptError::OtherBatch`] when any of id, pseudonym, session and counts differs.
    pub fn matches(&self, batch: &BatchId, envelope: &Envelope) -> Result<(), ReceiptError> {
        let same = self.batch == *batch
            && self.pseudonym == envelope.pseudonym
            && self.session == envelope.session
            && self.records == envelope.records
            && self.frames == frame_count(envelope);
        if same { Ok(()) } else { Err(ReceiptError::OtherBatch) }
    }
}

/// What the server signs of a document of a kind: `"candor/1 KIND\0"`, then each field as text after its length.
pub(crate) fn fields_to_sign(kind: &str, fields: &[&str]) -> Vec<u8> {
    let mut input = format!("candor/1 {kind}\0").into_bytes();
    for field in fields {
        // A length beyond 32 bits can't come out of a response that fits into memory next to its JSON.
        input.extend_from_slice(&u32::try_from(field.len()).unwrap_or(u32::MAX).to_be_bytes());
        input.extend_from_slice(field.as_bytes());
    }
    input
}

pub(crate) fn check_signature(
    version: u32,
    id: &str,
    keys: &[ServerKey],
    input: &[u8],
    signature: &[u8; 64],
) -> Result<(), ReceiptError> {
    if version != VERSION {
        return Err(ReceiptError::Version(version));
    }
    let mut candidates = keys.iter().filter(|key| key.id == id).peekable();
    if candidates.peek().is_none() {
        return Err(ReceiptError::UnknownKey(id.to_owned()));
    }
    if candidates.any(|key| identity::verify(&key.public, input, signature)) {
        Ok(())
    } else {
        Err(ReceiptError::Signature)
    }
}

fn frame_count(envelope: &Envelope) -> u32 {
    u32::try_from(envelope.frames.len()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::envelope::decode;
    use crate::envelope::tests::{envelope, identity};

    fn issued() -> (Receipt, Envelope, ServerKey) {
        let identity = identity();
        let envelope = envelope(&identity);
        let bytes = crate::envelope::encode(&serde_json::to_vec(&envelope).unwrap(), b"body", &identity).unwrap();
        let issuer = Issuer::new("server-1".into(), &[5; 32]);
        let receipt = Receipt::issue(&decode(&bytes).unwrap(), "subjects/x/batches/y".into(), &issuer);
        (receipt, envelope, issuer.server_key())
    }

    #[test]
    fn a_receipt_verifies_with_the_servers_key_and_survives_json() {
        let (receipt, envelope, key) = issued();
        let read = Receipt::read(&serde_json::to_vec(&receipt).unwrap()).unwrap();
        assert_eq!(read, receipt);
        assert_eq!(read.verify(std::slice::from_ref(&key)), Ok(()));
        assert_eq!(read.matches(&receipt.batch, &envelope), Ok(()));
    }

    #[test]
    fn a_receipt_changed_in_any_field_is_refused() {
        type Change = fn(&mut Receipt);
        let cases: &[Change] = &[
            |receipt| receipt.batch = BatchId::of(b"other"),
            |receipt| receipt.pseudonym = Pseudonym::from_bytes([0; 20]),
            |receipt| receipt.session = SessionId::from_bytes([0; 15]),
            |receipt| receipt.records += 1,
            |receipt| receipt.frames += 1,
            |receipt| receipt.object.push('x'),
            |receipt| receipt.signature[0] ^= 1,
        ];
        for (index, change) in cases.iter().enumerate() {
            let (mut receipt, _, key) = issued();
            change(&mut receipt);
            assert_eq!(receipt.verify(&[key]), Err(ReceiptError::Signature), "case {index}");
        }
    }

    #[test]
    fn only_keys_that_are_trusted_count() {
        let (receipt, _, key) = issued();
        let other = Issuer::new("server-1".into(), &[6; 32]).server_key();
        assert_eq!(receipt.verify(&[]), Err(ReceiptError::UnknownKey("server-1".into())));
        assert_eq!(receipt.verify(std::slice::from_ref(&other)), Err(ReceiptError::Signature));
        assert_eq!(receipt.verify(&[other, key]), Ok(()));
        let later = Receipt { v: 2, ..receipt };
        assert_eq!(later.verify(&[]), Err(ReceiptError::Version(2)));
    }

    #[test]
    fn a_receipt_for_another_batch_does_not_match() {
        let (receipt, envelope, _) = issued();
        assert_eq!(receipt.matches(&BatchId::of(b"other"), &envelope), Err(ReceiptError::OtherBatch));
        let fewer = Envelope { frames: Vec::new(), ..envelope };
        assert_eq!(receipt.matches(&receipt.batch, &fewer), Err(ReceiptError::OtherBatch));
    }
}
