//! `candor view`: a store as one self-contained page.
//!
//! The page needs nothing but itself: frames are data URLs, style and script are inline, and its Content Security
//! Policy allows exactly those two by their hashes. Whatever a record says is text: it is escaped by the templates,
//! no address in it becomes a link, and no markup in it runs. Sessions are written one after the other, so a store
//! may be larger than memory.

mod figure;
mod page;
mod sentence;
mod session;
mod text;

use std::fmt;
use std::fs::{self, OpenOptions};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

pub use page::content_security_policy;

use crate::archive::Archive;
use crate::open::Outcome;
use crate::store::StoreError;

/// Why a page can't be written.
#[derive(Debug, thiserror::Error)]
pub enum ViewError {
    /// The file can't be written.
    #[error("{path}: {error}")]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// The store does not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What is on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Contents {
    /// Sessions.
    pub sessions: usize,
    /// Records.
    pub records: usize,
    /// Frames, each once however many records name it.
    pub frames: usize,
    /// Batches that stayed sealed.
    pub sealed: usize,
    /// Things that do not fit, and are not shown.
    pub rejected: usize,
}

impl Contents {
    /// The page in a word.
    pub fn outcome(&self) -> Outcome {
        Outcome::of(self.rejected, self.sealed)
    }
}

impl fmt::Display for Contents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { sessions, records, frames, sealed, rejected } = self;
        write!(f, "{sessions} sessions, {records} records, {frames} frames")?;
        if *sealed > 0 {
            write!(f, "; {sealed} batches stayed sealed")?;
        }
        if *rejected > 0 {
            write!(f, "; {rejected} things do not fit, see `candor open`")?;
        }
        Ok(())
    }
}

/// Writes the page to `path`, readable by its owner only. An existing file is replaced when the page is whole.
///
/// # Errors
/// When the file can't be written or the store does not answer. Whoever drops the future leaves no half a page, either.
pub async fn write(archive: &Archive, path: &Path) -> Result<Contents, ViewError> {
    let mut unfinished = path.as_os_str().to_owned();
    unfinished.push(".part");
    let unfinished = Unfinished(PathBuf::from(unfinished));
    let contents = write_to(archive, &unfinished.0).await?;
    fs::rename(&unfinished.0, path).map_err(|error| ViewError::File { path: path.into(), error })?;
    Ok(contents)
}

/// Half a page, which helps nobody: it goes when writing fails, or is given up.
struct Unfinished(PathBuf);

impl Drop for Unfinished {
    fn drop(&mut self) {
        // It is not there when the page is whole; and that it can't be removed, the error tells that has led here.
        let _ = fs::remove_file(&self.0);
    }
}

async fn write_to(archive: &Archive, path: &Path) -> Result<Contents, ViewError> {
    let at = |error| ViewError::File { path: path.into(), error };
    // What an earlier run left may be readable by others, or lead elsewhere.
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(at(error)),
        _ => {}
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = BufWriter::new(options.open(path).map_err(at)?);
    let mut contents = Contents { rejected: archive.rejects.len(), ..Contents::default() };
    file.write_all(page::head(archive).as_bytes()).map_err(at)?;
    let mut pictures = session::Pictures::default();
    for (number, ((subject, id), batches)) in archive.sessions.iter().enumerate() {
        let opened = archive.open_session(subject, batches).await?;
        contents.sessions += 1;
        contents.records += opened.records.len();
        contents.sealed += opened.locked.len();
        contents.rejected += opened.rejects.len();
        let view = session::SessionView::new(number, subject, id, batches, opened);
        file.write_all(view.head(archive.has_erased(subject)).into_string().as_bytes()).map_err(at)?;
        for entry in view.entries() {
            let entry = view.entry(archive, entry, &mut pictures).await?;
            file.write_all(entry.into_string().as_bytes()).map_err(at)?;
        }
        file.write_all(session::END.as_bytes()).map_err(at)?;
    }
    contents.frames = pictures.shown.len();
    contents.rejected += pictures.missing.len();
    file.write_all(page::foot(&contents, &archive.rejects).as_bytes()).map_err(at)?;
    file.flush().map_err(at)?;
    Ok(contents)
}
