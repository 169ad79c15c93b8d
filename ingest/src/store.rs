//! The object store: named by URL, written create-only, durable before it answers.
//!
//! Today there is one kind, a local folder (`file:DIR`). An object is written to a file `NAME#NUMBER`, synced, linked
//! to its name and its folders synced; so a name either stands for the whole object or does not exist, whenever the
//! process is killed or the power goes. What a kill leaves of a `NAME#NUMBER` is never listed, read or taken up again;
//! the next start removes those older than an hour, which no request lives to be.

use std::path::{Path as FilePath, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use std::{fs, io};

use bytes::Bytes;
use futures_util::StreamExt as _;
use futures_util::stream::BoxStream;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt as _, PutMode, PutPayload};

/// How old a leftover is before it is removed.
const LEFTOVER_AGE: Duration = Duration::from_secs(60 * 60);

/// A store that keeps what it is given once and never changes it.
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
        let prepared = make_folder(&folder).and_then(|()| remove_leftovers(&folder, SystemTime::now()));
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

    /// Writes an object unless there is one of that name. When this returns, the object is on disk, whoever wrote it.
    ///
    /// # Errors
    /// When the store does not take it: no space, no permission, no folder.
    pub async fn put_new(&self, path: &Path, bytes: Bytes) -> Result<Put, StoreError> {
        let put = match self.objects.put_opts(path, PutPayload::from(bytes), PutMode::Create.into()).await {
            Ok(_) => Put::Created,
            Err(object_store::Error::AlreadyExists { .. }) => Put::Existed,
            Err(error) => return Err(error.into()),
        };
        self.settle(path, put).await?;
        Ok(put)
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
        let bytes = self.get(path).await?;
        if bytes.is_some() {
            self.settle(path, Put::Existed).await?;
        }
        Ok(bytes)
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

    /// Asks the store for a sign of life.
    ///
    /// # Errors
    /// When there is none, or the folder is gone.
    pub async fn check(&self) -> Result<(), StoreError> {
        self.objects.list_with_delimiter(None).await?;
        let root = self.root.clone();
        let there = tokio::task::spawn_blocking(move || fs::read_dir(&root).map(drop).map_err(|error| (root, error)));
        there.await.map_err(|_| StoreError::Interrupted)?.map_err(|(path, error)| StoreError::Folder { path, error })
    }

    /// Waits until an object's name is on disk, which `object_store` sees to only for files and folders that the call
    /// itself has made: another request, or one that was killed, may have made them and not come to syncing them.
    async fn settle(&self, path: &Path, put: Put) -> Result<(), StoreError> {
        let (root, file) = (self.root.clone(), self.root.join(path.as_ref()));
        let settled = tokio::task::spawn_blocking(move || {
            if put == Put::Existed {
                sync(&file)?;
            }
            file.ancestors().skip(1).take_while(|folder| folder.starts_with(&root)).try_for_each(sync)
        });
        settled
            .await
            .map_err(|_| StoreError::Interrupted)?
            .map_err(|error| StoreError::Folder { path: self.root.clone(), error })
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

fn remove_leftovers(folder: &FilePath, now: SystemTime) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        if kind.is_dir() {
            remove_leftovers(&entry.path(), now)?;
        } else if kind.is_file() && entry.file_name().to_string_lossy().contains('#') {
            let age = now.duration_since(entry.metadata()?.modified()?).unwrap_or_default();
            if age > LEFTOVER_AGE {
                fs::remove_file(entry.path())?;
            }
        }
    }
    Ok(())
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

    #[test]
    fn old_leftovers_go_and_everything_else_stays() {
        let folder = tempfile::tempdir().unwrap();
        let sub = folder.path().join("subjects");
        fs::create_dir(&sub).unwrap();
        for name in ["object", "object#1", "other#2"] {
            fs::write(sub.join(name), name).unwrap();
        }
        let left = || {
            let mut names: Vec<_> = fs::read_dir(&sub).unwrap().map(|entry| entry.unwrap().file_name()).collect();
            names.sort();
            names
        };
        remove_leftovers(folder.path(), SystemTime::now()).unwrap();
        assert_eq!(left(), ["object", "object#1", "other#2"]);
        remove_leftovers(folder.path(), SystemTime::now() + 2 * LEFTOVER_AGE).unwrap();
        assert_eq!(left(), ["object"]);
    }
}
