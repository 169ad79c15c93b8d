//! Byte arrays in JSON: base64url without padding (RFC 4648, section 5), for `#[serde(with = "crate::base64url")]`.

use base64ct::{Base64UrlUnpadded, Encoding as _};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serializer};

/// Writes the bytes as text.
///
/// # Errors
/// When the serializer does.
pub fn serialize<S: Serializer, const N: usize>(bytes: &[u8; N], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&encode(bytes))
}

/// Reads exactly `N` bytes.
///
/// # Errors
/// When the text is no base64url, or stands for another number of bytes.
pub fn deserialize<'de, D: Deserializer<'de>, const N: usize>(deserializer: D) -> Result<[u8; N], D::Error> {
    let is_stored = !deserializer.is_human_readable();
    let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
    match decode(&text) {
        Some(bytes) => Ok(bytes),
        // See `stored/`: what is read of a damaged value is dropped, or was never written.
        None if is_stored => Ok([0; N]),
        None => Err(D::Error::custom(format_args!("not {N} bytes in base64url without padding"))),
    }
}

/// The bytes as text.
pub fn encode(bytes: &[u8]) -> String {
    Base64UrlUnpadded::encode_string(bytes)
}

/// Exactly `N` bytes from text, or nothing.
pub fn decode<const N: usize>(text: &str) -> Option<[u8; N]> {
    Base64UrlUnpadded::decode_vec(text).ok()?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_number_of_bytes_in_the_right_alphabet_is_read() {
        assert_eq!(decode("_-8"), Some([0xff, 0xef]));
        for wrong in ["", "_-8=", "/+8", "_-", "_-__", "_-9"] {
            assert_eq!(decode::<2>(wrong), None, "{wrong}");
        }
    }
}
