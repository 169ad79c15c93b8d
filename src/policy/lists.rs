//! The lists that ship with Candor: presets of sites to record, and the sites that are never recorded.
//!
//! They are text files: a line holds a host, which stands for everything below it as well, and may go on with a path, or a
//! word of addresses; a `#` begins a comment.

use super::Pattern;

/// The entries of a file, without its comments: they would be a part of the module.
macro_rules! list {
    ($file:literal) => {{
        const FILE: &[u8] = include_bytes!($file);
        const ENTRIES: [u8; entries_of(FILE, &mut [])] = {
            let mut entries = [0; entries_of(FILE, &mut [])];
            entries_of(FILE, &mut entries);
            entries
        };
        match std::str::from_utf8(&ENTRIES) {
            Ok(entries) => entries,
            Err(_) => "",
        }
    }};
}

const BLOCKED: &str = list!("lists/blocked.txt");

/// Segments of the addresses of pages that are never recorded.
pub(super) const SENSITIVE: &str = list!("lists/sensitive.txt");

/// The preset that takes pictures of whole pages unless a policy says otherwise.
const WHOLE: &str = "preset:web-ides";

const PRESETS: [(&str, &str); 2] =
    [(WHOLE, list!("lists/web-ides.txt")), ("preset:web-tools", list!("lists/web-tools.txt"))];

/// What is never recorded, whatever a policy says.
pub(super) fn blocked() -> Vec<Pattern> {
    patterns(BLOCKED, "*")
}

/// The patterns of a preset.
pub(super) fn preset(name: &str) -> Option<Vec<Pattern>> {
    PRESETS.iter().find(|(known, _)| *known == name).map(|(_, list)| patterns(list, "https"))
}

/// Whether whole pages of a preset are in pictures unless a policy says otherwise: its pages are one's own work, and not
/// what others have written.
pub(super) fn is_whole(name: &str) -> bool {
    name == WHOLE
}

/// The names of the presets.
pub(super) fn preset_names() -> impl Iterator<Item = &'static str> {
    PRESETS.iter().map(|(name, _)| *name)
}

/// Copies the entries of `file` to `entries`, a line each, as far as there is room. How many bytes they are.
const fn entries_of(file: &[u8], entries: &mut [u8]) -> usize {
    let (mut at, mut count) = (0, 0);
    let (mut comment, mut line) = (false, 0);
    while at < file.len() {
        let byte = file[at];
        let ends = byte == b'\n';
        comment = !ends && (comment || byte == b'#');
        let kept = if ends { count > line } else { !comment && byte != b' ' && byte != b'\r' };
        if kept {
            if count < entries.len() {
                entries[count] = byte;
            }
            count += 1;
        }
        line = if ends { count } else { line };
        at += 1;
    }
    count
}

/// A line that makes no pattern would be lost here; a test sees to it that there is none.
fn patterns(list: &str, scheme: &str) -> Vec<Pattern> {
    let text = |entry: &str| match entry.split_once('/') {
        Some((host, path)) => format!("{scheme}://*.{host}/{path}"),
        None => format!("{scheme}://*.{entry}/*"),
    };
    list.lines().filter_map(|entry| Pattern::parse(&text(entry)).ok()).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::super::Address;
    use super::*;

    #[test]
    fn every_line_of_every_list_makes_a_pattern_of_its_own() {
        let presets = PRESETS.map(|(name, list)| (list, preset(name).unwrap()));
        for (list, made) in [(BLOCKED, blocked())].into_iter().chain(presets) {
            assert!(!list.is_empty());
            assert_eq!(list.lines().count(), made.len());
            let different: HashSet<_> = made.iter().map(Pattern::as_str).collect();
            assert_eq!(different.len(), made.len());
        }
    }

    /// Each entry of a preset says where its address is from; of the block list, each group.
    #[test]
    fn lists_are_data_with_sources() {
        for file in [include_str!("lists/web-ides.txt"), include_str!("lists/web-tools.txt")] {
            for line in file.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
                let comment = line.split_once('#').map(|(_, comment)| comment.trim()).unwrap_or_default();
                assert!(!comment.is_empty(), "{line}");
            }
        }
        let tools = include_str!("lists/web-tools.txt");
        let (of_their_own, all) = (tools.matches(", https://").count(), preset("preset:web-tools").unwrap().len());
        assert_eq!(
            all - of_their_own,
            tools.matches("# the same in the EU").count() + tools.matches("# its boards").count()
        );
        let groups: Vec<_> = include_str!("lists/blocked.txt").split("\n## ").skip(1).collect();
        assert_eq!(groups.len(), 10);
        for group in groups {
            let source = group.lines().nth(1).unwrap_or_default();
            assert!(source.starts_with("# Source: ") && group.contains("https://"), "{group}");
        }
    }

    #[test]
    fn the_block_list_covers_what_it_promises() {
        let blocked = blocked();
        for url in [
            "https://mail.google.com/mail/u/0/#inbox",
            "https://outlook.office.com/mail/",
            "https://app.slack.com/client/T0/C0",
            "https://teams.microsoft.com/v2/",
            "https://us02web.zoom.us/j/1",
            "https://calendar.google.com/calendar/u/0/r",
            "https://wd5.myworkday.com/company/d/home.htmld",
            "https://my.adp.com/",
            "https://mychart.com/",
            "https://www.paypal.com/myaccount/",
            "https://vault.bitwarden.com/#/vault",
            "https://www.facebook.com/messages/t/1",
            "https://www.aflcio.org/",
        ] {
            let address = Address::parse(url).unwrap();
            assert!(blocked.iter().any(|pattern| pattern.matches(&address)), "{url}");
        }
    }

    #[test]
    fn the_block_list_leaves_the_presets_alone() {
        let blocked = blocked();
        for pattern in preset_names().flat_map(|name| preset(name).unwrap()) {
            let url = pattern.as_str().replace("*.", "").replace('*', "x");
            let address = Address::parse(&url).unwrap();
            assert!(pattern.matches(&address), "{url}");
            assert!(!blocked.iter().any(|pattern| pattern.matches(&address)), "{url}");
        }
    }
}
