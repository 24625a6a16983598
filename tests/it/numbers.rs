//! Every number a reader of the report sees, against the files of the result: the words themselves
//! are read, so that a wrong rounding is found as a wrong number is.

use std::collections::BTreeMap;

use inforce::quantity::Day;
use serde_json::Value;

use crate::report::Place;

/// A row of a CSV file by column.
type Record = BTreeMap<String, String>;

fn csv(place: &Place, path: &str) -> Vec<Record> {
    let mut reader = csv::Reader::from_path(place.path(path)).expect("a table");
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

/// A page with its marks taken out where it is read.
struct Page(String);

impl Page {
    /// The cells of the table in the region of this name, row by row, the heading first.
    fn table(&self, region: &str) -> Vec<Vec<String>> {
        let start = format!("role=\"region\" aria-label=\"{region}\">");
        let (_, rest) = self.0.split_once(&start).unwrap_or_else(|| panic!("{region} is there"));
        let (table, _) = rest.split_once("</table>").expect("an end");
        let rows = table.split("<tr").skip(1);
        rows.map(|row| {
            let cells = row.split("</td>").flat_map(|part| part.split("</th>"));
            let cells = cells.filter(|part| part.contains("<td") || part.contains("<th"));
            cells.map(text).collect()
        })
        .collect()
    }

    fn data(&self) -> Value {
        let (_, data) = self.0.split_once("id=\"data\">").expect("the data");
        serde_json::from_str(data.split_once("</script>").expect("its end").0).expect("JSON")
    }

    /// The words drawn in a figure, in order.
    fn drawn(&self, figure: &str) -> Vec<String> {
        let start = format!("data-figure=\"{figure}\"");
        let (_, rest) = self.0.split_once(&start).unwrap_or_else(|| panic!("{figure} is there"));
        let (figure, _) = rest.split_once("<div class=\"slim\"").expect("an end");
        figure
            .split("<text ")
            .skip(1)
            .map(|part| text(part.split("</text>").next().expect("a part")))
            .collect()
    }
}

/// What is read of a part of a page, from its first mark on.
fn text(part: &str) -> String {
    let mut words = String::new();
    let mut inside = false;
    let from = part.find("<t").filter(|_| part.contains("<td") || part.contains("<th"));
    let (_, part) = part[from.unwrap_or(0)..].split_once('>').expect("a mark");
    for letter in part.chars() {
        match letter {
            '<' => inside = true,
            '>' => inside = false,
            letter if !inside => words.push(letter),
            _ => {}
        }
    }
    let words = words.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    let words = words
        .replace("&#60;", "<")
        .replace("&#62;", ">")
        .replace("&#38;", "&")
        .replace("&#34;", "\"");
    words.replace("&#39;", "'").replace('\u{a0}', " ").trim().to_owned()
}

/// The number that words begin with, and half of its last digit.
fn number(words: &str) -> (f64, f64) {
    let words = words.replace(['+', ','], "").replace('−', "-");
    let end = words.find(|one: char| !one.is_ascii_digit() && !".-".contains(one));
    let digits = &words[..end.unwrap_or(words.len())];
    let decimals = digits.split_once('.').map_or(0, |(_, part)| part.len());
    let value = digits.parse().unwrap_or_else(|_| panic!("a number: {words}"));
    (value, 0.5001 * 10f64.powi(-i32::try_from(decimals).expect("few")))
}

/// Asserts that words such as `5.8% ± 0.3`, `<0.1%` or `below 0.04%` say a chance and its error.
fn says_chance(words: &str, chance: &str, error: Option<&str>) {
    let percent = 100.0 * chance.parse::<f64>().expect("a chance");
    let beyond = |sign: &str| words.strip_prefix(sign);
    if let Some(bound) = beyond("<").or(beyond("below ")) {
        assert!(percent < number(bound).0, "{words}: {chance}");
    } else if let Some(bound) = beyond(">").or(beyond("above ")) {
        assert!(percent > number(bound).0, "{words}: {chance}");
    } else {
        let (said, half) = number(words);
        assert!((said - percent).abs() <= half, "{words}: {chance}");
        if let (Some((_, said)), Some(error)) = (words.split_once(" ± "), error) {
            let (said, half) = number(said);
            let error = 100.0 * error.parse::<f64>().expect("an error");
            // An error below the last digit is rounded up to it.
            let right = (said - error).abs() <= half || (error < said && said <= 2.0 * half);
            assert!(right, "{words}: {error}");
        }
    }
}

/// Asserts that words such as `9 Oct 2028` or `October 2028` say a day, empty where there is none.
fn says_day(words: &str, day: &str) {
    if day.is_empty() {
        assert_eq!(words, "beyond horizon");
        return;
    }
    let day: Day = day.parse().expect("a day");
    let parts: Vec<&str> = words.split(' ').collect();
    let (month, year) = match parts[..] {
        [of_month, month, year] => {
            assert_eq!(of_month, day.day_of_month().to_string(), "{words}: {day}");
            (month, year)
        }
        [month, year] => (month, year),
        _ => panic!("no day: {words}"),
    };
    let months = inforce::wording::words::MONTHS;
    let number = months.iter().position(|name| name.starts_with(month)).expect("a month") + 1;
    assert_eq!(
        (year, number),
        (day.year().to_string().as_str(), usize::from(day.month())),
        "{words}"
    );
}

/// The rows of a summary with this measure, by day.
fn chances(summary: &[Record]) -> BTreeMap<&str, &Record> {
    let wanted = ["chance_by_target", "chance_by_day", "chance_by_year_end"];
    let rows = summary.iter().filter(|row| wanted.contains(&row["measure"].as_str()));
    rows.map(|row| (row["day"].as_str(), row)).collect()
}

fn quantile<'a>(summary: &'a [Record], event: &str, share: f64) -> &'a Record {
    let mut found =
        summary.iter().filter(|row| row["measure"] == "quantile" && row["event"] == event);
    found.find(|row| row["share"].parse() == Ok(share)).expect("a quantile")
}

