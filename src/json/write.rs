//! Writes values as JSON without white space, as serde_json does.
//!
//! Writing to memory can't fail, and the types say so ([`Never`]).

use serde::Serialize;
use serde::ser::{
    self, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple, SerializeTupleStruct,
    SerializeTupleVariant,
};

use super::quote;
use crate::unfailing::{Never, always};

/// The JSON of a value. A number that is not finite is `null`.
pub(crate) fn write<T: Serialize + ?Sized>(value: &T) -> String {
    let mut out = String::new();
    always(value.serialize(Writer { out: &mut out }));
    out
}

struct Writer<'a> {
    out: &'a mut String,
}

impl<'a> Writer<'a> {
    fn word(self, word: &str) -> Result<(), Never> {
        self.out.push_str(word);
        Ok(())
    }

    /// Begins the object that tells which variant of an enum its only member is.
    fn under(self, variant: &str) -> &'a mut String {
        self.out.push('{');
        quote(variant, self.out);
        self.out.push(':');
        self.out
    }
}

/// A list or an object that is being written.
pub(crate) struct Items<'a> {
    out: &'a mut String,
    opening: &'static str,
    closing: &'static str,
}

impl<'a> Items<'a> {
    fn list(out: &'a mut String) -> Self {
        Self { out, opening: "[", closing: "]" }
    }

    fn object(out: &'a mut String) -> Self {
        Self { out, opening: "{", closing: "}" }
    }

    /// The same as the only member of an object.
    fn within(self) -> Self {
        Self { closing: if self.closing == "]" { "]}" } else { "}}" }, ..self }
    }

    /// What stands before the next item.
    fn next(&mut self) -> &mut String {
        self.out.push_str(std::mem::replace(&mut self.opening, ","));
        self.out
    }

    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Never> {
        value.serialize(Writer { out: self.next() })
    }

    fn member<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), Never> {
        let out = self.next();
        quote(name, out);
        out.push(':');
        value.serialize(Writer { out })
    }

    fn close(self) -> Result<(), Never> {
        if self.opening != "," {
            self.out.push_str(self.opening);
        }
        self.out.push_str(self.closing);
        Ok(())
    }
}

/// Whole numbers, by the widest type of their kind.
macro_rules! whole {
    ($($method:ident $type:ty as $widest:ty),+) => {
        $(fn $method(self, number: $type) -> Result<(), Never> {
            self.word(itoa::Buffer::new().format(<$widest>::from(number)))
        })+
    };
}

impl<'a> ser::Serializer for Writer<'a> {
    type Ok = ();
    type Error = Never;
    type SerializeSeq = Items<'a>;
    type SerializeTuple = Items<'a>;
    type SerializeTupleStruct = Items<'a>;
    type SerializeTupleVariant = Items<'a>;
    type SerializeMap = Items<'a>;
    type SerializeStruct = Items<'a>;
    type SerializeStructVariant = Items<'a>;

    whole!(
        serialize_u8 u8 as u64, serialize_u16 u16 as u64, serialize_u32 u32 as u64, serialize_u64 u64 as u64,
        serialize_i8 i8 as i64, serialize_i16 i16 as i64, serialize_i32 i32 as i64, serialize_i64 i64 as i64
    );

    fn serialize_bool(self, value: bool) -> Result<(), Never> {
        self.word(if value { "true" } else { "false" })
    }

    fn serialize_f32(self, number: f32) -> Result<(), Never> {
        if number.is_finite() { self.word(zmij::Buffer::new().format_finite(number)) } else { self.word("null") }
    }

    fn serialize_f64(self, number: f64) -> Result<(), Never> {
        if number.is_finite() { self.word(zmij::Buffer::new().format_finite(number)) } else { self.word("null") }
    }

    fn serialize_char(self, value: char) -> Result<(), Never> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, text: &str) -> Result<(), Never> {
        quote(text, self.out);
        Ok(())
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Result<(), Never> {
        bytes.serialize(self)
    }

    fn serialize_none(self) -> Result<(), Never> {
        self.word("null")
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Never> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Never> {
        self.word("null")
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Never> {
        self.word("null")
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Never> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), Never> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Never> {
        let mut object = Items::object(self.out);
        object.member(variant, value)?;
        object.close()
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Items<'a>, Never> {
        Ok(Items::list(self.out))
    }

    fn serialize_tuple(self, _: usize) -> Result<Items<'a>, Never> {
        Ok(Items::list(self.out))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Items<'a>, Never> {
        Ok(Items::list(self.out))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Items<'a>, Never> {
        Ok(Items::list(self.under(variant)).within())
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Items<'a>, Never> {
        Ok(Items::object(self.out))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Items<'a>, Never> {
        Ok(Items::object(self.out))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Items<'a>, Never> {
        Ok(Items::object(self.under(variant)).within())
    }
}

/// Lists and objects end alike, and what they are made of is written alike.
macro_rules! items {
    ($($trait:ident::$method:ident $item:ident ($($name:ident)?)),+ $(,)?) => {
        $(impl $trait for Items<'_> {
            type Ok = ();
            type Error = Never;

            fn $method<T: Serialize + ?Sized>(&mut self, $($name: &'static str,)? value: &T) -> Result<(), Never> {
                self.$item($($name,)? value)
            }

            fn end(self) -> Result<(), Never> {
                self.close()
            }
        })+
    };
}

items!(
    SerializeSeq::serialize_element item (),
    SerializeTuple::serialize_element item (),
    SerializeTupleStruct::serialize_field item (),
    SerializeTupleVariant::serialize_field item (),
    SerializeStruct::serialize_field member (name),
    SerializeStructVariant::serialize_field member (name),
);

/// Keys are texts.
impl SerializeMap for Items<'_> {
    type Ok = ();
    type Error = Never;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Never> {
        self.item(key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Never> {
        self.out.push(':');
        value.serialize(Writer { out: self.out })
    }

    fn end(self) -> Result<(), Never> {
        self.close()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    #[derive(Clone, Debug, Serialize)]
    enum Kind {
        Unit,
        New(f64),
        Tuple(u8, i64),
        Struct { text: String, none: Option<bool> },
    }

    #[derive(Clone, Debug, Serialize)]
    struct Tuple(f32, char);

    #[derive(Clone, Debug, Serialize)]
    struct Whole {
        kinds: Vec<Kind>,
        map: BTreeMap<String, u64>,
        unit: (),
        tuple: Tuple,
        pair: (bool, Option<String>),
        #[serde(flatten)]
        inner: BTreeMap<String, f64>,
    }

    fn kind() -> impl Strategy<Value = Kind> {
        prop_oneof![
            Just(Kind::Unit),
            any::<f64>().prop_map(Kind::New),
            any::<(u8, i64)>().prop_map(|(one, two)| Kind::Tuple(one, two)),
            any::<(String, Option<bool>)>().prop_map(|(text, none)| Kind::Struct { text, none }),
        ]
    }

    proptest! {
        #[test]
        fn it_is_what_serde_json_writes(
            kinds in prop::collection::vec(kind(), 0..4),
            map in prop::collection::btree_map(any::<String>(), any::<u64>(), 0..3),
            tuple in any::<(f32, char)>(),
            pair in any::<(bool, Option<String>)>(),
            inner in prop::collection::btree_map("in[a-z\\u{0}-\\u{1f}\"\\\\é]{0,8}", any::<f64>(), 0..3),
        ) {
            let whole = Whole { kinds, map, unit: (), tuple: Tuple(tuple.0, tuple.1), pair, inner };
            prop_assert_eq!(write(&whole), serde_json::to_string(&whole).unwrap());
        }
    }
}
