//! What the spool promises about buckets, commits and keys, without an engine around it.

use chacha20::ChaCha20Rng;
use rand_core::SeedableRng;

use super::*;
use crate::ids::{Digest, SessionId};
use crate::time::SessionMillis;

const MINUTE: u64 = 60_000;
const HOLD: Duration = Duration::from_secs(600);

pub(crate) fn head(session: u8) -> SessionHead {
    let digest = Digest::of(b"");
    SessionHead {
        id: SessionId::from_bytes([session; 15]),
        day: 20_000,
        rotation: 3,
        policy: digest,
        consent: digest,
        rules: digest,
        region: "US".into(),
    }
}

struct Player {
    spool: Spool,
    rng: ChaCha20Rng,
    seq: u64,
}

impl Player {
    fn new() -> Self {
        let mut rng = ChaCha20Rng::from_seed([3; 32]);
        Self { spool: Spool::load(Vault::default(), &[], &mut rng), rng, seq: 0 }
    }

    fn store(&mut self, now: u64, session: u8) {
        self.store_with(now, session, None);
    }

    fn store_with(&mut self, now: u64, session: u8, image: Option<&[u8]>) {
        let line = Scrubbed::vouch(b"{}".to_vec(), "made up");
        let image = image.map(|image| (FrameId::of(image), image));
        self.spool
            .store(WallMillis(now), &head(session), (self.seq, SessionMillis(0)), &line, image, &mut self.rng)
            .unwrap();
        self.seq += 1;
    }

    fn commit(&mut self) -> Commit {
        self.spool.take_commit(1, &mut self.rng).0
    }

    /// Numbers of the first records of the buckets of the next batch.
    fn due(&mut self, now: u64) -> Vec<u64> {
        self.spool.counted = CountedMillis(now);
        self.spool.due(HOLD, CountedMillis::default(), |_| true).iter().map(|bucket| bucket.first_seq).collect()
    }
}

#[test]
fn a_bucket_is_a_minute_of_one_session_at_most() {
    let mut player = Player::new();
    // A new one after a minute, for another session, and when the clock went back.
    for (now, session) in [(0, 1), (59_999, 1), (60_000, 1), (60_001, 2), (60_002, 2), (50_000, 2)] {
        player.store(now, session);
    }
    player.spool.close_buckets();
    assert_eq!(player.due(20 * MINUTE), [0, 2], "a batch never straddles two sessions");
    assert_eq!(player.spool.buckets.values().map(|bucket| bucket.first_seq).collect::<Vec<_>>(), [0, 2, 3, 5]);
}

#[test]
fn a_bucket_never_outgrows_a_batch() {
    let mut player = Player::new();
    for _ in 0..=BATCH_RECORDS {
        player.store(0, 1);
    }
    assert_eq!(player.spool.buckets.values().map(|bucket| bucket.records).collect::<Vec<_>>(), [BATCH_RECORDS, 1]);
    player.spool.close_buckets();
    assert_eq!(player.due(20 * MINUTE), [0], "the rest is in the next batch");

    let mut player = Player::new();
    let line = Scrubbed::vouch(vec![b' '; 1 << 20], "made up");
    for seq in 0..=BATCH_BYTES >> 20 {
        let store = (seq, SessionMillis(0));
        player.spool.store(WallMillis(0), &head(1), store, &line, None, &mut player.rng).unwrap();
    }
    assert_eq!(player.spool.buckets.values().map(|bucket| bucket.records).collect::<Vec<_>>(), [8, 1]);
}

#[test]
fn a_batch_names_no_more_images_than_an_envelope_may() {
    let mut player = Player::new();
    for number in 0..BATCH_FRAMES + 1_000 {
        let minute = u64::from(number) / 700;
        player.store_with(minute * MINUTE, 1, Some(&number.to_be_bytes()));
    }
    player.spool.close_buckets();
    assert_eq!(player.due(60 * MINUTE), [0, 700], "the rest is in the next batch");

    let mut player = Player::new();
    for number in 0..=BATCH_FRAMES {
        player.store_with(0, 1, Some(&number.to_be_bytes()));
    }
    assert_eq!(player.spool.buckets.values().map(|bucket| bucket.frames).collect::<Vec<_>>(), [BATCH_FRAMES, 1]);
}