fn page(place: &Place, path: &str) -> Page {
    Page(place.read(path))
}

#[test]
fn every_table_and_figure_says_what_the_files_say() {
    let place = Place::with(&["hanoi hanoi/reports-half --runs 5000 --out out/hanoi"]);
    place.done("report out/hanoi");
    let page = page(&place, "out/hanoi-report.html");
    let name = "Hanoi + Reports half";
    let summary = csv(&place, "out/hanoi/summary.csv");
    let participants = csv(&place, "out/hanoi/participants.csv");

    let by_day = chances(&summary);
    let rows = page.table(&format!("{name}: the chance by some days"));
    assert_eq!(rows.len() - 1, by_day.len());
    for (row, (day, written)) in rows[1..].iter().zip(&by_day) {
        says_day(row[0].trim_end_matches(" (target)"), day);
        says_chance(&row[1], &written["chance"], Some(&written["standard_error"]));
    }

    let rows = page.table(&format!("{name}: the days by chance"));
    assert_eq!(rows.len(), 8);
    for row in &rows[1..] {
        let share = number(&row[0]).0 / 100.0;
        for (event, words) in [("met", &row[1]), ("in_force", &row[2])] {
            says_day(words, &quantile(&summary, event, share)["day"]);
        }
        let written = quantile(&summary, "in_force", share);
        let ends = ["day_early", "day_late"].map(|end| written[end].parse::<Day>());
        if let [Ok(early), Ok(late)] = ends {
            let half = f64::from((late - early).0) / 2.0;
            let (said, _) = number(row[3].strip_prefix("± ").expect("an error"));
            assert!((said - half.max(1.0)).abs() <= 0.5, "{row:?}");
        } else {
            assert_eq!(row[3], "–");
        }
    }

    figures(&place, &page);
    who_matters(&page, name, &participants);
    status(&page, name, &participants);
    first_numbers(&page, &summary, &by_day);
}

