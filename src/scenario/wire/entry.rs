//! The smallest parts of the file format: an entry with its place, a date, a word or a table.

use std::{borrow::Cow, fmt, marker::PhantomData};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor, value::MapAccessDeserializer, value::StrDeserializer},
};
use toml::{Spanned, value::Datetime};

use crate::{quantity::Day, scenario::source::Span};

/// A value that may be left out, with its place. One that is not of the kind the key takes counts
/// as left out: the walk along the schema has reported it.
#[derive(Clone, Debug)]
pub(crate) struct Entry<T>(Option<(T, Span)>);

/// A civil day, written as a bare TOML date.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Date(pub(crate) Day);

/// A word, or a table that says more.
#[derive(Clone, Debug)]
pub(crate) enum WordOr<W, T> {
    /// One of a few words.
    Word(W),
    /// A table.
    Table(T),
}

impl<T> Entry<T> {
    /// The value, where there is one.
    pub(crate) fn get(&self) -> Option<&T> {
        self.0.as_ref().map(|(value, _)| value)
    }

    /// Where it stands.
    pub(crate) fn at(&self) -> Option<Span> {
        self.0.as_ref().map(|(_, at)| at.clone())
    }

    /// The value and its place.
    pub(crate) fn both(&self) -> Option<(&T, Span)> {
        self.0.as_ref().map(|(value, at)| (value, at.clone()))
    }

    /// Whether it is given.
    pub(crate) fn is_given(&self) -> bool {
        self.0.is_some()
    }
}

impl<T: Copy> Entry<T> {
    /// The value, or what holds where it is left out.
    pub(crate) fn or(&self, default: T) -> T {
        self.get().copied().unwrap_or(default)
    }
}

impl<T: Default + Clone> Entry<T> {
    /// The section, empty where it is left out.
    pub(crate) fn section(&self) -> T {
        self.get().cloned().unwrap_or_default()
    }
}

impl<T> Default for Entry<T> {
    fn default() -> Self {
        Entry(None)
    }
}

/// Reads what it can and never fails.
struct Lenient<T>(Option<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Lenient<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Lenient(T::deserialize(deserializer).ok()))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Entry<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let spanned = Spanned::<Lenient<T>>::deserialize(deserializer)?;
        let at = spanned.span();
        Ok(Entry(spanned.into_inner().0.map(|value| (value, at))))
    }
}

impl<T: JsonSchema> JsonSchema for Entry<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let wrong = || serde::de::Error::custom("expected a date");
        let datetime = Datetime::deserialize(deserializer)?;
        let date = datetime.date.filter(|_| datetime.time.is_none()).ok_or_else(wrong)?;
        let year = i16::try_from(date.year).map_err(|_| wrong())?;
        Day::new(year, date.month, date.day).map(Date).ok_or_else(wrong)
    }
}

impl JsonSchema for Date {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Date".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "date" })
    }
}

impl<'de, W: Deserialize<'de>, T: Deserialize<'de>> Deserialize<'de> for WordOr<W, T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Either(PhantomData))
    }
}

/// Tells a word from a table by what it meets; places inside the table are kept.
struct Either<W, T>(PhantomData<(W, T)>);

impl<'de, W: Deserialize<'de>, T: Deserialize<'de>> Visitor<'de> for Either<W, T> {
    type Value = WordOr<W, T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a word or a table")
    }

    fn visit_str<E: serde::de::Error>(self, word: &str) -> Result<Self::Value, E> {
        W::deserialize(StrDeserializer::new(word)).map(WordOr::Word)
    }

    fn visit_map<M: MapAccess<'de>>(self, map: M) -> Result<Self::Value, M::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(WordOr::Table)
    }
}

impl<W: JsonSchema, T: JsonSchema> JsonSchema for WordOr<W, T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("{}Or{}", W::schema_name(), T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let word = generator.subschema_for::<W>();
        let table = generator.subschema_for::<T>();
        json_schema!({ "anyOf": [word, table] })
    }
}
