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
        match folder::named(url) {
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

#[test]
fn a_folder_that_no_server_has_made_is_no_store() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("file:{}", folder.path().display());
    fs::write(folder.path().join("notes.txt"), "").unwrap();
    assert!(matches!(Store::open(&url), Err(StoreError::NoStore(_))));
    Store::create(&url).unwrap();
    assert_eq!(Store::open(&url).unwrap().folder(), fs::canonicalize(folder.path()).unwrap());
}

#[cfg(unix)]
#[test]
fn only_its_owner_can_look_into_a_store_that_is_new() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("new/store");
    Store::create(&format!("file:{}", root.display())).unwrap();
    assert_eq!(fs::metadata(root).unwrap().permissions().mode() & 0o777, 0o700);
}
