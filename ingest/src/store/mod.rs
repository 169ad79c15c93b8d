//! The object store: named by URL, written create-only, deleted only on purpose, durable before it answers.
//!
//! Today there is one kind, a local folder (`file:DIR`). An object is written to a file `NAME#NUMBER`, synced, linked
//! to its name and its folders synced; so a name either stands for the whole object or does not exist, whenever the
//! process is killed or the power goes. What a kill leaves of a `NAME#NUMBER` is never listed as an object or taken up
//! again, and looked at only to erase it; the next start removes those older than an hour, which no request lives to be.
//!
//! Whatever is deleted takes its leftovers with it, one of which may hold all of it, and its folder is synced. Where the
//! disk kept it is the disk's to write over.

#[cfg(test)]
pub(crate) mod faulty;
mod folder;
mod leftovers;
mod listing;

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error as _;
use std::ffi::{OsStr, OsString};
use std::io::Read as _;
use std::path::{Path as FilePath, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;
use std::{fs, io};

use bytes::{Bytes, BytesMut};
use futures_util::stream::{self, BoxStream};
use futures_util::{StreamExt as _, TryStreamExt as _};
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt as _, PutMode, PutPayload};

use listing::{Entry, Folder};

/// So often an object is written anew that a deletion takes away while it is written.
const MAX_TRIES: usize = 16;

/// A store that keeps what it is given once and never changes it: an object is there, or it is gone.
#[derive(Clone, Debug)]
pub struct Store {
    objects: Arc<dyn ObjectStore>,
    /// The folder of a local store, absolute.
    root: PathBuf,
}

/// What became of an object to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Put {
    /// It is new.
    Created,
    /// There is one of that name already. Names are digests of the content, or follow from them: it is the same.
    Existed,
}

/// Why a store does not do what it should.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The URL's scheme is none of those that are known.
    #[error("a store can't be named {0:?}: use `file:DIR` for a local folder")]
    Scheme(String),
    /// The folder can't be made or read.
    #[error("{path}: {error}")]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// No server has written to the folder.
    #[error("{0} is no store: it has none of the folders that `candor serve` makes in one")]
    NoStore(PathBuf),
    /// Anything else the store says.
    #[error("the store does not answer: {0}")]
    Objects(#[from] object_store::Error),
    /// A task was stopped with the runtime.
    #[error("the store was interrupted")]
    Interrupted,
}

impl Store {
    /// Opens the store for writing: makes the folder, and clears what earlier kills have left in it.
    ///
    /// # Errors
    /// When the scheme is unknown, or the folder can't be made or read.
    pub fn create(url: &str) -> Result<Self, StoreError> {
        let folder = folder::named(url)?;
        let prepared = folder::make(&folder).and_then(|()| leftovers::remove_old(&folder, SystemTime::now()));
        prepared.map_err(|error| StoreError::Folder { path: folder, error })?;
        Self::open(url)
    }

    /// Opens a store that exists, to read it.
    ///
    /// # Errors
    /// When the scheme is unknown, there is no such folder, or it is no store.
    pub fn open(url: &str) -> Result<Self, StoreError> {
        let folder = folder::named(url)?;
        let root = fs::canonicalize(&folder).map_err(|error| StoreError::Folder { path: folder, error })?;
        // Whoever mistypes a name must not be told that there is nothing, or that all are halted.
        if !folder::is_store(&root) {
            return Err(StoreError::NoStore(root));
        }
        let objects = LocalFileSystem::new_with_prefix(&root)?.with_fsync(true);
        Ok(Self { objects: Arc::new(Folder { objects, root: root.clone() }), root })
    }

    /// The folder it is in, absolute and without symbolic links.
    pub fn folder(&self) -> &FilePath {
        &self.root
    }

    /// The same store, with something between it and its objects.
    #[cfg(test)]
    pub(crate) fn wrapped(&self, wrap: impl FnOnce(Arc<dyn ObjectStore>) -> Arc<dyn ObjectStore>) -> Self {
        Self { objects: wrap(Arc::clone(&self.objects)), root: self.root.clone() }
    }

