//! The object store: named by URL, written create-only, deleted only on purpose, durable before it answers.
//!
//! Today there is one kind, a local folder (`file:DIR`). An object is written to a file `NAME#NUMBER`, synced, linked
//! to its name and its folders synced; so a name either stands for the whole object or does not exist, whenever the
//! process is killed or the power goes. What a kill leaves of a `NAME#NUMBER` is never listed, read or taken up again;
//! the next start removes those older than an hour, which no request lives to be.
//!
//! Whatever is deleted takes its leftovers with it, one of which may hold all of it, and its folder is synced. Where the
//! disk kept it is the disk's to write over.

mod leftovers;

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error as _;
use std::ffi::{OsStr, OsString};
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
        let folder = folder(url)?;
        let prepared = make_folder(&folder).and_then(|()| leftovers::remove_old(&folder, SystemTime::now()));
        prepared.map_err(|error| StoreError::Folder { path: folder, error })?;
        Self::open(url)
    }

    /// Opens a store that exists, to read it.
    ///
    /// # Errors
    /// When the scheme is unknown, or there is no such folder.
    pub fn open(url: &str) -> Result<Self, StoreError> {
        let folder = folder(url)?;
        let root = fs::canonicalize(&folder).map_err(|error| StoreError::Folder { path: folder, error })?;
        let objects = LocalFileSystem::new_with_prefix(&root)?.with_fsync(true);
        Ok(Self { objects: Arc::new(objects), root })
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
        // A leftover may lie where there is no object beside it.
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
        self.objects.list_with_delimiter(None).await?;
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

fn folder(url: &str) -> Result<PathBuf, StoreError> {
    let path = url.strip_prefix("file:").ok_or_else(|| StoreError::Scheme(url.to_owned()))?;
    let path = match path.strip_prefix("//") {
        Some(rest) if rest.starts_with('/') => rest,
        Some(_) => return Err(StoreError::Scheme(url.to_owned())), // a host, as in file://host/path
        None => path,
    };
    if path.is_empty() { Err(StoreError::Scheme(url.to_owned())) } else { Ok(PathBuf::from(path)) }
}

/// Makes a folder and those it lies in, and sees to it that they are on disk.
fn make_folder(folder: &FilePath) -> io::Result<()> {
    let folder = std::path::absolute(folder)?;
    let new = folder.ancestors().take_while(|folder| !folder.exists()).count();
    fs::create_dir_all(&folder)?;
    folder.ancestors().skip(1).take(new).try_for_each(sync)
}

/// Whether the system says that a file is not there.
fn is_file_gone(error: &object_store::Error) -> bool {
    std::iter::successors(error.source(), |error| (**error).source())
        .filter_map(|error| error.downcast_ref::<io::Error>())
        .any(|error| error.kind() == io::ErrorKind::NotFound)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_local_folders_are_known_and_the_error_says_so() {
        for (url, expected) in [
            ("file:data", Some("data")),
            ("file:/srv/data", Some("/srv/data")),
            ("file:///srv/data", Some("/srv/data")),
            ("file://host/data", None),
            ("file:", None),
            ("s3://bucket", None),
            ("data", None),
        ] {
            match folder(url) {
                Ok(path) => assert_eq!(path.to_str(), expected, "{url}"),
                Err(error) => {
                    assert_eq!(expected, None, "{url}");
                    assert!(error.to_string().contains("file:DIR"), "{error}");
                }
            }
        }
    }

    #[tokio::test]
    async fn an_object_is_written_once_and_kept() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::create(&format!("file:{}", folder.path().join("new/store").display())).unwrap();
        let path = Path::from("subjects/a/b");
        assert_eq!(store.get(&path).await.unwrap(), None);
        assert_eq!(store.put_new(&path, Bytes::from_static(b"one")).await.unwrap(), Put::Created);
        assert_eq!(store.put_new(&path, Bytes::from_static(b"two")).await.unwrap(), Put::Existed);
        assert_eq!(store.get(&path).await.unwrap().as_deref(), Some(&b"one"[..]));
    }

    #[tokio::test]
    async fn what_is_deleted_is_gone_with_its_leftovers_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::create(&format!("file:{}", folder.path().display())).unwrap();
        let [one, other, elsewhere] = ["a/x/one", "a/x/other", "b/x/one"].map(Path::from);
        for path in [&one, &other, &elsewhere] {
            store.put_new(path, Bytes::from_static(b"bytes")).await.unwrap();
            fs::write(folder.path().join(format!("{path}#7")), "half").unwrap();
        }
        let there = |path: &Path| [path.to_string(), format!("{path}#7")].map(|name| folder.path().join(name).exists());
        store.delete(&[one.clone(), Path::from("a/x/never-was"), Path::from("c/d/no-folder")]).await.unwrap();
        assert_eq!([&one, &other, &elsewhere].map(there), [[false; 2], [true; 2], [true; 2]]);
        store.delete(std::slice::from_ref(&one)).await.unwrap();
        assert_eq!(store.put_new(&one, Bytes::from_static(b"new")).await.unwrap(), Put::Created);
        fs::create_dir(folder.path().join("a/y")).unwrap();
        fs::write(folder.path().join("a/y/alone#1"), "half").unwrap();
        store.delete_all("a").await.unwrap();
        assert_eq!([&one, &other, &elsewhere].map(there), [[false; 2], [false; 2], [true; 2]]);
        assert!(!folder.path().join("a/y/alone#1").exists());
        store.delete_all("nobody").await.unwrap();
    }

    #[tokio::test]
    async fn the_start_of_an_object_can_be_read_alone() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::create(&format!("file:{}", folder.path().display())).unwrap();
        let path = Path::from("a/b");
        assert_eq!(store.get_start(&path, 4).await.unwrap(), None);
        store.put_new(&path, Bytes::from_static(b"bytes")).await.unwrap();
        assert_eq!(store.get_start(&path, 4).await.unwrap().as_deref(), Some(&b"byte"[..]));
        assert_eq!(store.get_start(&path, 400).await.unwrap().as_deref(), Some(&b"bytes"[..]));
    }
}
