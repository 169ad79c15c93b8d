//! The world around an engine: its store, its key files, its clock, its documents and its server.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use serde_json::{Value, json};

use super::ingest::{Ingest, SECRET};
use super::probe::Probe;
use crate::engine::{Boot, Effect, Engine, Input, Request, Sender};
use crate::ids::SessionId;
use crate::limits::Zone;
use crate::message::{FromPage, FromProbe, Status};
use crate::policy::{Build, Patterns};
use crate::protocol::Crash;
use crate::seal::{self, RecipientKey};
use crate::spool::{Commit, DESCRIPTIONS, FIRST_KEYS};
use crate::time::WallMillis;
use crate::vault::{KeyName, SecretKey};

/// Where people work.
pub(super) const PAGE: &str = "https://ide.example/work";

/// The policy under which everything is recorded, to be varied.
pub(super) fn policy() -> Value {
    let recipient = RecipientKey { id: "team-1".into(), public: seal::public_of(&SECRET).unwrap() };
    json!({
        "endpoint": "https://candor.example",
        "recipientKeys": [recipient],
        "serverKeys": [Ingest::issuer().server_key()],
        "region": "US",
        "holdMinutes": 10,
        "sites": [{ "match": "https://ide.example/*", "frames": "full" }],
        "notice": {
            "controller": "C", "contact": "C", "legalBasis": "consent", "recipients": "R", "retention": "R",
            "rights": "R",
        },
    })
}

/// What a driver has been asked for and has not done yet.
#[derive(Debug)]
pub(super) enum Job {
    Commit(Commit),
    Load { token: u64, prefixes: Vec<String>, keys: Vec<KeyName> },
    Fetch(Request),
    Capture { ticket: u32 },
    Redact { ticket: u32 },
    Register(bool),
}

/// The world.
pub(super) struct World {
    pub(super) now: WallMillis,
    pub(super) engine: Option<Engine>,
    /// The sessions, in the order in which they began.
    pub(super) begun: Vec<SessionId>,
    pub(super) store: BTreeMap<String, Vec<u8>>,
    /// Everything that was ever stored: a database keeps what it was told to forget.
    pub(super) ever: Vec<(String, Vec<u8>)>,
    pub(super) keys: BTreeMap<KeyName, SecretKey>,
    pub(super) probes: Vec<Probe>,
    pub(super) ingest: Ingest,
    pub(super) jobs: VecDeque<Job>,
    pub(super) policy: Value,
    pub(super) crashes: Vec<Crash>,
    /// Everything the engine asked for, by name, with what matters of it.
    pub(super) log: Vec<String>,
    pub(super) status: Option<Status>,
    /// Keys whose files are there but can't be read.
    pub(super) locked: Vec<KeyName>,
    /// How many commits to come fail.
    pub(super) failing_commits: u32,
    /// Whether the browser takes pictures.
    pub(super) camera: bool,
    /// Whether the browser injects probes.
    pub(super) is_injected: bool,
    /// Whether jobs wait to be done one by one.
    pub(super) by_hand: bool,
    /// The machine's time zone.
    pub(super) zone: Zone,
    /// Whether the network costs money.
    pub(super) is_metered: bool,
    /// Least bytes of a picture.
    pub(super) picture_size: usize,
    wake: Option<WallMillis>,
    /// By how much the machine's clock was set forward since.
    set: i64,
    boots: u8,
    ports: u32,
    /// How many were taken.
    pub(super) pictures: u32,
}

impl World {
    /// A world in which everything allows recording.
    pub(super) fn new() -> Self {
        let mut world = Self::unasked(policy());
        world.page(FromPage::Consent { accept: true, policy: None });
        world
    }

