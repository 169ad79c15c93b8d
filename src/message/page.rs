//! What the extension's own pages (popup, first-run page) say and are told.

use serde::{Deserialize, Serialize};

use super::ledger::Ledger;
use super::problem::{Fault, PolicyProblem};
use super::review::Review;
use super::terms::Terms;
use crate::limits::Limits;
use crate::raw::Raw;

/// A request of an extension page. Each is answered with a [`Status`].
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(tag = "kind"))]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum FromPage {
    /// How are things, seen from this tab?
    Status {
        /// The browser's id of the tab in question; none for a page of our own.
        tab: Option<u32>,
    },
    /// What is the person asked to agree to? The answer has the [`Terms`].
    Terms,
    /// The person accepts or declines to be recorded.
    Consent {
        /// Which.
        accept: bool,
        /// The policy whose [`Terms`] were shown. Another one is not accepted.
        policy: Option<String>,
    },
    /// The switch.
    Switch {
        /// On or off.
        on: bool,
    },
    /// Pause for some minutes, 0 to go on at once.
    Pause {
        /// At most 1440.
        minutes: u32,
    },
    /// Delete everything held that has not been sent.
    DeleteHeld,
    /// Delete what was recorded in the last minutes, and has not been sent.
    DeleteLast {
        /// At most 1440.
        minutes: u32,
    },
    /// What is held? The answer has a [`Review`].
    Held,
    /// The records of a part of what is held. The answer has them.
    Open {
        /// The part's name.
        part: String,
    },
    /// An image of a part of what is held. The answer has it.
    Image {
        /// The part's name.
        part: String,
        /// The image's name, as a record of the kind `frame` has it.
        image: String,
    },
    /// Delete records of a part of what is held, with the pictures that belong to them. The answer has what is left.
    DeleteRecords {
        /// The part's name.
        part: String,
        /// Of each what [`super::Review::numbers`] has; none for all of them. Of a batch all are deleted.
        records: Vec<u64>,
    },
    /// The person begins a task. Counts while nothing is open, and something may be recorded.
    TaskStart {
        /// What it is about, in their own words; at most 500 characters are taken, none for no note.
        goal: Raw<String>,
    },
    /// The person ends the task.
    TaskEnd {
        /// How it went, likewise.
        outcome: Raw<String>,
    },
    /// Send what is held now without waiting for the end of the hold.
    SendNow,
    /// The person has read the [`Deletion`].
    Noted,
    /// What was sent? The answer has a [`Ledger`].
    Ledger,
    /// Have the server erase what was sent. It is asked until it says that it did. The answer has a [`Ledger`].
    EraseSent {
        /// Ids of the batches; none for everything that this browser has ever sent, what is not in the ledger included.
        batches: Vec<String>,
    },
    /// What are the person's own limits? The answer has them.
    Limits,
    /// Set the person's own limits. The answer has them as they can be kept: numbers in their ranges, and only sites
    /// that can be matched.
    SetLimits {
        /// All of them.
        limits: Limits,
    },
    /// The code with which what was sent can be erased without this browser. The answer has it.
    Recovery,
    /// What is on the person's own list? The answer has it.
    Never,
    /// Put a word on the list. The answer has the list, and why the word is not on it if that is so.
    NeverAdd {
        /// 2 to 100 characters.
        word: String,
    },
    /// Take a word from the list. The answer has the list.
    NeverRemove {
        /// As it stands on the list.
        word: String,
    },
}

