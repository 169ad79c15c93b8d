//! Messages between the probe, the worker and the extension's pages. Each is one union told apart by `kind`; the
//! TypeScript types are generated from here.
//!
//! Messages cross process borders in memory (structured clone); none of them is ever stored.

mod from_probe;
mod ledger;
mod page;
mod problem;
mod review;
mod terms;
mod to_probe;

pub use from_probe::{ChildFrame, FieldDescription, FieldText, FromProbe, Observation, RunPlace, Seen, TextRun, View};
pub use ledger::{Ledger, SentBatch, SentState};
pub use page::{Deletion, FromPage, NeverList, NeverProblem, Reason, Status, Stays, TabState};
pub use problem::{Fault, FaultKind, PolicyProblem, Wrong};
pub use review::{HeldPart, Review};
pub use terms::{RecordedSite, Terms};
pub use to_probe::{Span, ToProbe};
