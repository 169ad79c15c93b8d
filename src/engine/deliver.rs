//! From the spool to the receipt.

use std::time::Duration;

use super::input::Response;
use super::{Effect, Engine, Request, mend};
use base64ct::{Base64, Encoding as _};

use crate::batch;
use crate::envelope::{Envelope, Purpose};
use crate::identity::Identity;
use crate::ids::FrameId;
use crate::json::Json;
use crate::map::Map;
use crate::message::{Fault, FaultKind, Stays};
use crate::policy::Policy;
use crate::raw::Scrubbed;
use crate::receipt::Receipt;
use crate::record::SCHEMA;
use crate::seal::{self, RecipientKey};
use crate::session::date_of;
use crate::spool::{Bucket, Outgoing};
use crate::time::WallMillis;
use crate::upload::{Step, Verdict, verdict};
use crate::vault::{KeyName, SecretKey};

/// With a hold of zero (development only) a bucket is cut once it has been quiet for this long.
const QUIET: Duration = Duration::from_secs(1);

/// How long a batch on its way that can't be read waits for the next try: as long as one that the server refuses.
const BATCH_RETRY: Duration = Duration::from_secs(600);

/// What an ingest API says of what whose it is had erased, with its `410`.
const ERASED: &str = "/problems/erased";

/// Media type of a batch.
const BATCH_TYPE: &str = "application/vnd.candor.batch";
/// Media type of a frame as sent.
const FRAME_TYPE: &str = "application/octet-stream";

/// What is on its way to the server.
#[derive(Debug)]
pub(super) struct Sending {
    token: u64,
    outgoing: Outgoing,
    place: String,
}

impl Engine {
    /// Why nothing of what is held is sent as things stand: only as long as recording is wanted at all is it.
    pub(super) fn stays(&self) -> Option<Stays> {
        let policy = self.policy.usable();
        let reasons = [
            (self.locked, Stays::Trouble),
            (self.clock.is_wrong(), Stays::Clock),
            (policy.is_err(), Stays::Policy),
            (policy.is_ok_and(|policy| !policy.is_sealed()), Stays::Unsealed),
            (policy.is_ok_and(Policy::is_exempt) || self.is_in_exempt_place(), Stays::Exempt),
            (!self.state.consent.is_some_and(|consent| consent.accepted) || self.widened, Stays::NoConsent),
            (!self.state.on, Stays::Off),
            (self.state.paused_until.is_some(), Stays::Paused),
            (self.halted().is_some(), Stays::Halted),
            (self.waits_for_network(), Stays::Metered),
        ];
        reasons.into_iter().find_map(|(applies, reason)| applies.then_some(reason))
    }

    /// Whether what is held may be sent.
    pub(super) fn may_send(&self) -> bool {
        self.stays().is_none()
    }

    /// Minutes for which everything is held; none when that is until the person sends it, or nobody has said.
    pub(super) fn held_minutes(&self) -> Option<u32> {
        let minutes = self.hold().0.as_secs() / 60;
        u32::try_from(minutes).ok().filter(|minutes| *minutes != u32::MAX)
    }

    /// How long everything is held, and after what stillness a bucket is closed early.
    pub(super) fn hold(&self) -> (Duration, Option<Duration>) {
        let minutes = self.policy.policy.as_ref().map_or(u32::MAX, |policy| policy.hold_minutes);
        let minutes = if self.limits.by_hand { u32::MAX } else { minutes.max(self.limits.hold_minutes) };
        (Duration::from_secs(u64::from(minutes) * 60), (minutes == 0).then_some(QUIET))
    }

    /// Whether nothing is to be taken from a bucket any more, and it could be read when that was tried last.
    fn is_settled(&self, bucket: &Bucket) -> bool {
        let session = bucket.head.id;
        self.state.rewrites.iter().all(|rewrite| rewrite.session != session)
            && self.choices.are_done_with(session)
            && !self.unread.holds(bucket.order)
    }

    /// Closes, cuts and sends what is due.
    pub(super) fn deliver(&mut self, now: WallMillis) {
        if !self.may_send() {
            return;
        }
        let (hold, quiet) = self.hold();
        self.spool.close_old(now, quiet);
        // What is not stored yet can't be loaded.
        self.unread.again(now);
        if self.cutting.is_none() && self.is_stored() {
            let due = self.spool.due(hold, self.choices.released, |bucket| self.is_settled(bucket));
            if !due.is_empty() {
                let token = self.next_token();
                let prefixes = due.iter().flat_map(|bucket| [bucket.rows(), bucket.images()]).collect();
                let keys = due.iter().map(Bucket::key).collect();
                self.effects.push(Effect::Load { token, prefixes, keys });
                self.cutting = Some((token, due));
            }
        }
        self.send(now);
    }

