//! The frame of the page: head, list of sessions, foot.

use data_encoding::BASE64;
use maud::{DOCTYPE, PreEscaped, html};
use sha2::{Digest as _, Sha256};

use super::Contents;
use super::text::{count, short};
use crate::archive::{Archive, Reject};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// Kinds that can be hidden, as people call them.
const FILTERS: [(&str, &str); 7] = [
    ("navigate", "navigation"),
    ("click", "clicks"),
    ("type", "typing"),
    ("key", "keys"),
    ("clipboard", "clipboard"),
    ("scroll", "scrolling"),
    ("gap", "gaps"),
];

/// The policy of the page: nothing but its own style, its own script and images inside it.
pub fn content_security_policy() -> String {
    let hash = |text: &str| BASE64.encode(&Sha256::digest(text));
    format!(
        "default-src 'none'; img-src data:; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; \
         form-action 'none'",
        hash(STYLE),
        hash(SCRIPT)
    )
}

/// Everything before the first session.
pub(super) fn head(archive: &Archive) -> String {
    let sessions = archive.sessions.iter().enumerate();
    html! {
        (DOCTYPE)
        (PreEscaped("<html lang=\"en\">"))
        head {
            meta charset="utf-8";
            meta http-equiv="Content-Security-Policy" content=(content_security_policy());
            meta name="referrer" content="no-referrer";
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="color-scheme" content="light dark";
            title { "Candor timeline" }
            style { (PreEscaped(STYLE)) }
        }
        (PreEscaped("<body>"))
        header.top {
            h1 { "Candor" span { " timeline" } }
            form aria-label="What is shown" {
                @for (kind, name) in FILTERS {
                    label { input type="checkbox" checked data-shows=(kind); " " (name) }
                }
            }
        }
        nav aria-label="Sessions" {
            h2 { (count(archive.sessions.len(), "session")) }
            ol {
                @for (number, ((subject, id), batches)) in sessions {
                    li {
                        a href={ "#s" (number) } {
                            code { (short(id)) }
                            span { "of " (short(subject)) " · "
                                (count(batches.iter().map(|batch| batch.envelope.records as usize).sum(), "record")) }
                        }
                    }
                }
            }
        }
        (PreEscaped("<main>\n"))
        @if archive.sessions.is_empty() { p.empty { "There are no sessions in this store." } }
    }
    .into_string()
}

/// Everything behind the last session.
pub(super) fn foot(contents: &Contents, rejects: &[Reject]) -> String {
    html! {
        @if !rejects.is_empty() {
            details.note {
                summary { (count(rejects.len(), "object")) " of the store that do not fit" }
                ul { @for reject in rejects { li { code { (reject.name) } ": " (reject.reason) } } }
            }
        }
        footer {
            p { (contents) "." }
            p { "Recorded for the training of models, and for nothing else. Marked text was redacted before it was stored." }
        }
        (PreEscaped("</main>"))
        dialog aria-label="Picture" {}
        script { (PreEscaped(SCRIPT)) }
        (PreEscaped("</body></html>\n"))
    }
    .into_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn style_and_script_can_stand_inside_their_elements() {
        for (text, end) in [(STYLE, "</style"), (SCRIPT, "</script")] {
            assert!(!text.to_lowercase().contains(end));
        }
    }
}
