//! What stays of a text that changes in several places at once.

/// Most pairs of words that are compared.
const MOST_PAIRS: usize = 1_000_000;

/// A stretch that stands in two texts: its first byte in each, and its length.
pub(super) type Kept = (usize, usize, usize);

/// What lies between the places in which `old` became `new`, in order: the end of a line, and words, of both texts. Within
/// a line a change is one. None if the texts are too long to tell.
pub(super) fn kept(old: &str, new: &str) -> Option<Vec<Kept>> {
    let (old_words, new_words) = (words(old), words(new));
    let (rows, columns) = (old_words.len() - 1, new_words.len() - 1);
    if rows * columns > MOST_PAIRS {
        return None;
    }
    let is_same = |i: usize, j: usize| {
        old.as_bytes()[old_words[i]..old_words[i + 1]] == new.as_bytes()[new_words[j]..new_words[j + 1]]
    };
    // For each two words how many can be the same from them on: the longest common subsequence.
    let mut most = vec![0_u16; (rows + 1) * (columns + 1)];
    let at = |i: usize, j: usize| i * (columns + 1) + j;
    for i in (0..rows).rev() {
        for j in (0..columns).rev() {
            most[at(i, j)] =
                if is_same(i, j) { most[at(i + 1, j + 1)] + 1 } else { most[at(i + 1, j)].max(most[at(i, j + 1)]) };
        }
    }
    let mut kept = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < rows && j < columns {
        let (start, place) = (old_words[i], new_words[j]);
        while i < rows && j < columns && is_same(i, j) {
            (i, j) = (i + 1, j + 1);
        }
        let same = &old[start..old_words[i]];
        if same.contains('\n') && has_words(same) {
            kept.push((start, place, same.len()));
        }
        if i < rows && j < columns {
            let is_gone = most[at(i + 1, j)] >= most[at(i, j + 1)];
            (i, j) = if is_gone { (i + 1, j) } else { (i, j + 1) };
        }
    }
    Some(kept)
}

/// Whether a text holds words. Signs and spaces are none.
pub(super) fn has_words(text: &str) -> bool {
    !text.bytes().all(is_sign)
}

/// Where each word begins and each sign, and the end.
fn words(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    (0..=bytes.len())
        .filter(|&at| at == 0 || at == bytes.len() || is_sign(bytes[at - 1]) || is_sign(bytes[at]))
        .collect()
}

fn is_sign(byte: u8) -> bool {
    byte.is_ascii() && !byte.is_ascii_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_the_end_of_a_line_and_words() {
        for (old, new, expected) in [
            ("a", "b", &[][..]),
            ("", "", &[]),
            ("one two three", "1 two 3", &[]),
            ("one\ntwo\nthree", "1\ntwo\n3", &["\ntwo\n"]),
            ("one\n}\nthree", "1\n}\n3", &[]),
            ("x\nmail\ncon", "import\nx\nmail\nconsole", &["x\nmail\n"]),
            ("a mail\nb mail\n", "ax mail\nbx mail\n", &[" mail\n", " mail\n"]),
            ("mail\nmail\nmail", "mail!\nmail!\nmail!", &["\nmail", "\nmail"]),
            ("a é\nb", "x é\ny", &[" é\n"]),
            ("ä one\nö", "ü one\nß", &[" one\n"]),
        ] {
            let kept = kept(old, new).unwrap();
            assert!(kept.iter().all(|&(at, place, length)| old[at..at + length] == new[place..place + length]));
            assert_eq!(
                kept.iter().map(|&(at, _, length)| &old[at..at + length]).collect::<Vec<_>>(),
                expected,
                "{old:?}"
            );
        }
        assert_eq!(kept(&"a ".repeat(501), &"b ".repeat(500)), None);
    }
}
