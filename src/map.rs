//! Small maps: sorted vectors. A B-tree is quicker from some thousands of entries on, which nothing here comes near, and
//! costs ten times the code for each type of entry, which the worker compiles anew each time it starts.

pub use litemap::LiteMap as Map;

/// A map of the pairs; of two pairs with one key the later counts.
pub fn collect<K: Ord, V>(pairs: impl IntoIterator<Item = (K, V)>) -> Map<K, V> {
    let mut map = Map::new_vec();
    for (key, value) in pairs {
        map.insert(key, value);
    }
    map
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_sorted_and_the_later_of_two_counts() {
        let map = collect([(3, 'c'), (1, 'x'), (2, 'b'), (1, 'a')]);
        assert_eq!(map.into_tuple_vec(), [(1, 'a'), (2, 'b'), (3, 'c')]);
    }
}
