//! Files that should hold a policy.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

/// No browser takes a policy that is larger.
const LARGEST: u64 = 4 << 20;

/// Why a file can't be read as a policy at all.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// The system says so.
    #[error("{path}: {error}", path = .0.display(), error = .1)]
    File(PathBuf, io::Error),
    /// It is no text.
    #[error("{path}: is no text in UTF-8: byte {at}", path = .0.display(), at = .1 + 1)]
    Encoding(PathBuf, usize),
    /// It is larger than any policy.
    #[error("{path}: is larger than 4 MiB, which no policy is", path = .0.display())]
    Large(PathBuf),
}

/// Reads a file as text. A byte order mark, which some editors write, is passed over.
pub(super) fn read(path: &Path) -> Result<String, Unreadable> {
    let failed = |error| Unreadable::File(path.to_owned(), error);
    let mut bytes = Vec::new();
    File::open(path).and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes)).map_err(failed)?;
    if bytes.len() as u64 > LARGEST {
        return Err(Unreadable::Large(path.to_owned()));
    }
    let text = String::from_utf8(bytes)
        .map_err(|error| Unreadable::Encoding(path.to_owned(), error.utf8_error().valid_up_to()))?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}
