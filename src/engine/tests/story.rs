//! What has arrived, read as the team that trains would read it, and checked to be a whole.

use std::collections::{BTreeMap, BTreeSet};

use super::world::World;
use crate::ids::{FrameId, SessionId};
use crate::record::{AnyRecord, GapReason, Kind, Phase, Record, read_line};

/// The records of each session that arrived, the sessions in the order in which they began: one from which something is
/// still to be deleted lets others go before it.
pub(super) struct Story {
    pub(super) sessions: Vec<Vec<Record<String>>>,
}

impl Story {
    /// Reads everything that has arrived. Each session begins with its own record, has no number twice and none
    /// missing; every batch is of one session and holds what its envelope says.
    pub(super) fn read(world: &World) -> Self {
        let story = Self::gather(world);
        for session in &story.sessions {
            let numbers: Vec<u64> = session.iter().map(|record| record.seq).collect();
            assert_eq!(numbers, (0..session.len() as u64).collect::<Vec<_>>(), "twice, or missing");
            for record in session {
                let is_opening = matches!(record.kind, Kind::Session { .. });
                assert_eq!(is_opening, record.seq == 0, "the session's own record is its first");
            }
            check_frames(session);
        }
        story
    }

    /// The same where batches were deleted on their way: numbers may be missing, but none is there twice.
    pub(super) fn read_torn(world: &World) -> Self {
        let story = Self::gather(world);
        for session in &story.sessions {
            let numbers: Vec<u64> = session.iter().map(|record| record.seq).collect();
            assert!(numbers.is_sorted_by(|one, next| one < next), "twice: {numbers:?}");
        }
        story
    }

    fn gather(world: &World) -> Self {
        let mut sessions: Vec<(SessionId, Vec<Record<String>>)> = Vec::new();
        let mut images = BTreeSet::new();
        for (envelope, lines) in world.ingest.opened() {
            assert_eq!(lines.len() as u64, u64::from(envelope.records));
            let named: BTreeSet<FrameId> = envelope.frames.iter().copied().collect();
            if sessions.iter().all(|(id, _)| *id != envelope.session) {
                sessions.push((envelope.session, Vec::new()));
            }
            let session = sessions.iter_mut().find(|(id, _)| *id == envelope.session).map(|(_, records)| records);
            let session = session.unwrap();
            let mut shown = BTreeSet::new();
            for (index, line) in lines.iter().enumerate() {
                let AnyRecord::Known(record) = read_line(line).unwrap() else { panic!("{line}") };
                assert_eq!(record.seq, envelope.first_seq + index as u64);
                if let Kind::Frame { image, .. } = &record.kind {
                    shown.insert(*image);
                }
                session.push(*record);
            }
            assert_eq!(shown, named, "a batch names the frames of its records, no more and no less");
            images.extend(world.ingest.images(&envelope));
        }
        assert!(images.iter().all(|image| image.starts_with(b"picture ")));
        sessions.sort_by_key(|(id, _)| world.begun.iter().position(|begun| begun == id));
        let mut sessions: Vec<_> = sessions.into_iter().map(|(_, records)| records).collect();
        for session in &mut sessions {
            session.sort_by_key(|record| record.seq);
        }
        Self { sessions }
    }

    /// Every record.
    pub(super) fn records(&self) -> impl Iterator<Item = &Record<String>> {
        self.sessions.iter().flatten()
    }

    /// Names of what was clicked, in order.
    pub(super) fn clicks(&self) -> Vec<&str> {
        self.records()
            .filter_map(|record| match &record.kind {
                Kind::Click { target, .. } => target.selectors.name.as_deref(),
                _ => None,
            })
            .collect()
    }

    /// What was typed in the field of this name, all of it.
    pub(super) fn typed(&self, label: &str) -> String {
        self.records()
            .filter_map(|record| match &record.kind {
                Kind::Type { target, text, .. } if target.selectors.name.as_deref() == Some(label) => {
                    Some(text.as_str())
                }
                _ => None,
            })
            .collect()
    }

    /// Gaps that belong to no action, and are not the person's.
    pub(super) fn gaps(&self) -> usize {
        let is_gap = |kind: &Kind<String>| matches!(kind, Kind::Gap { action: None, reason, .. } if *reason != GapReason::Private);
        self.records().filter(|record| is_gap(&record.kind)).count()
    }

    /// How many records show a picture.
    pub(super) fn frames(&self) -> usize {
        self.records().filter(|record| matches!(record.kind, Kind::Frame { .. })).count()
    }
}

/// Each action has exactly one frame or gap before it and after it; a navigation may have one after it. None belongs
/// to anything else.
fn check_frames(session: &[Record<String>]) {
    let mut before = BTreeMap::new();
    let mut after = BTreeMap::new();
    for record in session {
        let (action, phase) = match &record.kind {
            Kind::Frame { action, phase, .. } => (*action, *phase),
            Kind::Gap { action: Some(action), phase: Some(phase), .. } => (*action, *phase),
            _ => continue,
        };
        assert!(action < record.seq, "a frame of an action of another session");
        *if phase == Phase::Before { &mut before } else { &mut after }.entry(action).or_insert(0) += 1;
    }
    for record in session {
        let counts = [before.remove(&record.seq).unwrap_or(0), after.remove(&record.seq).unwrap_or(0)];
        match record.kind {
            Kind::Click { .. } | Kind::Key { .. } | Kind::Type { .. } => {
                assert_eq!(counts, [1, 1], "frames or gaps of {record:?} in {session:#?}");
            }
            // An action that is lost leaves its pictures.
            Kind::Gap { reason: GapReason::Fault, .. } => assert!(counts[0] <= 1 && counts[1] <= 1, "{counts:?}"),
            Kind::Navigate { .. } => assert!(counts[0] == 0 && counts[1] <= 1, "{counts:?}"),
            _ => assert_eq!(counts, [0, 0], "{record:?}"),
        }
    }
    assert!(before.is_empty() && after.is_empty());
    check_snapshots(session);
}

/// Where there are snapshots at all, each action has one, or word that there is none; nothing else has.
fn check_snapshots(session: &[Record<String>]) {
    let mut mapped = BTreeMap::new();
    for record in session {
        let (Kind::Aria { action, .. } | Kind::Gap { reason: GapReason::Aria, action: Some(action), .. }) =
            &record.kind
        else {
            continue;
        };
        assert!(*action < record.seq, "a snapshot of an action of another session");
        *mapped.entry(*action).or_insert(0) += 1;
    }
    let expected = usize::from(!mapped.is_empty());
    for record in session {
        let is_action = matches!(record.kind, Kind::Click { .. } | Kind::Key { .. } | Kind::Type { .. });
        let count = mapped.remove(&record.seq).unwrap_or_default();
        assert_eq!(count, if is_action { expected } else { 0 }, "{record:?} in {session:#?}");
    }
}
