//! The folder of a local store: how a URL names it, how it is made, and how it is known.

use std::fs::{self, DirBuilder};
use std::io;
use std::path::{Path, PathBuf};

use super::{StoreError, sync};
use crate::names;

/// The folder that a URL names.
pub(super) fn named(url: &str) -> Result<PathBuf, StoreError> {
    let path = url.strip_prefix("file:").ok_or_else(|| StoreError::Scheme(url.to_owned()))?;
    let path = match path.strip_prefix("//") {
        Some(rest) if rest.starts_with('/') => rest,
        Some(_) => return Err(StoreError::Scheme(url.to_owned())), // a host, as in file://host/path
        None => path,
    };
    if path.is_empty() { Err(StoreError::Scheme(url.to_owned())) } else { Ok(PathBuf::from(path)) }
}

/// Makes a folder, those it lies in and the one by which it is known as a store, and sees to it that they are on disk.
/// Nobody but their owner can look into those that are new.
pub(super) fn make(folder: &Path) -> io::Result<()> {
    let folder = std::path::absolute(folder)?.join(names::SUBJECTS);
    let new = folder.ancestors().take_while(|folder| !folder.exists()).count();
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(&folder)?;
    folder.ancestors().skip(1).take(new).try_for_each(sync)
}

/// Whether a server has made this folder: it has one of those that a store has.
pub(super) fn is_store(folder: &Path) -> bool {
    names::FOLDERS.iter().any(|name| fs::metadata(folder.join(name)).is_ok())
}
