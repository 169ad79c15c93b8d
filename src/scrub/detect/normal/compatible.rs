//! Characters that are read as one of ASCII: full-width, mathematical, circled, raised and lowered forms, and spaces of
//! every width. Their compatibility decomposition (UAX #15, NFKC; Unicode 17) is a single character of ASCII.

/// Runs of such characters: the first, what it is read as, and how many follow each other like their likenesses.
#[rustfmt::skip]
const RUNS: [(u32, u8, u8); 214] = [
    (0xa0, b' ', 1), (0xaa, b'a', 1), (0xb2, b'2', 2), (0xb9, b'1', 1), (0xba, b'o', 1), (0x17f, b's', 1),
    (0x2b0, b'h', 1), (0x2b2, b'j', 1), (0x2b3, b'r', 1), (0x2b7, b'w', 1), (0x2b8, b'y', 1), (0x2e1, b'l', 1),
    (0x2e2, b's', 1), (0x2e3, b'x', 1), (0x37e, b';', 1), (0x1d2c, b'A', 1), (0x1d2e, b'B', 1), (0x1d30, b'D', 2),
    (0x1d33, b'G', 8), (0x1d3c, b'O', 1), (0x1d3e, b'P', 1), (0x1d3f, b'R', 1), (0x1d40, b'T', 2), (0x1d42, b'W', 1),
    (0x1d43, b'a', 1), (0x1d47, b'b', 1), (0x1d48, b'd', 2), (0x1d4d, b'g', 1), (0x1d4f, b'k', 1), (0x1d50, b'm', 1),
    (0x1d52, b'o', 1), (0x1d56, b'p', 1), (0x1d57, b't', 2), (0x1d5b, b'v', 1), (0x1d62, b'i', 1), (0x1d63, b'r', 1),
    (0x1d64, b'u', 2), (0x1d9c, b'c', 1), (0x1da0, b'f', 1), (0x1dbb, b'z', 1), (0x1fef, b'`', 1), (0x2000, b' ', 1),
    (0x2001, b' ', 1), (0x2002, b' ', 1), (0x2003, b' ', 1), (0x2004, b' ', 1), (0x2005, b' ', 1), (0x2006, b' ', 1),
    (0x2007, b' ', 1), (0x2008, b' ', 1), (0x2009, b' ', 1), (0x200a, b' ', 1), (0x2024, b'.', 1), (0x202f, b' ', 1),
    (0x205f, b' ', 1), (0x2070, b'0', 1), (0x2071, b'i', 1), (0x2074, b'4', 6), (0x207a, b'+', 1), (0x207c, b'=', 1),
    (0x207d, b'(', 2), (0x207f, b'n', 1), (0x2080, b'0', 10), (0x208a, b'+', 1), (0x208c, b'=', 1), (0x208d, b'(', 2),
    (0x2090, b'a', 1), (0x2091, b'e', 1), (0x2092, b'o', 1), (0x2093, b'x', 1), (0x2095, b'h', 1), (0x2096, b'k', 4),
    (0x209a, b'p', 1), (0x209b, b's', 2), (0x209d, b'w', 1), (0x209e, b'y', 2), (0x2102, b'C', 1), (0x210a, b'g', 1),
    (0x210b, b'H', 1), (0x210c, b'H', 1), (0x210d, b'H', 1), (0x210e, b'h', 1), (0x2110, b'I', 1), (0x2111, b'I', 1),
    (0x2112, b'L', 1), (0x2113, b'l', 1), (0x2115, b'N', 1), (0x2119, b'P', 3), (0x211c, b'R', 1), (0x211d, b'R', 1),
    (0x2124, b'Z', 1), (0x2128, b'Z', 1), (0x212a, b'K', 1), (0x212c, b'B', 2), (0x212f, b'e', 1), (0x2130, b'E', 2),
    (0x2133, b'M', 1), (0x2134, b'o', 1), (0x2139, b'i', 1), (0x2145, b'D', 1), (0x2146, b'd', 2), (0x2148, b'i', 2),
    (0x2160, b'I', 1), (0x2164, b'V', 1), (0x2169, b'X', 1), (0x216c, b'L', 1), (0x216d, b'C', 2), (0x216f, b'M', 1),
    (0x2170, b'i', 1), (0x2174, b'v', 1), (0x2179, b'x', 1), (0x217c, b'l', 1), (0x217d, b'c', 2), (0x217f, b'm', 1),
    (0x2460, b'1', 9), (0x24b6, b'A', 26), (0x24d0, b'a', 26), (0x24ea, b'0', 1), (0x2c7c, b'j', 1),
    (0x2c7d, b'V', 1), (0x3000, b' ', 1), (0xa7f1, b'S', 1), (0xa7f2, b'C', 1), (0xa7f3, b'F', 1), (0xa7f4, b'Q', 1),
    (0xfb29, b'+', 1), (0xfe10, b',', 1), (0xfe13, b':', 2), (0xfe15, b'!', 1), (0xfe16, b'?', 1), (0xfe33, b'_', 1),
    (0xfe34, b'_', 1), (0xfe35, b'(', 2), (0xfe37, b'{', 1), (0xfe38, b'}', 1), (0xfe47, b'[', 1), (0xfe48, b']', 1),
    (0xfe4d, b'_', 1), (0xfe4e, b'_', 1), (0xfe4f, b'_', 1), (0xfe50, b',', 1), (0xfe52, b'.', 1), (0xfe54, b';', 1),
    (0xfe55, b':', 1), (0xfe56, b'?', 1), (0xfe57, b'!', 1), (0xfe59, b'(', 2), (0xfe5b, b'{', 1), (0xfe5c, b'}', 1),
    (0xfe5f, b'#', 1), (0xfe60, b'&', 1), (0xfe61, b'*', 2), (0xfe63, b'-', 1), (0xfe64, b'<', 1), (0xfe65, b'>', 1),
    (0xfe66, b'=', 1), (0xfe68, b'\\', 1), (0xfe69, b'$', 2), (0xfe6b, b'@', 1), (0xff01, b'!', 94),
    (0x107a5, b'q', 1), (0x1ccd6, b'A', 26), (0x1ccf0, b'0', 10), (0x1d400, b'A', 26), (0x1d41a, b'a', 26),
    (0x1d434, b'A', 26), (0x1d44e, b'a', 7), (0x1d456, b'i', 18), (0x1d468, b'A', 26), (0x1d482, b'a', 26),
    (0x1d49c, b'A', 1), (0x1d49e, b'C', 2), (0x1d4a2, b'G', 1), (0x1d4a5, b'J', 2), (0x1d4a9, b'N', 4),
    (0x1d4ae, b'S', 8), (0x1d4b6, b'a', 4), (0x1d4bb, b'f', 1), (0x1d4bd, b'h', 7), (0x1d4c5, b'p', 11),
    (0x1d4d0, b'A', 26), (0x1d4ea, b'a', 26), (0x1d504, b'A', 2), (0x1d507, b'D', 4), (0x1d50d, b'J', 8),
    (0x1d516, b'S', 7), (0x1d51e, b'a', 26), (0x1d538, b'A', 2), (0x1d53b, b'D', 4), (0x1d540, b'I', 5),
    (0x1d546, b'O', 1), (0x1d54a, b'S', 7), (0x1d552, b'a', 26), (0x1d56c, b'A', 26), (0x1d586, b'a', 26),
    (0x1d5a0, b'A', 26), (0x1d5ba, b'a', 26), (0x1d5d4, b'A', 26), (0x1d5ee, b'a', 26), (0x1d608, b'A', 26),
    (0x1d622, b'a', 26), (0x1d63c, b'A', 26), (0x1d656, b'a', 26), (0x1d670, b'A', 26), (0x1d68a, b'a', 26),
    (0x1d7ce, b'0', 10), (0x1d7d8, b'0', 10), (0x1d7e2, b'0', 10), (0x1d7ec, b'0', 10), (0x1d7f6, b'0', 10),
    (0x1f12b, b'C', 1), (0x1f12c, b'R', 1), (0x1f130, b'A', 26), (0x1fbf0, b'0', 10),
];

/// The character of ASCII that `c` is a form of.
pub(super) fn to_ascii(c: char) -> Option<char> {
    let code = u32::from(c);
    let run = RUNS.partition_point(|(first, ..)| *first <= code).checked_sub(1)?;
    let (first, ascii, count) = RUNS[run];
    let place = u8::try_from(code - first).ok().filter(|place| *place < count)?;
    Some(char::from(ascii + place))
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization;

    #[test]
    fn what_is_compatible_with_ascii_is_read_as_ascii() {
        let (mut known, mut wrong) = (0, Vec::new());
        for c in '\u{80}'..=char::MAX {
            let mut forms = std::iter::once(c).nfkc();
            let single = forms.next().filter(|form| form.is_ascii() && forms.next().is_none());
            if super::to_ascii(c) != single {
                wrong.push((u32::from(c), single));
            }
            known += usize::from(single.is_some());
        }
        assert_eq!(wrong, [], "code points and what they should be read as");
        assert!(known > 1000, "{known}");
    }
}
