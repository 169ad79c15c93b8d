//! What the tests stand on: a person who writes batches by the letter of the format, a server, and an HTTP client.

mod described;
mod erasure;
mod http;
mod person;
mod process;
mod server;
mod store;

pub(crate) use erasure::{batch, objects_of, send, tombstone};
pub(crate) use http::{Reply, Request, problem};
pub(crate) use person::{Batch, Person, image, record, write_recipient_key};
pub(crate) use process::{Process, candor, candor_with};
pub(crate) use server::{Server, TOKEN, issuer, open_store};
#[cfg(unix)]
pub(crate) use store::read_store_within;
pub(crate) use store::{contents, put_object, read_store, store_of};
