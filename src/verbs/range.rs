//! What is varied on the command line: a key with its bounds, and for a grid a step.

use std::str::FromStr;

use crate::quantity::tidy;

/// A key and the values it takes in turn: `pace.multiplier=0.5:3:0.1`.
#[derive(Clone, PartialEq, Debug)]
pub struct SweepRange {
    /// The dotted key.
    pub key: String,
    /// Two values or more, in order, none twice.
    pub values: Vec<f64>,
}

/// A key and the bounds between which its value is looked for: `pace.multiplier=1:10`.
#[derive(Clone, PartialEq, Debug)]
pub struct Bracket {
    /// The dotted key.
    pub key: String,
    /// The least value.
    pub from: f64,
    /// The greatest, above the least.
    pub to: f64,
}

/// A range that makes no sense; says why.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{0}")]
pub struct BadRange(String);

/// More values than these would take too long and could not be read off a chart.
const MOST_VALUES: f64 = 1000.0;

impl FromStr for SweepRange {
    type Err = BadRange;

    fn from_str(text: &str) -> Result<SweepRange, BadRange> {
        let (key, numbers) = parts(text, "pace.multiplier=0.5:3:0.1")?;
        let [from, to, step] = numbers[..] else {
            let message = "expected KEY=FROM:TO:STEP, such as pace.multiplier=0.5:3:0.1";
            return Err(BadRange(message.to_owned()));
        };
        if step == 0.0 {
            return Err(BadRange(
                "the step is 0; from FROM to TO it would never arrive".to_owned(),
            ));
        }
        let count = (to - from) / step;
        if count < 0.0 {
            let sign = if step > 0.0 { "negative" } else { "positive" };
            return Err(BadRange(format!(
                "a step of {step} leads from {from} away from {to}; a {sign} one would not"
            )));
        }
        // A step that is written with few digits may miss the end by a rounding.
        let count = (count + 1e-9).floor();
        if count < 1.0 {
            return Err(BadRange(format!("a step of {step} from {from} goes past {to} at once")));
        }
        if count >= MOST_VALUES {
            let message = format!("more than {MOST_VALUES} values; take a longer step");
            return Err(BadRange(message));
        }
        let values = (0..=count as u32).map(|place| tidy(from + f64::from(place) * step));
        Ok(SweepRange { key, values: values.collect() })
    }
}

impl FromStr for Bracket {
    type Err = BadRange;

    fn from_str(text: &str) -> Result<Bracket, BadRange> {
        let (key, numbers) = parts(text, "pace.multiplier=1:10")?;
        match numbers[..] {
            [from, to] if from < to => Ok(Bracket { key, from, to }),
            [from, to] => Err(BadRange(format!("expected FROM below TO, found {from}:{to}"))),
            _ => Err(BadRange("expected KEY=FROM:TO, such as pace.multiplier=1:10".to_owned())),
        }
    }
}

fn parts(text: &str, example: &str) -> Result<(String, Vec<f64>), BadRange> {
    let bad = |why: String| Err(BadRange(why));
    let Some((key, range)) = text.split_once('=') else {
        return bad(format!("expected a key, `=` and a range, such as {example}"));
    };
    if key.trim().is_empty() {
        return bad(format!("no key before `=`; for example {example}"));
    }
    let mut numbers = Vec::new();
    for part in range.split(':') {
        match part.trim().parse::<f64>() {
            Ok(number) if number.is_finite() => numbers.push(number),
            _ => return bad(format!("expected a number, found `{part}`; for example {example}")),
        }
    }
    Ok((key.trim().to_owned(), numbers))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(range: &str) -> Vec<f64> {
        format!("key={range}").parse::<SweepRange>().map(|grid| grid.values).unwrap_or_default()
    }

    #[test]
    fn a_grid_has_both_ends_where_the_step_meets_them() {
        assert_eq!(values("0:0.3:0.1"), [0.0, 0.1, 0.2, 0.3]);
        assert_eq!(values("0:1:0.4"), [0.0, 0.4, 0.8]);
        assert_eq!(values("3:1:-1"), [3.0, 2.0, 1.0]);
    }

    #[test]
    fn ranges_that_lead_nowhere_are_refused() {
        for wrong in
            ["0:1:0", "0:1:-0.1", "1:0:0.1", "1:1:1", "0:1:2", "0:1", "0:x:1", "0:inf:1", ""]
        {
            assert!(values(wrong).is_empty(), "{wrong}");
        }
        assert!("0:3:1".parse::<SweepRange>().is_err() && "=0:3:1".parse::<SweepRange>().is_err());
        assert!("key=0:1000000:0.1".parse::<SweepRange>().is_err());
        assert!("key=2:1".parse::<Bracket>().is_err() && "key=1:1".parse::<Bracket>().is_err());
        assert_eq!("a.b=1:2".parse::<Bracket>().map(|span| (span.from, span.to)), Ok((1.0, 2.0)));
    }
}
