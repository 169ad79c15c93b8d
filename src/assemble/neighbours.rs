//! Fields side by side that hold one value between them: the four boxes of a card's number, the six of a one-time
//! code, the halves of a key.

use super::Assembler;
use super::burst::{Around, Burst};
use super::field::Field;
use super::wrote::Wrote;

/// Most fields that are read together.
const MOST: usize = 8;
/// Longest value that can be a part of one, in bytes.
const LONGEST: usize = 64;
/// Least number of boxes of one character each that make a code.
const BOXES: usize = 4;
/// How much the sizes of alike fields may differ, in CSS pixels.
const SLACK: f64 = 2.0;

impl Assembler {
    /// A field is typed in: it stands in the row from now on.
    pub(super) fn join_row(&mut self, id: u32) {
        if !self.row.contains(&id) {
            self.row.push(id);
        }
        if self.row.len() > MOST {
            self.row.remove(0);
        }
    }

    /// What the text of a burst in a field is a part of when it is read together with the fields typed in before and
    /// after: from each of those before to the last, with nothing or a space between two.
    pub(super) fn beside(&self, id: u32, burst: &Burst) -> Vec<Around> {
        let Some(own) = self.fields.get(&id).filter(|field| field.line().is_some()) else { return Vec::new() };
        let alike = |other: &Field| {
            let (one, two) = (own.description.target.rect, other.description.target.rect);
            let near = |a: f64, b: f64| (a - b).abs() <= SLACK;
            near(one.height, two.height) && (near(one.width, two.width) || near(one.y, two.y))
        };
        let row: Vec<(u32, &Field, &str)> = self
            .row
            .iter()
            .filter_map(|id| Some((*id, self.fields.get(id)?)))
            .filter_map(|(id, field)| Some((id, field, field.line()?)))
            .filter(|(_, field, line)| !line.is_empty() && line.len() <= LONGEST && alike(field))
            .collect();
        let Some(place) = row.iter().position(|(other, ..)| *other == id) else { return Vec::new() };
        let windows = (0..=place).map(|start| (&row[start..place], &row[place + 1..]));
        let windows = windows.filter(|(before, after)| !before.is_empty() || !after.is_empty());
        windows.flat_map(|(before, after)| ["", " "].map(|between| joined(burst, before, after, between))).collect()
    }
}

fn joined(burst: &Burst, before: &[(u32, &Field, &str)], after: &[(u32, &Field, &str)], between: &str) -> Around {
    let change = &burst.change;
    let mut around = Around { has_holes: change.has_holes, ..Around::default() };
    let is_box = |(_, _, line): &(u32, &Field, &str)| line.chars().count() == 1;
    let own = change.before.chars().chain(change.text.chars()).chain(change.after.chars()).count();
    around.in_boxes = before.len() + after.len() + 1 >= BOXES && own == 1 && before.iter().chain(after).all(is_box);
    for (_, field, line) in before {
        around.note(around.before.len(), &field.wrote());
        around.before.push_str(line);
        around.joints.push(around.before.len());
        around.before.push_str(between);
    }
    around.note(around.before.len(), &change.wrote);
    around.before.push_str(&change.before);
    around.after.push_str(&change.after);
    for (_, field, line) in after {
        around.joints.push(around.before.len() + change.text.len() + around.after.len());
        around.after.push_str(between);
        around.note(around.before.len() + change.text.len() + around.after.len(), &field.wrote());
        around.after.push_str(line);
    }
    around
}

impl Around {
    fn note(&mut self, offset: usize, wrote: &[Wrote]) {
        self.wrote.extend(wrote.iter().map(|w| Wrote { start: w.start + offset, end: w.end + offset, ..*w }));
    }
}
