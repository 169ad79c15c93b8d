//! Sending a batch: its frames, then the batch, until there is a receipt.
//!
//! The state machine decides *when* and *what next*; it never sees the bytes. A request that fails is made again, the
//! same bytes, after a wait that doubles from one second to ten minutes, with full jitter (a random part of it), or
//! after what the server asked for with `Retry-After` (RFC 9110, in seconds), whichever is longer. Nothing is given up:
//! a batch that the server refuses for good waits the longest time and is tried again.

use std::time::Duration;

use rand_core::Rng;

use crate::time::WallMillis;

const FIRST_WAIT: Duration = Duration::from_secs(1);
const LONGEST_WAIT: Duration = Duration::from_secs(600);

/// What the server made of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Stored.
    Accepted,
    /// A frame that the batch names is not there.
    MissingFrames,
    /// Not now.
    Later(Option<Duration>),
    /// The token is missing, wrong or revoked.
    Unauthorised,
    /// Never in this form.
    Refused,
}

/// Reads an HTTP status; `None` is a request that got no answer.
pub fn verdict(status: Option<u16>, retry_after: Option<Duration>) -> Verdict {
    match status {
        Some(200 | 201) => Verdict::Accepted,
        Some(409) => Verdict::MissingFrames,
        Some(401) => Verdict::Unauthorised,
        Some(status @ 400..500) if status != 408 && status != 429 => Verdict::Refused,
        _ => Verdict::Later(retry_after),
    }
}

/// What is to be sent next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The frame of this index.
    Frame(usize),
    /// The batch.
    Batch,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Idle,
    Busy { order: u64, step: Step, token: u64 },
    Waiting { until: WallMillis, order: u64, step: Step },
}

/// The uploader. One request is under way at a time.
#[derive(Debug)]
pub struct Uploader {
    state: State,
    failures: u32,
}

impl Default for Uploader {
    fn default() -> Self {
        Self { state: State::Idle, failures: 0 }
    }
}

impl Uploader {
    /// What to send now, of the batch `order` with `frames` frames; `token` will name the request. Nothing while a
    /// request is under way or a wait is not over.
    pub fn next(&mut self, now: WallMillis, order: u64, frames: usize, token: u64) -> Option<Step> {
        let step = match self.state {
            State::Busy { .. } => return None,
            State::Waiting { until, .. } if now < until => return None,
            State::Waiting { order: waiting, step, .. } if waiting == order => step,
            _ if frames == 0 => Step::Batch,
            _ => Step::Frame(0),
        };
        self.state = State::Busy { order, step, token };
        Some(step)
    }

    /// The step under way under this token.
    pub fn under_way(&self, token: u64) -> Option<(u64, Step)> {
        match self.state {
            State::Busy { order, step, token: current } if current == token => Some((order, step)),
            _ => None,
        }
    }

    /// A frame was accepted.
    pub fn frame_accepted(&mut self, now: WallMillis, frames: usize) {
        self.failures = 0;
        if let State::Busy { order, step: Step::Frame(index), .. } = self.state {
            let step = if index + 1 < frames { Step::Frame(index + 1) } else { Step::Batch };
            self.state = State::Waiting { until: now, order, step };
        }
    }

    /// The batch has its receipt, or there is nothing more to send of it.
    pub fn finished(&mut self) {
        *self = Self::default();
    }

    /// The request failed. Frames that are missing on the other side are sent again, all of them.
    pub fn failed(&mut self, now: WallMillis, verdict: Verdict, rng: &mut impl Rng) {
        let State::Busy { order, step, .. } = self.state else { return };
        let ceiling = FIRST_WAIT.saturating_mul(1 << self.failures.min(16)).min(LONGEST_WAIT);
        let jittered = ceiling.mul_f64(0.5 + 0.5 * f64::from(rng.next_u32()) / f64::from(u32::MAX));
        let wait = match verdict {
            Verdict::Later(Some(asked)) => jittered.max(asked.min(Duration::from_secs(86_400))),
            Verdict::Unauthorised | Verdict::Refused => LONGEST_WAIT,
            _ => jittered,
        };
        self.failures += 1;
        let step = if verdict == Verdict::MissingFrames { Step::Frame(0) } else { step };
        self.state = State::Waiting { until: now + wait, order, step };
    }

