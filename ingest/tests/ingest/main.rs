//! The ingest API and the tools from outside: over HTTP, on a disk, as a process.
#![allow(clippy::unwrap_used, clippy::panic)] // helpers of tests count as tests

mod appraisal;
mod connections;
mod crash;
mod erase;
mod erasure;
mod erasure_interrupted;
mod erasure_races;
mod errors;
mod expiry;
mod golden;
mod halt;
mod kit;
mod memory;
mod open;
mod policy;
mod process;
mod reduce;
mod scrub;
mod store_and_forward;
mod verify;
mod view;
