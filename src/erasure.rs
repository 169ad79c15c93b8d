//! Erasure: the person has the ingest API delete what was sent, and is given its signed word that it is gone.
//!
//! A request is signed with the pseudonym's key, so whoever holds the seed can make it, also from another machine, and
//! nobody else can. Signed is `"candor/1 erasure\0"` and the path of the request: it may be made again and again, and
//! does the same each time. The server's word is signed as a [`crate::receipt::Receipt`] is.

use serde::{Deserialize, Serialize};

use crate::base64url;
use crate::identity::{self, Identity};
use crate::ids::{BatchId, Pseudonym};
use crate::json::Json;
use crate::receipt::{Issuer, ReceiptError, ServerKey, VERSION, check_signature, fields_to_sign};

/// Header of the Ed25519 public key that signs; base64url without padding.
pub const PUBLIC_KEY: &str = "candor-public-key";
/// Header of the signature; base64url without padding.
pub const SIGNATURE: &str = "candor-signature";

/// What is to be erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A batch, its receipt, and the frames that no other batch names.
    Batch(BatchId),
    /// Everything of a pseudonym.
    Subject(Pseudonym),
}

impl Target {
    /// Path of the request, whose method is `DELETE`.
    pub fn path(&self) -> String {
        match self {
            Self::Batch(batch) => format!("/v1/receipts/{batch}"),
            Self::Subject(pseudonym) => format!("/v1/subjects/{pseudonym}"),
        }
    }

    fn signing_input(&self) -> Vec<u8> {
        let mut input = b"candor/1 erasure\0".to_vec();
        input.extend_from_slice(self.path().as_bytes());
        input
    }

    /// The headers that make a request this person's.
    pub fn sign(&self, identity: &Identity) -> [(&'static str, String); 2] {
        let signature = identity.sign(&self.signing_input());
        [(PUBLIC_KEY, base64url::encode(&identity.public_key())), (SIGNATURE, base64url::encode(&signature))]
    }

    /// Whose request it is; nothing when the signature does not fit, or a subject is somebody else's.
    pub fn requested_by(&self, public_key: &[u8; 32], signature: &[u8; 64]) -> Option<Pseudonym> {
        let pseudonym = Pseudonym::of_public_key(public_key);
        let own = !matches!(self, Self::Subject(subject) if *subject != pseudonym);
        (own && identity::verify(public_key, &self.signing_input(), signature)).then_some(pseudonym)
    }
}

/// The server's word that something is gone, and does not come back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Erased {
    /// [`VERSION`].
    pub v: u32,
    /// Whose it was.
    pub pseudonym: Pseudonym,
    /// The batch; none when it was everything of the pseudonym.
    pub batch: Option<BatchId>,
    /// Id of the key that signs.
    pub server_key: String,
    /// The signature; base64url without padding.
    #[serde(with = "crate::base64url")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub signature: [u8; 64],
}

impl Erased {
    /// Signs that what `pseudonym` wanted erased is gone.
    pub fn issue(target: &Target, pseudonym: Pseudonym, issuer: &Issuer) -> Self {
        let batch = match target {
            Target::Batch(batch) => Some(*batch),
            Target::Subject(_) => None,
        };
        let server_key = issuer.id().to_owned();
        let mut erased = Self { v: VERSION, pseudonym, batch, server_key, signature: [0; 64] };
        erased.signature = issuer.sign(&erased.signing_input());
        erased
    }

    /// Reads a server's answer. Nothing when it is none, which says nothing yet of one that is.
    pub fn read(body: &[u8]) -> Option<Self> {
        let json = Json::parse(std::str::from_utf8(body).ok()?).ok()?;
        let text = |name| json.get(name)?.text();
        let batch = text("batch").map(str::parse).transpose().ok()?;
        Some(Self {
            v: u32::try_from(json.get("v")?.whole()?).ok()?,
            pseudonym: text("pseudonym")?.parse().ok()?,
            batch,
            server_key: text("serverKey")?.to_owned(),
            signature: base64url::decode(text("signature")?)?,
        })
    }

    /// Whether it is about what was asked for.
    pub fn answers(&self, target: &Target, pseudonym: &Pseudonym) -> bool {
        let same = match target {
            Target::Batch(batch) => self.batch == Some(*batch),
            Target::Subject(_) => self.batch.is_none(),
        };
        same && self.pseudonym == *pseudonym
    }

    /// Checks version and signature against the servers' keys.
    ///
    /// # Errors
    /// As for [`crate::receipt::Receipt::verify`].
    pub fn verify(&self, keys: &[ServerKey]) -> Result<(), ReceiptError> {
        check_signature(self.v, &self.server_key, keys, &self.signing_input(), &self.signature)
    }

    fn signing_input(&self) -> Vec<u8> {
        let batch = self.batch.map(|batch| batch.to_string()).unwrap_or_default();
        fields_to_sign("erased", &[&self.v.to_string(), &self.pseudonym.to_string(), &batch, &self.server_key])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::envelope::tests::identity;
    use crate::identity::Seed;

    fn signed(target: &Target, identity: &Identity) -> ([u8; 32], [u8; 64]) {
        let [(_, key), (_, signature)] = target.sign(identity);
        (base64url::decode(&key).unwrap(), base64url::decode(&signature).unwrap())
    }

    #[test]
    fn a_request_counts_for_what_it_names_and_for_who_signed_it() {
        let (mine, other) = (identity(), Identity::derive(&Seed::from_bytes([9; 32]), 1));
        let batch = Target::Batch(BatchId::of(b"batch"));
        let all = Target::Subject(mine.pseudonym());
        for target in [batch, all] {
            let (key, signature) = signed(&target, &mine);
            assert_eq!(target.requested_by(&key, &signature), Some(mine.pseudonym()));
            let elsewhere = Target::Batch(BatchId::of(b"other"));
            assert_eq!(elsewhere.requested_by(&key, &signature), None);
            assert_eq!(target.requested_by(&other.public_key(), &signature), None);
        }
        let (key, signature) = signed(&all, &other);
        assert_eq!(all.requested_by(&key, &signature), None, "everything of somebody else");
    }

    #[test]
    fn the_servers_word_survives_json_and_no_change() {
        let mine = identity();
        let issuer = Issuer::new("server-1".into(), &[5; 32]);
        let keys = [issuer.server_key()];
        for target in [Target::Batch(BatchId::of(b"batch")), Target::Subject(mine.pseudonym())] {
            let erased = Erased::issue(&target, mine.pseudonym(), &issuer);
            let read = Erased::read(&serde_json::to_vec(&erased).unwrap()).unwrap();
            assert_eq!(read, erased);
            assert_eq!(read.verify(&keys), Ok(()));
            assert!(read.answers(&target, &mine.pseudonym()));
            assert!(!read.answers(&Target::Batch(BatchId::of(b"other")), &mine.pseudonym()));
            assert!(!read.answers(&target, &Pseudonym::from_bytes([0; 20])));
            let other = Erased { batch: Some(BatchId::of(b"other")), ..erased.clone() };
            assert_eq!(other.verify(&keys), Err(ReceiptError::Signature));
            let other = Erased { pseudonym: Pseudonym::from_bytes([0; 20]), ..erased };
            assert_eq!(other.verify(&keys), Err(ReceiptError::Signature));
        }
    }
}
