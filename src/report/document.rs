//! The report as a whole: what the page and the Markdown are both written from.

use super::{
    comparison::{Comparison, names},
    folder::ResultFolder,
    section::ReportSection,
};

/// A report on one or several results, worded and ready to be set.
#[derive(Clone, Debug)]
pub struct ReportDocument {
    pub(super) title: String,
    pub(super) question: String,
    pub(super) sections: Vec<ReportSection>,
    pub(super) comparison: Option<Comparison>,
    /// What the script reads: JSON, made from the results' files.
    pub(super) data: serde_json::Value,
}

impl ReportDocument {
    /// Words a report on these results, in order; several are compared with the first.
    pub fn new(results: &[ResultFolder]) -> ReportDocument {
        let names = names(results);
        let mut treaties: Vec<&str> =
            results.iter().map(|one| one.scenario.model.title.as_str()).collect();
        treaties.dedup();
        let title = treaties.join("; ");
        let question = match results {
            [one] if one.numbers.summary.met_by_record.is_some() => {
                "When did the treaty have what it needs, and when is it in force?".to_owned()
            }
            [one] => match one.scenario.model.target {
                Some(target) => format!(
                    "When will the treaty enter into force, how sure is that, and will it be by {}?",
                    crate::wording::long_day(target)
                ),
                None => "When will the treaty enter into force, and how sure is that?".to_owned(),
            },
            _ => "When will the treaty enter into force, and what do different assumptions change?"
                .to_owned(),
        };
        let named = || results.iter().zip(&names);
        let sections: Vec<ReportSection> =
            named().map(|(one, name)| ReportSection::from_result(one, name.clone())).collect();
        let comparison = Comparison::from_results(results, &names);
        let data = super::readings::data(results, &sections, comparison.as_ref());
        ReportDocument { title, question, sections, comparison, data }
    }
}
