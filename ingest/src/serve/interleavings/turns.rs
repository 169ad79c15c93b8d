//! A store whose operations wait for their turn.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use futures_util::StreamExt as _;
use futures_util::stream::{self, BoxStream};
use object_store::path::Path;
use object_store::{
    CopyOptions, GetOptions, GetResult, ListResult, MultipartUpload, ObjectMeta, ObjectStore, PutMultipartOptions,
    PutOptions, PutPayload, PutResult, Result,
};
use tokio::sync::Notify;

/// Whose turn it is.
#[derive(Default)]
pub(super) struct Turns {
    state: Mutex<State>,
    changed: Notify,
}

#[derive(Default)]
struct State {
    order: VecDeque<usize>,
    had: [usize; 2],
    /// An operation is running.
    busy: bool,
    /// Has no more to ask.
    done: [bool; 2],
}

struct Turn<'a>(&'a Turns);

impl Turns {
    /// Turns in this order; who comes afterwards does not matter.
    pub(super) fn in_order(order: VecDeque<usize>) -> Self {
        Self { state: Mutex::new(State { order, ..State::default() }), ..Self::default() }
    }

    /// How many each had.
    pub(super) fn had(&self) -> [usize; 2] {
        self.state.lock().unwrap().had
    }

    async fn wait(&self, who: usize) -> Turn<'_> {
        loop {
            let mut changed = std::pin::pin!(self.changed.notified());
            changed.as_mut().enable();
            {
                let mut state = self.state.lock().unwrap();
                let next = state.order.front().is_none_or(|next| *next == who) || state.done[1 - who];
                if next && !state.busy {
                    state.order.pop_front();
                    state.had[who] += 1;
                    state.busy = true;
                    return Turn(self);
                }
            }
            changed.await;
        }
    }

    /// One has no more to ask for.
    pub(super) fn end(&self, who: usize) {
        self.state.lock().unwrap().done[who] = true;
        self.changed.notify_waiters();
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.state.lock().unwrap().busy = false;
        self.0.changed.notify_waiters();
    }
}

/// A store that waits for one side's turn.
pub(super) struct InTurn {
    inner: Arc<dyn ObjectStore>,
    turns: Arc<Turns>,
    who: usize,
}

impl InTurn {
    pub(super) fn new(inner: Arc<dyn ObjectStore>, turns: Arc<Turns>, who: usize) -> Self {
        Self { inner, turns, who }
    }

    /// A whole stream as one operation.
    fn whole<T: Send + 'static>(
        &self,
        inner: impl FnOnce(Arc<dyn ObjectStore>) -> BoxStream<'static, Result<T>> + Send + 'static,
    ) -> BoxStream<'static, Result<T>> {
        let (store, turns, who) = (Arc::clone(&self.inner), Arc::clone(&self.turns), self.who);
        let all = async move {
            let _turn = turns.wait(who).await;
            inner(store).collect::<Vec<_>>().await
        };
        stream::once(all).flat_map(stream::iter).boxed()
    }
}

impl fmt::Debug for InTurn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl fmt::Display for InTurn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "side {}", self.who)
    }
}

#[async_trait]
impl ObjectStore for InTurn {
    async fn put_opts(&self, path: &Path, payload: PutPayload, options: PutOptions) -> Result<PutResult> {
        let _turn = self.turns.wait(self.who).await;
        self.inner.put_opts(path, payload, options).await
    }

    async fn put_multipart_opts(&self, path: &Path, options: PutMultipartOptions) -> Result<Box<dyn MultipartUpload>> {
        self.inner.put_multipart_opts(path, options).await
    }

    async fn get_opts(&self, path: &Path, options: GetOptions) -> Result<GetResult> {
        let _turn = self.turns.wait(self.who).await;
        self.inner.get_opts(path, options).await
    }

    fn delete_stream(&self, paths: BoxStream<'static, Result<Path>>) -> BoxStream<'static, Result<Path>> {
        self.whole(move |store| store.delete_stream(paths))
    }

    fn list(&self, prefix: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        let prefix = prefix.cloned();
        self.whole(move |store| store.list(prefix.as_ref()))
    }

    async fn list_with_delimiter(&self, prefix: Option<&Path>) -> Result<ListResult> {
        self.inner.list_with_delimiter(prefix).await
    }

    async fn copy_opts(&self, from: &Path, to: &Path, options: CopyOptions) -> Result<()> {
        self.inner.copy_opts(from, to, options).await
    }
}