/// What is seen in the figures and said of them under the pointer.
fn figures(place: &Place, page: &Page) {
    let data = page.data();
    let rows = |figure: &str| data["figures"][format!("r0-{figure}")]["rows"].as_array().cloned();
    let words = |row: &Value| row[2].as_str().expect("words").to_owned();

    let quarters = csv(place, "out/hanoi/quarters.csv");
    let said = rows("quarters").expect("rows");
    assert_eq!(said.len(), quarters.len());
    for (row, written) in said.iter().zip(&quarters) {
        let words = words(row);
        let (days, rest) = words.split_once(": ").expect("a colon");
        let (from, to) = days.split_once(" to ").expect("two months");
        says_day(from, &written["from"]);
        says_day(to, &written["to"]);
        let (counts, chance) = rest.split_once(" futures, ").expect("counts");
        assert_eq!(
            number(counts).0 as u64,
            written["in_force_runs"].parse::<u64>().expect("a count"),
            "{words}"
        );
        assert!(counts.ends_with(" of 5,000"), "{words}");
        says_chance(chance, &written["in_force_chance"], None);
    }
    // Each bar's own number, where it has room, is a quarter's; two more stand at the axis and at what
    // lies beyond it.
    let mut left: Vec<&Record> =
        quarters.iter().filter(|row| row["in_force_runs"] != "0").collect();
    let matches = |words: &str, row: &Record| {
        let percent = 100.0 * row["in_force_chance"].parse::<f64>().expect("a chance");
        let (said, half) = number(words.trim_start_matches('<'));
        if words.starts_with('<') { percent < said } else { (said - percent).abs() <= half }
    };
    let drawn = page.drawn("r0-quarters");
    let (mut found, mut strange) = (0, Vec::new());
    for words in drawn.iter().filter(|words| words.ends_with('%')) {
        match left.iter().position(|row| matches(words, row)) {
            Some(place) => {
                left.remove(place);
                found += 1;
            }
            None => strange.push(words),
        }
    }
    assert!(found > 10 && strange.len() <= 2, "{strange:?}");

    let months = csv(place, "out/hanoi/trajectory.csv");
    let said = rows("parties").expect("rows");
    assert_eq!(said.len(), months.len());
    for (row, written) in said.iter().zip(&months) {
        let at = |column: &str| written[&format!("parties_{column}")].clone();
        let [p5, p25, p50, p75, p95] = ["p5", "p25", "p50", "p75", "p95"].map(at);
        let (day, rest) = row[2].as_str().and_then(|words| words.split_once(": ")).expect("words");
        says_day(day, &written["month_end"]);
        assert_eq!(
            rest,
            format!(
                "half of all futures have {p50} or more; half lie from {p25} to {p75}, nine in ten from \
                 {p5} to {p95}"
            )
        );
    }

    let pace = csv(place, "out/hanoi/pace.csv");
    let said = rows("pace").expect("rows");
    assert_eq!(said.len(), pace.len());
    for (row, written) in said.iter().zip(&pace) {
        let words = words(row);
        let (month, rest) = words.split_once(": ").expect("a colon");
        says_day(month, &written["month_from"]);
        let numbers: Vec<&str> = rest.split(' ').filter(|word| word.contains('.')).collect();
        for (words, column) in numbers.iter().zip(["pace_p50", "pace_p10", "pace_p90"]) {
            let (said, half) = number(words);
            assert!(
                (said - written[column].parse::<f64>().expect("a pace")).abs() <= half,
                "{rest}"
            );
        }
        assert_eq!(numbers.len(), 3, "{rest}");
    }

    let curve = &data["curves"][0];
    let chances = curve["chances"].as_array().expect("a curve");
    let spoken = curve["words"].as_array().expect("words");
    let days = csv(place, "out/hanoi/distribution.csv");
    assert_eq!((chances.len(), spoken.len()), (days.len(), days.len()));
    for ((row, chance), words) in days.iter().zip(chances).zip(spoken) {
        let column = &row["in_force_by_chance"];
        assert_eq!(chance.as_f64(), column.parse().ok(), "{row:?}");
        says_chance(words.as_str().expect("words"), column, None);
    }

    let people = csv(place, "out/hanoi/participants.csv");
    for (figure, column) in [("next", "within_a_year_chance"), ("decisive", "decisive_chance")] {
        let words = page.drawn(&format!("r0-{figure}"));
        let mut seen = 0;
        for one in &people {
            let called = inforce::wording::short_name(&one["name"]);
            let Some(at) = words.iter().position(|words| words == called) else { continue };
            let chance = words[at..].iter().find(|words| {
                words.ends_with('%')
                    && words.starts_with(|one: char| "<>".contains(one) || one.is_ascii_digit())
            });
            says_chance(chance.expect("its chance"), &one[column], None);
            seen += 1;
        }
        assert_eq!(seen, 20, "{figure}");
    }
}