    /// A world in which nobody was asked yet.
    pub(super) fn unasked(policy: Value) -> Self {
        let mut world = Self {
            now: WallMillis(1_795_000_000_000),
            engine: None,
            begun: Vec::new(),
            store: BTreeMap::new(),
            ever: Vec::new(),
            keys: BTreeMap::new(),
            probes: Vec::new(),
            ingest: Ingest::new(),
            jobs: VecDeque::new(),
            policy,
            crashes: Vec::new(),
            log: Vec::new(),
            status: None,
            locked: Vec::new(),
            failing_commits: 0,
            camera: true,
            is_injected: false,
            by_hand: false,
            zone: Zone::default(),
            is_metered: false,
            picture_size: 0,
            wake: None,
            set: 0,
            boots: 0,
            ports: 0,
            pictures: 0,
        };
        world.boot(true);
        world
    }

    /// Starts an engine with what is in the store.
    pub(super) fn boot(&mut self, fresh: bool) {
        self.boots += 1;
        self.wake = None;
        self.jobs.clear();
        let first = |name: &str| FIRST_KEYS.iter().any(|prefix| name.starts_with(prefix));
        let described = |place: &str| DESCRIPTIONS.iter().any(|prefix| place.starts_with(prefix));
        let boot = Boot {
            entropy: [self.boots; 32],
            key_names: self.keys.keys().cloned().collect(),
            keys: self
                .keys
                .clone()
                .into_iter()
                .filter(|(name, _)| first(name) && !self.locked.contains(name))
                .collect(),
            entries: self.store.clone().into_iter().filter(|(place, _)| described(place)).collect(),
            policy: self.policy.to_string(),
            build: Build::Released,
            patterns: Patterns::None,
            version: "0.1.0".to_owned(),
            zone: self.zone.clone(),
            metered: self.is_metered,
            fresh,
            crashes: self.crashes.clone(),
            blame: Default::default(),
        };
        let (engine, effects) = Engine::boot(self.now, self.ticks(), boot);
        self.engine = Some(engine);
        self.perform(effects);
    }

    /// Ends the engine, after the first `done` of its jobs were done without an answer, and starts another; documents
    /// come back to it.
    pub(super) fn crash(&mut self, done: usize) {
        for _ in 0..done {
            if let Some(job) = self.jobs.pop_front() {
                self.answer(job);
            }
        }
        self.engine = None;
        for probe in &mut self.probes {
            probe.port = None;
        }
        self.boot(false);
        for index in 0..self.probes.len() {
            self.connect(index);
        }
    }

    /// Ends the browser and starts it again: no document is left.
    pub(super) fn kill_browser(&mut self) {
        self.engine = None;
        self.probes.clear();
        self.boot(true);
    }

    /// Gives an input to the engine and does what it asks for.
    pub(super) fn feed(&mut self, input: Input) {
        let ticks = self.ticks();
        let engine = self.engine.as_mut().unwrap();
        let effects = engine.handle(self.now, ticks, input);
        assert_eq!(engine.blame.get(), None, "nothing is blamed for what comes next");
        for bucket in engine.spool.buckets() {
            if !self.begun.contains(&bucket.head.id) {
                self.begun.push(bucket.head.id);
            }
        }
        self.perform(effects);
    }

    /// A page says something, and does not wait for the answer.
    pub(super) fn say_to_page(&mut self, message: FromPage) {
        self.feed(Input::Page { request: 1, message });
    }

    pub(super) fn page(&mut self, message: FromPage) -> Status {
        self.say_to_page(message);
        self.status.clone().unwrap()
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        let mut replies = Vec::new();
        for effect in effects {
            self.log.push(name_of(&effect));
            match effect {
                Effect::Post { port, message } => {
                    let probe = self.probes.iter_mut().find(|probe| probe.port == Some(port));
                    let heard = probe.map(|probe| probe.hear(self.now, &message)).unwrap_or_default();
                    replies.extend(heard.into_iter().map(|message| Input::Probe { port, message }));
                }
                Effect::Commit(commit) => self.jobs.push_back(Job::Commit(commit)),
                Effect::Load { token, prefixes, keys } => self.jobs.push_back(Job::Load { token, prefixes, keys }),
                Effect::Fetch(request) => self.jobs.push_back(Job::Fetch(request)),
                Effect::Capture { ticket, .. } => self.jobs.push_back(Job::Capture { ticket }),
                Effect::Redact { ticket, .. } => self.jobs.push_back(Job::Redact { ticket }),
                Effect::Wake { at } => self.wake = Some(at),
                Effect::Answer { status, .. } => self.status = Some(*status),
                Effect::Register(registration) => self.jobs.push_back(Job::Register(registration.is_some())),
                Effect::Discard { .. } | Effect::Badge { .. } | Effect::Inject { .. } | Effect::Welcome => {}
            }
        }
        for reply in replies {
            self.feed(reply);
        }
        while !self.by_hand && !self.jobs.is_empty() {
            self.work(0);
        }
    }

