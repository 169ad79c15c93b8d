//! The core of Candor: pure state machines that gate, assemble, scrub, spool, batch, seal and upload what a person
//! did in a web tool. Inputs and the time go in, effects come out; nothing in here reads a clock, draws a random
//! number or performs I/O, but for the drivers under `browser`, which exist in WebAssembly only.

pub mod assemble;
pub mod base64url;
pub mod batch;
#[cfg(target_arch = "wasm32")]
pub mod browser;
pub mod capture;
pub mod clock;
pub mod engine;
pub mod envelope;
pub mod erasure;
pub mod gate;
pub mod halt;
pub mod identity;
pub mod ids;
pub mod json;
pub mod limits;
pub mod map;
pub mod message;
pub mod policy;
pub mod protocol;
pub mod raw;
pub mod receipt;
pub mod record;
pub mod scrub;
pub mod seal;
pub mod session;
pub mod spool;
mod stored;
pub mod time;
mod unfailing;
pub mod upload;
pub mod vault;
