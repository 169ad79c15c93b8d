//! What the terminals of a document are in the middle of: whoever goes on after the worker was stopped must know which lines
//! answer a question for a password. It is kept for each observation at which something can have been stored last.

use serde::{Deserialize, Serialize};

use super::Assembler;
use super::field::Field;

/// Of a terminal, what outlives the worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shell {
    /// The field.
    pub field: u32,
    /// How many lines are not to be recorded.
    pub hushed: u8,
    /// How many lines after those could be further attempts.
    pub doubted: u8,
}

impl Assembler {
    /// Takes up what another assembler knew of the document's terminals.
    pub fn resume(&mut self, shells: &[Shell]) {
        for shell in shells {
            if let Some(terminal) = self.fields.get_mut(&shell.field).and_then(Field::terminal) {
                terminal.resume(shell.hushed, shell.doubted);
                self.shells.push((0, *shell));
            }
        }
    }

    /// Notes how a terminal stands with observation `n`; nothing of a field that is none.
    pub(super) fn note_shell(&mut self, field: u32, n: u32) {
        let Some(shell) = self.shell(field) else { return };
        self.shells.retain(|(at, known)| (*at, known.field) != (n, field));
        self.shells.push((n, shell));
    }

    fn shell(&mut self, field: u32) -> Option<Shell> {
        let (hushed, doubted) = self.fields.get_mut(&field)?.terminal()?.standing();
        Some(Shell { field, hushed, doubted })
    }

    /// How the terminals stood with observation `upto`, where anything is to be known of them. What was before it is
    /// forgotten.
    pub fn shells(&mut self, upto: u32) -> Vec<Shell> {
        let (past, mut later): (Vec<_>, Vec<_>) = self.shells.drain(..).partition(|(n, _)| *n <= upto);
        let mut latest: Vec<(u32, Shell)> = Vec::new();
        for (n, shell) in past {
            latest.retain(|(_, known)| known.field != shell.field);
            latest.push((n, shell));
        }
        let shells = latest.iter().map(|(_, shell)| *shell);
        let shells = shells.filter(|shell| shell.hushed > 0 || shell.doubted > 0).collect();
        latest.append(&mut later);
        self.shells = latest;
        shells
    }
}
