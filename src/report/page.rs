//! The report as one HTML page that needs nothing else: styles, script, fonts and charts inside.

use std::fmt::Write;

use askama::Template;

use super::{
    answer::{LADDER, Rung},
    comparison::Comparison,
    document::ReportDocument,
    people::COLUMNS,
    picture::Picture,
    readings, record,
    section::ReportSection,
};
use crate::{
    chart::{FONTS, Svg, Theme},
    publish::PAGE_MARK,
    wording::share,
};

#[derive(Template)]
#[template(path = "page.html")]
struct Page<'a> {
    mark: &'static str,
    version: &'static str,
    title: &'a str,
    question: &'a str,
    sections: &'a [ReportSection],
    comparison: Option<&'a Comparison>,
    ladder: &'static [Rung],
    columns: &'static [(&'static str, &'static str)],
    tried: &'static [(&'static str, &'static str)],
    style: String,
    script: &'static str,
    data: &'a serde_json::Value,
}

impl ReportDocument {
    /// The report as one HTML page.
    pub fn html(&self) -> String {
        let page = Page {
            mark: PAGE_MARK,
            version: env!("CARGO_PKG_VERSION"),
            title: &self.title,
            question: &self.question,
            sections: &self.sections,
            comparison: self.comparison.as_ref(),
            ladder: &LADDER,
            columns: &COLUMNS,
            tried: &record::COLUMNS,
            style: style(),
            script: include_str!("page.js"),
            data: &self.data,
        };
        page.render().expect("writing to a string in memory does not fail")
    }
}

impl Page<'_> {
    fn id(&self, place: &usize, figure: &Picture) -> String {
        readings::id(*place, figure)
    }

    /// A figure as wide pages and as narrow ones show it, each with the box that it plots days in.
    fn views(&self, figure: &Picture) -> String {
        let view = |class: &str, svg: &Svg| {
            let plot = svg.plot().map_or_else(String::new, |plot| {
                format!(" data-plot=\"{}\"", readings::plot_json(plot))
            });
            format!("<div class=\"{class}\"{plot}>{}</div>\n", svg.text())
        };
        view("wide", &figure.svg) + &view("slim", &figure.slim)
    }

    fn span(&self, rung: &Rung) -> String {
        let whole = |chance: f64| share(chance, false, false);
        format!("{} to {}", whole(rung.from).trim_end_matches('%'), whole(rung.to))
    }
}

/// The style sheet with the fonts and, for dark screens, the charts' colours.
fn style() -> String {
    let mut style = String::new();
    for (weight, bytes) in FONTS {
        // Writing to a string cannot fail.
        let _ = writeln!(
            style,
            "@font-face{{font-family:Inter;font-weight:{weight};src:url(data:font/otf;base64,{})}}",
            base64(bytes)
        );
    }
    style.push_str(include_str!("page.css"));
    style.push_str("@media screen and (prefers-color-scheme:dark){\n");
    for (drawn, there) in Theme::Dark.colours() {
        for attribute in ["fill", "stroke"] {
            let _ = writeln!(style, ".chart [{attribute}=\"{drawn}\"]{{{attribute}:{there}}}");
        }
    }
    style.push_str("}\n");
    style
}

/// RFC 4648, with padding.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |place: usize| u32::from(chunk.get(place).copied().unwrap_or(0));
        let word = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4 {
            let letter = LETTERS[(word >> (18 - 6 * place) & 63) as usize];
            text.push(if place <= chunk.len() { char::from(letter) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tests::{result, result_with};

    #[test]
    fn base64_is_as_the_rfc_has_it() {
        for (plain, coded) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")]
        {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
    }

    #[test]
    fn what_looks_like_markup_stays_text() {
        let evil = "<script>alert(1)</script><!-- \\\" &amp;";
        let result = result_with(
            200,
            &[
                ("Treaty of <Testing> & Proof", evil),
                ("A made-up treaty", evil),
                ("source = \"made up\"", &format!("source = \"{evil}\"")),
                ("AAA,Aland,", "AAA,</script><u>Aland,"),
            ],
        );
        let mut results = vec![result.clone(), result];
        results[1].folder = "out/</script><s>".into();
        let page = ReportDocument::new(&results).html();
        assert_eq!(page.matches("<script").count(), 2, "the data and the script are ours");
        assert_eq!(page.matches("</script>").count(), 2);
        assert!(!page.contains("<u>") && !page.contains("<s>") && !page.contains("<!-- \""));
        assert!(page.contains("&#60;script&#62;alert(1)"));
    }

    #[test]
    fn the_page_asks_the_network_for_nothing() {
        let page = ReportDocument::new(&[result(200)]).html();
        assert!(page.contains("default-src 'none'"));
        for request in ["src=\"http", "url(http", "@import", "<link rel=\"stylesheet", "fetch("] {
            assert!(!page.contains(request), "{request}");
        }
        assert!(page.len() < 2_000_000, "{} bytes", page.len());
    }

    #[test]
    fn every_number_of_the_table_is_the_files() {
        let result = result(500);
        let page = ReportDocument::new(std::slice::from_ref(&result)).html();
        let csv = crate::result::participants_csv(&result.scenario.model, &result.numbers.summary);
        let mut rows = csv::Reader::from_reader(csv.as_bytes());
        let heading = rows.headers().unwrap().clone();
        let mut seen = 0;
        for row in rows.records().map(Result::unwrap) {
            let (_, there) = page.split_once(&format!("data-code=\"{}\"", &row[0])).unwrap();
            let (there, _) = there.split_once("</tr>").unwrap();
            let values: Vec<&str> = there
                .split("data-value=\"")
                .skip(1)
                .filter_map(|part| part.split('"').next())
                .collect();
            for ((_, column), value) in COLUMNS.iter().zip(values.iter().rev().take(6).rev()) {
                let place = heading.iter().position(|name| name == *column).unwrap();
                // A party's own chances say nothing and are left out.
                assert!(*value == &row[place] || value.is_empty() && !row[5].is_empty(), "{there}");
                seen += 1;
            }
        }
        assert_eq!(seen, 6 * 6);
    }
}
