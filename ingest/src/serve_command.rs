//! `candor serve`: its arguments.

use std::io::{self, Write as _};
use std::net::SocketAddr;
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::process::ExitCode;

use candor_ingest::keys;
use candor_ingest::serve::{Config, Limits, Server, Token, init_log};
use candor_ingest::store::Store;
use clap::Args;
use clap::builder::RangedU64ValueParser;
use tokio::net::TcpListener;

use crate::stop::stop_signal;
use crate::{Failure, INVALID_TOKEN, read_token};

/// Most requests, and most connections, that can be asked for: no system gives more files.
const MOST: u64 = 100_000;

#[derive(Args)]
pub(crate) struct Serve {
    /// Address to listen on; port 0 picks a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8787")]
    listen: SocketAddr,
    /// Where everything goes: file:DIR
    #[arg(long, value_name = "URL")]
    store: String,
    /// Key that signs receipts (see keygen)
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// Token that clients must send; others on this machine can see it here, so better use --token-file
    #[arg(long, value_name = "TOKEN", conflicts_with = "token_file")]
    token: Option<String>,
    /// File with the token that clients must send
    #[arg(long, value_name = "FILE")]
    token_file: Option<PathBuf>,
    /// Most bytes of a request's body: 1 KiB to 1 GiB
    #[arg(long, value_name = "BYTES", default_value_t = Limits::default().body, value_parser = within(1 << 10..=1 << 30))]
    max_body: usize,
    /// Most bytes of a plain body when decompressed: 1 KiB to 256 MiB, which is as much as `candor open` takes
    #[arg(long, value_name = "BYTES", default_value_t = Limits::default().decompressed, value_parser = within(1 << 10..=256 << 20))]
    max_decompressed: usize,
    /// Most requests at once: 1 to 100000
    #[arg(long, value_name = "N", default_value_t = Limits::default().concurrent, value_parser = within(1..=MOST))]
    max_concurrent: usize,
    /// Most connections at once, 1 to 100000; more of them wait
    #[arg(long, value_name = "N", default_value_t = Limits::default().connections, value_parser = within(1..=MOST))]
    max_connections: usize,
    /// Most requests of one subject in a minute: 1 or more
    #[arg(long, value_name = "N", default_value_t = Limits::default().per_minute, value_parser = clap::value_parser!(u32).range(1..))]
    max_per_minute: u32,
}

/// A number that there is sense in: none would take nothing, and what no machine has can't be kept.
fn within(range: RangeInclusive<u64>) -> RangedU64ValueParser<usize> {
    RangedU64ValueParser::new().range(range)
}

impl Serve {
    pub(crate) async fn run(self) -> Result<ExitCode, Failure> {
        let token = match (self.token, self.token_file) {
            (Some(text), _) => Some(text),
            (None, Some(path)) => Some(read_token(&path)?),
            (None, None) => None,
        };
        let token = token.map(|text| Token::new(&text).ok_or(INVALID_TOKEN)).transpose()?;
        let config = Config {
            store: Store::create(&self.store)?,
            issuer: keys::read_issuer(&self.key)?,
            token,
            limits: Limits {
                body: self.max_body,
                decompressed: self.max_decompressed,
                concurrent: self.max_concurrent,
                connections: self.max_connections,
                per_minute: self.max_per_minute,
                ..Limits::default()
            },
        };
        init_log();
        let stop = stop_signal()?;
        let listener = TcpListener::bind(self.listen).await.map_err(|error| format!("{}: {error}", self.listen))?;
        let server = Server::new(listener, config)?;
        writeln!(io::stdout(), "listening on http://{}", server.address()?)?;
        server.run(stop).await;
        Ok(ExitCode::SUCCESS)
    }
}
