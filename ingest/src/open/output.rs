//! Writing what was opened.

use std::fs::{self, OpenOptions};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use candor_core::envelope::Envelope;
use candor_core::ids::{BatchId, FrameId, Pseudonym, SessionId};
use serde::Serialize;

use crate::archive::Reject;
use crate::store::StoreError;

/// Why a store can't be opened into a folder.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// There is something in the folder.
    #[error("{0} is not empty: name a new folder, lest old and new get mixed")]
    NotEmpty(PathBuf),
    /// A file can't be written.
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

/// A line of `envelopes.ndjson`.
#[derive(Serialize)]
pub(super) struct EnvelopeLine<'a> {
    pub(super) batch: BatchId,
    /// Whether it stayed sealed for lack of its key.
    pub(super) sealed: bool,
    pub(super) envelope: &'a Envelope,
}

/// A folder that was empty.
pub(super) struct Output {
    folder: PathBuf,
}

impl Output {
    pub(super) fn create(folder: &Path) -> Result<Self, OpenError> {
        let at = |error| OpenError::File { path: folder.into(), error };
        make_folder(folder).map_err(at)?;
        if fs::read_dir(folder).map_err(at)?.next().is_some() {
            return Err(OpenError::NotEmpty(folder.into()));
        }
        Ok(Self { folder: folder.into() })
    }

    pub(super) fn append_envelopes<'a>(
        &self,
        subject: &Pseudonym,
        envelopes: impl Iterator<Item = EnvelopeLine<'a>>,
    ) -> Result<(), OpenError> {
        self.write(&format!("{subject}/envelopes.ndjson"), OpenOptions::new().append(true).create(true), |file| {
            for envelope in envelopes {
                serde_json::to_writer(&mut *file, &envelope)?;
                file.write_all(b"\n")?;
            }
            Ok(())
        })
    }

    pub(super) fn write_records<'a>(
        &self,
        subject: &Pseudonym,
        session: &SessionId,
        lines: impl Iterator<Item = &'a str>,
    ) -> Result<(), OpenError> {
        self.write(&format!("{subject}/{session}.ndjson"), OpenOptions::new().write(true).create_new(true), |file| {
            for line in lines {
                file.write_all(line.as_bytes())?;
                file.write_all(b"\n")?;
            }
            Ok(())
        })
    }

    /// Writes an image. Two sessions may name the same frame: it is the same image then.
    pub(super) fn write_frame(&self, subject: &Pseudonym, frame: &FrameId, image: &[u8]) -> Result<(), OpenError> {
        let options = &mut OpenOptions::new();
        self.write(&format!("{subject}/frames/{frame}.jpg"), options.write(true).create(true).truncate(true), |file| {
            file.write_all(image)
        })
    }

    pub(super) fn quarantine(&self, reject: &Reject, content: Option<Vec<u8>>) -> Result<(), OpenError> {
        let name = format!("quarantine/{}", reject.name);
        let options = &mut OpenOptions::new();
        let options = options.write(true).create(true).truncate(true);
        if let Some(content) = content {
            self.write(&name, options, |file| file.write_all(&content))?;
        }
        self.write(&format!("{name}.reason.txt"), options, |file| writeln!(file, "{}", reject.reason))
    }

    fn write(
        &self,
        name: &str,
        options: &mut OpenOptions,
        fill: impl FnOnce(&mut BufWriter<fs::File>) -> io::Result<()>,
    ) -> Result<(), OpenError> {
        let path = self.folder.join(name);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
        let written = path.parent().map_or(Ok(()), make_folder).and_then(|()| {
            let mut file = BufWriter::new(options.open(&path)?);
            fill(&mut file)?;
            file.flush()
        });
        written.map_err(|error| OpenError::File { path, error })
    }
}

fn make_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}
