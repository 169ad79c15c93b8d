//! Starting: taking up what an earlier run left.

use std::time::Duration;

use chacha20::ChaCha20Rng;
use rand_core::SeedableRng;

use super::input::Boot;
use super::picture::Pictures;
use super::state::State;
use super::{Effect, Engine, budget, clock, halt, ledger, limits, never, review, task};
use crate::capture::Gallery;
use crate::identity::Seed;
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
        let read = |place: &str| boot.entries.iter().find(|(other, _)| other == place);
        let state = read("state").and_then(|(place, value)| spool.read::<State>(ROOT, place, value));
        let never = read(never::PLACE).map(|(place, value)| spool.read::<Vec<String>>(ROOT, place, value));
        let choices = read(review::PLACE).map(|(place, value)| spool.read::<review::Choices>(ROOT, place, value));
        let erasures = read(ledger::PLACE).map(|(place, value)| spool.read::<ledger::Erasures>(ROOT, place, value));
        // Without the person's list nothing may be recorded, and without what is to be deleted nothing sent.
        locked |= had_root && never.as_ref().is_some_and(Option::is_none);
        locked |= had_root && choices.as_ref().is_some_and(Option::is_none);
        let limits = read(limits::PLACE).map(|(place, value)| spool.read::<crate::limits::Limits>(ROOT, place, value));
        locked |= had_root && limits.as_ref().is_some_and(Option::is_none);
        let spent = read(budget::PLACE).and_then(|(place, value)| spool.read::<budget::Spent>(ROOT, place, value));
        let task = read(task::PLACE).and_then(|(place, value)| spool.read::<bool>(ROOT, place, value));
        // Nor while the server may have stopped it.
        let heard = read(halt::PLACE).map(|(place, value)| spool.read::<halt::Heard>(ROOT, place, value));
        locked |= had_root && heard.as_ref().is_some_and(Option::is_none);
        // Nor may what is to be taken back be forgotten.
        locked |= had_root && erasures.as_ref().is_some_and(Option::is_none);
        let mut policy = policy::parse(&boot.policy, boot.build);
        let policy_detector = policy.detector(&boot.patterns);
        // An earlier run may have sent something of each: one that could not be read let others go before it.
        let begun = spool.outgoing().map(|outgoing| outgoing.order).collect();
        let mut engine = Self {
            progress: if boot.fresh { Map::new_vec() } else { read_progress(&spool, &boot.entries) },
            rng,
            seed,
            version: boot.version,
            state: state.unwrap_or_default(),
            state_changed: false,
            policy,
            build: boot.build,
            trouble: locked.then(|| FaultKind::Locked.with("")),
            locked,
            detector: Detector::default(),
            policy_detector,
            never: never.flatten().unwrap_or_default(),
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
            choices: choices.flatten().unwrap_or_default(),
            widened: false,
            reviewing: Default::default(),
            sending: None,
            uploader: Uploader::default(),
            fetching: None,
            begun,
            limits: limits.flatten().unwrap_or_default(),
            zone: boot.zone,
            hours_change: None,
            halting: Default::default(),
            spent: Default::default(),
            is_metered: boot.metered,
            task_open: task.unwrap_or_default(),
            erasures: erasures.flatten().unwrap_or_default(),
            erasing: Default::default(),
            decisions: Vec::new(),
            wake: None,
            effects: Vec::new(),
        };
        let kept = read(clock::PLACE).and_then(|(place, value)| engine.spool.read(ROOT, place, value));
        engine.start_clock(now, ticks, kept, boot.fresh);
        engine.refresh_detector();
        engine.load_halt(heard.flatten().unwrap_or_default());
        engine.policy_in_force(now);
        engine.give_up_unpictured(now);
        if boot.fresh {
            engine.spool.stage.delete("doc/".to_owned());
            engine.end_session(now);
        }
        engine.load_spent(now, spent.unwrap_or_default());
        engine.limits_change(now);
        engine.advance(now);
        let effects = std::mem::take(&mut engine.effects);
        (engine, effects)
    }
}

fn read_progress(spool: &Spool, entries: &[(String, Vec<u8>)]) -> Map<crate::ids::DocNonce, Progress> {
    map::collect(entries.iter().filter_map(|(place, value)| {
        let nonce = place.strip_prefix("doc/")?.parse().ok()?;
        Some((nonce, spool.read(ROOT, place, value)?))
    }))
}
