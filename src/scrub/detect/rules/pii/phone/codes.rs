//! Calling codes and how many digits a number behind each has.
//!
//! Sources: ITU-T E.164, Annex to the Operational Bulletin 1114 (list of assigned codes); lengths from the national numbering plans
//! as notified to the ITU, the same that libphonenumber's metadata gives for fixed and mobile lines.

/// `code:lengths`, lengths as ranges with commas between.
const PLAN: &str = "1:10 7:10 20:8-10 27:5-9 30:10-12 31:7-11 32:8-9 33:9 34:9 36:8-9 39:6-12 40:9 41:9 43:6-13 44:9-10 45:8 46:7-10 \
    47:8 48:9-10 49:5-13 51:8-9 52:10 53:6-8,10 54:10-11 55:10-11 56:9 57:8,10 58:10 60:8-10 61:9 62:7-12 63:8-10 \
    64:8-10 65:8 66:8-10 81:9-10 82:8-11 84:9-10 86:9-11 90:10 91:10 92:9-10 93:9 94:9 95:7-10 98:10 211:9 212:9 \
    213:8-9 216:8 218:9 220:7 221:9 222:8 223:8 224:8-9 225:10 226:8 227:8 228:8 229:8,10 230:7-8 231:7-9 232:8 \
    233:9 234:10 235:8 236:8 237:9 238:7 239:7 240:9 241:7-8 242:9 243:9 244:9 245:7,9 246:7 247:5 248:7 249:9 250:9 \
    251:9 252:7-9 253:8 254:9-10 255:9 256:9 257:8 258:8-9 260:9 261:9 262:9 263:8-10 264:8-9 265:7,9 266:8 267:7-8 \
    268:8 269:7 290:4-5 291:7 297:7 298:6 299:6 350:8 351:9 352:4-11 353:7-9 354:7,9 355:8-9 356:8 357:8 358:6-11 \
    359:7-9 370:8 371:8 372:7-8 373:8 374:8 375:9 376:6,9 377:8-9 378:8,10 380:9 381:7-10 382:8 383:8-9 385:8-9 \
    386:8 387:8-9 389:8 420:9 421:9 423:7,9 500:5 501:7 502:8 503:8 504:8 505:8 506:8 507:7-8 508:6,9 509:8 590:9 \
    591:8 592:7 593:8-9 594:9 595:8-9 596:9 597:6-7 598:8 599:7-8 670:7-8 672:6 673:7 674:7 675:7-8 676:5,7 677:5,7 \
    678:5,7 679:7 680:7 681:6,9 682:5 683:4,7 685:5-7 686:5,8 687:6 688:5-7 689:8 690:4-7 691:7 692:7 800:8 808:8 \
    850:8,10 852:8 853:8 855:8-9 856:8-10 870:9 878:12 880:8-10 881:9 882:7-12 883:8-12 886:8-9 888:11 960:7 961:7-8 \
    962:8-9 963:8-9 964:8-10 965:8 966:9 967:7-9 968:8 970:8-9 971:8-9 972:8-9 973:8 974:8 975:7-8 976:8 977:8-10 \
    979:9 992:9 993:8 994:9 995:9 996:9 998:9";

/// For each code the lengths as bits.
static LENGTHS: [u16; 1000] = {
    let plan = PLAN.as_bytes();
    let mut table = [0_u16; 1000];
    let mut at = 0;
    while at < plan.len() {
        let (code, after) = number(plan, at);
        at = after;
        while at < plan.len() && plan[at] != b' ' {
            let (first, after) = number(plan, at + 1);
            let ranged = after < plan.len() && plan[after] == b'-';
            let (last, after) = if ranged { number(plan, after + 1) } else { (first, after) };
            let mut length = first;
            while length <= last {
                table[code] |= 1 << length;
                length += 1;
            }
            at = after;
        }
        at += 1;
    }
    table
};

const fn number(text: &[u8], mut at: usize) -> (usize, usize) {
    let mut value = 0;
    while at < text.len() && text[at].is_ascii_digit() {
        value = value * 10 + (text[at] - b'0') as usize;
        at += 1;
    }
    (value, at)
}

/// The number of digits of the calling code that `digits` begin with. No code is the beginning of another.
pub(super) fn code_length(digits: &[u8]) -> Option<usize> {
    (1..=3.min(digits.len())).find(|length| lengths_of(&digits[..*length]) != 0)
}

/// Whether `digits` are a calling code and as many digits as a number behind it has. A trunk 0 may stand between.
pub(super) fn is_international(digits: &[u8]) -> bool {
    let Some(code) = code_length(digits) else { return false };
    let national = &digits[code..];
    let lengths = lengths_of(&digits[..code]);
    let fits = |length: usize| length < 16 && lengths >> length & 1 != 0;
    fits(national.len()) || (national.first() == Some(&0) && fits(national.len() - 1))
}

fn lengths_of(code: &[u8]) -> u16 {
    let value = code.iter().fold(0, |value, digit| value * 10 + usize::from(*digit));
    if code[0] == 0 { 0 } else { LENGTHS[value] }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digits(text: &str) -> Vec<u8> {
        text.bytes().map(|byte| byte - b'0').collect()
    }

    #[test]
    fn numbers_have_the_length_of_their_country() {
        for (number, fits) in [
            ("13125152239", true),
            ("1312515223", false),
            ("4930901820", true),
            ("49030901820", true),
            ("376823456", true),
            ("37682345667", false),
            ("999123456", false),
            ("0123456", false),
            ("1", false),
        ] {
            assert_eq!(is_international(&digits(number)), fits, "{number}");
        }
        let known = (1..1000).filter(|code| LENGTHS[*code] != 0).count();
        assert!((200..230).contains(&known), "{known} calling codes");
    }
}
