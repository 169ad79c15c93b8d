//! Pieces of addresses.

/// Whether a piece of an address looks like a key to what lies behind it. Hashes in hexadecimal and UUIDs don't:
/// they name commits and documents.
pub fn is_random(segment: &str) -> bool {
    let longest = segment.split(|c: char| !c.is_ascii_alphanumeric()).max_by_key(|run| run.len()).unwrap_or("");
    if longest.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return false;
    }
    let digits = longest.bytes().filter(u8::is_ascii_digit).count();
    let upper = longest.bytes().any(|byte| byte.is_ascii_uppercase());
    let lower = longest.bytes().any(|byte| byte.is_ascii_lowercase());
    (longest.len() >= 16 && digits >= 1 && upper && lower) || (longest.len() >= 24 && digits >= 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_look_random_and_names_do_not() {
        for (segment, random) in [
            ("1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs74", true),
            ("k3j5h2m9q8w7e6r5t4y3u2i1", true),
            ("da39a3ee5e6b4b0d3255bfef95601890afd80709", false),
            ("123e4567-e89b-12d3-a456-426614174000", false),
            ("How-to-Write-2-Things-in-Rust", false),
            ("IntersectionObserverEntry", false),
            ("", false),
        ] {
            assert_eq!(is_random(segment), random, "{segment}");
        }
    }
}
