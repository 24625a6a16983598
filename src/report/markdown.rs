//! The report as Markdown, with the charts as files beside it.

use super::{
    answer::LADDER, comparison::Comparison, document::ReportDocument, people::COLUMNS,
    picture::Picture, readings, record, section::ReportSection,
};
use crate::publish::PAGE_MARK;

impl ReportDocument {
    /// The report as Markdown; charts are looked for beside it under names that begin with `stem`.
    pub fn markdown(&self, stem: &str) -> String {
        let mut text =
            format!("{PAGE_MARK}\n\n# {}\n\n{}\n", plain(&self.title), plain(&self.question));
        if let Some(comparison) = &self.comparison {
            text.push_str(&compared(comparison, stem));
        }
        for (place, section) in self.sections.iter().enumerate() {
            text.push_str(&told(self, place, section, stem));
        }
        text
    }

    /// The charts of the report with the names of their files, without an ending.
    pub fn figures(&self, stem: &str) -> Vec<(String, &Picture)> {
        let compared =
            self.comparison.iter().map(|one| (format!("{stem}-{}", one.figure.name), &one.figure));
        let each = self.sections.iter().enumerate().flat_map(|(place, section)| {
            section.figures.iter().map(move |one| (self.file(stem, place, one), one))
        });
        compared.chain(each).collect()
    }

    fn file(&self, stem: &str, place: usize, figure: &Picture) -> String {
        match self.sections.len() {
            1 => format!("{stem}-{}", figure.name),
            _ => format!("{stem}-{}", readings::id(place, figure)),
        }
    }
}

fn compared(comparison: &Comparison, stem: &str) -> String {
    let mut text = "\n## The results side by side\n".to_owned();
    text.push_str(&picture(&format!("{stem}-{}", comparison.figure.name)));
    let heading: Vec<&str> = comparison.heading.iter().map(|(words, _)| *words).collect();
    let rows = comparison.rows.iter().map(|row| {
        let cells = row.cells.iter().map(|(words, _)| words.clone());
        std::iter::once(row.name.clone()).chain(cells).collect()
    });
    text.push_str(&table(&heading, rows));
    for note in &comparison.notes {
        text.push_str(&format!("\n{}\n", plain(note)));
    }
    text.push_str("\n### What they assume differently\n");
    for change in &comparison.changes {
        let lines = change.new.iter().map(|line| format!("now: {line}"));
        let lines = lines.chain(change.gone.iter().map(|line| format!("no longer: {line}")));
        let lines = lines.chain(change.layers.iter().flat_map(|layer| layer.values.clone()));
        let about: Vec<&str> = change.layers.iter().map(|layer| layer.about.as_str()).collect();
        let about = plain(about.join(" ").trim());
        text.push_str(&format!("\n**{}** {about}\n{}", plain(&change.name), list(lines)));
    }
    text
}

fn told(document: &ReportDocument, place: usize, section: &ReportSection, stem: &str) -> String {
    let mut text = match document.sections.len() {
        1 => "\n## The answer\n".to_owned(),
        _ => format!("\n## {}: the answer\n", plain(&section.name)),
    };
    if !section.departures.is_empty() {
        let assumed = plain(&section.departures);
        text.push_str(&format!("\n**Not the baseline.** {assumed}.\n"));
    }
    text.push_str(&format!("\n**{}**\n", plain(&section.answer.join(" "))));
    text.push_str(&format!("\n{}\n", plain(&section.known)));
    if !section.second_view.is_empty() {
        let view = plain(&section.second_view.join(" "));
        text.push_str(&format!("\n### A second view: what like treaties did\n\n{view}\n"));
    }
    for figure in &section.figures {
        text.push_str(&picture(&document.file(stem, place, figure)));
    }
    if !section.chances.is_empty() {
        text.push_str(&open(section));
    }
    text.push_str(&status(section));
    text.push_str(&format!("\n## What is assumed\n{}", list(section.assumptions.iter().cloned())));
    if !section.layers.is_empty() {
        text.push_str("\n### Assumptions in order; later ones override earlier ones\n");
        for layer in &section.layers {
            let (label, name) = (plain(&layer.label), plain(&layer.name));
            text.push_str(&format!("\n**{label}**, {name}"));
            if !layer.about.is_empty() {
                text.push_str(&format!(", in the words of its author: “{}”", plain(&layer.about)));
            }
            text.push('\n');
            if !layer.values.is_empty() {
                text.push_str(&list(layer.values.iter().cloned()));
            }
        }
    }
    text.push_str(&format!(
        "\n## How wrong this could be\n{}",
        list(section.limits.iter().cloned())
    ));
    text.push_str(&tried(section));
    text.push_str(&people(section));
    text.push_str(&format!(
        "\n## How to reproduce it\n\n{} simulated futures with seed {}. The first command made the \
         result; the second makes the same bytes again.\n\n    {}\n    {}\n",
        section.runs,
        section.seed,
        section.command.replace('\n', " "),
        section.again.replace('\n', " ")
    ));
    let files = section.inputs.iter().map(|(path, hash)| format!("{path} (SHA-256 {hash})"));
    text.push_str(&format!("\nRead from:\n{}", list(files)));
    text
}