    /// What was asked for has been loaded.
    pub(super) fn loaded(
        &mut self,
        now: WallMillis,
        token: u64,
        entries: &[(String, Vec<u8>)],
        keys: Vec<(KeyName, SecretKey)>,
    ) {
        self.spool.learn(keys);
        if self.rewrite_loaded(now, token, entries)
            || self.review_loaded(now, token, entries)
            || self.ledger_loaded(now, token, entries)
        {
            return;
        }
        if let Some((_, buckets)) = self.cutting.take_if(|(cutting, _)| *cutting == token) {
            // Deleted while being loaded: nothing of it leaves.
            if buckets.iter().all(|bucket| self.spool.has(bucket)) && self.may_send() {
                self.cut(now, &buckets, entries);
            }
        } else if let Some(sending) = self.sending.take_if(|sending| sending.token == token) {
            self.request(now, &sending, entries);
        }
    }

    fn cut(&mut self, now: WallMillis, buckets: &[Bucket], entries: &[(String, Vec<u8>)]) {
        let Some(policy) = &self.policy.policy else { return };
        let (recipient, kept) = (policy.recipient_keys.first().cloned(), policy.retention_days);
        let Err(problem) = self.cut_for(recipient.as_ref(), kept, buckets, entries) else { return };
        let mut is_mended = false;
        for bucket in buckets {
            is_mended |= self.mend(bucket, entries).is_some();
        }
        if is_mended {
            return;
        }
        let mut is_read = true;
        for bucket in buckets.iter().filter(|bucket| self.spool.rows_of(bucket, entries).is_none()) {
            is_read = false;
            self.unread.set_aside(bucket.order, now + mend::RETRY);
        }
        if is_read {
            self.trouble = Some(FaultKind::Cut.with(problem));
            buckets.iter().for_each(|bucket| self.unread.set_aside(bucket.order, now + mend::RETRY));
        }
    }

    /// Cuts a batch for `recipient`, who may keep it for so many days.
    fn cut_for(
        &mut self,
        recipient: Option<&RecipientKey>,
        retention_days: u16,
        buckets: &[Bucket],
        entries: &[(String, Vec<u8>)],
    ) -> Result<(), String> {
        let Some(first) = buckets.first() else { return Ok(()) };
        let identity = Identity::derive(&self.seed, first.head.rotation);
        let mut lines: Vec<Vec<u8>> = Vec::new();
        let mut first_seq = None;
        let mut frames: Map<FrameId, (FrameId, Vec<u8>)> = Map::new_vec();
        for bucket in buckets {
            let of_bucket = |prefix: String| entries.iter().filter(move |(place, _)| place.starts_with(&prefix));
            let rows = self.spool.rows_of(bucket, entries).ok_or("a record can't be read")?;
            let (seq, told) = self.choices.holes.tell(bucket, rows).ok_or("a record can't be read")?;
            if !told.is_empty() {
                first_seq.get_or_insert(seq);
            }
            lines.extend(told.into_iter().map(|told| told.line));
            for (place, value) in of_bucket(bucket.images()) {
                let image = self.spool.open_entry(bucket, place, value).map_err(|error| error.to_string())?;
                let local = FrameId::of(&image);
                if !frames.contains_key(&local) {
                    let sent = match recipient {
                        None => image,
                        Some(key) => seal::seal(key, &seal::frame_aad(&identity.pseudonym()), &image, &mut self.rng)
                            .map_err(|error| error.to_string())?,
                    };
                    frames.insert(local, (FrameId::of(&sent), sent));
                }
            }
        }
        let lines = lines.into_iter().map(|line| renamed(line, &frames)).collect::<Option<Vec<_>>>();
        let lines = lines.ok_or("a picture can't be read")?;
        // Nothing is left of it.
        let Some(first_seq) = first_seq else {
            buckets.iter().for_each(|bucket| self.spool.drop_bucket(bucket.order));
            return Ok(());
        };
        let records = u32::try_from(lines.len()).map_err(|error| error.to_string())?;
        let envelope = Envelope {
            schema: SCHEMA.to_owned(),
            pseudonym: identity.pseudonym(),
            public_key: identity.public_key(),
            session: first.head.id,
            first_seq,
            last_seq: first_seq + u64::from(records) - 1,
            records,
            frames: frames.values().map(|(id, _)| *id).collect(),
            policy: first.head.policy,
            consent: first.head.consent,
            rules: first.head.rules,
            purpose: Purpose::ModelTraining,
            region: first.head.region.clone(),
            delete_after: date_of(first.head.day.saturating_add(u32::from(retention_days))),
            key: recipient.map(|key| key.id.clone()),
        };
        let cut =
            batch::cut(&envelope, &lines, &identity, recipient, &mut self.rng).map_err(|error| error.to_string())?;
        let images: Vec<(FrameId, Vec<u8>)> = frames.into_iter().map(|(_, image)| image).collect();
        let bytes = cut.bytes.len() + images.iter().map(|(_, image)| image.len()).sum::<usize>();
        let outgoing = Outgoing {
            order: self.spool.next_outgoing(),
            batch: cut.id,
            envelope,
            bytes: bytes as u64,
            stored: (first.first_seq, buckets.iter().map(Bucket::end).max().unwrap_or_default()),
            since: first.since,
            touched: buckets.iter().map(|bucket| bucket.touched).max().unwrap_or_default(),
            counted: buckets.iter().map(Bucket::held_since).max().unwrap_or_default(),
        };
        self.remember_rotation(first.head.rotation);
        self.spool.dispatch(buckets, outgoing, &cut.bytes, &images, &mut self.rng).map_err(|error| error.to_string())
    }

