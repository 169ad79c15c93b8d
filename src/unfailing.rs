//! An error that there is none of, for serialisers and deserialisers that can't fail.
//!
//! What serde derives for a type has a way out behind each field, which drops what came before it. With this for an
//! error those ways out do not exist, and most of the code is gone.

use std::fmt;

use serde::{de, ser};

/// What never happens.
#[derive(Debug)]
pub(crate) enum Never {}

/// The value, since there is nothing else.
pub(crate) fn always<T>(result: Result<T, Never>) -> T {
    match result {
        Ok(value) => value,
        Err(never) => match never {},
    }
}

impl fmt::Display for Never {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {}
    }
}

impl std::error::Error for Never {}

impl ser::Error for Never {
    fn custom<T: fmt::Display>(_: T) -> Self {
        unreachable!("a type that refuses to be written")
    }
}

impl de::Error for Never {
    fn custom<T: fmt::Display>(_: T) -> Self {
        unreachable!("a type that refuses what was stored")
    }
}
