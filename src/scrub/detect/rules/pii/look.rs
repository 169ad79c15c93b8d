//! How far bytes of a kind go from a place. One instance each: these are called from all rules.

/// How many bytes from `at` on are so, of `most`.
#[inline(never)]
pub(super) fn ahead(text: &[u8], at: usize, most: usize, is: fn(u8) -> bool) -> usize {
    text[at..].iter().take(most).take_while(|byte| is(**byte)).count()
}

/// How many bytes before `end` are so, of `most`.
#[inline(never)]
pub(super) fn back(text: &[u8], end: usize, most: usize, is: fn(u8) -> bool) -> usize {
    text[..end].iter().rev().take(most).take_while(|byte| is(**byte)).count()
}
