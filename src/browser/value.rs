//! Reads messages from JavaScript values: exactly the shapes of `schema/`, of values made by structured clone.
//!
//! A union is an object told apart by its `kind`, or a bare text for a plain enum. Types derive the ordinary form of an
//! enum and this reader finds it there. (`#[serde(tag)]` would first copy every message into a tree that can hold
//! anything, and then know each type a second time in terms of that tree.)

use std::fmt;
use std::slice::Iter;

use js_sys::{Array, JsString, Reflect};
use serde::de::value::U32Deserializer;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Expected, IntoDeserializer, SeqAccess, Unexpected,
    VariantAccess, Visitor,
};
use wasm_bindgen::{JsCast, JsValue};

/// Reads a message.
///
/// # Errors
/// When the value has another shape than the type.
pub(super) fn read<T: DeserializeOwned>(value: JsValue) -> Result<T, Misshapen> {
    T::deserialize(Value(value))
}

/// Why a value is no message. Nothing of what was found: it may be a page's text.
#[derive(Debug)]
pub(super) struct Misshapen(&'static str);

impl fmt::Display for Misshapen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for Misshapen {}

impl serde::de::Error for Misshapen {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self("a value that its type refuses")
    }

    fn invalid_type(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self("a value of another type")
    }

    fn invalid_value(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self("a value out of range")
    }

    fn invalid_length(_: usize, _: &dyn Expected) -> Self {
        Self("a member is missing")
    }
}

impl From<Misshapen> for JsValue {
    fn from(error: Misshapen) -> Self {
        js_sys::Error::new(error.0).into()
    }
}

/// A value to be read.
struct Value(JsValue);

impl Value {
    fn text(&self) -> Result<String, Misshapen> {
        self.0.as_string().ok_or(Misshapen("not a text"))
    }

    fn number(&self) -> Result<f64, Misshapen> {
        self.0.as_f64().ok_or(Misshapen("not a number"))
    }

    fn whole(&self) -> Result<u64, Misshapen> {
        let number = self.number()?;
        // 2^53 - 1, the greatest whole number that JavaScript has exactly.
        if number.fract() != 0.0 || !(0.0..=9_007_199_254_740_991.0).contains(&number) {
            return Err(Misshapen("not a whole number"));
        }
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        Ok(number as u64)
    }

    /// The place of this object's kind, or of this bare text, among the kinds of a union.
    fn kind(&self, kinds: &[&str]) -> Result<u32, Misshapen> {
        let name = if self.0.is_string() { self.0.clone() } else { self.member("kind")? };
        let name = name.as_string().unwrap_or_default();
        (0..)
            .zip(kinds)
            .find(|(_, kind)| **kind == name)
            .map(|(place, _)| place)
            .ok_or(Misshapen("a `kind` that is not known"))
    }

    fn member(&self, name: &str) -> Result<JsValue, Misshapen> {
        Reflect::get(&self.0, &JsString::from(name)).map_err(|_| Misshapen("not an object"))
    }
}

impl<'de> Deserializer<'de> for Value {
    type Error = Misshapen;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Misshapen> {
        Err(Misshapen("a type without a shape"))
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misshapen> {
        visitor.visit_bool(self.0.as_bool().ok_or(Misshapen("neither true nor false"))?)
    }

    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misshapen> {
        visitor.visit_u64(self.whole()?)
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misshapen> {
        visitor.visit_u64(self.whole()?)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misshapen> {
        visitor.visit_u64(self.whole()?)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misshapen> {
        visitor.visit_u64(self.whole()?)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misshapen> {
        visitor.visit_f64(self.number()?)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misshapen> {
        visitor.visit_string(self.text()?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misshapen> {
        visitor.visit_string(self.text()?)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misshapen> {
        visitor.visit_string(self.text()?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misshapen> {
        if self.0.is_null_or_undefined() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &str, visitor: V) -> Result<V::Value, Misshapen> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misshapen> {
        let list: Array = self.0.dyn_into().map_err(|_| Misshapen("not a list"))?;
        visitor.visit_seq(Items { list, next: 0 })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misshapen> {
        visitor.visit_seq(Members { object: self, fields: fields.iter() })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &str,
        kinds: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misshapen> {
        let place = self.kind(kinds)?;
        visitor.visit_enum(Kind { object: self, place })
    }

    serde::forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u128 f32 char bytes byte_buf unit unit_struct tuple tuple_struct map ignored_any
    }
}

/// The items of a list.
struct Items {
    list: Array,
    next: u32,
}

impl<'de> SeqAccess<'de> for Items {
    type Error = Misshapen;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Misshapen> {
        if self.next == self.list.length() {
            return Ok(None);
        }
        self.next += 1;
        seed.deserialize(Value(self.list.get(self.next - 1))).map(Some)
    }
}

/// The members of an object in the order of a type's fields; undefined where it has none. Read by place, a type is not
/// also known by the names of its fields, which takes half the code.
struct Members {
    object: Value,
    fields: Iter<'static, &'static str>,
}

impl<'de> SeqAccess<'de> for Members {
    type Error = Misshapen;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Misshapen> {
        let Some(name) = self.fields.next() else { return Ok(None) };
        let value = Value(self.object.member(name)?);
        if value.0.is_undefined() {
            // What makes nothing of that has a default, or the type refuses the object.
            return Ok(seed.deserialize(value).ok());
        }
        seed.deserialize(value).map(Some)
    }
}

/// An object of a union, and the place of its kind among the union's.
struct Kind {
    object: Value,
    place: u32,
}

impl<'de> EnumAccess<'de> for Kind {
    type Error = Misshapen;
    type Variant = Value;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Value), Misshapen> {
        let place: U32Deserializer<Misshapen> = self.place.into_deserializer();
        Ok((seed.deserialize(place)?, self.object))
    }
}

impl<'de> VariantAccess<'de> for Value {
    type Error = Misshapen;

    fn unit_variant(self) -> Result<(), Misshapen> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Misshapen> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Misshapen> {
        Err(Misshapen("a type without a shape"))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misshapen> {
        self.deserialize_struct("", fields, visitor)
    }
}
