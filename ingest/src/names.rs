//! Names of objects. Everything of a subject lies under one prefix, so that erasing a subject is erasing a prefix.
//!
//! | object | what |
//! |---|---|
//! | `subjects/{pseudonym}/frames/{frame id}` | an image, as sent |
//! | `subjects/{pseudonym}/batches/{batch id}` | a batch, as sent |
//! | `subjects/{pseudonym}/receipts/{batch id}.json` | the receipt that was given for it |

use candor_core::ids::{BatchId, FrameId, Pseudonym};
use object_store::path::Path;

/// Prefix of everything.
pub(crate) const SUBJECTS: &str = "subjects";

pub(crate) fn batch(pseudonym: &Pseudonym, id: &BatchId) -> Path {
    Path::from(format!("{SUBJECTS}/{pseudonym}/batches/{id}"))
}

pub(crate) fn receipt(pseudonym: &Pseudonym, id: &BatchId) -> Path {
    Path::from(format!("{SUBJECTS}/{pseudonym}/receipts/{id}.json"))
}

pub(crate) fn frame(pseudonym: &Pseudonym, id: &FrameId) -> Path {
    Path::from(format!("{SUBJECTS}/{pseudonym}/frames/{id}"))
}

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Name {
    Batch(Pseudonym, BatchId),
    Receipt(Pseudonym, BatchId),
    Frame(Pseudonym, FrameId),
}

/// Reads a name back; nothing for one that is not made here.
pub(crate) fn parse(path: &Path) -> Option<Name> {
    let mut parts = path.as_ref().split('/');
    let (subjects, pseudonym, folder, file) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    if subjects != SUBJECTS || parts.next().is_some() {
        return None;
    }
    let pseudonym = pseudonym.parse().ok()?;
    match folder {
        "batches" => Some(Name::Batch(pseudonym, file.parse().ok()?)),
        "receipts" => Some(Name::Receipt(pseudonym, file.strip_suffix(".json")?.parse().ok()?)),
        "frames" => Some(Name::Frame(pseudonym, file.parse().ok()?)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back_and_strange_ones_are_nothing() {
        let (subject, id, image) = (Pseudonym::from_bytes([1; 20]), BatchId::of(b"batch"), FrameId::of(b"frame"));
        assert_eq!(parse(&batch(&subject, &id)), Some(Name::Batch(subject, id)));
        assert_eq!(parse(&receipt(&subject, &id)), Some(Name::Receipt(subject, id)));
        assert_eq!(parse(&frame(&subject, &image)), Some(Name::Frame(subject, image)));
        for strange in ["subjects", "subjects/x/batches/y", "other/a/b/c"] {
            assert_eq!(parse(&Path::from(strange)), None, "{strange}");
        }
        assert_eq!(parse(&Path::from(format!("{}/more", batch(&subject, &id)))), None);
    }
}
