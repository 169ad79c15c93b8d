//! `candor verify`: what a server's signed word proves.
//!
//! A document is a receipt ([`Receipt`]) or the word that something was erased ([`Erased`]), in JSON; a file may hold
//! one, or many one after the other. It proves something when one of the server's keys has signed it, every field of it.

use std::fmt;

use candor_core::erasure::Erased;
use candor_core::receipt::{Receipt, ReceiptError, ServerKey};
use serde_json::{Deserializer, Value};

/// What a server signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Document {
    /// A batch is stored.
    Receipt(Receipt),
    /// Something is gone.
    Erased(Erased),
}

/// Why there is no document.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    /// It is no JSON; what follows can't be read either.
    #[error("line {}, column {} is no JSON", .0.line(), .0.column())]
    Json(serde_json::Error),
    /// It is something else in JSON.
    #[error("it is neither a receipt nor the word that something was erased")]
    Other,
    /// There is none.
    #[error("there is nothing in it")]
    Empty,
}

impl Document {
    /// Reads every document of a text.
    pub fn read(text: &str) -> Vec<Result<Self, DocumentError>> {
        let values = Deserializer::from_str(text).into_iter::<Value>();
        let read: Vec<_> = values.map(|value| Self::of(value.map_err(DocumentError::Json)?)).collect();
        if read.is_empty() { vec![Err(DocumentError::Empty)] } else { read }
    }

    fn of(value: Value) -> Result<Self, DocumentError> {
        // Every field of the other is also one of a receipt.
        let receipt = serde_json::from_value(value.clone()).map(Self::Receipt);
        receipt.or_else(|_| serde_json::from_value(value).map(Self::Erased)).map_err(|_| DocumentError::Other)
    }

    /// Checks version and signature.
    ///
    /// # Errors
    /// As for [`Receipt::verify`].
    pub fn verify(&self, keys: &[ServerKey]) -> Result<(), ReceiptError> {
        match self {
            Self::Receipt(receipt) => receipt.verify(keys),
            Self::Erased(erased) => erased.verify(keys),
        }
    }
}

/// What it says, in words: true when it is verified.
impl fmt::Display for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Receipt(Receipt { batch, pseudonym, session, records, frames, object, server_key, .. }) => write!(
                f,
                "{server_key} has stored batch {batch} of {pseudonym}, session {session}, with {records} records and \
                 {frames} frames, as {object:?}"
            ),
            Self::Erased(Erased { pseudonym, batch: Some(batch), server_key, .. }) => {
                write!(f, "{server_key} has erased batch {batch} of {pseudonym}")
            }
            Self::Erased(Erased { pseudonym, batch: None, server_key, .. }) => {
                write!(f, "{server_key} has erased everything of {pseudonym}")
            }
        }
    }
}
