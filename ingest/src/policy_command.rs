//! `candor policy`: its arguments, what is printed, and the exit codes.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use candor_core::policy::Build;
use candor_ingest::policy::{self, Checked, Relation};
use clap::{Args, Subcommand};

use crate::Failure;

#[derive(Subcommand)]
pub(crate) enum Policy {
    /// Say what a policy does, and name every key that is rejected
    #[command(after_help = "Exit codes: 0 the policy is usable, 1 it is not or a key was rejected, \
        2 wrong usage, or the file can't be read")]
    Check {
        /// The policy: JSON
        #[arg(value_name = "FILE")]
        file: PathBuf,
        #[command(flatten)]
        options: Options,
    },
    /// Say in what a policy goes beyond one that people have agreed to
    #[command(after_help = "Exit codes: 0 ACTUAL is not wider than AGREED, 1 it is: people are asked again, \
        2 wrong usage, or one of them can't be used")]
    Compare {
        /// The policy that people have agreed to
        #[arg(value_name = "AGREED")]
        agreed: PathBuf,
        /// The policy that is to be in its place
        #[arg(value_name = "ACTUAL")]
        actual: PathBuf,
        #[command(flatten)]
        options: Options,
    },
    /// Print what every key of a policy means, as Markdown
    Reference,
}

#[derive(Args)]
pub(crate) struct Options {
    /// Read it as an unpacked extension does, where `holdMinutes` may be less than 10
    #[arg(long)]
    development: bool,
    /// Print it as JSON
    #[arg(long)]
    json: bool,
}

impl Policy {
    /// Does what is asked for. Whatever fails is wrong usage or a file that can't be used.
    pub(crate) fn run(&self) -> Result<ExitCode, Failure> {
        match self {
            Self::Check { file, options } => {
                let checked = Checked::read(file, options.build())?;
                print(&if options.json { line(&checked.to_json())? } else { checked.to_string() })?;
                Ok(code(!checked.is_clean()))
            }
            Self::Compare { agreed, actual, options } => compare(agreed, actual, options),
            Self::Reference => {
                print(&policy::reference()?)?;
                Ok(ExitCode::SUCCESS)
            }
        }
    }
}

impl Options {
    fn build(&self) -> Build {
        if self.development { Build::Development } else { Build::Released }
    }
}

fn compare(agreed: &Path, actual: &Path, options: &Options) -> Result<ExitCode, Failure> {
    let files = [agreed, actual];
    let [first, second] = [Checked::read(agreed, options.build())?, Checked::read(actual, options.build())?];
    let (Some(agreed), Some(actual)) = (first.usable(), second.usable()) else {
        let mut lines = Vec::new();
        for (file, checked) in files.into_iter().zip([&first, &second]) {
            if checked.usable().is_none() {
                lines.push(format!("{} can't be used", file.display()));
                lines.extend(checked.problems().map(|problem| format!("  {problem}")));
            }
        }
        return Err(lines.join("\n").into());
    };
    let comparison = policy::compare(agreed, actual);
    print(&if options.json { line(&comparison)? } else { comparison.to_string() })?;
    Ok(code(comparison.relation == Relation::Wider))
}

fn code(is_bad: bool) -> ExitCode {
    ExitCode::from(u8::from(is_bad))
}

fn line(value: &impl serde::Serialize) -> serde_json::Result<String> {
    Ok(serde_json::to_string(value)? + "\n")
}

/// Writes to standard output. Whoever reads may stop when they have seen enough: the exit code is theirs all the same.
fn print(text: &str) -> io::Result<()> {
    match io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error),
        _ => Ok(()),
    }
}
