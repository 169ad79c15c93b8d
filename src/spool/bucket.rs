//! Buckets: a minute of a session each, under a key of its own.

use std::time::Duration;

use rand_core::Rng;
use serde::{Deserialize, Serialize};

use super::Stage;
use crate::ids::{BucketId, Digest, FrameId, SessionId};
use crate::raw::Scrubbed;
use crate::time::{CountedMillis, SessionMillis, WallMillis};
use crate::vault::{Vault, VaultError};

/// What every record of a session has in common, kept with each bucket so that a batch can be cut from it alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionHead {
    /// The session.
    pub id: SessionId,
    /// Days since 1970 of its start (UTC).
    pub day: u32,
    /// Rotation of the identity.
    pub rotation: u32,
    /// Digest of the policy in force.
    pub policy: Digest,
    /// Digest of what the person consented to.
    pub consent: Digest,
    /// Digest of the scrubber's rules.
    pub rules: Digest,
    /// Region of the policy.
    pub region: String,
}

/// What is known of a bucket without opening it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bucket {
    /// Its name.
    pub id: BucketId,
    /// Place in the order of buckets.
    pub order: u64,
    /// Its session.
    pub head: SessionHead,
    /// When it was opened.
    pub opened: WallMillis,
    /// When the last record was put in.
    pub touched: WallMillis,
    /// No record is added any more.
    pub closed: bool,
    /// `seq` of the first record.
    pub first_seq: u64,
    /// Number of records.
    pub records: u32,
    /// Number of images.
    pub frames: u32,
    /// Bytes of records and images before encryption.
    pub bytes: u64,
    /// Time of what the session recorded before.
    pub since: SessionMillis,
    /// When the last record was put in, as the hold counts; zero when that is not known.
    pub counted: CountedMillis,
}

/// How long a bucket takes records.
pub const SPAN: Duration = Duration::from_secs(60);

impl Bucket {
    /// Number of the first record behind it.
    pub fn end(&self) -> u64 {
        self.first_seq + u64::from(self.records)
    }

    /// Since when it is held.
    pub fn held_since(&self) -> CountedMillis {
        if self.counted == CountedMillis::default() { CountedMillis(self.touched.0) } else { self.counted }
    }

    /// Name of its key.
    pub fn key(&self) -> String {
        key_name(&self.id)
    }

    /// Place of its description.
    pub fn meta_place(&self) -> String {
        format!("meta/{}", self.id)
    }

    /// Prefix of the places of its records.
    pub fn rows(&self) -> String {
        format!("row/{}/", self.id)
    }

    /// Prefix of the places of its images.
    pub fn images(&self) -> String {
        format!("image/{}/", self.id)
    }

    /// Place of the record of index `index`.
    pub fn row_place(&self, index: u32) -> String {
        format!("row/{}/{index:08}", self.id)
    }

    /// Puts a record behind the others.
    pub(super) fn put_row(
        &mut self,
        line: &Scrubbed<Vec<u8>>,
        vault: &Vault,
        stage: &mut Stage,
        rng: &mut impl Rng,
    ) -> Result<(), VaultError> {
        let place = self.row_place(self.records);
        stage.put(place.clone(), vault.seal(&self.key(), &place, line.get(), rng)?);
        self.records += 1;
        self.bytes += line.get().len() as u64;
        Ok(())
    }

    /// Puts an image beside the records.
    pub(super) fn put_image(
        &mut self,
        id: &FrameId,
        image: &[u8],
        vault: &Vault,
        stage: &mut Stage,
        rng: &mut impl Rng,
    ) -> Result<(), VaultError> {
        let place = self.image_place(id);
        stage.put(place.clone(), vault.seal(&self.key(), &place, image, rng)?);
        self.frames += 1;
        self.bytes += image.len() as u64;
        Ok(())
    }

    /// Place of an image.
    pub fn image_place(&self, image: &FrameId) -> String {
        format!("image/{}/{image}", self.id)
    }
}

/// Name of the key of a bucket.
pub fn key_name(id: &BucketId) -> String {
    format!("bucket-{id}")
}
