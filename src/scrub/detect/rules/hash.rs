//! Hashes of passwords in the modular crypt format (crypt(5); PHC string format; Django, LDAP's RFC 2307): who has one can
//! guess what it was made of.

use crate::Kind;
use crate::scan::{Scan, work};

/// What such a hash begins with, behind its first `$`.
const SCHEMES: [&str; 16] = [
    "2a$", "2b$", "2x$", "2y$", "1$", "5$", "6$", "7$", "8$", "9$", "y$", "gy$", "argon2", "scrypt$", "pbkdf2", "apr1$",
];
/// Longest hash that is read, and the shortest that counts.
const LENGTH: (usize, usize) = (20, 256);

/// At a dollar sign.
pub(super) fn at(scan: &mut Scan<'_>, start: usize) {
    let rest = &scan.bytes[start + 1..];
    if !SCHEMES.iter().any(|scheme| rest.starts_with(scheme.as_bytes())) {
        return;
    }
    let is_part =
        |b: &&u8| b.is_ascii_alphanumeric() || matches!(b, b'$' | b'.' | b'/' | b'+' | b'=' | b',' | b'-' | b'_');
    let length = rest.iter().take(LENGTH.1).take_while(is_part).count();
    work::count(length);
    let hash = &rest[..length];
    let parts = hash.split(|byte| *byte == b'$').filter(|part| !part.is_empty()).count();
    let last = hash.rsplit(|byte| *byte == b'$').next().unwrap_or(hash);
    if length >= LENGTH.0 && parts >= 3 && last.len() >= 12 {
        scan.report(start, start + 1 + length, Kind::Password, "password-hash");
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing;

    #[test]
    fn hashes_of_passwords_are_found_and_variables_are_spared() {
        let bcrypt = "$2b$12$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW";
        let argon = "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$RdescudvJCsgt3ub+b4dWRWJTmaaJObG";
        testing::check_rule(
            "password-hash",
            &[
                (bcrypt, bcrypt),
                (&format!("root:{bcrypt}:19000:0"), bcrypt),
                (argon, argon),
                ("$1$2$3", ""),
                ("cost is $5 or $6", ""),
                ("echo $1$HOME$PATH", ""),
            ],
        );
    }
}
