//! Where numbers are missing.

use super::item::Item;

/// The first numbers of stretches without a hole, ascending.
pub(super) struct Runs(Vec<u64>);

impl Runs {
    pub(super) fn of(items: &[Item]) -> Self {
        let mut numbers: Vec<u64> = items.iter().flat_map(|item| item.children.iter().copied()).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let mut next = None;
        numbers.retain(|number| next.replace(number.saturating_add(1)) != Some(*number));
        Self(numbers)
    }

    /// Whether no number is missing between two items.
    pub(super) fn join(&self, one: &Item, other: &Item) -> bool {
        let run = |number: u64| self.0.partition_point(|first| *first <= number);
        match (one.completed_by(), other.children.first()) {
            (Some(one), Some(other)) => run(one) == run(*other),
            _ => false,
        }
    }
}
