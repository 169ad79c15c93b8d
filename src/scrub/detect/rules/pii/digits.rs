//! Groups of digits, as people write numbers: `(030) 90 18 20`, `4111-1111-1111-1111`, `01.23.45.67.89`.

/// Most digits and groups that are read.
const MOST: usize = 24;
const GROUPS: usize = 12;

/// A number in groups. Between two groups stands one separator, or a bracket and a space.
#[derive(Clone, Copy, Debug)]
pub(super) struct Digits {
    /// Where it begins: at a digit, a `+` or a bracket.
    pub(super) start: usize,
    digits: [u8; MOST],
    count: usize,
    /// For each group the number of digits up to its end, and of bytes.
    groups: [(u8, u8); GROUPS],
    group_count: usize,
    /// The separators met, as a set of [`Digits::SPACE`] and the like.
    pub(super) separators: u8,
    /// Whether more follows than is read.
    pub(super) open: bool,
}

impl Digits {
    pub(super) const SPACE: u8 = 1;
    pub(super) const DASH: u8 = 2;
    pub(super) const DOT: u8 = 4;
    pub(super) const SLASH: u8 = 8;
    pub(super) const BRACKET: u8 = 16;
    pub(super) const COLON: u8 = 32;
    pub(super) const PLUS: u8 = 64;

    /// Reads the number that begins at `start`.
    #[inline(never)]
    pub(super) fn at(text: &[u8], start: usize) -> Self {
        let mut this = Self {
            start,
            digits: [0; MOST],
            count: 0,
            groups: [(0, 0); GROUPS],
            group_count: 0,
            separators: 0,
            open: false,
        };
        let mut at = start;
        if text.get(at) == Some(&b'+') {
            this.separators |= Self::PLUS;
            at += 1;
        }
        loop {
            let separator = at;
            while let Some(byte @ (b' ' | b'-' | b'.' | b'/' | b'(' | b')' | b':')) = text.get(at) {
                if at - separator == 3 {
                    break;
                }
                this.separators |= bit(*byte);
                at += 1;
            }
            let width = at - separator;
            let brackets = text[separator..at].iter().any(|byte| matches!(byte, b'(' | b')'));
            let joined = width <= 1 || brackets || text[separator..at] == *b" - ";
            let digits = super::look::ahead(text, at, MOST + 1 - this.count, |byte| byte.is_ascii_digit());
            if digits == 0 || !(joined || this.count == 0) {
                break;
            }
            if this.count + digits > MOST || this.group_count == GROUPS {
                this.open = true;
                break;
            }
            for byte in &text[at..at + digits] {
                this.digits[this.count] = byte - b'0';
                this.count += 1;
            }
            at += digits;
            this.groups[this.group_count] = (this.count as u8, (at - start) as u8);
            this.group_count += 1;
        }
        this.separators = this.separators_up_to(text, this.end());
        this
    }

    /// All digits.
    pub(super) fn all(&self) -> &[u8] {
        &self.digits[..self.count]
    }

    /// One past the last digit.
    pub(super) fn end(&self) -> usize {
        self.start + self.group_count.checked_sub(1).map_or(0, |last| usize::from(self.groups[last].1))
    }

    /// The number of groups.
    pub(super) fn group_count(&self) -> usize {
        self.group_count
    }

    /// The number of digits in a group.
    pub(super) fn group(&self, group: usize) -> usize {
        let before = group.checked_sub(1).map_or(0, |before| self.groups[before].0);
        usize::from(self.groups[group].0 - before)
    }

    /// Whether the groups have these lengths.
    pub(super) fn is_grouped(&self, lengths: &[usize]) -> bool {
        self.group_count == lengths.len() && lengths.iter().enumerate().all(|(at, length)| self.group(at) == *length)
    }

    /// Whether it is one of several long numbers with commas between them, as tables of a program hold them.
    pub(super) fn is_in_list(&self, text: &[u8]) -> bool {
        const LONG: usize = 9;
        let byte = |at: Option<usize>| at.and_then(|at| text.get(at)).copied().unwrap_or(b'x');
        // Steps from one end of the number over blanks and a comma to the next number, and along it.
        let listed = |step: &dyn Fn(usize) -> Option<usize>| {
            let (mut at, mut comma) = (0, false);
            while at < 40 && matches!(byte(step(at)), b' ' | b'\n' | b'\r' | b'\t' | b',') {
                comma |= byte(step(at)) == b',';
                at += 1;
            }
            comma && (at..at + LONG).all(|at| byte(step(at)).is_ascii_digit())
        };
        let (start, end) = (self.start, self.end());
        self.group_count == 1 && (listed(&|at| start.checked_sub(at + 1)) || listed(&|at| Some(end + at)))
    }

    /// The number of digits in the first groups, and where these end.
    pub(super) fn up_to(&self, groups: usize) -> (usize, usize) {
        let last = groups.min(self.group_count).checked_sub(1);
        let (count, end) = last.map_or((0, 0), |last| self.groups[last]);
        (usize::from(count), self.start + usize::from(end))
    }

    /// The first groups only.
    #[inline(never)]
    pub(super) fn first(&self, text: &[u8], groups: usize) -> Self {
        let mut part = *self;
        part.group_count = groups.min(self.group_count);
        part.count = part.group_count.checked_sub(1).map_or(0, |last| usize::from(part.groups[last].0));
        part.open = false;
        part.separators = part.separators_up_to(text, part.end());
        part
    }

    fn separators_up_to(&self, text: &[u8], end: usize) -> u8 {
        text[self.start..end].iter().fold(0, |set, byte| set | bit(*byte))
    }
}

const fn bit(byte: u8) -> u8 {
    match byte {
        b' ' => Digits::SPACE,
        b'-' => Digits::DASH,
        b'.' => Digits::DOT,
        b'/' => Digits::SLASH,
        b'(' | b')' => Digits::BRACKET,
        b':' => Digits::COLON,
        b'+' => Digits::PLUS,
        _ => 0,
    }
}

/// Reads decimal digits as a number.
pub(super) fn value(digits: &[u8]) -> u64 {
    digits.iter().fold(0, |value: u64, digit| value.wrapping_mul(10).wrapping_add(u64::from(*digit)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_told_apart() {
        for (text, end, groups) in [
            ("(030) 90 18", 11, &[3, 2, 2][..]),
            ("01.23.45.67.89.", 14, &[2, 2, 2, 2, 2]),
            ("+1 (415) 555-0132 x", 17, &[1, 3, 3, 4]),
            ("12  34", 2, &[2]),
            ("12", 2, &[2]),
        ] {
            let digits = Digits::at(text.as_bytes(), 0);
            assert_eq!(digits.end(), end, "{text}");
            assert!(digits.is_grouped(groups), "{text}: {digits:?}");
        }
    }
}