#[test]
fn an_image_is_once_in_a_bucket_and_counted_once() {
    let mut player = Player::new();
    for (now, image) in [(0, b"one"), (1, b"two"), (2, b"two"), (3, b"one"), (60_000, b"one")] {
        player.store_with(now, 1, Some(image));
    }
    let counted: Vec<_> = player.spool.buckets.values().map(|bucket| (bucket.frames, bucket.bytes)).collect();
    assert_eq!(counted, [(2, 4 * 2 + 2 * 3), (1, 2 + 3)]);
    let stored = player.commit().put.iter().filter(|(place, _)| place.starts_with("image/")).count();
    assert_eq!(stored, 3);
}

#[test]
fn a_batch_waits_for_the_hold_of_its_last_record_and_keeps_the_order() {
    let mut player = Player::new();
    player.store(0, 1);
    player.store(MINUTE - 1, 1);
    player.store(2 * MINUTE, 1);
    player.spool.close_old(WallMillis(2 * MINUTE), None);
    for (now, expected) in [(11 * MINUTE - 2, vec![]), (11 * MINUTE - 1, vec![0]), (30 * MINUTE, vec![0])] {
        assert_eq!(player.due(now), expected, "{now}");
    }
    player.spool.close_old(WallMillis(3 * MINUTE), None);
    assert_eq!(player.due(12 * MINUTE - 1), [0]);
    assert_eq!(player.due(12 * MINUTE), [0, 2]);
}

#[test]
fn a_key_is_written_with_what_it_opens_and_unlinked_with_it() {
    let mut player = Player::new();
    player.store(0, 1);
    let commit = player.commit();
    let bucket = commit.write_keys.iter().map(|(name, _)| name).find(|name| name.starts_with("bucket-")).unwrap();
    assert!(commit.put.iter().any(|(place, _)| place.starts_with("row/")));
    assert!(commit.put.iter().any(|(place, _)| place.starts_with("meta/")));
    player.spool.drop_bucket(0);
    let commit = player.commit();
    assert_eq!(commit.remove_keys, std::slice::from_ref(bucket));
    assert!(commit.put.is_empty() && commit.write_keys.is_empty());
    assert_eq!(commit.delete.len(), 3, "{:?}", commit.delete);
    assert_eq!(player.spool.held(), Held::default());
}

#[test]
fn what_is_deleted_before_it_was_stored_is_never_stored() {
    let mut player = Player::new();
    player.commit();
    player.store(0, 1);
    player.spool.drop_bucket(0);
    let commit = player.commit();
    assert!(commit.put.is_empty() && commit.write_keys.is_empty(), "{commit:?}");
}

#[test]
fn a_checkpoint_gives_way_to_what_covers_it_and_to_nothing_less() {
    let mut player = Player::new();
    let nonce = DocNonce::from_bytes([1; 15]);
    let line = Scrubbed::vouch(b"{\"seq\":0}".to_vec(), "made up");
    let typing = |last| Typing { nonce, last, pictured: None, mapped: None };
    for last in [3, 7] {
        player.spool.checkpoint(WallMillis(0), typing(last), &head(1), &line, &mut player.rng).unwrap();
    }
    let commit = player.commit();
    let written = |prefix: &str| commit.write_keys.iter().filter(|(name, _)| name.starts_with(prefix)).count();
    assert_eq!(written("open-"), 1, "the one before was never written");
    player.spool.supersede_checkpoint(&nonce, 6);
    assert_eq!(player.spool.checkpoints().count(), 1);
    player.spool.supersede_checkpoint(&nonce, 7);
    assert_eq!(player.spool.checkpoints().count(), 0);
    assert_eq!(player.commit().remove_keys.len(), 1);
}

