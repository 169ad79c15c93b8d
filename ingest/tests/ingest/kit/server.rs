//! A server in this process, on a free port.

use std::net::SocketAddr;
use std::path::Path;
use std::thread::JoinHandle;

use candor_core::receipt::Issuer;
use candor_ingest::serve::{self, Config, Limits, Token};
use candor_ingest::store::Store;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use super::described::described;
use super::{Reply, Request};

pub(crate) const TOKEN: &str = "correct-horse-battery-staple";

pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

pub(crate) fn issuer() -> Issuer {
    Issuer::new("server-1".into(), &[5; 32])
}

pub(crate) fn open_store(folder: &Path) -> Store {
    Store::create(&format!("file:{}", folder.display())).unwrap()
}

impl Server {
    pub(crate) fn start(store: &Path) -> Self {
        Self::start_with(store, Limits::default(), "127.0.0.1:0")
    }

    pub(crate) fn start_signing(store: &Path, issuer: Issuer) -> Self {
        Self::run(store, Limits::default(), "127.0.0.1:0", issuer)
    }

    pub(crate) fn start_with(store: &Path, limits: Limits, listen: &str) -> Self {
        Self::run(store, limits, listen, issuer())
    }

    fn run(store: &Path, limits: Limits, listen: &str, issuer: Issuer) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().worker_threads(2).build().unwrap();
        let config = Config { store: open_store(store), issuer, token: Token::new(TOKEN), limits };
        let listener = runtime.block_on(TcpListener::bind(listen)).unwrap();
        let server = {
            let _inside = runtime.enter();
            serve::Server::new(listener, config).unwrap()
        };
        let mut address = server.address().unwrap();
        if address.ip().is_unspecified() {
            address.set_ip([127, 0, 0, 1].into());
        }
        let (stop, stopped) = oneshot::channel::<()>();
        let stopped = async move { stopped.await.unwrap_or_default() };
        let thread = std::thread::spawn(move || runtime.block_on(server.run(stopped)));
        Self { address, stop: Some(stop), thread: Some(thread) }
    }

    pub(crate) fn send(&self, request: &Request) -> Reply {
        let reply = request.send(self.address).unwrap();
        described(request, &reply);
        reply
    }

    /// Asks the server to stop, without waiting.
    pub(crate) fn begin_stop(&mut self) {
        if let Some(stop) = self.stop.take() {
            stop.send(()).unwrap();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.begin_stop();
        let result = self.thread.take().unwrap().join();
        if !std::thread::panicking() {
            result.unwrap();
        }
    }
}
