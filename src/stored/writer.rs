//! Writes what is stored.

use serde::{Serialize, ser};

use crate::unfailing::Never;

pub(super) struct Writer<'a> {
    pub(super) bytes: &'a mut Vec<u8>,
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
