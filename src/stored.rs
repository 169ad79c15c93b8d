//! What is stored, as bytes: the fields of a value one behind the other, without their names, as [postcard] writes them.
//!
//! Postcard's own code can fail at each field; this can't ([`Never`]), and a value that is damaged is known by a note, as
//! in `browser/value.rs`: reading goes on with zeros, and what was read is dropped as a whole.
//!
//! [postcard]: https://postcard.jamesmunns.com/wire-format

use serde::de::{self, DeserializeOwned, DeserializeSeed, IntoDeserializer, Visitor};
use serde::{Serialize, ser};

use crate::unfailing::{Never, always};

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

struct Writer<'a> {
    bytes: &'a mut Vec<u8>,
}

impl Writer<'_> {
    /// A number, seven bits a byte, the lowest first.
    #[allow(clippy::unnecessary_wraps)]
    fn varint(&mut self, mut number: u64) -> Result<(), Never> {
        while number > 0x7f {
            self.bytes.push(low_bits(number) | 0x80);
            number >>= 7;
        }
        self.bytes.push(low_bits(number));
        Ok(())
    }

    #[allow(clippy::unnecessary_wraps)]
    fn plain(&mut self, bytes: &[u8]) -> Result<(), Never> {
        self.bytes.extend_from_slice(bytes);
        Ok(())
    }
}

/// The lowest seven bits.
fn low_bits(number: u64) -> u8 {
    number.to_le_bytes()[0] & 0x7f
}

/// Methods that write numbers as varints, those with a sign with it in the lowest bit.
macro_rules! varints {
    ($($method:ident $type:ty),+ ; $($signed:ident $signed_type:ty),+) => {
        $(fn $method(self, number: $type) -> Result<(), Never> {
            self.varint(number.into())
        })+
        $(fn $signed(self, number: $signed_type) -> Result<(), Never> {
            let number = i64::from(number);
            self.varint(((number << 1) ^ (number >> 63)).cast_unsigned())
        })+
    };
}

