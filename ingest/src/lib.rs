//! The reference ingest API of Candor and the tools around its data: the library behind the binary `candor`.
//!
//! [`serve`] takes in what browsers send and promises, with a signed receipt, that the store has it. [`archive`]
//! reads a store back and believes nothing in it; [`open`] and [`view`] stand on that. [`reduce`] makes actions of what
//! `open` wrote. [`scrub`] is the recorder's scrubber, to be
//! tried, measured and used on files; [`policy`] reads policies as the recorder does. [`erase`] has a server delete what
//! a person sent, without the browser; [`halt`] has recording stop; [`verify`] says what a server's signed word proves.

pub mod archive;
mod bounded;
pub mod erase;
mod erasure;
pub mod halt;
pub mod keys;
mod lines;
mod names;
pub mod open;
pub mod policy;
pub mod printable;
pub mod reduce;
pub mod scrub;
pub mod serve;
pub mod store;
pub mod verify;
pub mod view;