    /// Starts the next step of the first batch on its way, or of the first behind one that the server has refused.
    fn send(&mut self, now: WallMillis) {
        // An upload of which nothing is left here is under way all the same: what takes it back waits for its end.
        if self.sending.is_some() || self.fetching.is_some() {
            return;
        }
        let ready = || self.spool.outgoing().filter(|batch| !self.unread.holds(batch.order));
        let behind = ready().find(|batch| self.refused.is_none_or(|refused| batch.order > refused));
        let Some(outgoing) = behind.or_else(|| ready().next()).cloned() else { return };
        // What is not stored yet can't be loaded.
        if self.committing.is_some() || self.spool.is_dirty() {
            return;
        }
        let token = self.tokens + 1;
        let Some(step) = self.uploader.next(now, outgoing.order, outgoing.envelope.frames.len(), token) else { return };
        self.tokens = token;
        let place = match step {
            Step::Frame(index) => match outgoing.envelope.frames.get(index) {
                Some(frame) => outgoing.frame_place(frame),
                None => return,
            },
            Step::Batch => outgoing.batch_place(),
        };
        self.effects.push(Effect::Load { token, prefixes: vec![place.clone()], keys: vec![outgoing.key()] });
        self.sending = Some(Sending { token, outgoing, place });
    }

    fn request(&mut self, now: WallMillis, sending: &Sending, entries: &[(String, Vec<u8>)]) {
        let opened = entries
            .iter()
            .find(|(place, _)| *place == sending.place)
            .and_then(|(place, value)| self.spool.open_outgoing(&sending.outgoing, place, value).ok());
        if opened.is_none() && self.spool.outgoing().any(|batch| batch.order == sending.outgoing.order) {
            // Nothing of it can be told apart: it stays, and others go before it.
            self.unread.set_aside(sending.outgoing.order, now + BATCH_RETRY);
            return self.uploader.finished();
        }
        let (Some(body), Some(policy), true) = (opened, &self.policy.policy, self.may_send()) else {
            self.uploader.failed(now, Verdict::Later(None), &mut self.rng);
            return;
        };
        let Some((_, step)) = self.uploader.under_way(sending.token) else { return };
        let digest = crate::ids::Digest::of(&body);
        let mut headers = vec![("content-digest", format!("sha-256=:{}:", Base64::encode_string(digest.as_bytes())))];
        headers.extend(policy.authorization());
        let (method, path) = match step {
            Step::Frame(index) => {
                let frame = sending.outgoing.envelope.frames[index];
                headers.push(("content-type", FRAME_TYPE.to_owned()));
                headers.push(("candor-subject", sending.outgoing.envelope.pseudonym.to_string()));
                ("PUT", format!("/v1/frames/{frame}"))
            }
            Step::Batch => {
                headers.push(("content-type", BATCH_TYPE.to_owned()));
                ("POST", "/v1/batches".to_owned())
            }
        };
        let url = policy.endpoint.join(&path);
        self.fetching = Some((sending.token, policy.endpoint.origin()));
        if !self.begun.contains(&sending.outgoing.order) {
            self.begun.push(sending.outgoing.order);
        }
        self.effects.push(Effect::Fetch(Request { token: sending.token, method, url, headers, body }));
    }

