//! Where numbers lie.

/// Where numbers lie, ends included: far beyond any that was ever found, and so that nothing
/// overflows.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Domain {
    /// The least.
    pub least: f64,
    /// The most; may be infinite.
    pub most: f64,
    /// How another number is refused.
    pub expected: &'static str,
}

impl Domain {
    /// A finite number from nought.
    pub const SPEED: Domain =
        Domain { least: 0.0, most: f64::MAX, expected: "expected a finite number from 0" };

    /// A shape of a gamma law.
    pub const SHAPE: Domain = Domain {
        least: f64::MIN_POSITIVE,
        most: f64::INFINITY,
        expected: "expected a number above 0",
    };

    /// Whether a number lies in it; NaN lies nowhere.
    pub fn contains(&self, number: f64) -> bool {
        (self.least..=self.most).contains(&number)
    }

    /// In words: `0 to 10`, `from 0.001`.
    pub fn range(&self) -> String {
        match (self.least, self.most) {
            (f64::MIN_POSITIVE, f64::MAX..) => "above 0".to_owned(),
            (least, f64::MAX..) => format!("from {least}"),
            (least, most) => format!("{least} to {most}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_told_in_words() {
        let share = Domain { least: 0.0, most: 1.0, expected: "" };
        for (domain, range) in
            [(share, "0 to 1"), (Domain::SPEED, "from 0"), (Domain::SHAPE, "above 0")]
        {
            assert_eq!(domain.range(), range);
            assert!(!domain.contains(f64::NAN) && !domain.contains(-1.0));
        }
        assert!(share.contains(1.0) && !share.contains(1.01));
        assert!(Domain::SHAPE.contains(f64::INFINITY) && !Domain::SPEED.contains(f64::INFINITY));
    }
}