    /// Does the job at `index` and tells the engine.
    pub(super) fn work(&mut self, index: usize) {
        if let Some(job) = self.jobs.remove(index) {
            let input = self.answer(job);
            self.feed(input);
        }
    }

    /// Does a job; what the engine is to be told.
    pub(super) fn answer(&mut self, job: Job) -> Input {
        match job {
            Job::Commit(commit) if self.failing_commits > 0 => {
                self.failing_commits -= 1;
                Input::CommitFailed { token: commit.token, problem: "the disk is full".to_owned() }
            }
            Job::Commit(commit) => {
                self.keys.extend(commit.write_keys);
                self.store.retain(|place, _| !commit.delete.iter().any(|prefix| place.starts_with(prefix)));
                self.ever.extend(commit.put.clone());
                self.store.extend(commit.put);
                self.keys.retain(|name, _| !commit.remove_keys.contains(name));
                Input::Committed { token: commit.token }
            }
            Job::Load { token, prefixes, keys } => {
                let wanted = |place: &str| prefixes.iter().any(|prefix| place.starts_with(prefix));
                let entries = self.store.clone().into_iter().filter(|(place, _)| wanted(place)).collect();
                let keys = keys.into_iter().filter_map(|name| Some((name.clone(), self.keys.get(&name)?.clone())));
                Input::Loaded { token, entries, keys: keys.collect() }
            }
            Job::Fetch(request) => Input::Answered { token: request.token, response: self.ingest.answer(&request) },
            Job::Capture { ticket } if self.camera => Input::Captured { ticket, width: 800, height: 600 },
            Job::Capture { ticket } => Input::PictureFailed { ticket },
            Job::Redact { ticket } => {
                self.pictures += 1;
                let mut bytes = format!("picture {}", self.pictures).into_bytes();
                bytes.resize(bytes.len().max(self.picture_size), 0);
                Input::Encoded { ticket, width: 800, height: 600, bytes }
            }
            Job::Register(is_injected) => {
                self.is_injected = is_injected;
                Input::Registered
            }
        }
    }

    /// How long a worker would have been running that never stopped.
    fn ticks(&self) -> Duration {
        Duration::from_millis(self.now.0.saturating_add_signed(-self.set))
    }

    /// Sets the machine's clock forward, or back.
    pub(super) fn set_clock(&mut self, millis: i64) {
        self.now = WallMillis(self.now.0.saturating_add_signed(millis));
        self.set += millis;
        // A timer of the browser goes by what has gone by.
        self.wake = self.wake.map(|at| WallMillis(at.0.saturating_add_signed(millis)));
    }

    /// Lets time pass, waking the engine whenever it asks to be.
    pub(super) fn wait(&mut self, millis: u64) {
        let end = WallMillis(self.now.0 + millis);
        let mut still = 0;
        while let Some(at) = self.wake.filter(|at| *at <= end) {
            still = if at > self.now { 0 } else { still + 1 };
            assert!(still < 20, "woken again and again at one instant");
            self.now = self.now.max(at);
            self.wake = None;
            self.feed(Input::Tick);
        }
        self.now = end;
    }

    /// Opens a document in a tab.
    pub(super) fn open(&mut self, tab: u32) -> usize {
        let number = u8::try_from(self.ports + 1).unwrap();
        self.probes.push(Probe::new(number, tab));
        let index = self.probes.len() - 1;
        self.connect(index);
        index
    }

