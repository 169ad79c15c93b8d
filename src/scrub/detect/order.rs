//! Sorting, compiled once: the standard library's sorts are quicker, and come to four thousand bytes for each type of item.

use std::cmp::Ordering;

/// Sorts `items`; those that `compare` as equal stay in their order.
pub fn sort_by<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let mut order = order(items.len(), &|one, other| compare(&items[one], &items[other]));
    // Each item goes to its place by swaps along the circles that the order is made of.
    for first in 0..order.len() {
        let mut at = first;
        while order[at] != first {
            let next = std::mem::replace(&mut order[at], at);
            items.swap(at, next);
            at = next;
        }
        order[at] = at;
    }
}

/// The items in their order.
pub fn sorted<T: Ord>(mut items: Vec<T>) -> Vec<T> {
    sort_by(&mut items, T::cmp);
    items
}

/// The places of `count` items in their order, by way of a heap.
fn order(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut heap: Vec<usize> = (0..count).collect();
    let is_less = |one: usize, other: usize| compare(one, other).then(one.cmp(&other)) == Ordering::Less;
    for step in (0..count + count / 2).rev() {
        // First every item that has any below it finds its place, the last first; then the greatest is taken, again and again.
        let (mut at, end) = match step.checked_sub(count) {
            Some(at) => (at, count),
            None => {
                heap.swap(0, step);
                (0, step)
            }
        };
        loop {
            let mut below = 2 * at + 1;
            if below >= end {
                break;
            }
            if below + 1 < end && is_less(heap[below], heap[below + 1]) {
                below += 1;
            }
            if !is_less(heap[at], heap[below]) {
                break;
            }
            heap.swap(at, below);
            at = below;
        }
    }
    heap
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn items_are_sorted_as_the_standard_library_does(items in proptest::collection::vec((0..8_u8, any::<u8>()), 0..60)) {
            let (mut ours, mut theirs) = (items.clone(), items.clone());
            sort_by(&mut ours, |one, other| one.0.cmp(&other.0));
            theirs.sort_by_key(|one| one.0);
            prop_assert_eq!(ours, &theirs[..]);
            theirs.sort();
            prop_assert_eq!(sorted(items), theirs);
        }
    }
}
