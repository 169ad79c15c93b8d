//! Names of objects. Everything of a subject lies under one prefix, so that erasing a subject is erasing a prefix. What
//! says that something was erased lies under others, and stays.
//!
//! | object | what |
//! |---|---|
//! | `subjects/{pseudonym}/frames/{frame id}` | an image, as sent |
//! | `subjects/{pseudonym}/batches/{batch id}` | a batch, as sent |
//! | `subjects/{pseudonym}/receipts/{batch id}.json` | the receipt that was given for it |
//! | `erased/{pseudonym}.json` | tombstone of a subject: the server's signed word that all of it is gone |
//! | `erased/{pseudonym}/{batch id}.json` | tombstone of a batch |
//! | `erasing/{pseudonym}/{batch id}-{number}` | frames that an erasure is about to delete; gone when it is done |
//! | `halts/{number}.json` | what the operator has said about halting; the highest number counts |

use candor_core::erasure::Target;
use candor_core::ids::{BatchId, FrameId, Pseudonym};
use object_store::path::Path;

/// Prefix of everything that was sent.
pub(crate) const SUBJECTS: &str = "subjects";
/// Prefix of all tombstones.
pub(crate) const ERASED: &str = "erased";
/// Prefix of what is being erased.
pub(crate) const ERASING: &str = "erasing";
/// Prefix of what the operator has said about halting.
pub(crate) const HALTS: &str = "halts";
/// Folders of a store. The first is there from its beginning.
pub(crate) const FOLDERS: [&str; 4] = [SUBJECTS, ERASED, ERASING, HALTS];

/// Prefix of everything that a subject sent.
pub(crate) fn subject(pseudonym: &Pseudonym) -> String {
    format!("{SUBJECTS}/{pseudonym}")
}

/// Prefix of a subject's batches.
pub(crate) fn batches(pseudonym: &Pseudonym) -> String {
    format!("{SUBJECTS}/{pseudonym}/batches")
}

/// Prefix of the tombstones of a subject's batches.
pub(crate) fn erased(pseudonym: &Pseudonym) -> String {
    format!("{ERASED}/{pseudonym}")
}

/// Prefix of what is being erased of a subject's frames.
pub(crate) fn erasing(pseudonym: &Pseudonym) -> String {
    format!("{ERASING}/{pseudonym}")
}

/// What one of several erasures of a batch is about to delete.
pub(crate) fn claim(pseudonym: &Pseudonym, batch: &BatchId, number: u32) -> Path {
    Path::from(format!("{ERASING}/{pseudonym}/{batch}-{number}"))
}

/// The tombstone of what `pseudonym` wanted erased.
pub(crate) fn tombstone(pseudonym: &Pseudonym, target: &Target) -> Path {
    Path::from(match target {
        Target::Subject(_) => format!("{ERASED}/{pseudonym}.json"),
        Target::Batch(batch) => format!("{ERASED}/{pseudonym}/{batch}.json"),
    })
}

/// The operator's word of this number.
pub(crate) fn halt(number: u32) -> Path {
    Path::from(format!("{HALTS}/{number}.json"))
}

/// The number of an operator's word.
pub(crate) fn parse_halt(path: &Path) -> Option<u32> {
    path.as_ref().strip_prefix(HALTS)?.strip_prefix('/')?.strip_suffix(".json")?.parse().ok()
}

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

/// Whose an object is, as far as its name tells.
pub(crate) fn owner(path: &Path) -> Option<Pseudonym> {
    path.as_ref().strip_prefix(SUBJECTS)?.strip_prefix('/')?.split('/').next()?.parse().ok()
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

/// Reads the name of a tombstone back: whose it is, and of what.
pub(crate) fn parse_tombstone(path: &Path) -> Option<(Pseudonym, Target)> {
    let mut parts = path.as_ref().strip_suffix(".json")?.split('/');
    let (erased, pseudonym, batch) = (parts.next()?, parts.next()?.parse().ok()?, parts.next());
    if erased != ERASED || parts.next().is_some() {
        return None;
    }
    Some((pseudonym, batch.map_or(Some(Target::Subject(pseudonym)), |batch| batch.parse().ok().map(Target::Batch))?))
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
        for target in [Target::Subject(subject), Target::Batch(id)] {
            let name = tombstone(&subject, &target);
            assert_eq!((parse_tombstone(&name), parse(&name)), (Some((subject, target)), None));
            assert_eq!(parse_tombstone(&Path::from(format!("{name}/more.json"))), None);
        }
        assert_eq!(parse_tombstone(&receipt(&subject, &id)), None);
        assert_eq!(owner(&Path::from(format!("subjects/{subject}/strange"))), Some(subject));
        assert_eq!(owner(&tombstone(&subject, &Target::Subject(subject))), None);
    }
}