/// Chances and days of an answer that is still open.
fn open(section: &ReportSection) -> String {
    let mut text = "\n### The chance by some days\n".to_owned();
    let rows = section.chances.iter().map(|row| {
        let mark = if row.target { " (target)" } else { "" };
        vec![format!("{}{mark}", row.day), row.chance.clone(), row.words.clone()]
    });
    text.push_str(&table(&["In force by", "Chance", "In words"], rows));
    text.push_str("\n### The days by chance\n");
    let rows = section
        .days
        .iter()
        .map(|row| [&row.share, &row.met, &row.in_force, &row.error].map(Clone::clone).to_vec());
    text.push_str(&table(&["Share of futures", "Rule met by", "In force by", "Error"], rows));
    let rungs: Vec<String> = LADDER
        .iter()
        .map(|rung| format!("{} from {:.0}%", rung.words, 100.0 * rung.from))
        .collect();
    text.push_str(&format!("\nLikelihood is always worded so: {}.\n", rungs.join("; ")));
    text
}

fn status(section: &ReportSection) -> String {
    let mut text =
        format!("\n## Status so far\n\n{} {}\n", plain(&section.status), plain(&section.rule));
    if !section.deposits.is_empty() {
        let rows = section.deposits.iter().map(|one| {
            let sources: Vec<&str> = one.sources.iter().map(|one| one.text.as_str()).collect();
            let name = [one.name.as_str(), one.doubt.as_str()].join(" ").trim().to_owned();
            vec![name, one.signed.clone(), one.deposited.clone(), sources.join("; ")]
        });
        text.push_str(&table(&["Participant", "Signed", "Deposited", "Source"], rows));
    }
    let lines =
        section.signings.iter().map(|one| format!("{} ({}): {}", one.day, one.count, one.names));
    text.push_str(&format!("\nSigned and not yet party:\n{}", list(lines)));
    text
}

fn tried(section: &ReportSection) -> String {
    let Some(record) = &section.record else { return String::new() };
    let mut heading = vec!["Made after"];
    heading.extend(record::COLUMNS.iter().map(|(words, _)| *words));
    let rows = record.rows.iter().map(|row| {
        let cells = row.cells.iter().map(|(words, _)| words.clone());
        std::iter::once(row.age.clone()).chain(cells).collect()
    });
    format!(
        "\n### How it did on earlier treaties\n{}\nForecasts of the day of {}:\n{}",
        list(record.told.iter().cloned()),
        plain(&record.what),
        table(&heading, rows)
    )
}

fn people(section: &ReportSection) -> String {
    let mut heading = vec!["Participant", "Status"];
    heading.extend(COLUMNS.iter().map(|(words, _)| *words));
    let rows = section.people.iter().map(|one| {
        let mut cells = vec![
            format!("{} {}", one.name, one.code),
            format!("{} {}", one.status, one.since).trim().to_owned(),
        ];
        cells.extend(one.cells.iter().map(|cell| cell.words.clone()));
        cells
    });
    format!("\n## Who matters\n{}", table(&heading, rows))
}

fn picture(file: &str) -> String {
    format!(
        "\n![]({})\n",
        file.replace(' ', "%20").replace('(', "%28").replace(')', "%29") + ".svg"
    )
}

fn table(heading: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let mut text = "\n".to_owned();
    text.push_str(&line(heading.iter().map(|one| (*one).to_owned()).collect()));
    text.push_str(&line(vec!["---".to_owned(); heading.len()]));
    for row in rows {
        text.push_str(&line(row.iter().map(|cell| plain(cell)).collect()));
    }
    text
}

fn list(lines: impl Iterator<Item = String>) -> String {
    lines.fold("\n".to_owned(), |text, line| format!("{text}- {}\n", plain(&line)))
}

/// Text as Markdown that shows it as it is, on one line.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' => {
                out.push('\\');
                out.push(letter);
            }
            other if other.is_control() => out.push(' '),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tests::{result, result_with};

    #[test]
    fn what_looks_like_markup_stays_text() {
        let result = result_with(200, &[("AAA,Aland,", "AAA,</script>|*Aland*,")]);
        let text = ReportDocument::new(&[result]).markdown("small");
        assert!(text.contains("&lt;/script&gt;\\|\\*Aland\\*"));
        assert!(text.contains("# Treaty of &lt;Testing&gt; &amp; Proof"));
    }

    #[test]
    fn each_picture_is_a_figure_beside_it() {
        for results in [vec![result(200)], vec![result(200), result(100)]] {
            let document = ReportDocument::new(&results);
            let text = document.markdown("small");
            let figures = document.figures("small");
            assert_eq!(text.matches("![]").count(), figures.len());
            for (name, _) in figures {
                assert!(text.contains(&format!("![]({name}.svg)")), "{name}");
            }
        }
    }
}
