//! What lies in a local store, also where a file has a name that no object can have.
//!
//! `object_store` ends its list at the first such name. One file that a backup or a hand has left would keep a whole
//! store from being read, and a server from finishing what it owes.

use std::ffi::OsStr;
use std::fmt;
use std::io::ErrorKind;
use std::path::{Path as FilePath, PathBuf};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use futures_util::StreamExt as _;
use futures_util::stream::{self, BoxStream};
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{
    CopyOptions, GetOptions, GetResult, ListResult, MultipartUpload, ObjectMeta, ObjectStore, PutMultipartOptions,
    PutOptions, PutPayload, PutResult, Result,
};
use walkdir::{DirEntry, WalkDir};

/// A folder of objects, whose list passes over what can be none.
#[derive(Debug)]
pub(super) struct Folder {
    pub(super) objects: LocalFileSystem,
    pub(super) root: PathBuf,
}

impl fmt::Display for Folder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.objects, f)
    }
}

/// What lies in a folder.
pub(super) enum Entry {
    Object(ObjectMeta),
    /// A file that no object can be, or a link that leads round in a circle.
    Strange(PathBuf),
}

/// Everything below `prefix`. What half-written uploads are is left out, as are links that lead nowhere.
///
/// # Errors
/// When the system does not say what is in a folder.
pub(super) fn entries(root: &FilePath, prefix: &str) -> impl Iterator<Item = Result<Entry>> + Send + use<> {
    let root = root.to_owned();
    let walk = WalkDir::new(root.join(prefix)).min_depth(1).follow_links(true);
    walk.into_iter().filter_map(move |entry| match entry {
        Ok(entry) if entry.file_type().is_file() => of_file(&root, &entry).transpose(),
        Ok(_) => None,
        Err(error) => match (error.loop_ancestor(), error.path(), error.io_error()) {
            (Some(_), Some(path), _) => Some(Ok(Entry::Strange(path.to_owned()))),
            // Gone meanwhile, or a link that leads nowhere.
            (_, _, Some(io)) if io.kind() == ErrorKind::NotFound => None,
            // A link to itself, which the system has given up to follow.
            (_, Some(path), Some(io)) if path.is_symlink() && io.kind() != ErrorKind::PermissionDenied => {
                Some(Ok(Entry::Strange(path.to_owned())))
            }
            _ => Some(Err(trouble(error))),
        },
    })
}

fn of_file(root: &FilePath, entry: &DirEntry) -> Result<Option<Entry>> {
    let Some(location) = location(root, entry.path()) else {
        return Ok(Some(Entry::Strange(entry.path().to_owned())));
    };
    if super::leftovers::is_leftover(entry.file_name()) {
        return Ok(None);
    }
    let metadata = match entry.metadata() {
        Ok(metadata) => metadata,
        Err(error) if error.io_error().is_some_and(|error| error.kind() == ErrorKind::NotFound) => return Ok(None),
        Err(error) => return Err(trouble(error)),
    };
    let last_modified: DateTime<Utc> = metadata.modified().map_err(trouble)?.into();
    Ok(Some(Entry::Object(ObjectMeta { location, last_modified, size: metadata.len(), e_tag: None, version: None })))
}

/// The name of the object that a file is.
fn location(root: &FilePath, file: &FilePath) -> Option<Path> {
    let parts: Option<Vec<&str>> = file.strip_prefix(root).ok()?.iter().map(OsStr::to_str).collect();
    Path::parse(parts?.join("/")).ok()
}

fn trouble(error: impl std::error::Error + Send + Sync + 'static) -> object_store::Error {
    object_store::Error::Generic { store: "file", source: Box::new(error) }
}

#[async_trait]
impl ObjectStore for Folder {
    fn list(&self, prefix: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        let (root, prefix) = (self.root.clone(), prefix.map(ToString::to_string).unwrap_or_default());
        let listed = tokio::task::spawn_blocking(move || entries(&root, &prefix).collect::<Vec<_>>());
        let listed = async move { stream::iter(listed.await.unwrap_or_else(|error| vec![Err(trouble(error))])) };
        stream::once(listed)
            .flatten()
            .filter_map(|entry| async move {
                match entry {
                    Ok(Entry::Object(object)) => Some(Ok(object)),
                    Ok(Entry::Strange(_)) => None,
                    Err(error) => Some(Err(error)),
                }
            })
            .boxed()
    }

    async fn put_opts(&self, location: &Path, payload: PutPayload, options: PutOptions) -> Result<PutResult> {
        self.objects.put_opts(location, payload, options).await
    }

    async fn put_multipart_opts(
        &self,
        location: &Path,
        options: PutMultipartOptions,
    ) -> Result<Box<dyn MultipartUpload>> {
        self.objects.put_multipart_opts(location, options).await
    }

    async fn get_opts(&self, location: &Path, options: GetOptions) -> Result<GetResult> {
        self.objects.get_opts(location, options).await
    }

    fn delete_stream(&self, locations: BoxStream<'static, Result<Path>>) -> BoxStream<'static, Result<Path>> {
        self.objects.delete_stream(locations)
    }

    async fn list_with_delimiter(&self, prefix: Option<&Path>) -> Result<ListResult> {
        self.objects.list_with_delimiter(prefix).await
    }

    async fn copy_opts(&self, from: &Path, to: &Path, options: CopyOptions) -> Result<()> {
        self.objects.copy_opts(from, to, options).await
    }
}
