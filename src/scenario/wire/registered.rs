//! Keys of the parameters in the register, beside the other keys of their section.

use std::{borrow::Cow, fmt, marker::PhantomData, mem};

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, IntoDeserializer, MapAccess, Visitor, value::MapAccessDeserializer},
};
use serde_json::{Map, Value};

use super::entry::Entry;
use crate::parameters::{Each, Estimation, LeftOut, Registered, Scale};

/// A section with an entry for each parameter of a set, and its other keys.
#[derive(Clone, Debug)]
pub(crate) struct With<N, P, T, O> {
    /// By parameter.
    pub(crate) parameters: Each<P, Entry<T>>,
    /// The other keys.
    pub(crate) others: O,
    named: PhantomData<N>,
}

/// What a section calls the parameters.
pub(crate) trait KeyNames: 'static {
    /// Whether they stand before its other keys.
    const FIRST: bool;

    /// The key it has for one, if it has any.
    fn key<P: Registered>(parameter: P) -> Option<&'static str>;

    /// What the schema says of it.
    fn doc<P: Registered>(parameter: P) -> String;
}

/// `[pace]`: what a scenario itself says.
#[derive(Clone, Copy, Debug)]
pub(crate) enum InScenario {}

/// What a calibration says.
#[derive(Clone, Copy, Debug)]
pub(crate) enum InCalibration {}

/// `[draws]` of a calibration: lists of what makes other values out of those found.
#[derive(Clone, Copy, Debug)]
pub(crate) enum InDraws {}

impl KeyNames for InScenario {
    const FIRST: bool = false;

    fn key<P: Registered>(parameter: P) -> Option<&'static str> {
        Some(parameter.key())
    }

    fn doc<P: Registered>(parameter: P) -> String {
        let row = parameter.row();
        let left_out = match row.left_out {
            LeftOut::Refused => " Required without a calibration.".to_owned(),
            LeftOut::NotTaken(_) => " Not taken without a calibration.".to_owned(),
            LeftOut::OnlyCalibrated(_) => {
                " Required without a calibration, not taken with one.".to_owned()
            }
            LeftOut::WithoutCalibration(value) => {
                format!(" Default {value} without a calibration.")
            }
            LeftOut::Always(value) => format!(" Default {value}."),
        };
        format!("{}, {}.{left_out}", capital(row.doc), row.domain.range())
    }
}

impl KeyNames for InCalibration {
    const FIRST: bool = true;

    fn key<P: Registered>(parameter: P) -> Option<&'static str> {
        let told = parameter.row().learned != Estimation::Stated;
        told.then(|| parameter.learned_key())
    }

    fn doc<P: Registered>(parameter: P) -> String {
        let row = parameter.row();
        let left_out = match row.left_out {
            LeftOut::Always(value) => format!(" Default {value}."),
            _ => String::new(),
        };
        format!("{}.{left_out}", capital(row.doc))
    }
}

impl KeyNames for InDraws {
    const FIRST: bool = true;

    fn key<P: Registered>(parameter: P) -> Option<&'static str> {
        parameter.row().learned.is_drawn().then(|| parameter.drawn_key())
    }

    fn doc<P: Registered>(parameter: P) -> String {
        let row = parameter.row();
        let what = match row.scale {
            Scale::Plain | Scale::Difference => "Differences",
            Scale::NonNegative | Scale::Log => "Factors",
            Scale::LogOdds => "Factors of the odds",
        };
        let left_out = match row.learned {
            Estimation::DrawnIfListed => " May be left out.",
            _ => "",
        };
        format!("{what}: {}.{left_out}", row.doc)
    }
}

fn capital(phrase: &str) -> String {
    let mut letters = phrase.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

impl<N, P: Registered, T, O: Default> Default for With<N, P, T, O> {
    fn default() -> Self {
        With { parameters: Each::default(), others: O::default(), named: PhantomData }
    }
}

impl<'de, N: KeyNames, P: Registered, T: Deserialize<'de>, O: Deserialize<'de>> Deserialize<'de>
    for With<N, P, T, O>
{
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(SectionVisitor(PhantomData))
    }
}

struct SectionVisitor<N, P, T, O>(PhantomData<(N, P, T, O)>);

impl<'de, N: KeyNames, P: Registered, T: Deserialize<'de>, O: Deserialize<'de>> Visitor<'de>
    for SectionVisitor<N, P, T, O>
{
    type Value = With<N, P, T, O>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a table")
    }

    fn visit_map<M: MapAccess<'de>>(self, map: M) -> Result<Self::Value, M::Error> {
        let mut parameters = Each::default();
        let others = OtherKeys { map, parameters: &mut parameters, named: PhantomData::<N> };
        let others = O::deserialize(MapAccessDeserializer::new(others))?;
        Ok(With { parameters, others, named: PhantomData })
    }
}

/// What is left of a table once the entries of parameters are taken out, which they are on the way.
struct OtherKeys<'a, M, N, P, T> {
    map: M,
    parameters: &'a mut Each<P, Entry<T>>,
    named: PhantomData<N>,
}

impl<'de, M: MapAccess<'de>, N: KeyNames, P: Registered, T: Deserialize<'de>> MapAccess<'de>
    for OtherKeys<'_, M, N, P, T>
{
    type Error = M::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, M::Error> {
        while let Some(key) = self.map.next_key::<String>()? {
            let named = |one: &&P| N::key(**one) == Some(key.as_str());
            match P::ALL.iter().find(named) {
                Some(one) => self.parameters[*one] = self.map.next_value()?,
                None => return seed.deserialize(key.into_deserializer()).map(Some),
            }
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, M::Error> {
        self.map.next_value_seed(seed)
    }
}

impl<N: KeyNames, P: Registered, T: JsonSchema, O: JsonSchema> JsonSchema for With<N, P, T, O> {
    fn schema_name() -> Cow<'static, str> {
        O::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = O::json_schema(generator);
        let mut own = Map::new();
        for (one, key) in P::ALL.iter().filter_map(|one| Some((*one, N::key(*one)?))) {
            let mut entry = Entry::<T>::json_schema(generator);
            entry.insert("description".to_owned(), N::doc(one).into());
            own.insert(key.to_owned(), entry.to_value());
        }
        if let Some(Value::Object(others)) = schema.get_mut("properties") {
            let others = mem::take(others);
            let (first, last) = if N::FIRST { (own, others) } else { (others, own) };
            own = first.into_iter().chain(last).collect();
        }
        schema.insert("properties".to_owned(), own.into());
        schema
    }
}
