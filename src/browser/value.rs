//! Reads messages from JavaScript values: exactly the shapes of `schema/`, of values made by structured clone.
//!
//! A value that does not fit its type is noted, and reading goes on with something in its place, so that no step needs a
//! way out; what was read of a message with a note is dropped as a whole. (Parsers that derive from the types take
//! four times the code: each step of theirs can fail, and then has to drop what came before it.)

use std::fmt;

use js_sys::{Array, JsString, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::ids::DocNonce;
use crate::raw::Raw;
use crate::time::WallMillis;

/// Reads a message.
///
/// # Errors
/// When the value has another shape than the type.
pub(super) fn read<T: Shape>(value: &JsValue) -> Result<T, Misshapen> {
    let mut misfit = Misfit(None);
    let read = T::read(value, &mut misfit);
    match misfit.0 {
        None => Ok(read),
        Some(what) => Err(Misshapen(what)),
    }
}

/// Why a value is no message. Nothing of what was found: it may be a page's text.
#[derive(Debug)]
pub(super) struct Misshapen(&'static str);

impl fmt::Display for Misshapen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl From<Misshapen> for JsValue {
    fn from(error: Misshapen) -> Self {
        js_sys::Error::new(error.0).into()
    }
}

/// The first thing that did not fit.
pub(super) struct Misfit(Option<&'static str>);

impl Misfit {
    /// The value, or something in its place and a note.
    fn or<T: Default>(&mut self, value: Option<T>, note: &'static str) -> T {
        if value.is_none() {
            self.note(note);
        }
        value.unwrap_or_default()
    }

    pub(super) fn note(&mut self, note: &'static str) {
        self.0.get_or_insert(note);
    }
}

/// A type that messages are made of.
pub(super) trait Shape: Sized {
    /// Reads a value; of one that does not fit, whatever is at hand.
    fn read(value: &JsValue, misfit: &mut Misfit) -> Self;
}

/// A member of an object.
pub(super) fn member<T: Shape>(object: &JsValue, name: &str, misfit: &mut Misfit) -> T {
    T::read(&value_of(object, name, misfit), misfit)
}

/// What a union is told apart by: its object's `kind`, or a bare text.
pub(super) fn kind(value: &JsValue, misfit: &mut Misfit) -> String {
    if value.is_string() { String::read(value, misfit) } else { member(value, "kind", misfit) }
}

/// `undefined` where there is no such member.
fn value_of(object: &JsValue, name: &str, misfit: &mut Misfit) -> JsValue {
    Reflect::get(object, &JsString::from(name)).unwrap_or_else(|_| {
        misfit.note("not an object");
        JsValue::UNDEFINED
    })
}

impl Shape for bool {
    fn read(value: &JsValue, misfit: &mut Misfit) -> Self {
        misfit.or(value.as_bool(), "neither true nor false")
    }
}

/// JSON has none that is not finite.
impl Shape for f64 {
    fn read(value: &JsValue, misfit: &mut Misfit) -> Self {
        misfit.or(value.as_f64().filter(|number| number.is_finite()), "not a number")
    }
}

impl Shape for u64 {
    fn read(value: &JsValue, misfit: &mut Misfit) -> Self {
        // 2^53 - 1, the greatest whole number that JavaScript has exactly.
        let fits = |number: &f64| number.fract() == 0.0 && (0.0..=9_007_199_254_740_991.0).contains(number);
        let whole = misfit.or(value.as_f64().filter(fits), "not a whole number");
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        {
            whole as Self
        }
    }
}

impl Shape for u32 {
    fn read(value: &JsValue, misfit: &mut Misfit) -> Self {
        let whole = u64::read(value, misfit);
        misfit.or(whole.try_into().ok(), "a number out of range")
    }
}

impl Shape for u8 {
    fn read(value: &JsValue, misfit: &mut Misfit) -> Self {
        let whole = u64::read(value, misfit);
        misfit.or(whole.try_into().ok(), "a number out of range")
    }
}

impl Shape for String {
    fn read(value: &JsValue, misfit: &mut Misfit) -> Self {
        misfit.or(value.as_string(), "not a text")
    }
}

impl<T: Shape> Shape for Option<T> {
    fn read(value: &JsValue, misfit: &mut Misfit) -> Self {
        if value.is_null() || value.is_undefined() { None } else { Some(T::read(value, misfit)) }
    }
}

impl<T: Shape> Shape for Vec<T> {
    fn read(value: &JsValue, misfit: &mut Misfit) -> Self {
        let Some(list) = value.dyn_ref::<Array>() else {
            misfit.note("not a list");
            return Self::new();
        };
        list.iter().map(|item| T::read(&item, misfit)).collect()
    }
}

impl<T: Shape> Shape for Raw<T> {
    fn read(value: &JsValue, misfit: &mut Misfit) -> Self {
        Self::new(T::read(value, misfit))
    }
}

impl Shape for WallMillis {
    fn read(value: &JsValue, misfit: &mut Misfit) -> Self {
        Self(u64::read(value, misfit))
    }
}

impl Shape for DocNonce {
    fn read(value: &JsValue, misfit: &mut Misfit) -> Self {
        String::read(value, misfit).parse().unwrap_or_else(|_| {
            misfit.note("not a nonce");
            Self::from_bytes([0; 15])
        })
    }
}