    /// When there is something to do again.
    pub fn deadline(&self) -> Option<WallMillis> {
        match self.state {
            State::Waiting { until, .. } => Some(until),
            _ => None,
        }
    }

    /// How often in a row it failed.
    pub fn failures(&self) -> u32 {
        self.failures
    }
}

#[cfg(test)]
mod tests {
    use chacha20::ChaCha20Rng;
    use rand_core::SeedableRng;

    use super::*;

    const NOW: WallMillis = WallMillis(1_000_000);

    fn rng() -> ChaCha20Rng {
        ChaCha20Rng::from_seed([5; 32])
    }

    #[test]
    fn frames_go_before_their_batch_one_at_a_time() {
        let mut up = Uploader::default();
        assert_eq!(up.next(NOW, 7, 2, 1), Some(Step::Frame(0)));
        assert_eq!(up.next(NOW, 7, 2, 2), None, "one request at a time");
        up.frame_accepted(NOW, 2);
        assert_eq!(up.next(NOW, 7, 2, 2), Some(Step::Frame(1)));
        up.frame_accepted(NOW, 2);
        assert_eq!(up.next(NOW, 7, 2, 3), Some(Step::Batch));
        up.finished();
        assert_eq!(up.next(NOW, 8, 0, 4), Some(Step::Batch));
    }

    #[test]
    fn a_failure_waits_ever_longer_and_then_repeats_the_same_step() {
        let (mut up, mut rng, mut now) = (Uploader::default(), rng(), NOW);
        let mut waits = Vec::new();
        for token in 0..14 {
            assert_eq!(up.next(now, 7, 0, token), Some(Step::Batch));
            up.failed(now, Verdict::Later(None), &mut rng);
            let until = up.deadline().unwrap();
            assert_eq!(up.next(now, 7, 0, 99), None);
            waits.push(until.since(now).as_millis());
            now = until;
        }
        for (index, wait) in waits.iter().enumerate() {
            let ceiling = (1_000_u128 << index).min(600_000);
            assert!(*wait >= ceiling / 2 && *wait <= ceiling, "wait {index} was {wait} ms");
        }
    }

    #[test]
    fn a_server_that_asks_for_more_time_gets_it() {
        let mut up = Uploader::default();
        up.next(NOW, 7, 0, 1);
        up.failed(NOW, Verdict::Later(Some(Duration::from_secs(120))), &mut rng());
        assert_eq!(up.deadline(), Some(NOW + Duration::from_secs(120)));
    }

    #[test]
    fn missing_frames_are_sent_again() {
        let mut up = Uploader::default();
        up.next(NOW, 7, 1, 1);
        up.frame_accepted(NOW, 1);
        assert_eq!(up.next(NOW, 7, 1, 2), Some(Step::Batch));
        up.failed(NOW, Verdict::MissingFrames, &mut rng());
        let then = up.deadline().unwrap();
        assert_eq!(up.next(then, 7, 1, 3), Some(Step::Frame(0)));
    }

    #[test]
    fn statuses_are_read_by_what_they_ask_for() {
        let minute = Some(Duration::from_secs(60));
        for (status, expected) in [
            (Some(200), Verdict::Accepted),
            (Some(201), Verdict::Accepted),
            (Some(301), Verdict::Later(minute)),
            (Some(400), Verdict::Refused),
            (Some(401), Verdict::Unauthorised),
            (Some(403), Verdict::Refused),
            (Some(408), Verdict::Later(minute)),
            (Some(409), Verdict::MissingFrames),
            (Some(413), Verdict::Refused),
            (Some(429), Verdict::Later(minute)),
            (Some(503), Verdict::Later(minute)),
            (None, Verdict::Later(minute)),
        ] {
            assert_eq!(verdict(status, minute), expected, "{status:?}");
        }
    }
}
