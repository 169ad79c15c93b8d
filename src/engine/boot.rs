//! Starting: taking up what an earlier run left.

use std::time::Duration;

use chacha20::ChaCha20Rng;
use rand_core::SeedableRng;
use serde::de::DeserializeOwned;

use super::input::Boot;
use super::picture::Pictures;
use super::state::{self, State};
use super::{Effect, Engine, budget, clock, halt, ledger, limits, never, review, task};
use crate::capture::Gallery;
use crate::identity::Seed;
use crate::ids::DocNonce;
use crate::map::{self, Map};
use crate::message::FaultKind;
use crate::policy;
use crate::protocol::{Progress, Quarantine, Window};
use crate::scrub::Detector;
use crate::spool::{ROOT, Spool};
use crate::time::WallMillis;
use crate::upload::Uploader;
use crate::vault::Vault;

/// Name of the file of the identity's seed.
const SEED: &str = "seed";

/// How long a document that was being typed in has to say hello again before what it had typed becomes a record.
const ORPHAN_PATIENCE: Duration = Duration::from_secs(10);

impl Engine {
    /// Starts the engine. `ticks` is how long this run of the worker lasts already.
    pub fn boot(now: WallMillis, ticks: Duration, boot: Boot) -> (Self, Vec<Effect>) {
        let mut rng = ChaCha20Rng::from_seed(boot.entropy);
        let mut vault = Vault::new(boot.key_names, boot.keys);
        let new_seed = if vault.has(SEED) { None } else { Some(vault.make(SEED.to_owned(), &mut rng)) };
        let seed = Seed::from_bytes(vault.key(SEED).map(|key| key.0).unwrap_or_default());
        let mut locked = [SEED, ROOT].iter().any(|name| vault.has(name) && vault.key(name).is_none());
        let had_root = vault.has(ROOT);
        let mut spool = Spool::load(vault, &boot.entries, &mut rng);
        if let Some(key) = new_seed {
            spool.stage.write_key(SEED.to_owned(), key);
        }
        // A bucket that was open may have images that this run does not know of; it is complete as it is.
        spool.close_buckets();
        let mut earlier = Earlier { spool: &spool, entries: &boot.entries, is_unread: false };
        let state: State = earlier.may(state::PLACE);
        // Without the person's list nothing may be recorded, nor while the server may have stopped it; without what is to be
        // deleted or taken back nothing may be sent.
        let never: Vec<String> = earlier.must(never::PLACE);
        let limits: crate::limits::Limits = earlier.must(limits::PLACE);
        let heard: halt::Heard = earlier.must(halt::PLACE);
        let choices: review::Choices = earlier.must(review::PLACE);
        let erasures: ledger::Erasures = earlier.must(ledger::PLACE);
        let spent: budget::Spent = earlier.may(budget::PLACE);
        let task_open: bool = earlier.may(task::PLACE);
        let clock = earlier.read(clock::PLACE).flatten();
        let progress = if boot.fresh { Map::new_vec() } else { earlier.progress() };
        locked |= had_root && earlier.is_unread;
        let mut policy = policy::parse(&boot.policy, boot.build);
        let policy_detector = policy.detector(&boot.patterns);
        // An earlier run may have sent something of each: one that could not be read let others go before it.
        let begun = spool.outgoing().map(|outgoing| outgoing.order).collect();
        let mut engine = Self {
            progress,
            rng,
            seed,
            version: boot.version,
            state,
            state_changed: false,
            policy,
            build: boot.build,
            trouble: locked.then(|| FaultKind::Locked.with("")),
            locked,
            detector: Detector::default(),
            policy_detector,
            never,
            spool,
            clock: Default::default(),
            tokens: 0,
            committing: None,
            senders: Map::new_vec(),
            documents: Map::new_vec(),
            quarantine: Quarantine::new(&boot.crashes),
            blame: boot.blame,
            window: Window::default(),
            orphans_until: if boot.fresh { now } else { now + ORPHAN_PATIENCE },
            ended: None,
            tabs: Map::new_vec(),
            moves: super::tabs::Tabs::default(),
            registered: None,
            registering: 0,
            gallery: Gallery::default(),
            pictures: Pictures::default(),
            ticket: None,
            cutting: None,
            unread: Default::default(),
            rewriting: Default::default(),
            choices,
            widened: false,
            reviewing: Default::default(),
            sending: None,
            uploader: Uploader::default(),
            fetching: None,
            begun,
            refused: None,
            limits,
            zone: boot.zone,
            hours_change: None,
            halting: Default::default(),
            spent: Default::default(),
            is_metered: boot.metered,
            task_open,
            erasures,
            erasing: Default::default(),
            decisions: Vec::new(),
            wake: None,
            effects: Vec::new(),
        };
        engine.start_clock(now, ticks, clock, boot.fresh);
        engine.refresh_detector();
        engine.load_halt(heard);
        engine.policy_in_force(now);
        engine.give_up_unpictured(now);
        if boot.fresh {
            engine.spool.stage.delete("doc/".to_owned());
            engine.end_session(now);
        }
        engine.load_spent(now, spent);
        engine.limits_change(now);
        engine.advance(now);
        let effects = std::mem::take(&mut engine.effects);
        (engine, effects)
    }
}

/// What an earlier run stored.
struct Earlier<'a> {
    spool: &'a Spool,
    entries: &'a [(String, Vec<u8>)],
    /// Whether something is there that must be known and can't be read.
    is_unread: bool,
}

impl Earlier<'_> {
    /// What is stored at a place, if anything is; nothing of it when it can't be read.
    fn read<T: DeserializeOwned>(&self, place: &str) -> Option<Option<T>> {
        let (place, value) = self.entries.iter().find(|(other, _)| other == place)?;
        Some(self.spool.read(ROOT, place, value))
    }

    /// What is stored at a place, of something that may be forgotten.
    fn may<T: DeserializeOwned + Default>(&self, place: &str) -> T {
        self.read(place).flatten().unwrap_or_default()
    }

    /// What is stored at a place, of something that must not be forgotten.
    fn must<T: DeserializeOwned + Default>(&mut self, place: &str) -> T {
        let stored = self.read(place);
        self.is_unread |= matches!(stored, Some(None));
        stored.flatten().unwrap_or_default()
    }

    /// How far the observations of each document had been taken.
    fn progress(&self) -> Map<DocNonce, Progress> {
        map::collect(self.entries.iter().filter_map(|(place, value)| {
            let nonce = place.strip_prefix("doc/")?.parse().ok()?;
            Some((nonce, self.spool.read(ROOT, place, value)?))
        }))
    }
}
