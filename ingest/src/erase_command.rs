//! `candor erase` and `candor verify`: their arguments, what is printed, and the exit codes.

use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use candor_core::policy::Endpoint;
use candor_core::receipt::ServerKey;
use candor_ingest::erase::{self, Client, Day, Event, Rotation, Totals};
use candor_ingest::keys::parse_server_key;
use candor_ingest::printable;
use candor_ingest::verify::Document;
use clap::Args;
use zeroize::Zeroizing;

use crate::{Failure, read_token};

#[derive(Args)]
pub(crate) struct Erase {
    /// The ingest API: https, or http on this machine
    #[arg(long, value_name = "URL", value_parser = Endpoint::parse)]
    url: Endpoint,
    /// Text in which one line is the recovery code; - for standard input
    #[arg(long, value_name = "FILE")]
    recovery: PathBuf,
    /// File with the token that the server asks for
    #[arg(long, value_name = "FILE")]
    token_file: Option<PathBuf>,
    /// First day on which anything was recorded, or one before
    #[arg(long, value_name = "YYYY-MM-DD", default_value = "2026-01-01")]
    since: Day,
    /// Key that the server's word must be signed with, as `candor keygen` prints its id and public; several may be given
    #[arg(long, value_name = "ID:PUBLIC", value_parser = parse_server_key)]
    server_key: Vec<ServerKey>,
    /// Print the server's word for each pseudonym as a line of JSON, to be kept and verified, and the sum on standard
    /// error
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
pub(crate) struct Verify {
    /// JSON documents, one or many in a file; - for standard input
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Key that they must be signed with, as `candor keygen` prints its id and public; several may be given
    #[arg(long, value_name = "ID:PUBLIC", value_parser = parse_server_key, required = true)]
    server_key: Vec<ServerKey>,
}

impl Erase {
    /// Exit code 1 is also that of whatever else fails: it is not certain that everything is gone.
    pub(crate) fn run(&self) -> Result<ExitCode, Failure> {
        let Self { url, recovery, token_file, since, server_key, json } = self;
        let seed = erase::read_recovery(&read(recovery)?).map_err(|error| format!("{}: {error}", name(recovery)))?;
        let token = token_file.as_deref().map(read_token).transpose()?;
        let today = Day::today();
        if *since > today {
            return Err(format!("--since {since} lies ahead: today is {today}").into());
        }
        let rotations: Vec<Rotation> = Rotation::all(&seed, *since, today).collect();
        let keys = (!server_key.is_empty()).then_some(server_key.as_slice());
        let client = Client::new(url.clone(), token.as_deref());
        let totals = erase::erase(&client, &seed, &rotations, keys, |event| self.tell(&event))?;
        let summary = summary(&totals, *since, keys.is_some());
        if *json {
            writeln!(io::stderr(), "{summary}")?;
        } else {
            writeln!(io::stdout(), "{summary}")?;
        }
        Ok(if totals.failed + totals.not_asked == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    fn tell(&self, event: &Event) -> Result<(), Failure> {
        match event {
            Event::Erased { word, .. } if self.json => writeln!(io::stdout(), "{}", serde_json::to_string(word)?)?,
            Event::Erased { word, rotation: Rotation { day, generation } } => {
                writeln!(
                    io::stdout(),
                    "erased: {} (its period began on {day}, generation {generation})",
                    word.pseudonym
                )?;
            }
            Event::Failed { pseudonym, error } => {
                writeln!(io::stderr(), "failed: {pseudonym}: {}", printable::text(&error.to_string()))?;
            }
        }
        Ok(())
    }
}

fn summary(totals: &Totals, since: Day, verified: bool) -> String {
    let Totals { erased, nothing, failed, not_asked } = totals;
    let pseudonyms = if *erased == 1 { "pseudonym" } else { "pseudonyms" };
    let mut text = format!(
        "{erased} {pseudonyms} erased; of {nothing} more that can have been in use since {since} the server has, and had, \
         nothing"
    );
    if failed + not_asked > 0 {
        text += &format!(
            "\n{failed} failed and {not_asked} were not asked for: not everything may be gone, so run this again"
        );
    }
    if *erased > 0 && !verified {
        text += "\nthe server's signatures were not verified: that takes --server-key";
    }
    text
}

impl Verify {
    pub(crate) fn run(&self) -> Result<ExitCode, Failure> {
        let mut bad = 0;
        for file in &self.files {
            for (place, document) in (1..).zip(Document::read(&read(file)?)) {
                let verdict = match document {
                    Err(error) => Err(error.to_string()),
                    Ok(document) => match document.verify(&self.server_key) {
                        Err(error) => Err(error.to_string()),
                        Ok(()) => Ok(document.to_string()),
                    },
                };
                bad += usize::from(verdict.is_err());
                let verdict =
                    verdict.map_or_else(|reason| format!("does not hold: {reason}"), |said| format!("holds: {said}"));
                writeln!(io::stdout(), "{}:{place}: {}", name(file), printable::text(&verdict))?;
            }
        }
        Ok(if bad == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

/// A file, or standard input, as a text that is wiped afterwards.
fn read(file: &Path) -> Result<Zeroizing<String>, Failure> {
    let failed = |error: io::Error| format!("{}: {error}", name(file));
    let mut input = crate::input((file != Path::new("-")).then_some(file))?.input;
    let mut text = Zeroizing::new(String::new());
    input.read_to_string(&mut text).map_err(failed)?;
    Ok(text)
}

fn name(file: &Path) -> String {
    if file == Path::new("-") { "standard input".to_owned() } else { printable::path(file) }
}
