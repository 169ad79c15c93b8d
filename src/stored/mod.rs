//! What is stored, as bytes: the fields of a value one behind the other, without their names, as [postcard] writes them.
//!
//! Postcard's own code can fail at each field; this can't ([`Never`](crate::unfailing::Never)), and a value that is damaged is known by a note, as
//! in `browser/value.rs`: reading goes on with zeros, and what was read is dropped as a whole.
//!
//! [postcard]: https://postcard.jamesmunns.com/wire-format

mod reader;
mod writer;

use serde::Serialize;
use serde::de::DeserializeOwned;

use self::reader::Reader;
use self::writer::Writer;
use crate::unfailing::always;

/// Writes a value behind `bytes`.
pub(crate) fn write<T: Serialize + ?Sized>(value: &T, mut bytes: Vec<u8>) -> Vec<u8> {
    always(value.serialize(&mut Writer { bytes: &mut bytes }));
    bytes
}

/// Reads a value, and gives what is behind it; nothing if it is damaged.
pub(crate) fn read<T: DeserializeOwned>(bytes: &[u8]) -> Option<(T, &[u8])> {
    let mut reader = Reader { rest: bytes, is_damaged: false };
    let value = always(T::deserialize(&mut reader));
    (!reader.is_damaged).then_some((value, reader.rest))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;
    use serde::Deserialize;

    use super::*;

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    enum Kind {
        Unit,
        New(String),
        Tuple(u8, i64),
        Struct { text: String, none: Option<bool> },
    }

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    struct Pair(i8, char);

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    struct Whole {
        kinds: Vec<Kind>,
        map: BTreeMap<u64, Pair>,
        numbers: (u16, u32, i16, i32),
        floats: (f32, f64),
        unit: (),
        array: [bool; 2],
    }

    fn kind() -> impl Strategy<Value = Kind> {
        prop_oneof![
            Just(Kind::Unit),
            any::<String>().prop_map(Kind::New),
            any::<(u8, i64)>().prop_map(|(one, two)| Kind::Tuple(one, two)),
            any::<(String, Option<bool>)>().prop_map(|(text, none)| Kind::Struct { text, none }),
        ]
    }

    prop_compose! {
        fn whole()(
            kinds in prop::collection::vec(kind(), 0..4),
            map in prop::collection::btree_map(any::<u64>(), any::<(i8, char)>().prop_map(|(a, b)| Pair(a, b)), 0..3),
            numbers in any::<(u16, u32, i16, i32)>(),
            floats in any::<(f32, f64)>(),
            array in any::<[bool; 2]>(),
        ) -> Whole {
            Whole { kinds, map, numbers, floats, unit: (), array }
        }
    }

    proptest! {
        #[test]
        fn it_is_what_postcard_writes_and_reads(whole in whole(), behind in any::<Vec<u8>>()) {
            let bytes = write(&whole, Vec::new());
            prop_assert_eq!(&bytes, &postcard::to_allocvec(&whole).unwrap());
            let more = [bytes.as_slice(), &behind].concat();
            prop_assert_eq!(read::<Whole>(&more), Some((whole, behind.as_slice())));
        }

        #[test]
        fn what_was_cut_or_changed_is_read_only_if_postcard_reads_the_same(
            whole in whole(), cut in any::<prop::sample::Index>(), bit in 0..8, is_cut in any::<bool>(),
        ) {
            let mut bytes = write(&whole, Vec::new());
            let at = cut.index(bytes.len());
            bytes[at] ^= 1_u8 << bit;
            bytes.truncate(if is_cut { at } else { bytes.len() });
            let found = read::<Whole>(&bytes).map(|(whole, _)| write(&whole, Vec::new()));
            let expected = postcard::from_bytes::<Whole>(&bytes).ok();
            prop_assert_eq!(found, expected.map(|whole| write(&whole, Vec::new())));
        }
    }
}