impl ser::Serializer for &mut Writer<'_> {
    type Ok = ();
    type Error = Never;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Self;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Self;

    varints!(
        serialize_u16 u16, serialize_u32 u32, serialize_u64 u64;
        serialize_i16 i16, serialize_i32 i32, serialize_i64 i64
    );

    fn serialize_bool(self, value: bool) -> Result<(), Never> {
        self.plain(&[value.into()])
    }

    fn serialize_u8(self, number: u8) -> Result<(), Never> {
        self.plain(&[number])
    }

    fn serialize_i8(self, number: i8) -> Result<(), Never> {
        self.plain(&number.to_le_bytes())
    }

    fn serialize_f32(self, number: f32) -> Result<(), Never> {
        self.plain(&number.to_le_bytes())
    }

    fn serialize_f64(self, number: f64) -> Result<(), Never> {
        self.plain(&number.to_le_bytes())
    }

    fn serialize_char(self, value: char) -> Result<(), Never> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, text: &str) -> Result<(), Never> {
        self.serialize_bytes(text.as_bytes())
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Result<(), Never> {
        self.varint(bytes.len() as u64)?;
        self.plain(bytes)
    }

    fn serialize_none(self) -> Result<(), Never> {
        self.plain(&[0])
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Never> {
        self.plain(&[1])?;
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Never> {
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Never> {
        Ok(())
    }

    fn serialize_unit_variant(self, _: &'static str, index: u32, _: &'static str) -> Result<(), Never> {
        self.varint(index.into())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), Never> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        index: u32,
        _: &'static str,
        value: &T,
    ) -> Result<(), Never> {
        self.varint(index.into())?;
        value.serialize(self)
    }

    /// All our lists and maps know their lengths.
    fn serialize_seq(self, length: Option<usize>) -> Result<Self, Never> {
        self.varint(length.unwrap_or_default() as u64)?;
        Ok(self)
    }

    fn serialize_tuple(self, _: usize) -> Result<Self, Never> {
        Ok(self)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self, Never> {
        Ok(self)
    }

    fn serialize_tuple_variant(self, _: &'static str, index: u32, _: &'static str, _: usize) -> Result<Self, Never> {
        self.varint(index.into())?;
        Ok(self)
    }

    fn serialize_map(self, length: Option<usize>) -> Result<Self, Never> {
        self.serialize_seq(length)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, Never> {
        Ok(self)
    }

    fn serialize_struct_variant(self, _: &'static str, index: u32, _: &'static str, _: usize) -> Result<Self, Never> {
        self.varint(index.into())?;
        Ok(self)
    }

    fn is_human_readable(&self) -> bool {
        false
    }
}

/// Whatever a value is made of is written behind what came before it.
macro_rules! parts {
    ($($trait:ident::$method:ident ($($name:ident)?)),+ $(,)?) => {
        $(impl ser::$trait for &mut Writer<'_> {
            type Ok = ();
            type Error = Never;

            fn $method<T: Serialize + ?Sized>(&mut self, $($name: &'static str,)? value: &T) -> Result<(), Never> {
                $(let _ = $name;)?
                value.serialize(&mut **self)
            }

            fn end(self) -> Result<(), Never> {
                Ok(())
            }
        })+
    };
}

parts!(
    SerializeSeq::serialize_element(),
    SerializeTuple::serialize_element(),
    SerializeTupleStruct::serialize_field(),
    SerializeTupleVariant::serialize_field(),
    SerializeStruct::serialize_field(name),
    SerializeStructVariant::serialize_field(name),
);

impl ser::SerializeMap for &mut Writer<'_> {
    type Ok = ();
    type Error = Never;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Never> {
        key.serialize(&mut **self)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Never> {
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), Never> {
        Ok(())
    }
}

/// Reads zeros once something was damaged, or behind the end.
struct Reader<'de> {
    rest: &'de [u8],
    is_damaged: bool,
}

impl<'de> Reader<'de> {
    /// The value, or its like of zeros and a note.
    fn or<T: Default>(&mut self, value: Option<T>) -> T {
        self.is_damaged |= value.is_none();
        value.unwrap_or_default()
    }

    fn take(&mut self, length: usize) -> &'de [u8] {
        let (taken, rest) = self.rest.split_at_checked(length).unzip();
        self.rest = rest.unwrap_or_default();
        self.or(taken)
    }

    fn byte(&mut self) -> u8 {
        self.take(1).first().copied().unwrap_or_default()
    }

    fn array<const N: usize>(&mut self) -> [u8; N] {
        self.take(N).try_into().unwrap_or([0; N])
    }

    /// A number of so many bytes at most.
    fn varint(&mut self, size: usize) -> u64 {
        let mut number = 0;
        for shift in (0..8 * size).step_by(7) {
            let byte = self.byte();
            let bits = u64::from(byte & 0x7f);
            number |= bits << shift;
            if byte <= 0x7f {
                self.is_damaged |= bits << shift >> shift != bits;
                return number;
            }
        }
        self.or(None)
    }

    /// A number that fits its type.
    fn number<T: TryFrom<u64> + Default>(&mut self) -> T {
        let number = self.varint(size_of::<T>()).try_into().ok();
        self.or(number)
    }

    fn signed<T: TryFrom<i64> + Default>(&mut self) -> T {
        let number = self.varint(size_of::<T>());
        let number = ((number >> 1) ^ (number & 1).wrapping_neg()).cast_signed().try_into().ok();
        self.or(number)
    }

    fn bytes(&mut self) -> &'de [u8] {
        let length = self.number();
        self.take(length)
    }

    fn text(&mut self) -> &'de str {
        let text = std::str::from_utf8(self.bytes()).ok();
        self.or(text)
    }

    /// Whether a byte says yes.
    fn flag(&mut self) -> bool {
        let flag = self.byte();
        self.is_damaged |= flag > 1;
        flag == 1
    }
}

