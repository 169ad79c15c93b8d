//! What a burst's keys alone say was written, also what was deleted again: a secret that stands in the field no more
//! still stands in the keys.

use super::doc::Origin;
use super::keys::{Op, Press, edit};

/// A text with the keys that wrote each of its bytes.
#[derive(Clone, Default)]
pub(crate) struct Traced {
    pub(crate) text: String,
    pub(crate) origin: Vec<Origin>,
}

/// Every text that the keys have spelt: all characters in the order in which they were typed (anew when nothing was
/// left of them), and the text as it stood before each deletion and at the end.
pub(crate) fn spelt(keys: &[Press], op_of: fn(&Press) -> Op<'_>) -> Vec<Traced> {
    let mut typed = Traced::default();
    let mut line = Traced::default();
    let mut caret = 0;
    let mut stood = Vec::new();
    let mut grew = false;
    for (number, press) in keys.iter().enumerate() {
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        let edit = edit(&line.text, caret, op_of(press));
        let origin = Some((number, number));
        typed.text.push_str(edit.inserted);
        typed.origin.resize(typed.text.len(), origin);
        if edit.removed > 0 && grew {
            stood.push(line.clone());
            grew = false;
        }
        grew |= !edit.inserted.is_empty();
        line.text.replace_range(edit.at..edit.at + edit.removed, edit.inserted);
        line.origin.splice(edit.at..edit.at + edit.removed, std::iter::repeat_n(origin, edit.inserted.len()));
        caret = edit.caret;
        if line.text.is_empty() {
            stood.push(std::mem::take(&mut typed));
        }
    }
    stood.push(typed);
    stood.push(line);
    stood
}

/// The text the keys spell in the end.
pub(crate) fn result(keys: &[Press], op_of: fn(&Press) -> Op<'_>) -> Traced {
    spelt(keys, op_of).pop().unwrap_or_default()
}
