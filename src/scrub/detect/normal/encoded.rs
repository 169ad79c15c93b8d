//! Characters written as a percent sign and two digits (RFC 3986, section 2.1) or as a character reference of HTML (the HTML
//! standard, section 13.5), or with a backslash, `u00` and two digits (RFC 8259, section 7): what they stand for, where it is a
//! character of ASCII that can be seen.

/// Named references to signs that tell names from values.
const NAMED: [(&str, char); 10] = [
    ("quot;", '"'),
    ("amp;", '&'),
    ("lt;", '<'),
    ("gt;", '>'),
    ("apos;", '\''),
    ("equals;", '='),
    ("colon;", ':'),
    ("commat;", '@'),
    ("nbsp;", ' '),
    ("sol;", '/'),
];

/// The character that `text` begins with in such a writing, and the length of that.
pub(super) fn at_start(text: &[u8]) -> Option<(char, usize)> {
    match text {
        [b'%', high, low, ..] => {
            let value = hex(*high)? * 16 + hex(*low)?;
            visible(u32::from(value)).map(|c| (c, 3))
        }
        [b'\\', b'u', b'0', b'0', high, low, ..] => {
            let value = hex(*high)? * 16 + hex(*low)?;
            visible(u32::from(value)).filter(char::is_ascii_punctuation).map(|c| (c, 6))
        }
        [b'&', b'#', rest @ ..] => {
            let (digits, radix, skipped) = match rest {
                [b'x' | b'X', rest @ ..] => (rest, 16, 3),
                _ => (rest, 10, 2),
            };
            let length = digits.iter().take(6).take_while(|byte| char::from(**byte).is_digit(radix)).count();
            let number = std::str::from_utf8(&digits[..length]).ok()?;
            let value = u32::from_str_radix(number, radix).ok()?;
            (digits.get(length) == Some(&b';')).then(|| visible(value))?.map(|c| (c, skipped + length + 1))
        }
        [b'&', rest @ ..] => {
            let (name, c) = NAMED.iter().find(|(name, _)| rest.starts_with(name.as_bytes()))?;
            Some((*c, name.len() + 1))
        }
        _ => None,
    }
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

fn visible(value: u32) -> Option<char> {
    char::from_u32(value).filter(|c| matches!(c, ' '..='~'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writings_of_visible_characters_are_read() {
        for (text, read) in [
            ("%3D", Some(('=', 3))),
            ("%3d1", Some(('=', 3))),
            ("%20", Some((' ', 3))),
            ("\\u003d1", Some(('=', 6))),
            ("\\u0020", None),
            ("\\n", None),
            ("%0A", None),
            ("%E4", None),
            ("%s", None),
            ("%", None),
            ("&quot;", Some(('"', 6))),
            ("&#61;", Some(('=', 5))),
            ("&#x3D;x", Some(('=', 6))),
            ("&#61", None),
            ("&x;", None),
            ("&", None),
        ] {
            assert_eq!(at_start(text.as_bytes()), read, "{text}");
        }
    }
}