/// Everything the popup shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Status {
    /// Whether the asked tab is recorded, and if not, why not.
    pub tab: TabState,
    /// The answer to the first-run question; none before it was given.
    pub consent: Option<bool>,
    /// The switch.
    pub on: bool,
    /// Milliseconds until a pause ends; 0 when there is none.
    pub paused_for: u64,
    /// Records held on this machine.
    pub held_records: u64,
    /// Frames held on this machine.
    pub held_frames: u64,
    /// Bytes held on this machine.
    pub held_bytes: u64,
    /// Records sent and confirmed by receipt.
    pub sent_records: u64,
    /// Frames sent.
    pub sent_frames: u64,
    /// Bytes sent.
    pub sent_bytes: u64,
    /// Of those the records that were confirmed today, by the machine's own time.
    pub today_records: u64,
    /// The frames.
    pub today_frames: u64,
    /// The bytes.
    pub today_bytes: u64,
    /// Minutes for which everything is held before it is sent, by the policy and by the person's own limits; none when that
    /// is until the person sends it.
    pub held_minutes: Option<u32>,
    /// Why nothing of what is held is sent at present; none when it is, as soon as it was held for long enough.
    pub stays: Option<Stays>,
    /// Minutes for which the policy has everything held.
    pub hold_minutes: u32,
    /// Where it is sent to: origin of the endpoint.
    pub endpoint: Option<String>,
    /// What is recorded, as match patterns or presets.
    pub sites: Vec<String>,
    /// Whether actions wait for their pictures, or for storage.
    pub busy: bool,
    /// Trouble the person should know of, such as a full disk or a server that does not answer.
    pub trouble: Option<Fault>,
    /// Why the server has stopped recording, in its operator's words; none while it has not.
    pub halted: Option<String>,
    /// Whether whoever manages the browser forbids pictures: the rest is recorded without them.
    pub pictures_forbidden: bool,
    /// What was deleted meanwhile, until the person has read it.
    pub deletion: Option<Deletion>,
    /// Whether a task is open; none while nothing may be recorded.
    pub task: Option<bool>,
    /// Keys of the policy that were rejected.
    pub policy_problems: Vec<PolicyProblem>,
    /// Version of the extension.
    pub version: String,
    /// The person's own list, in answers to messages about it.
    pub never: Option<NeverList>,
    /// What is held, in answers to messages about it.
    pub review: Option<Review>,
    /// What was sent, in answers to messages about it; none when it can't be read.
    pub ledger: Option<Ledger>,
    /// The person's own limits, in answers to messages about them.
    pub limits: Option<Limits>,
    /// The recovery code, in the answer to the message that asks for it.
    pub recovery: Option<String>,
    /// What the person is asked to agree to, in the answer to the message that asks for it, and if there is a policy that can
    /// be used.
    pub terms: Option<Terms>,
}

/// What the person never wants recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NeverList {
    /// The words, the latest last.
    pub words: Vec<String>,
    /// How many there can be.
    pub most: u32,
    /// Why the word was not added.
    pub problem: Option<NeverProblem>,
}

/// What was deleted without the person having asked for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Deletion {
    /// What was held, and a new policy does not allow.
    Narrowed,
    /// What was held: there is no policy any more.
    Withdrawn,
}

/// Why a word is not put on the person's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum NeverProblem {
    /// It has less than two characters.
    TooShort,
    /// It has more than a hundred.
    TooLong,
    /// The list is full.
    Full,
}

/// Whether a tab is recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "state", rename_all = "camelCase")]
pub enum TabState {
    /// It is.
    Recording,
    /// It is not.
    Not {
        /// Why.
        reason: Reason,
    },
}

/// Why nothing is recorded, in the order in which they are looked at: the first that applies is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Reason {
    /// No policy has arrived from the administrator.
    NoPolicy,
    /// The policy can't be used: see `policyProblems`.
    InvalidPolicy,
    /// The policy does not say where it is for, or in no way that is known: the region may be an exempt one.
    UnknownRegion,
    /// The endpoint is beyond this machine and there is no key to seal to, or no notice.
    Unsealed,
    /// The region is exempt.
    ExemptRegion,
    /// The person says that they are where nothing is to be recorded.
    ExemptPlace,
    /// The machine's time zone is one of an exempt region, and not of the policy's.
    ExemptZone,
    /// The first-run question was not answered yet.
    NoConsent,
    /// The person declined.
    Declined,
    /// The policy asks for more than the person agreed to.
    Widened,
    /// The person switched it off.
    Off,
    /// The person paused it.
    Paused,
    /// It is outside the hours that the person has set.
    OutsideHours,
    /// The server has stopped recording, for all or for this version.
    Halted,
    /// What the policy lets a day cost is spent.
    BudgetSpent,
    /// Keys or storage could not be opened.
    Trouble,
    /// The machine's clock is behind what it said before: either was wrong.
    Clock,
    /// A private window.
    Incognito,
    /// The site is on the block list.
    BlockedSite,
    /// The site is not among those to be recorded.
    NotAllowedSite,
    /// The page is one for signing in or paying, or is in one.
    SensitivePage,
    /// The person has left this site out.
    LeftOut,
    /// The site is allowed, but the tab's page has not been reached yet.
    NotReached,
}

/// Why nothing of what is held is sent, in the order in which they are looked at: the first that applies is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Stays {
    /// Keys or storage could not be opened.
    Trouble,
    /// The machine's clock is behind what it said before.
    Clock,
    /// There is no policy, or none that can be used.
    Policy,
    /// The endpoint is beyond this machine and there is no key to seal to, or no notice.
    Unsealed,
    /// The region, the machine's time zone or the place where the person is, as they say, is exempt.
    Exempt,
    /// The person has not agreed, or not to all that the policy asks for.
    NoConsent,
    /// Recording is switched off.
    Off,
    /// Recording is paused.
    Paused,
    /// The server has stopped recording.
    Halted,
    /// A byte that is sent costs money here, and the policy has that waited out.
    Metered,
}
