//! The weights of a mixture.

use super::Check;
use crate::scenario::{draft::Report, wire::ScenarioFile};

/// How far off 1 a sum of decimal weights may be.
const SLACK: f64 = 1e-9;

impl Check<'_> {
    /// At least two parts, each with a weight, all of which make 1.
    pub(super) fn mix(&mut self, file: &ScenarioFile) {
        let Some((parts, at)) = file.mix.both() else { return };
        if parts.len() < 2 {
            let report = Report::error(Some(at), "a mixture has two parts or more");
            self.reports.push(report.help("or leave [mix] out"));
            return;
        }
        let mut sum = Some(0.0);
        let mut last = None;
        for (name, part) in parts {
            let Some(section) = part.get() else { return };
            let path = format!("mix.{name}");
            self.required((&path, part.at()), "weight", &section.weight);
            let share = |weight: f64| weight > 0.0 && weight <= 1.0;
            let weight =
                self.number(&section.weight, share, "a weight lies above 0 and is at most 1");
            sum = sum.zip(weight).map(|(sum, weight)| sum + weight);
            last = section.weight.at().or(last);
            if let (Some(_), Some(at)) = (section.text.get(), section.layers.at()) {
                self.error(Some(at), "either `layers` or `text`, not both");
            }
        }
        if let Some(sum) = sum.filter(|sum| (sum - 1.0).abs() > SLACK) {
            let rounded = (sum * 1e6).round() / 1e6;
            let message = format!("the weights of the parts make {rounded}, not 1");
            let help = format!("divide each by {rounded}");
            self.reports.push(Report::error(last, message).help(help));
        }
    }
}