#[test]
fn a_record_under_its_number_is_the_record_it_was() {
    let mut player = Player::new();
    let line = Scrubbed::vouch(br#"{"v":1,"seq":0,"text":"tide"}"#.to_vec(), "made up");
    let typing = Typing { nonce: DocNonce::from_bytes([1; 15]), last: 1, pictured: None, mapped: None };
    player.spool.checkpoint(WallMillis(0), typing, &head(1), &line, &mut player.rng).unwrap();
    let numbered = player.spool.checkpoints().next().unwrap().numbered(42).unwrap();
    let read: serde_json::Value = serde_json::from_slice(numbered.get()).unwrap();
    assert_eq!(read, serde_json::json!({ "v": 1, "seq": 42, "text": "tide" }));
}

/// What a browser may hold, as it was written in [`FORMAT`] 1: a name and the bytes, a line each.
pub(crate) const STORED: &str = include_str!("../../tests/golden/stored-1.txt");

/// Whoever changes one of these types raises the format, and goes on reading what was written before.
#[test]
fn what_was_written_before_is_read() {
    fn holds<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(name: &str, value: &T) {
        let mut player = Player::new();
        player.spool.write(ROOT, "state".into(), value, &mut player.rng).unwrap();
        let (place, sealed) = player.commit().put.remove(0);
        let plain = player.spool.vault.open(ROOT, &place, &sealed).unwrap();
        let line = format!("{name} {}", base16ct::lower::encode_string(&plain));
        assert!(STORED.lines().any(|stored| stored == line), "{line}");
        assert_eq!(player.spool.read::<T>(ROOT, &place, &sealed).as_ref(), Some(value));
        let later = [&[FORMAT + 1], &plain[1..]].concat();
        let later = player.spool.vault.seal(ROOT, &place, &later, &mut player.rng).unwrap();
        assert_eq!(player.spool.read::<T>(ROOT, &place, &later), None, "of a format that is not known");
        // No other bytes stop the core.
        for bit in 8..8 * plain.len() {
            let mut other = plain.clone();
            other[bit / 8] ^= 1 << (bit % 8);
            let _ = stored::read::<T>(&other[1..]);
            assert!(stored::read::<T>(&plain[1..bit / 8]).is_none(), "{name} ends early");
        }
    }
    let id = BucketId::from_bytes([1; 15]);
    let bucket = Bucket {
        id,
        order: 3,
        head: head(2),
        opened: WallMillis(1_790_000_000_000),
        touched: WallMillis(1_790_000_000_001),
        closed: true,
        first_seq: 300,
        records: 4,
        frames: 5,
        bytes: 70_000,
        since: SessionMillis(9),
        counted: CountedMillis(300),
    };
    holds("bucket", &bucket);
    let checkpoint = Checkpoint {
        id,
        nonce: DocNonce::from_bytes([4; 15]),
        last: 9,
        pictured: Some((7, vec![0, 1])),
        head: head(2),
        written: WallMillis(1),
        record: "{\"seq\":0}".into(),
        mapped: Some((7, vec![0, 1])),
    };
    holds("checkpoint", &checkpoint);
    let identity = crate::envelope::tests::identity();
    let envelope = crate::envelope::tests::envelope(&identity);
    let (batch, since) = (crate::ids::BatchId::of(b""), SessionMillis(5));
    let (touched, counted) = (WallMillis(6), CountedMillis(300));
    let outgoing = Outgoing { order: 8, batch, envelope, bytes: 1, stored: (3, 4), since, touched, counted };
    holds("outgoing", &outgoing);
    let shells = vec![crate::assemble::Shell { field: 4, hushed: 1, doubted: 2 }];
    holds("progress", &crate::protocol::Progress { upto: 7, at: WallMillis(8), shells });
}

/// Fields that were added since are read as zero.
#[test]
fn what_was_written_before_a_field_was_added_is_read() {
    let mut player = Player::new();
    let mut read = |name: &str, line: &str| {
        let plain = base16ct::lower::decode_vec(line).unwrap();
        let sealed = player.spool.vault.seal(ROOT, "place", &plain, &mut player.rng).unwrap();
        match name {
            "bucket" => player.spool.read::<Bucket>(ROOT, "place", &sealed).map(|it| (it.since.0, it.counted.0)),
            "checkpoint" => player
                .spool
                .read::<Checkpoint>(ROOT, "place", &sealed)
                .map(|it| (it.mapped.map_or(0, |(tab, _)| tab.into()), 0)),
            "outgoing" => player.spool.read::<Outgoing>(ROOT, "place", &sealed).map(|it| (it.since.0, it.counted.0)),
            "progress" => player
                .spool
                .read::<crate::protocol::Progress>(ROOT, "place", &sealed)
                .map(|it| (it.shells.first().map_or(0, |shell| shell.field.into()), 0)),
            _ => panic!("{name}"),
        }
    };
    for name in ["bucket", "checkpoint", "outgoing", "progress"] {
        let lines = STORED.lines().filter_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        let added: Vec<(u64, u64)> = lines.map(|line| read(name, line).unwrap()).collect();
        assert!(matches!(added[..], [(0, 0), (1.., 0), (1.., 1..)] | [(0, 0), (1.., 0)]), "{name}: {added:?}");
    }
}
