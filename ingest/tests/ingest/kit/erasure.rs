//! What there is to erase.

use std::path::Path;

use candor_core::ids::{BatchId, FrameId};

use super::{Person, Server, contents, record};

/// A batch, as sent.
pub(crate) struct Sent {
    pub(crate) id: BatchId,
    pub(crate) bytes: Vec<u8>,
}

/// Sends a batch of one record with its frames.
pub(crate) fn send(server: &Server, person: &Person, seq: u64, images: &[&[u8]], sealed: bool) -> Sent {
    for image in images {
        assert!([200, 201].contains(&server.send(&person.put(image)).status));
    }
    let sent = batch(person, seq, images, sealed);
    assert_eq!(server.send(&Person::post(&sent.bytes)).status, 201);
    sent
}

pub(crate) fn batch(person: &Person, seq: u64, images: &[&[u8]], sealed: bool) -> Sent {
    let ids: Vec<FrameId> = images.iter().map(|image| FrameId::of(image)).collect();
    let batch = person.batch(seq, &[record(seq)]).naming(&ids);
    let bytes = person.bytes(&if sealed { batch.sealed() } else { batch });
    Sent { id: BatchId::of(&bytes), bytes }
}

/// Names of what is in the store of somebody.
pub(crate) fn objects_of(store: &Path, person: &Person) -> Vec<String> {
    let prefix = format!("subjects/{}/", person.identity.pseudonym());
    contents(store).into_keys().filter_map(|name| name.strip_prefix(&prefix).map(str::to_owned)).collect()
}

pub(crate) fn tombstone(person: &Person, batch: Option<BatchId>) -> String {
    let pseudonym = person.identity.pseudonym();
    batch.map_or_else(|| format!("erased/{pseudonym}.json"), |batch| format!("erased/{pseudonym}/{batch}.json"))
}
