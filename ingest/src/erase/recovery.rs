//! The recovery code, as it was saved or typed in again: a text of which one line is the code.

use candor_core::identity::Seed;

/// Why a text gives no seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecoveryError {
    /// No line is a code.
    #[error(
        "no line of it is a recovery code: 14 groups of 4 letters and digits; compare each with the original, the code \
         shows when one is wrong"
    )]
    Missing,
    /// It is of two people, or of two installations.
    #[error("it holds two different recovery codes: leave one")]
    Ambiguous,
}

/// Reads the one line that is a code. Other lines say what they like; none of them can be taken for a code, which has a
/// checksum.
///
/// # Errors
/// When no line is a code, or two are different ones.
pub fn read_recovery(text: &str) -> Result<Seed, RecoveryError> {
    let mut seeds = text.lines().filter_map(Seed::from_recovery_code);
    let seed = seeds.next().ok_or(RecoveryError::Missing)?;
    if seeds.all(|other| other.expose() == seed.expose()) { Ok(seed) } else { Err(RecoveryError::Ambiguous) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_is_found_among_other_lines() {
        let [one, other] = [[1; 32], [2; 32]].map(Seed::from_bytes);
        let [code, second] = [&one, &other].map(|seed| seed.recovery_code().to_string());
        let seed = |text: String| read_recovery(&text).map(|seed| *seed.expose());
        for text in [
            code.clone(),
            format!("\u{feff}Candor recovery code\r\n\r\n  {code}\r\nKeep it.\r\n"),
            format!("{code}\n{}\n", code.to_lowercase()),
        ] {
            assert_eq!(seed(text), Ok([1; 32]));
        }
        assert_eq!(seed(format!("{code}\n{second}\n")), Err(RecoveryError::Ambiguous));
        for text in ["", "Keep it.\n", &code[..40], &code.replacen(&code[..1], "7", 1)] {
            assert_eq!(seed(text.to_owned()), Err(RecoveryError::Missing), "{text}");
        }
    }
}