fn who_matters(page: &Page, name: &str, participants: &[Record]) {
    let rows = page.table(&format!("{name}: who matters"));
    assert_eq!(rows.len() - 1, participants.len());
    let by_code: BTreeMap<&str, &Record> =
        participants.iter().map(|one| (one["iso3"].as_str(), one)).collect();
    for row in &rows[1..] {
        let (called, code) = row[0].rsplit_once(' ').expect("a name and a code");
        let one = by_code[code];
        assert_eq!(called, one["name"]);
        let party = !one["deposited"].is_empty();
        let (status, since) = match (party, one["signed"].is_empty()) {
            (true, _) => ("party", &one["deposited"]),
            (false, false) => ("signatory", &one["signed"]),
            (false, true) => ("not signed", &one["signed"]),
        };
        let since_words = row[1].strip_prefix(status).expect("a status").trim();
        if since.is_empty() {
            assert_eq!(since_words, "");
        } else {
            says_day(since_words, since);
        }
        let columns = ["within_a_year_chance", "by_target_chance", "decisive_chance"];
        for (words, column) in row[2..5].iter().zip(columns) {
            if words == "–" {
                assert!(party, "{row:?}");
            } else {
                says_chance(words, &one[column], None);
            }
        }
        for (words, column) in [(&row[5], "influence"), (&row[6], "target_chance_if_deposits_now")]
        {
            if words == "–" {
                assert!(party || one[column].is_empty(), "{row:?}");
            } else {
                says_chance(words, &one[column], None);
            }
        }
        says_day(&row[7], &one["median_day"]);
    }
}

fn status(page: &Page, name: &str, participants: &[Record]) {
    let rows = page.table(&format!("{name}: deposits on record"));
    let parties: Vec<&Record> =
        participants.iter().filter(|one| !one["deposited"].is_empty()).collect();
    assert_eq!(rows.len() - 1, parties.len());
    for row in &rows[1..] {
        let one =
            parties.iter().find(|one| row[0].starts_with(one["name"].as_str())).expect("a party");
        if !row[1].is_empty() || !one["signed"].is_empty() {
            says_day(&row[1], &one["signed"]);
        }
        says_day(&row[2], &one["deposited"]);
        let chance = &one["deposit_chance"];
        let doubt = row[0].contains("taken as made in 50% of futures");
        assert_eq!(doubt, chance == "0.5", "{row:?} {chance}");
    }
    let (_, signed) = page.0.split_once("Signed and not yet party").expect("those who signed");
    let (signed, _) = signed.split_once("</ul>").expect("an end");
    let mut count = 0;
    for line in signed.split("<li>").skip(1) {
        let line = text(&format!("<b>{line}"));
        let (day, rest) = line.split_once(" (").expect("a day");
        let (number, names) = rest.split_once("): ").expect("a number");
        let these: Vec<&Record> = participants
            .iter()
            .filter(|one| one["deposited"].is_empty() && !one["signed"].is_empty())
            .filter(|one| {
                let signed: Day = one["signed"].parse().expect("a day");
                inforce::wording::long_day(signed) == day
            })
            .collect();
        assert_eq!(number, these.len().to_string(), "{day}");
        assert!(these.iter().all(|one| names.contains(one["name"].as_str())), "{day}");
        count += these.len();
    }
    let signatories =
        participants.iter().filter(|one| !one["signed"].is_empty() && one["deposited"].is_empty());
    assert_eq!(count, signatories.count());
}

/// The numbers to be read first, and the answer's.
fn first_numbers(page: &Page, summary: &[Record], by_day: &BTreeMap<&str, &Record>) {
    let (_, facts) = page.0.split_once("<dl class=\"facts\">").expect("facts");
    let (facts, _) = facts.split_once("</dl>").expect("an end");
    let facts: Vec<String> = facts
        .split("<dd>")
        .skip(1)
        .map(|part| text(&format!("<b>{}", part.split("</dd>").next().expect("a part"))))
        .collect();
    let facts: Vec<&str> = facts.iter().map(|one| one.trim()).collect();
    let target = by_day["2027-12-31"];
    says_chance(facts[0], &target["chance"], None);
    says_day(facts[1], &quantile(summary, "in_force", 0.5)["day"]);
    let (low, high) = facts[2].split_once(" – ").expect("a range");
    says_day(low, &quantile(summary, "in_force", 0.1)["day"]);
    says_day(high, &quantile(summary, "in_force", 0.9)["day"]);
    let (_, answer) = page.0.split_once("the chance is ").expect("an answer");
    let (chance, _) = answer.split_once(". ").expect("a sentence after it");
    says_chance(chance, &target["chance"], Some(&target["standard_error"]));
}

