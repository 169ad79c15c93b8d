//! What the page said, before and after scrubbing.
//!
//! [`Raw`] is text or a value straight from a page. It can be received and moved, and nothing else: it implements
//! neither `Serialize` nor `Display`, and its `Debug` shows no content. [`Scrubbed`] is what the scrubber has let
//! through; only that can be serialised, so only that can reach the spool, a batch or the network.
//!
//! The way from one to the other is [`crate::scrub`], and there is no other.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};

/// A value as the page gave it: in memory only, never serialised, printed or logged.
#[derive(Clone, PartialEq, Eq, Hash, Default)]
pub struct Raw<T>(T);

impl<T> Raw<T> {
    /// Marks a value as unscrubbed. Always safe: it only takes possibilities away.
    pub fn new(value: T) -> Self {
        Self(value)
    }

    /// Looks at the value in order to decide something about it, inside the core only. What is derived from it must
    /// not carry its text anywhere but through the scrubber.
    pub(crate) fn peek(&self) -> &T {
        &self.0
    }

    /// Takes the value out, for the scrubber and the assembler, whose results are `Scrubbed` or `Raw` again.
    pub(crate) fn into_inner(self) -> T {
        self.0
    }
}

impl<T> From<T> for Raw<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T> fmt::Debug for Raw<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Raw(…)")
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Raw<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self)
    }
}

/// A value that has been through the scrubber. It can't be made from a [`Raw`] value outside [`crate::scrub`].
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize)]
#[serde(transparent)]
pub struct Scrubbed<T>(T);

impl<T> Scrubbed<T> {
    /// Vouches for a value. `why` is not stored: it makes every caller write down what makes the value clean.
    pub(crate) fn vouch(value: T, why: &'static str) -> Self {
        debug_assert!(!why.is_empty());
        Self(value)
    }

    /// The clean value.
    pub fn get(&self) -> &T {
        &self.0
    }

    /// The clean value, owned.
    pub fn into_inner(self) -> T {
        self.0
    }
}

#[cfg(feature = "schema")]
mod schema {
    use std::borrow::Cow;

    use schemars::{JsonSchema, Schema, SchemaGenerator};

    use super::{Raw, Scrubbed};

    macro_rules! same_schema_as_content {
        ($($wrapper:ident),*) => {$(
            impl<T: JsonSchema> JsonSchema for $wrapper<T> {
                fn inline_schema() -> bool { T::inline_schema() }
                fn schema_name() -> Cow<'static, str> { T::schema_name() }
                fn json_schema(generator: &mut SchemaGenerator) -> Schema { T::json_schema(generator) }
            }
        )*};
    }
    same_schema_as_content!(Raw, Scrubbed);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_of_raw_shows_no_content() {
        assert_eq!(format!("{:?}", Raw::new("hunter2")), "Raw(…)");
        assert_eq!(format!("{:?}", vec![Raw::new(String::from("hunter2"))]), "[Raw(…)]");
    }
}
