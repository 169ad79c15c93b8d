//! Addresses of East Asia, written from the large to the small: `北京市朝阳区建国路88号`, `東京都港区六本木1丁目2番3号`,
//! `港区六本木1-2-3`, `서울특별시 강남구 테헤란로 152`, `〒106-0032`.
//!
//! Sources: the Universal Postal Union's addressing guides (S42) for China, Japan and Korea.

use super::super::digits::Digits;
use super::super::look;
use crate::Kind;
use crate::scan::Scan;

/// What the name of a street or a quarter ends with.
const STREETS: &str = "路街道巷弄段里村區区町庄屯園园";
/// What a house, and what is in it, is counted in.
const UNITS: &str = "号號弄番地丁目楼樓栋棟幢座室层層階単元单之の호동층";
/// What the parts of Japan end with.
const JAPAN: &str = "都道府県市区町村郡";
/// What the names of roads and of what they lie in end with in Korea.
const KOREA: (&str, &str) = ("로길", "구시군동읍면도");
/// Most characters of a name, before the number.
const NAME_MAX: usize = 40;

/// At a number with a name before it.
#[inline(never)]
pub(super) fn at(scan: &mut Scan<'_>, start: usize, digits: &Digits) -> bool {
    let beside = scan.byte_before(start - usize::from(scan.byte_before(start) == b' '));
    if beside.is_ascii() {
        return false;
    }
    let floor = scan.floor(start, NAME_MAX * 3);
    let before = &scan.text[floor..start];
    let head = before.strip_suffix(' ').unwrap_or(before);
    if head.ends_with('〒') && digits.is_grouped(&[3, 4]) {
        scan.report(start, digits.end(), Kind::Address, "postal-code");
        return true;
    }
    let Some(length) = name(head, digits).or_else(|| road(head)) else { return false };
    let end = with_units(scan.text, start, digits);
    let unit = scan.text[start..end].chars().any(|c| UNITS.contains(c));
    let line = &scan.text[end..];
    // A line of the underground.
    let is_line = line.starts_with(['线', '線']);
    if is_line || !(unit || is_blocks(digits) || road(head).is_some()) {
        return false;
    }
    scan.report(floor + head.len() - length, end, Kind::Address, "address");
    true
}

/// The length of the name at the end of `head` before a number in China or Japan.
fn name(head: &str, digits: &Digits) -> Option<usize> {
    let is_part = |c: char| matches!(c, '\u{3400}'..='\u{9fff}' | '々' | 'ヶ' | 'ケ' | 'ノ' | 'ツ');
    let name = &head[head.trim_end_matches(is_part).len()..];
    let last = name.chars().next_back()?;
    let within = name.chars().any(|c| JAPAN.contains(c));
    let named = STREETS.contains(last) || within && name.chars().nth(2).is_some();
    (named && name.chars().nth(1).is_some() && digits.group(0) <= 5).then_some(name.len())
}

/// The length of the road and of what it lies in, at the end of `head`, in Korea.
fn road(head: &str) -> Option<usize> {
    let (roads, places) = KOREA;
    let mut words = head.rsplit(' ');
    let mut length = words.next().filter(|word| word.ends_with(|c| roads.contains(c)) && word.len() > 3)?.len();
    let mut count = 0;
    for word in words.take(3).take_while(|word| word.ends_with(|c| places.contains(c)) && word.len() > 3) {
        length += 1 + word.len();
        count += 1;
    }
    (count > 0).then_some(length)
}

/// Whether numbers are those of a quarter, a block and a house: `1-2-3`.
fn is_blocks(digits: &Digits) -> bool {
    (2..=4).contains(&digits.group_count())
        && digits.separators == Digits::DASH
        && (0..digits.group_count()).all(|group| digits.group(group) <= 4)
}

/// Where the numbers end, with what they count.
fn with_units(text: &str, start: usize, digits: &Digits) -> usize {
    let bytes = text.as_bytes();
    let mut end = if is_blocks(digits) { digits.end() } else { digits.up_to(1).1 };
    for _ in 0..12 {
        // `152, 119 동 1290 호`
        let listed = 2 * usize::from(bytes[end..].starts_with(b", "));
        let gap = end + listed + usize::from(bytes.get(end) == Some(&b' '));
        let number = look::ahead(bytes, gap, 5, |byte| byte.is_ascii_digit() || byte == b'-');
        let listed = listed > 0 && text[gap + number..].trim_start_matches(' ').starts_with(|c| UNITS.contains(c));
        let unit = text[gap..].chars().take_while(|c| UNITS.contains(*c)).map(char::len_utf8).sum::<usize>();
        if number > 0 && gap > start && (listed || bytes.get(end) != Some(&b',') && !bytes[end - 1].is_ascii_digit()) {
            end = gap + number;
        } else if unit > 0 {
            end = gap + unit;
        } else {
            break;
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::super::super::super::testing;

    #[test]
    fn addresses_from_the_large_to_the_small_are_found() {
        testing::check_rule(
            "address",
            &[
                ("我住在北京市朝阳区建国路 88 号", "我住在北京市朝阳区建国路 88 号"),
                ("地址：建国路 88 号 3 号楼 1201 室，", "建国路 88 号 3 号楼 1201 室"),
                ("住所は東京都港区六本木 1 丁目 2 番 3 号です", "東京都港区六本木 1 丁目 2 番 3 号"),
                ("港区六本木 1-2-3 ビル", "港区六本木 1-2-3"),
                ("서울특별시 강남구 테헤란로 152", "서울특별시 강남구 테헤란로 152"),
                ("서울특별시 강남구 테헤란로 152, 119 동 1290 호", "서울특별시 강남구 테헤란로 152, 119 동 1290 호"),
                ("地铁建国路 1 号线", ""),
                ("第 3 号文件", ""),
                ("3 月 5 号", ""),
                ("版本 1-2-3", ""),
                ("오늘 회의로 152 명", ""),
            ],
        );
        testing::check_rule("postal-code", &[("〒 106-0032 東京都", "106-0032")]);
    }
}
