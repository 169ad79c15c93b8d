//! Opening a frame.

use candor_core::ids::{FrameId, Pseudonym};
use candor_core::seal::{self, SealError};

use super::Archive;
use crate::names;
use crate::store::StoreError;

/// Why there is no image to be had.
#[derive(Debug, thiserror::Error)]
pub enum FrameError {
    /// It is not in the store.
    #[error("the frame is not in the store")]
    Missing,
    /// It is sealed for a key that was not given.
    #[error("the frame is sealed for another key")]
    NoKey,
    /// What the store has under its id is something else.
    #[error("the frame's digest is not its name")]
    Digest,
    /// The key does not open it.
    #[error("the frame {0}")]
    Seal(SealError),
    /// It is no JPEG.
    #[error("the frame is no JPEG image")]
    NoImage,
    /// The store does not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Archive {
    /// A frame's image, checked; `key` is the one that its batch's envelope names.
    ///
    /// # Errors
    /// See [`FrameError`].
    pub async fn frame(&self, subject: &Pseudonym, id: &FrameId, key: Option<&str>) -> Result<Vec<u8>, FrameError> {
        let bytes = self.object(&names::frame(subject, id)).await?.ok_or(FrameError::Missing)?;
        if FrameId::of(&bytes) != *id {
            return Err(FrameError::Digest);
        }
        let image = match key {
            None => bytes.into(),
            Some(key) => {
                let secret = self.keys.secret(key).ok_or(FrameError::NoKey)?;
                seal::open(secret, &seal::frame_aad(subject), &bytes).map_err(FrameError::Seal)?
            }
        };
        if is_jpeg(&image) { Ok(image) } else { Err(FrameError::NoImage) }
    }
}

/// Whether bytes begin and end as a JPEG does. Five bytes that a sealed frame shows by chance once in 10^12 times.
pub fn is_jpeg(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xff, 0xd8, 0xff]) && bytes.ends_with(&[0xff, 0xd9])
}