    pub(super) fn answered(&mut self, now: WallMillis, token: u64, response: Option<&Response>) {
        if self.erasure_answered(now, token, response) || self.halt_answered(now, token, response) {
            return;
        }
        let fetched = self.fetching.take_if(|(fetching, _)| *fetching == token);
        let Some((order, step)) = self.uploader.under_way(token) else { return };
        let Some(outgoing) = self.spool.outgoing().find(|outgoing| outgoing.order == order).cloned() else {
            return self.uploader.finished();
        };
        let status = response.map(|response| response.status);
        let body = response.map(|response| response.body.as_slice()).unwrap_or_default();
        let problem = match verdict(status, response.and_then(|response| response.retry_after)) {
            Verdict::Accepted => match step {
                Step::Frame(_) => {
                    return self.uploader.frame_accepted(now, outgoing.envelope.frames.len());
                }
                Step::Batch => match self.check_receipt(&outgoing, body) {
                    Ok(()) => {
                        let endpoint = fetched.map(|(_, endpoint)| endpoint).unwrap_or_default();
                        return self.arrived(now, &outgoing, body, endpoint);
                    }
                    Err(problem) => (Verdict::Later(None), FaultKind::Receipt.with(problem)),
                },
            },
            verdict @ Verdict::Unauthorised => (verdict, FaultKind::Token.with("")),
            // A proxy, or whoever has the name now, answers so too, and of everything.
            Verdict::Refused if status == Some(410) && told_of(body, "type").as_deref() == Some(ERASED) => {
                return self.erased_elsewhere(now, &outgoing);
            }
            verdict @ Verdict::Refused => {
                self.refused = Some(order);
                (verdict, FaultKind::Refused.with(title_of(body)))
            }
            verdict => (verdict, unanswered(status)),
        };
        let (verdict, trouble) = problem;
        self.uploader.failed(now, verdict, &mut self.rng);
        // A passing failure is nobody's worry.
        if self.uploader.failures() > 1 || !matches!(verdict, Verdict::Later(_) | Verdict::MissingFrames) {
            self.trouble = Some(trouble);
        }
    }

    fn check_receipt(&self, outgoing: &Outgoing, body: &[u8]) -> Result<(), String> {
        let receipt = Receipt::read(body).ok_or("it can't be read")?;
        receipt.matches(&outgoing.batch, &outgoing.envelope).map_err(|error| error.to_string())?;
        let keys = self.policy.policy.as_ref().map(|policy| policy.server_keys.as_slice()).unwrap_or_default();
        receipt.verify(keys).map_err(|error| error.to_string())
    }

    /// The batch goes and its receipt stays, in one commit.
    fn arrived(&mut self, now: WallMillis, outgoing: &Outgoing, receipt: &[u8], endpoint: String) {
        self.spool.drop_outgoing(outgoing.order);
        self.enter(now, outgoing, String::from_utf8(receipt.to_vec()).unwrap_or_default(), endpoint);
        let (day, envelope) = (self.zone.day(now), &outgoing.envelope);
        self.state.count_sent(day, envelope.records, envelope.frames.len(), outgoing.bytes);
        self.state_changed = true;
        self.uploader.finished();
        self.trouble = None;
    }
}

/// The server does not answer, or answers so.
pub(super) fn unanswered(status: Option<u16>) -> Fault {
    status.map_or_else(|| FaultKind::Silent.with(""), |status| FaultKind::Answers.with(status.to_string()))
}

/// The record with its image named as it is sent; nothing when that is not there.
fn renamed(mut line: Vec<u8>, frames: &Map<FrameId, (FrameId, Vec<u8>)>) -> Option<Scrubbed<Vec<u8>>> {
    const NAME: &[u8] = b"\"image\":\"";
    let start = line.windows(NAME.len()).position(|window| window == NAME).map(|at| at + NAME.len());
    if let Some(start) = start
        && let Some(name) = line.get_mut(start..start + 64)
        && let Some(id) = std::str::from_utf8(name).ok().and_then(|id| id.parse().ok())
    {
        let (sent, _) = frames.get(&id)?;
        name.copy_from_slice(sent.to_string().as_bytes());
    }
    Some(Scrubbed::vouch(line, "it was scrubbed before it was spooled"))
}

/// The title of a problem document, cut to a line.
fn title_of(body: &[u8]) -> String {
    told_of(body, "title").as_deref().unwrap_or("–").chars().take(120).collect()
}

/// What a problem document (RFC 9457) tells under a name.
pub(super) fn told_of(body: &[u8], name: &str) -> Option<String> {
    let problem = Json::parse(std::str::from_utf8(body).ok()?).ok()?;
    problem.get(name)?.text().map(str::to_owned)
}
