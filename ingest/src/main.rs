//! `candor`: the ingest API and the tools around its data.

mod erase_command;
mod halt_command;
mod policy_command;
mod serve_command;
mod stop;

use std::fs::File;
use std::io::{self, BufWriter, Read, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use candor_ingest::archive::Archive;
use candor_ingest::keys::{self, Keyring};
use candor_ingest::open::{self, Outcome};
use candor_ingest::printable;
use candor_ingest::reduce;
use candor_ingest::scrub;
use candor_ingest::serve::{Token, document};
use candor_ingest::store::Store;
use candor_ingest::view;
use clap::{Args, Parser, Subcommand};

type Failure = Box<dyn std::error::Error>;

const INVALID_TOKEN: &str = "a token has 1 to 4096 letters, digits and -._~+/, and = at its end only";

#[derive(Parser)]
#[command(name = "candor", version, about = "Takes in, opens and shows what Candor records")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run the ingest API
    Serve(serve_command::Serve),
    /// Make a server key, a recipient key and the policy that names them, or one of the keys
    Keygen {
        /// Folder for server.key, recipient.key and policy.json; nothing is overwritten
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        /// Make this one alone, and print what the policy has of it: the recipient's secret never has to be where the server is
        #[arg(long)]
        only: Option<keys::Purpose>,
    },
    /// Unseal and check a store, and write it as plain files
    #[command(
        after_help = "What does not fit is put into quarantine/ with the reason; so is a batch of more than 256 MiB, and a record of\n\
        more than 16 MiB.\n\n\
        Exit codes: 0 everything was opened, 1 it failed, 2 wrong usage, \
        3 something is in quarantine, 4 something stayed sealed for lack of its key"
    )]
    Open {
        #[command(flatten)]
        source: Source,
        /// New or empty folder
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        /// Print the summary as JSON
        #[arg(long)]
        json: bool,
    },
    /// Write a store as one self-contained page
    #[command(
        after_help = "Exit codes, as those of `candor open`: 0 everything is on the page, 1 it failed, 2 wrong usage, \
        3 something does not fit and is not on it, 4 something stayed sealed for lack of its key"
    )]
    View {
        #[command(flatten)]
        source: Source,
        /// The page; an existing file is replaced
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Have recording stop everywhere, or for old versions, and end that again
    #[command(
        after_long_help = "Every server on the store says it, signed, to each browser that asks, which is every quarter of an hour while\n\
        somebody works. Recording and sending stop there; what is held stays held. Each call says all that is to count:\n\
        `candor halt --store URL off` ends everything that was said before."
    )]
    Halt(halt_command::Halt),
    /// Have a server erase everything that was sent to it under any pseudonym of a recovery code
    #[command(
        after_long_help = "The recovery code alone is enough, from any machine. From it come the keys of every pseudonym that there\n\
        can have been: for each day from --since to today one, and 15 more for whoever has begun anew. The period of a\n\
        pseudonym may begin up to a year before anything is recorded under it, so those that can have been in use on\n\
        the first day are asked for too. The server is asked about each; it has nothing of most. It does not get the\n\
        code, but it could see that the pseudonyms it is asked about on one connection belong together.\n\n\
        A pseudonym that is erased stays so: what its browser still sends under it is refused. To run this again is safe.\n\
        A server that says when to come back is asked again then, for two minutes at most.\n\n\
        Exit codes: 0 all is gone, 1 it is not certain: something failed, 2 wrong usage"
    )]
    Erase(erase_command::Erase),
    /// Verify receipts, and a server's word that it has erased something
    #[command(after_help = "Exit codes: 0 all of them hold, 1 one does not, or it failed, 2 wrong usage")]
    Verify(erase_command::Verify),
    /// Make actions of records: clicks, typing, hotkeys, drags, scrolls, choices, navigation, waits
    #[command(
        after_long_help = "A line in is a record, as in the files that `candor open` writes. A session begins with its `session`\n\
        record, or where `seq` does not go on. A line that is no record, or has more than 16 MiB, is named and left out.\n\n\
        A line out is an action: {\"v\", \"t\", \"until\", \"tab\", \"frame\", \"actor\", \"children\", \"last\"?,\n\
        \"before\"?, \"after\"?, \"action\", …}. `children` are the `seq` of its records and of their pictures, `before` and\n\
        `after` the pictures themselves, `v` is the version of the thresholds. A record that is no action comes out as a\n\
        `note`, whole. Each record is a child of exactly one line.\n\n\
        Exit codes: 0 every line was a record, 1 it failed, 2 wrong usage, 3 some lines were left out"
    )]
    Reduce {
        /// Lines of JSON; without it, or as `-`, they come from standard input
        #[arg(value_name = "FILE")]
        file: Option<PathBuf>,
        /// Print the JSON Schema of an action, and reduce nothing
        #[arg(long, conflicts_with = "file")]
        schema: bool,
    },
    /// Scrub lines of JSON, or search files for what should not be in them
    #[command(
        after_long_help = "Without PATH, lines of JSON are scrubbed, from standard input or --input. A line in is\n\
        {\"id\", \"text\", \"context\"?}, with context {\"place\"?: text, code, terminal, field, title or url,\n\
        \"label\"?, \"autocomplete\"?}. A line out is {\"id\", \"text\", \"findings\": [{\"start\", \"end\",\n\
        \"kind\"}]}, offsets in code points of the text that came in.\n\
        Exit codes: 0 every line was scrubbed, 2 some were bad, or it failed.\n\n\
        With PATH, each finding is a line PATH:LINE:COLUMN: KIND RULE, and the last line counts them. Folders are\n\
        searched whole but for .git, symbolic links and files that are no text.\n\
        Exit codes: 0 something was found, 1 nothing was, 2 something could not be read, or it failed."
    )]
    Scrub(Scrub),
    /// Check, compare and explain policies
    #[command(subcommand)]
    Policy(policy_command::Policy),
    /// Print what the ingest API is, for programs: OpenAPI 3.1
    Openapi,
}

