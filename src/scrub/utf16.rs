//! Offsets as browsers count them.

/// Length in UTF-16 code units.
pub(crate) fn len(text: &str) -> u32 {
    u32::try_from(text.chars().map(char::len_utf16).sum::<usize>()).unwrap_or(u32::MAX)
}

/// The byte at which UTF-16 code unit `offset` begins: the end of the text when it lies beyond, the start of the
/// character when it lies inside one.
pub(crate) fn to_byte(text: &str, offset: u32) -> usize {
    let mut units = 0;
    for (at, c) in text.char_indices() {
        units += c.len_utf16() as u32;
        if units > offset {
            return at;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_count_code_units_and_never_split_a_character() {
        let text = "aé😀b";
        assert_eq!(len(text), 5);
        for (unit, byte) in [(0, 0), (1, 1), (2, 3), (3, 3), (4, 7), (5, 8), (99, 8)] {
            assert_eq!(to_byte(text, unit), byte, "{unit}");
        }
    }
}