    /// The browser shows the page in a tab.
    pub(super) fn tab(&mut self, tab: u32) {
        self.feed(Input::Tab { tab, url: PAGE.to_owned(), incognito: false });
    }

    /// Opens a port for a document and says hello.
    pub(super) fn connect(&mut self, index: usize) {
        self.ports += 1;
        let port = self.ports;
        let probe = &mut self.probes[index];
        if probe.detached {
            return;
        }
        probe.port = Some(port);
        let (tab, hello) = (probe.tab, probe.hello());
        let sender = Sender {
            tab,
            url: PAGE.to_owned(),
            origin: Some("https://ide.example".to_owned()),
            top_url: PAGE.to_owned(),
            is_top: probe.is_top,
            incognito: false,
        };
        self.feed(Input::PortOpened { port, sender });
        self.say(index, hello);
        self.flush(index);
    }

    pub(super) fn disconnect(&mut self, index: usize) {
        if let Some(port) = self.probes[index].port.take() {
            self.feed(Input::PortClosed { port });
        }
    }

    pub(super) fn say(&mut self, index: usize, message: FromProbe) {
        if let Some(port) = self.probes[index].port {
            self.feed(Input::Probe { port, message });
        }
    }

    pub(super) fn flush(&mut self, index: usize) {
        if let Some(message) = self.probes[index].flush() {
            self.say(index, message);
        }
    }

    pub(super) fn click(&mut self, index: usize, name: &str) {
        let now = self.now;
        self.probes[index].click(now, name);
        self.flush(index);
    }

    /// A probe that was injected into a document says where that is.
    pub(super) fn resume(&mut self, index: usize) {
        let now = self.now;
        self.probes[index].resume(now);
        self.flush(index);
    }

    pub(super) fn navigate(&mut self, index: usize, url: &str, title: &str) {
        let now = self.now;
        self.probes[index].navigate(now, url, title);
        self.flush(index);
    }

    pub(super) fn press(&mut self, index: usize, key: &str) {
        let now = self.now;
        self.probes[index].press(now, key);
        self.flush(index);
        self.wait(100);
        self.tell(index);
        self.wait(20);
    }

    /// The field has been still for a moment.
    fn tell(&mut self, index: usize) {
        let now = self.now;
        if self.probes[index].has_changed() {
            self.probes[index].tell(now);
            self.flush(index);
        }
    }

    pub(super) fn write(&mut self, index: usize, text: &str) {
        for key in text.chars() {
            match key {
                '\n' => self.press(index, "Enter"),
                key => self.press(index, &key.to_string()),
            }
        }
    }

    pub(super) fn focus(&mut self, index: usize, field: u32) {
        let now = self.now;
        self.probes[index].focus(now, field);
        self.flush(index);
        self.wait(50);
    }

    pub(super) fn mask(&mut self, index: usize, field: u32) {
        let now = self.now;
        self.probes[index].mask(now, field);
        self.flush(index);
    }

    pub(super) fn paste(&mut self, index: usize, text: &str) {
        let now = self.now;
        self.probes[index].paste(now, text);
        self.flush(index);
        self.wait(100);
        self.tell(index);
        self.wait(20);
    }

    /// The page comes to rest after an action.
    pub(super) fn rest(&mut self, index: usize) {
        self.wait(100);
        self.tell(index);
        self.wait(50);
        let settled = self.probes[index].settled();
        self.say(index, settled);
        self.wait(1_000);
    }

    /// Everything that is held is sent.
    pub(super) fn deliver(&mut self) {
        self.wait(25 * 60_000);
    }
}

fn name_of(effect: &Effect) -> String {
    let text = format!("{effect:?}");
    match effect {
        Effect::Post { .. } | Effect::Register(_) | Effect::Inject { .. } | Effect::Fetch(_) => text,
        _ => text.split([' ', '(', '{']).next().unwrap_or_default().to_owned(),
    }
}