#[derive(Args)]
struct Scrub {
    /// Files and folders to search
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Read lines of JSON from this file
    #[arg(long, value_name = "FILE", conflicts_with = "paths")]
    input: Option<PathBuf>,
    /// Most bytes of a line of JSON; a longer one is named and left out
    #[arg(long, value_name = "BYTES", default_value_t = 256 << 20, conflicts_with = "paths")]
    max_line: usize,
    /// Also redact what these rules ask for: a policy, or its `extraRules` alone
    #[arg(long, value_name = "FILE")]
    rules: Option<PathBuf>,
    /// Also redact these words: one a line
    #[arg(long, value_name = "FILE")]
    never: Option<PathBuf>,
    /// Say which rule found something, and why
    #[arg(long)]
    explain: bool,
    /// Show what was found: careful, these are secrets
    #[arg(long)]
    reveal: bool,
    /// Print findings in files, and their sum, as lines of JSON
    #[arg(long, requires = "paths")]
    json: bool,
}

#[derive(Args)]
struct Source {
    /// The store: file:DIR
    #[arg(long, value_name = "URL")]
    store: String,
    /// Recipient's key that opens what was sealed; may be given several times. Without, only envelopes are shown
    #[arg(long, value_name = "FILE")]
    key: Vec<PathBuf>,
}

#[tokio::main]
async fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Serve(options) => options.run().await,
        Command::Keygen { out, only } => keygen(&out, only),
        Command::Open { source, out, json } => open(&source, &out, json).await,
        Command::View { source, out } => view(&source, &out).await,
        Command::Halt(options) => options.run().await,
        Command::Erase(options) => options.run(),
        Command::Verify(options) => options.run(),
        Command::Reduce { schema: true, .. } => print(&reduce::Item::schema()),
        Command::Reduce { file, .. } => reduce(file.as_deref()),
        Command::Openapi => document().map_err(Into::into).and_then(|document| print(&document)),
        // Their exit code 1 is an answer.
        Command::Scrub(options) => scrub(&options).or_else(|failure| Ok(failed(&*failure, ExitCode::from(2)))),
        Command::Policy(command) => command.run().or_else(|failure| Ok(failed(&*failure, ExitCode::from(2)))),
    };
    result.unwrap_or_else(|failure| failed(&*failure, ExitCode::FAILURE))
}

fn failed(failure: &dyn std::error::Error, code: ExitCode) -> ExitCode {
    // Standard error may be closed; there is nobody left to tell then.
    let _ = writeln!(io::stderr(), "candor: {failure}");
    code
}

fn print(document: &impl serde::Serialize) -> Result<ExitCode, Failure> {
    writeln!(io::stdout(), "{}", serde_json::to_string_pretty(document)?)?;
    Ok(ExitCode::SUCCESS)
}