#[test]
fn results_side_by_side_say_what_their_files_say() {
    let place = Place::with(&[
        "hanoi --runs 4000",
        "hanoi hanoi/what-ifs/threshold-30 --runs 4000 --out out/threshold",
        "hanoi hanoi/canada --runs 4000 --out out/canada",
    ]);
    place.done("report out/hanoi out/threshold out/canada --out all.html");
    let page = page(&place, "all.html");
    let rows = page.table("Table of the results");
    assert_eq!(rows.len(), 4);
    let summary = |folder: &str| csv(&place, &format!("out/{folder}/summary.csv"));
    let first = summary("hanoi");
    let target = |summary: &[Record]| chances(summary)["2027-12-31"].clone();
    for (row, folder) in rows[1..].iter().zip(["hanoi", "threshold", "canada"]) {
        let summary = summary(folder);
        let (this, base) = (target(&summary), target(&first));
        says_chance(&row[1], &this["chance"], Some(&this["standard_error"]));
        if folder == "hanoi" {
            assert_eq!(row[2], "–");
        } else {
            let value = |row: &Record| row["chance"].parse::<f64>().expect("a chance");
            let (said, half) = number(&row[2]);
            assert!((said - 100.0 * (value(&this) - value(&base))).abs() <= half, "{row:?}");
        }
        says_day(&row[3], &quantile(&summary, "in_force", 0.5)["day"]);
        let (low, high) = row[4].split_once(" – ").expect("a range");
        says_day(low, &quantile(&summary, "in_force", 0.1)["day"]);
        says_day(high, &quantile(&summary, "in_force", 0.9)["day"]);
    }
}

#[test]
fn what_is_assumed_is_what_check_and_explain_say() {
    let scenario = "hanoi hanoi/what-ifs/eu-bloc --set pace.multiplier=2";
    let place = Place::with(&[&format!("{scenario} --runs 500 --out out/eu")]);
    place.done("report out/eu");
    let page = page(&place, "out/eu-report.html");
    let (_, assumed) = page.0.split_once("<h2>What is assumed</h2>").expect("what is assumed");
    let (assumed, _) = assumed.split_once("</section>").expect("an end");
    let (lines, layers) = assumed.split_once("<h3>").expect("layers");
    let lines: Vec<String> =
        lines.split("<li>").skip(1).map(|line| text(&format!("<b>{line}"))).collect();
    let checked = place.done(&format!("check {scenario}"));
    assert!(lines.len() > 10, "{lines:?}");
    for line in &lines {
        // The runs are those of the run.
        let asked = line.starts_with("simulated from ");
        assert!(asked || checked.contains(line.as_str()), "{line}");
    }
    let explained = place.done(&format!("explain {scenario}"));
    let values: Vec<String> = layers
        .split("<code>")
        .skip(1)
        .map(|part| text(&format!("<b>{}", part.split("</code>").next().expect("a part"))))
        .collect();
    assert!(values.iter().any(|value| value.starts_with("pace.multiplier = 2")), "{values:?}");
    assert!(
        values.iter().any(|value| value.starts_with("lever.council-decision.bloc.chance = 0.8"))
    );
    for value in &values {
        let value = value.split(", over").next().expect("a part").trim_end_matches(['…', '"']);
        let known = value.starts_with("forecast.runs") || explained.contains(value);
        assert!(known, "{value}");
    }
}

/// The reading itself can fail: at the last digit, at the wrong side of a bound, at another day.
#[test]
fn a_wrong_number_is_noticed() {
    let wrong = |check: fn()| std::panic::catch_unwind(check).is_err();
    says_chance("5.8% ± 0.3", "0.0576", Some("0.0033"));
    assert!(wrong(|| says_chance("5.9% ± 0.3", "0.0576", Some("0.0033"))));
    assert!(wrong(|| says_chance("5.8% ± 0.4", "0.0576", Some("0.0033"))));
    assert!(wrong(|| says_chance("<0.1%", "0.002", None)));
    assert!(wrong(|| says_chance(">99%", "0.98", None)));
    says_day("Oct 2028", "2028-10-09");
    assert!(wrong(|| says_day("Oct 2028", "2028-11-09")));
    assert!(wrong(|| says_day("8 Oct 2028", "2028-10-09")));
    assert!(wrong(|| says_day("beyond horizon", "2028-10-09")));
}
