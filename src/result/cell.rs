//! Cells of result files, and tables of rows that serde writes and reads: a row is a plain struct, its
//! fields are the columns.

use std::fmt;

use csv::{ErrorKind, Position, Reader, StringRecord, Writer};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{DeserializeOwned, Error, Visitor, value},
};

use super::error::RunResultError;
use crate::quantity::{Chance, OutOfRange, Proportion};

/// A number as result files hold it: to six decimals, since runs are counted and more would be noise.
#[derive(Clone, Copy, PartialEq, PartialOrd, Debug)]
pub(crate) struct Decimal(f64);

impl Decimal {
    /// The number nearest to this one that a file can hold.
    pub(crate) fn new(number: f64) -> Decimal {
        Decimal(self::number(number).parse().unwrap_or(number))
    }

    /// The number.
    pub(crate) fn get(self) -> f64 {
        self.0
    }
}

impl From<f64> for Decimal {
    fn from(number: f64) -> Decimal {
        Decimal::new(number)
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&number(self.0))
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Decimal, D::Error> {
        let number = f64::deserialize(deserializer)?;
        if number.is_finite() { Ok(Decimal(number)) } else { Err(D::Error::custom("not a number")) }
    }
}

/// A chance as result files hold it, 0 to 1: refused where it is read and is none.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
#[serde(try_from = "Decimal")]
pub(crate) struct ChanceCell(Decimal);

impl From<Proportion> for ChanceCell {
    fn from(one: Proportion) -> ChanceCell {
        ChanceCell(one.value().into())
    }
}

impl TryFrom<Decimal> for ChanceCell {
    type Error = OutOfRange;

    fn try_from(number: Decimal) -> Result<ChanceCell, OutOfRange> {
        Chance::new(number.get()).map(|_| ChanceCell(number))
    }
}

impl ChanceCell {
    /// As the count of so many runs that it was made from: exact up to a million runs, of which six
    /// decimals tell all.
    pub(crate) fn of(self, runs: u64) -> Proportion {
        Proportion::near(self.0.get(), runs)
    }
}

/// To six decimals, without trailing zeros.
pub fn number(number: f64) -> String {
    let text = format!("{number:.6}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// A CSV table with a heading, also where there are no rows.
pub(crate) fn to_csv<T: Serialize + DeserializeOwned>(rows: impl IntoIterator<Item = T>) -> String {
    let mut writer = Writer::from_writer(Vec::new());
    let mut rows = rows.into_iter().peekable();
    if rows.peek().is_none() {
        writer.write_record(columns::<T>()).expect("memory can be written to");
    }
    for row in rows {
        writer.serialize(row).expect("rows are plain structs, written to memory");
    }
    let bytes = writer.into_inner().expect("memory can be written to");
    String::from_utf8(bytes).expect("cells are text")
}

/// The rows of a CSV table of ours.
///
/// # Errors
///
/// The line and the column of the first cell that is not as we write it.
pub(crate) fn from_csv<T: DeserializeOwned>(
    file: &'static str,
    text: &str,
) -> Result<Vec<T>, RunResultError> {
    let unreadable = |what: String| RunResultError::Unreadable { file, what };
    let mut reader = Reader::from_reader(text.as_bytes());
    let heading = reader.headers().cloned().unwrap_or_default();
    let rows = reader.records().map(|record| {
        let record = record.map_err(|error| unreadable(error.to_string()))?;
        record
            .deserialize(Some(&heading))
            .map_err(|error| unreadable(found(&error, &record, &heading)))
    });
    rows.collect()
}

/// Which cell of a row is not as we write it, and what it holds.
fn found(error: &csv::Error, record: &StringRecord, heading: &StringRecord) -> String {
    let line = record.position().map_or(0, Position::line);
    let ErrorKind::Deserialize { err, .. } = error.kind() else { return error.to_string() };
    let place = err.field().and_then(|field| usize::try_from(field).ok());
    let cell = place.and_then(|place| Some((heading.get(place)?, record.get(place)?)));
    match cell {
        Some((name, cell)) => format!("line {line}, column {name}: found `{cell}`, {}", err.kind()),
        None => format!("line {line}: {}", err.kind()),
    }
}

/// The columns of a row, as serde names its fields.
fn columns<T: DeserializeOwned>() -> &'static [&'static str] {
    struct Fields<'a>(&'a mut &'static [&'static str]);
    impl<'de> Deserializer<'de> for Fields<'_> {
        type Error = value::Error;

        fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, value::Error> {
            Err(value::Error::custom("asked for its fields alone"))
        }

        fn deserialize_struct<V: Visitor<'de>>(
            self,
            _: &'static str,
            fields: &'static [&'static str],
            visitor: V,
        ) -> Result<V::Value, value::Error> {
            *self.0 = fields;
            self.deserialize_any(visitor)
        }

        serde::forward_to_deserialize_any! {
            bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
            unit unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
        }
    }
    let mut fields: &'static [&'static str] = &[];
    // That it fails is the way out: the fields are known by then.
    drop(T::deserialize(Fields(&mut fields)));
    fields
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&number(self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
    struct Sample {
        name: String,
        chance: Decimal,
        error: Option<Decimal>,
    }

    #[test]
    fn numbers_are_written_short() {
        assert_eq!(number(0.059_53), "0.05953");
        assert_eq!(number(1.0), "1");
        assert_eq!(number(-1e-9), "0");
        assert_eq!(number(100.0), "100");
    }

    #[test]
    fn rows_come_back_as_they_were() {
        let row = |chance: f64, error| Sample {
            name: "a, \"b\"".to_owned(),
            chance: chance.into(),
            error,
        };
        let rows = vec![row(1.0 / 3.0, None), row(0.0, Some(0.25.into()))];
        let text = to_csv(rows.clone());
        assert!(text.starts_with("name,chance,error\n\"a, \"\"b\"\"\",0.333333,\n"), "{text}");
        assert_eq!(from_csv::<Sample>("a.csv", &text).unwrap(), rows);
        assert_eq!(to_csv(Vec::<Sample>::new()), "name,chance,error\n");
    }

    #[test]
    fn a_broken_cell_is_named() {
        let wrong = |text| from_csv::<Sample>("a.csv", text).unwrap_err().to_string();
        let error = wrong("name,chance,error\na,x,\n");
        assert!(error.starts_with("a.csv: line 2, column chance: found `x`, "), "{error}");
        assert!(wrong("name,chance,error\na,inf,\n").contains("not a number"));
        assert!(ChanceCell::try_from(Decimal::new(1.5)).is_err());
        assert!(wrong("name,error\na,\n").contains("missing field `chance`"));
    }
}