/// The token in a file.
fn read_token(path: &Path) -> Result<String, Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let token = text.trim();
    Token::new(token).ok_or(INVALID_TOKEN)?;
    Ok(token.to_owned())
}

fn keygen(out: &Path, only: Option<keys::Purpose>) -> Result<ExitCode, Failure> {
    let keys = only.map_or_else(|| keys::generate(out), |purpose| keys::generate_only(out, purpose))?;
    writeln!(io::stdout(), "{}", serde_json::to_string_pretty(&keys)?)?;
    Ok(ExitCode::SUCCESS)
}

async fn archive(source: &Source) -> Result<Archive, Failure> {
    Ok(Archive::read(Store::open(&source.store)?, Keyring::read(&source.key)?).await?)
}

async fn open(source: &Source, out: &Path, json: bool) -> Result<ExitCode, Failure> {
    let summary = open::open(&archive(source).await?, out).await?;
    if json {
        writeln!(io::stdout(), "{}", serde_json::to_string(&summary)?)?;
    } else {
        writeln!(io::stdout(), "{summary}")?;
    }
    Ok(code(summary.outcome()))
}

fn code(outcome: Outcome) -> ExitCode {
    match outcome {
        Outcome::Complete => ExitCode::SUCCESS,
        Outcome::Quarantined => ExitCode::from(3),
        Outcome::Sealed => ExitCode::from(4),
    }
}

async fn view(source: &Source, out: &Path) -> Result<ExitCode, Failure> {
    let stop = stop::stop_signal()?;
    let written = async { Ok::<_, Failure>(view::write(&archive(source).await?, out).await?) };
    let contents = tokio::select! {
        contents = written => contents?,
        () = stop => return Err(format!("{}: stopped before it was written", out.display()).into()),
    };
    writeln!(io::stdout(), "{}: {contents}", out.display())?;
    Ok(code(contents.outcome()))
}

fn reduce(file: Option<&Path>) -> Result<ExitCode, Failure> {
    let file = file.filter(|path| *path != Path::new("-"));
    let (name, input) = (file.map(printable::path), input(file)?);
    let mut output = BufWriter::new(io::stdout().lock());
    let bad = reduce::lines(name.as_deref(), input, &mut output, &mut io::stderr().lock());
    until_closed(bad.map(|bad| if bad > 0 { 3 } else { 0 }))
}

/// A file, or standard input, which its errors name.
fn input(file: Option<&Path>) -> Result<Named<Box<dyn Read>>, Failure> {
    let Some(path) = file else {
        return Ok(Named { name: "standard input".into(), input: Box::new(io::stdin().lock()) });
    };
    let name = printable::path(path);
    let file = File::open(path).map_err(|error| format!("{name}: {error}"))?;
    Ok(Named { name, input: Box::new(file) })
}

/// What is read, and what to call it when that fails.
struct Named<R> {
    name: String,
    input: R,
}

impl<R: Read> Read for Named<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.input.read(buffer).map_err(|error| match error.kind() {
            io::ErrorKind::Interrupted => error,
            kind => io::Error::new(kind, format!("{}: {error}", self.name)),
        })
    }
}

/// The exit code, also where whoever read had seen enough.
fn until_closed(outcome: io::Result<u8>) -> Result<ExitCode, Failure> {
    match outcome {
        Ok(code) => Ok(ExitCode::from(code)),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(ExitCode::SUCCESS),
        Err(error) => Err(error.into()),
    }
}

fn scrub(options: &Scrub) -> Result<ExitCode, Failure> {
    let scrubber = scrub::scrubber(scrub::detector(options.rules.as_deref(), options.never.as_deref())?)?;
    let detail = scrub::Detail { explain: options.explain, reveal: options.reveal };
    let (mut output, mut errors) = (BufWriter::new(io::stdout().lock()), io::stderr().lock());
    let outcome = if options.paths.is_empty() {
        let filter = scrub::Filter { scrubber: &scrubber, detail, max_line: options.max_line };
        filter
            .run(input(options.input.as_deref())?, &mut output, &mut errors)
            .map(|count| if count.bad > 0 { 2 } else { 0 })
    } else {
        scrub::files(&options.paths, &scrubber, detail, options.json, &mut output, &mut errors).map(|totals| {
            match totals.unreadable {
                0 => u8::from(totals.with_findings == 0),
                _ => 2,
            }
        })
    };
    until_closed(outcome)
}