    /// Writes an object unless there is one of that name. When this returns, the object is on disk, whoever wrote it.
    ///
    /// # Errors
    /// When the store does not take it: no space, no permission, no folder.
    pub async fn put_new(&self, path: &Path, bytes: Bytes) -> Result<Put, StoreError> {
        let mut tries = 0;
        loop {
            tries += 1;
            let payload = PutPayload::from(bytes.clone());
            let put = match self.objects.put_opts(path, payload, PutMode::Create.into()).await {
                Ok(_) => Put::Created,
                Err(object_store::Error::AlreadyExists { .. }) => Put::Existed,
                // A deletion took what was half written for a leftover.
                Err(error) if tries < MAX_TRIES && is_file_gone(&error) => continue,
                Err(error) => return Err(error.into()),
            };
            // Gone again when it was deleted in between: then there is none of that name.
            if self.settle(path, put).await? {
                return Ok(put);
            }
        }
    }

    /// The object's bytes, or nothing when there is none.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn get(&self, path: &Path) -> Result<Option<Bytes>, StoreError> {
        match self.objects.get(path).await {
            Ok(object) => Ok(Some(object.bytes().await?)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// As [`Store::get`], but what it returns is on disk, whoever wrote it.
    ///
    /// # Errors
    /// As [`Store::get`].
    pub async fn get_settled(&self, path: &Path) -> Result<Option<Bytes>, StoreError> {
        match self.get(path).await? {
            Some(bytes) => Ok(self.settle(path, Put::Existed).await?.then_some(bytes)),
            None => Ok(None),
        }
    }

    /// The first bytes of an object, at most `length`, or nothing when there is none.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn get_start(&self, path: &Path, length: usize) -> Result<Option<Bytes>, StoreError> {
        let mut chunks = match self.objects.get(path).await {
            Ok(object) => object.into_stream(),
            Err(object_store::Error::NotFound { .. }) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let mut start = BytesMut::new();
        while start.len() < length
            && let Some(chunk) = chunks.try_next().await?
        {
            start.extend_from_slice(&chunk);
        }
        start.truncate(length);
        Ok(Some(start.freeze()))
    }

    /// The first bytes, at most `length`, of each leftover that kills have left of an object.
    ///
    /// # Errors
    /// When the store does not answer.
    pub(crate) async fn get_leftovers(&self, path: &Path, length: usize) -> Result<Vec<Bytes>, StoreError> {
        let object = self.root.join(path.as_ref());
        self.blocking(move || {
            let mut starts = Vec::new();
            for file in leftovers::of(&object)? {
                let mut start = Vec::new();
                // One that is gone by now was of a request that has come to its end.
                leftovers::if_there(fs::File::open(file).and_then(|file| {
                    file.take(length as u64).read_to_end(&mut start)?;
                    starts.push(start.into());
                    Ok(())
                }))?;
            }
            Ok(starts)
        })
        .await
    }

    /// Names of the objects below `prefix` that kills have left something of, whether they exist or not.
    ///
    /// # Errors
    /// When the store does not answer.
    pub(crate) async fn list_leftovers(&self, prefix: &str) -> Result<Vec<Path>, StoreError> {
        let (root, top) = (self.root.clone(), self.root.join(prefix));
        self.blocking(move || {
            let mut found = Vec::new();
            leftovers::objects(&top, &mut found)?;
            let names = found.iter().filter_map(|object| object.strip_prefix(&root).ok()?.to_str());
            Ok(names.filter_map(|name| Path::parse(name).ok()).collect())
        })
        .await
    }

    /// Deletes objects, and what kills have left of them. One that is not there is no error. When this returns, all
    /// are gone from the disk, whoever deleted them.
    ///
    /// # Errors
    /// When the store does not do it; some may be gone then. To call it again is safe.
    pub async fn delete(&self, paths: &[Path]) -> Result<(), StoreError> {
        let mut deleted = self.objects.delete_stream(stream::iter(paths.to_vec()).map(Ok).boxed());
        while let Some(deleted) = deleted.next().await {
            match deleted {
                Ok(_) | Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        let mut folders: BTreeMap<PathBuf, BTreeSet<OsString>> = BTreeMap::new();
        for path in paths.iter().map(|path| self.root.join(path.as_ref())) {
            if let (Some(folder), Some(name)) = (path.parent(), path.file_name()) {
                folders.entry(folder.to_owned()).or_default().insert(name.to_owned());
            }
        }
        self.blocking(move || {
            folders.iter().try_for_each(|(folder, names)| {
                leftovers::if_there(leftovers::remove_of(folder, &|name| names.contains(OsStr::new(name))))
            })
        })
        .await
    }

    /// Deletes every object below `prefix`, and what kills have left there. What is written meanwhile may stay.
    ///
    /// # Errors
    /// As [`Store::delete`].
    pub async fn delete_all(&self, prefix: &str) -> Result<(), StoreError> {
        let paths: Vec<Path> = self.list(prefix).try_collect().await?;
        self.delete(&paths).await?;
        let top = self.root.join(prefix);
        // A leftover may lie where there is no object beside it, and a file have a name that no list has.
        self.blocking(move || leftovers::if_there(leftovers::remove_all(&top))).await
    }

    /// Whether there is an object of that name.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn has(&self, path: &Path) -> Result<bool, StoreError> {
        match self.objects.head(path).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Names of all objects below `prefix`, in no particular order.
    pub fn list(&self, prefix: &str) -> BoxStream<'static, Result<Path, StoreError>> {
        let listed = self.objects.list(Some(&Path::from(prefix)));
        listed.map(|meta| meta.map(|meta| meta.location).map_err(StoreError::from)).boxed()
    }

    /// Files below `prefix` that can be no objects, for their names or for where they lead; seen from the store's folder.
    /// No list has them.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn strange_files(&self, prefix: &str) -> Result<Vec<PathBuf>, StoreError> {
        let (root, prefix) = (self.root.clone(), prefix.to_owned());
        let entries = self.blocking(move || Ok(listing::entries(&root, &prefix).collect::<Vec<_>>())).await?;
        let mut strange = Vec::new();
        for entry in entries {
            if let Entry::Strange(path) = entry? {
                strange.push(path.strip_prefix(&self.root).map(FilePath::to_owned).unwrap_or(path));
            }
        }
        strange.sort();
        Ok(strange)
    }

    /// Names of the objects below `prefix` with whether they are older than any request lives.
    pub(crate) fn list_by_age(&self, prefix: &str) -> BoxStream<'static, Result<(Path, bool), StoreError>> {
        let now = SystemTime::now();
        let is_old = move |modified: SystemTime| now.duration_since(modified).is_ok_and(|age| age > leftovers::AGE);
        let listed = self.objects.list(Some(&Path::from(prefix)));
        listed
            .map(move |meta| {
                meta.map(|meta| (meta.location, is_old(meta.last_modified.into()))).map_err(StoreError::from)
            })
            .boxed()
    }

    /// Asks the store for a sign of life.
    ///
    /// # Errors
    /// When there is none, or the folder is gone.
    pub async fn check(&self) -> Result<(), StoreError> {
        let root = self.root.clone();
        self.blocking(move || fs::read_dir(&root).map(drop)).await
    }

    /// Waits until an object's name is on disk, which `object_store` sees to only for files and folders that the call
    /// itself has made: another request, or one that was killed, may have made them and not come to syncing them. False
    /// when it existed and does no more.
    async fn settle(&self, path: &Path, put: Put) -> Result<bool, StoreError> {
        let (root, file) = (self.root.clone(), self.root.join(path.as_ref()));
        self.blocking(move || {
            if put == Put::Existed {
                match sync(&file) {
                    Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
                    other => other?,
                }
            }
            file.ancestors().skip(1).take_while(|folder| folder.starts_with(&root)).try_for_each(sync)?;
            Ok(true)
        })
        .await
    }

    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> io::Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        let done = tokio::task::spawn_blocking(work).await.map_err(|_| StoreError::Interrupted)?;
        done.map_err(|error| StoreError::Folder { path: self.root.clone(), error })
    }
}

fn sync(path: &FilePath) -> io::Result<()> {
    fs::File::open(path)?.sync_all()
}

/// Whether the system says that a file is not there.
fn is_file_gone(error: &object_store::Error) -> bool {
    std::iter::successors(error.source(), |error| (**error).source())
        .filter_map(|error| error.downcast_ref::<io::Error>())
        .any(|error| error.kind() == io::ErrorKind::NotFound)
}

#[cfg(test)]
mod tests;
