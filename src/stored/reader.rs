//! Reads what is stored.

use serde::de::{self, DeserializeSeed, IntoDeserializer, Visitor};

use crate::unfailing::Never;

/// Reads zeros once something was damaged, or behind the end.
pub(super) struct Reader<'de> {
    pub(super) rest: &'de [u8],
    pub(super) is_damaged: bool,
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