/// Methods that read a value and hand it on.
macro_rules! values {
    ($($method:ident $visit:ident $read:ident),+ $(,)?) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
            visitor.$visit(self.$read())
        })+
    };
}

impl<'de> de::Deserializer<'de> for &mut Reader<'de> {
    type Error = Never;

    values!(
        deserialize_bool visit_bool flag,
        deserialize_u8 visit_u8 byte,
        deserialize_u16 visit_u16 number,
        deserialize_u32 visit_u32 number,
        deserialize_u64 visit_u64 number,
        deserialize_i16 visit_i16 signed,
        deserialize_i32 visit_i32 signed,
        deserialize_i64 visit_i64 signed,
        deserialize_str visit_borrowed_str text,
        deserialize_string visit_borrowed_str text,
        deserialize_bytes visit_borrowed_bytes bytes,
        deserialize_byte_buf visit_borrowed_bytes bytes,
    );

    fn deserialize_i8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_i8(i8::from_le_bytes(self.array()))
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_f32(f32::from_le_bytes(self.array()))
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_f64(f64::from_le_bytes(self.array()))
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        let first = self.text().chars().next();
        visitor.visit_char(self.or(first))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        if self.flag() { visitor.visit_some(self) } else { visitor.visit_none() }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        let left = self.number();
        visitor.visit_seq(Parts { reader: self, left, is_list: true })
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Never> {
        visitor.visit_seq(Parts { reader: self, left: length, is_list: false })
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Never> {
        self.deserialize_tuple(length, visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        let left = self.number();
        visitor.visit_map(Parts { reader: self, left, is_list: true })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Never> {
        self.deserialize_tuple(fields.len(), visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Never> {
        let index = self.number::<u32>();
        let index = self.or(Some(index).filter(|index| (*index as usize) < variants.len()));
        visitor.visit_enum(Variant { reader: self, index })
    }

    // What is stored does not say what it is.

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Never> {
        unreachable!("a stored type says what it is")
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        self.deserialize_any(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Never> {
        self.deserialize_any(visitor)
    }

    fn is_human_readable(&self) -> bool {
        false
    }
}

/// What a list, a map or a value of several fields is made of. A value has all its fields, whatever was damaged; a list ends
/// there.
struct Parts<'r, 'de> {
    reader: &'r mut Reader<'de>,
    left: usize,
    is_list: bool,
}

impl Parts<'_, '_> {
    fn is_over(&mut self) -> bool {
        let is_over = self.left == 0 || (self.is_list && self.reader.is_damaged);
        self.left = self.left.saturating_sub(1);
        is_over
    }
}

impl<'de> de::SeqAccess<'de> for Parts<'_, 'de> {
    type Error = Never;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Never> {
        Ok(if self.is_over() { None } else { Some(seed.deserialize(&mut *self.reader)?) })
    }
}

impl<'de> de::MapAccess<'de> for Parts<'_, 'de> {
    type Error = Never;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Never> {
        Ok(if self.is_over() { None } else { Some(seed.deserialize(&mut *self.reader)?) })
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Never> {
        seed.deserialize(&mut *self.reader)
    }
}

struct Variant<'r, 'de> {
    reader: &'r mut Reader<'de>,
    index: u32,
}

impl<'r, 'de> de::EnumAccess<'de> for Variant<'r, 'de> {
    type Error = Never;
    type Variant = &'r mut Reader<'de>;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self::Variant), Never> {
        Ok((seed.deserialize(self.index.into_deserializer())?, self.reader))
    }
}

impl<'de> de::VariantAccess<'de> for &mut Reader<'de> {
    type Error = Never;

    fn unit_variant(self) -> Result<(), Never> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Never> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Never> {
        de::Deserializer::deserialize_tuple(self, length, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, fields: &'static [&'static str], visitor: V) -> Result<V::Value, Never> {
        de::Deserializer::deserialize_tuple(self, fields.len(), visitor)
    }
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
