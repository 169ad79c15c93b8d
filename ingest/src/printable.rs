//! What others wrote, for a terminal: it moves no cursor, rings no bell and begins no line.

use std::path::Path;

/// A text with a space in the place of each control character.
pub fn text(text: &str) -> String {
    text.replace(char::is_control, " ")
}

/// A file's name in the same way.
pub fn path(path: &Path) -> String {
    text(&path.to_string_lossy())
}
