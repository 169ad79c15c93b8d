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

const PRESETS: [(&str, &str); 1] = [("preset:web-ides", list!("lists/web-ides.txt"))];

/// What is never recorded, whatever a policy says.
pub(super) fn blocked() -> Vec<Pattern> {
    patterns(BLOCKED, "*")
}

/// The patterns of a preset.
pub(super) fn preset(name: &str) -> Option<Vec<Pattern>> {
    PRESETS.iter().find(|(known, _)| *known == name).map(|(_, list)| patterns(list, "https"))
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
        for (list, made) in [(BLOCKED, blocked()), (PRESETS[0].1, preset("preset:web-ides").unwrap())] {
            assert!(!list.is_empty());
            assert_eq!(list.lines().count(), made.len());
            let different: HashSet<_> = made.iter().map(Pattern::as_str).collect();
            assert_eq!(different.len(), made.len());
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
        for pattern in preset("preset:web-ides").unwrap() {
            let url = pattern.as_str().replace("*.", "").replace('*', "x");
            let address = Address::parse(&url).unwrap();
            assert!(pattern.matches(&address), "{url}");
            assert!(!blocked.iter().any(|pattern| pattern.matches(&address)), "{url}");
        }
    }
}
