//! `candor halt`: its arguments, and what is printed.

use std::io::{self, Write as _};
use std::process::ExitCode;

use candor_core::halt::{Order, REASON, is_version};
use candor_ingest::halt;
use candor_ingest::store::Store;
use clap::{Args, ValueEnum};

use crate::Failure;

#[derive(Args)]
pub(crate) struct Halt {
    /// The store of the ingest servers: file:DIR
    #[arg(long, value_name = "URL")]
    store: String,
    /// Whether everybody is to stop. Without it, what counts now is printed, and nothing changed
    #[arg(value_name = "on|off")]
    state: Option<State>,
    /// Have versions of the extension below this one stop, such as 1.2.0
    #[arg(long, value_name = "VERSION", value_parser = version, requires = "state")]
    min_version: Option<String>,
    /// Have extensions stop whose rules of the scrubber have a lower number
    #[arg(long, value_name = "N", requires = "state")]
    min_rules: Option<u32>,
    /// Why, for the people who are recorded: at most 120 characters
    #[arg(long, value_name = "TEXT", value_parser = reason, requires = "state")]
    reason: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum State {
    On,
    Off,
}

impl Halt {
    pub(crate) async fn run(self) -> Result<ExitCode, Failure> {
        // Never made here: no server would say what stands in a store that a mistyped name has made.
        let store = Store::open(&self.store)?;
        if let Some(state) = self.state {
            let order = Order {
                halt: state == State::On,
                min_version: self.min_version.unwrap_or_default(),
                min_rules: self.min_rules.unwrap_or_default(),
                reason: self.reason.unwrap_or_default(),
            };
            halt::set(&store, &order).await?;
        }
        let order = halt::current(&store).await?;
        writeln!(io::stdout(), "{}\nStore: {}", described(&order), store.folder().display())?;
        if self.state.is_some() {
            writeln!(io::stdout(), "A browser hears of it within a quarter of an hour, while somebody works in it.")?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn described(Order { halt, min_version, min_rules, reason }: &Order) -> String {
    let mut lines = vec![if *halt { "Halted: nobody is to record." } else { "Not halted." }.to_owned()];
    if !min_version.is_empty() {
        lines.push(format!("Versions below {min_version} are not to record."));
    }
    if *min_rules > 0 {
        lines.push(format!("Extensions with rules below number {min_rules} are not to record."));
    }
    if !reason.is_empty() {
        lines.push(format!("Reason: {reason}"));
    }
    lines.join("\n")
}

fn version(text: &str) -> Result<String, String> {
    let problem = "a version has one to four numbers with points between them, such as 1.2.0";
    if is_version(text) { Ok(text.to_owned()) } else { Err(problem.to_owned()) }
}

fn reason(text: &str) -> Result<String, String> {
    let length = text.chars().count();
    if length > REASON || text.chars().any(char::is_control) {
        return Err(format!("a reason is one line of at most {REASON} characters"));
    }
    Ok(text.to_owned())
}
