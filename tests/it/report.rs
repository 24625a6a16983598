//! The report and the redrawn charts as their readers meet them, in a browser where there is one.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use serde_json::Value;
use tempfile::TempDir;

/// Does on the page what a reader does and notes what came of it.
const READER: &str = include_str!("reader.js");

/// A page of a given width within another, which keeps what the reader tells it.
const FRAME: &str = r#"<!DOCTYPE html><script>
addEventListener("message", (event) => {
  const noted = document.createElement("pre");
  noted.id = "noted";
  noted.textContent = JSON.stringify(event.data);
  document.body.append(noted);
});
</script><iframe src="read.html" width="WIDTH" height="900" style="border:0"></iframe>"#;

struct Place(TempDir);

impl Place {
    fn with(scenarios: &[&str]) -> Place {
        let place = Place(TempDir::new().expect("a temporary folder"));
        for scenario in scenarios {
            place.done(&format!("run {scenario}"));
        }
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|_| panic!("{name} is there"))
    }

    fn run(&self, line: &str) -> Output {
        let mut command = assert_cmd::Command::cargo_bin("inforce").expect("the program is built");
        command.current_dir(self.0.path()).args(line.split_whitespace());
        command.output().expect("the program starts")
    }

    fn done(&self, line: &str) -> String {
        let output = self.run(line);
        let err = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{line}: {err}");
        String::from_utf8(output.stdout).expect("results are text")
    }

    fn refused(&self, line: &str, words: &[&str]) {
        let output = self.run(line);
        let err = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{line}: {err}");
        for word in words {
            assert!(err.contains(word), "{line}: {word}: {err}");
        }
    }
}

/// A browser without a screen; nothing where none is installed.
struct Browser(PathBuf);

impl Browser {
    #[expect(clippy::print_stderr, reason = "a test that is left out says so")]
    fn find() -> Option<Browser> {
        let path = std::env::var_os("PATH")?;
        let names = ["chromium", "chromium-browser", "google-chrome", "chrome"];
        let found = std::env::split_paths(&path)
            .flat_map(|folder| names.map(|name| folder.join(name)))
            .find(|path| path.is_file());
        if found.is_none() {
            eprintln!("SKIPPED: no browser is installed; `apt-get install chromium` lets this run");
        }
        found.map(Browser)
    }

    /// What it prints and complains of when shown this page in a window of this width.
    fn show(&self, page: &Path, width: u32, flags: &[&str]) -> (String, String) {
        let profile = TempDir::new().expect("a temporary folder");
        let output = Command::new(&self.0)
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"])
            .args([
                "--disable-background-networking",
                "--disable-component-update",
                "--no-first-run",
            ])
            .args(["--enable-logging=stderr", "--virtual-time-budget=4000"])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .arg(format!("--window-size={width},900"))
            .args(flags)
            .arg(format!("file://{}", page.display()))
            .output()
            .expect("the browser starts");
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        (text(output.stdout), text(output.stderr))
    }

    /// What the reader notes on a page.
    fn noted(&self, place: &Place, page: &str, width: u32, flags: &[&str]) -> Value {
        let text =
            place.read(page).replace("</body>", &format!("<script>{READER}</script></body>"));
        let path = place.path("read.html");
        fs::write(&path, text).expect("the folder can be written to");
        // Windows have a least width, frames have none.
        let frame = place.path("frame.html");
        fs::write(&frame, FRAME.replace("WIDTH", &width.to_string())).expect("a file");
        let flags: Vec<&str> = flags.iter().copied().chain(["--dump-dom"]).collect();
        let (dom, complaints) = self.show(&frame, 1600, &flags);
        let console: Vec<&str> =
            complaints.lines().filter(|line| line.contains("CONSOLE")).collect();
        assert!(console.is_empty(), "{console:?}");
        let (_, noted) = dom.split_once("<pre id=\"noted\">").expect("the reader came to its end");
        let (noted, _) = noted.split_once("</pre>").expect("an end");
        let noted = noted.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
        let noted: Value = serde_json::from_str(&noted).expect("JSON");
        assert_eq!(noted["width"], width, "{noted}");
        noted
    }
}

#[test]
fn a_report_says_what_the_files_say() {
    let place = Place::with(&["hanoi --runs 5000"]);
    assert_eq!(place.done("report out/hanoi").trim(), "out/hanoi-report.html");
    let page = place.read("out/hanoi-report.html");
    let mut rows = csv::Reader::from_path(place.path("out/hanoi/summary.csv")).expect("a table");
    let mut seen = 0;
    for row in rows.records().map(|row| row.expect("a row")) {
        if matches!(&row[0], "chance_by_target" | "chance_by_day" | "chance_by_year_end") {
            assert!(page.contains(&format!("data-value=\"{}\"", &row[6])), "{row:?}");
            seen += 1;
        }
    }
    assert!(seen > 10);
    let (_, data) = page.split_once("id=\"data\">").expect("the data");
    let (data, _) = data.split_once("</script>").expect("its end");
    let data: Value = serde_json::from_str(data).expect("JSON");
    let chances = data["curves"][0]["chances"].as_array().expect("a curve");
    let mut rows =
        csv::Reader::from_path(place.path("out/hanoi/distribution.csv")).expect("a table");
    for (row, chance) in rows.records().map(|row| row.expect("a row")).zip(chances) {
        let written: f64 = row[8].parse().expect("a number");
        assert_eq!(chance.as_f64(), Some(written), "{row:?}");
    }
}

#[test]
fn charts_drawn_anew_are_the_charts_of_the_run() {
    let place = Place::with(&["hanoi --runs 5000"]);
    place.done("chart out/hanoi");
    for chart in ["chance", "quarters", "parties", "next", "decisive", "world", "pace"] {
        for ending in ["svg", "png"] {
            let read = |folder: &str| {
                fs::read(place.path(&format!("out/{folder}/{chart}.{ending}"))).expect("a chart")
            };
            assert!(read("hanoi") == read("hanoi-charts"), "{chart}.{ending}");
        }
    }
    place.done("chart out/hanoi --theme dark --only next --out dark");
    let dark = place.read("dark/next.svg");
    assert!(dark.contains("Slovakia") && !dark.contains("#005F99"), "{dark}");
    assert!(!place.path("dark/chance.svg").exists());
}

#[test]
fn the_charts_of_every_verb_can_be_drawn_anew_in_any_look() {
    let place = Place::with(&[]);
    for (line, folder) in [
        ("compare hanoi hanoi/canada", "compare"),
        ("sensitivity hanoi", "sensitivity"),
        ("sweep hanoi --vary pace.multiplier=1:2:1", "sweep"),
        ("solve hanoi --chance 0.3 --vary pace.multiplier=1:10", "solve"),
        ("track hanoi", "track"),
    ] {
        place.done(&format!("{line} --runs 300 --out out/{folder}"));
        place.done(&format!("chart out/{folder} --out again"));
        let mut drawn = 0;
        for entry in fs::read_dir(place.path(&format!("out/{folder}"))).expect("a folder") {
            let name = entry.expect("an entry").file_name();
            let name = name.to_str().expect("a name");
            if name.ends_with(".svg") || name.ends_with(".png") {
                let read = |from: &str| fs::read(place.path(&format!("{from}/{name}"))).ok();
                assert!(read(&format!("out/{folder}")) == read("again"), "{folder}: {name}");
                drawn += 1;
            }
        }
        assert!(drawn > 0, "{folder}");
    }
    place.done("chart out/track --out small --size column --theme print --scale 1");
    let small = place.read("small/corridor.svg");
    assert!(small.contains("width=\"400\"") && !small.contains("#C02B1D"));
    place.done("chart small --out square --size 500x500");
    assert!(place.read("square/corridor.svg").contains("viewBox=\"0 0 500 500\""));
    for (option, words) in [
        ("--size tall", "standard, wide, square, column"),
        ("--size 10x10", "320x320"),
        ("--lang fr", "possible values: en"),
        ("--scale 99", "0.1 to 16"),
    ] {
        let output = place.run(&format!("chart out/track --out no {option}"));
        let err = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(2) && err.contains(words), "{option}: {err}");
    }
}

#[test]
fn what_is_no_result_is_refused_with_a_way_out() {
    let place = Place::with(&["hanoi --runs 500 --no-charts"]);
    fs::create_dir(place.path("theirs")).expect("a folder");
    place.refused("report theirs", &["theirs: is not an inforce result", "inforce run hanoi"]);
    place.refused("report missing", &["missing: is not an inforce result"]);
    place.refused("chart theirs", &["is not an inforce result"]);
    place.refused("chart out/hanoi --out out/hanoi", &["must not replace", "--out"]);
    place.refused("chart out/hanoi --only chnce", &["no chart `chnce`", "chance, quarters"]);
    fs::write(place.path("thesis.html"), "years of work").expect("a file");
    place.refused("report out/hanoi --out thesis.html", &["is not an inforce report"]);
    assert_eq!(place.read("thesis.html"), "years of work");
    let table = place.path("out/hanoi/distribution.csv");
    fs::write(&table, place.read("out/hanoi/distribution.csv").replacen(",0,", ",many,", 1))
        .expect("a file");
    place.refused(
        "report out/hanoi",
        &["distribution.csv: line 2", "found `many`", "inforce run out/hanoi/manifest.toml"],
    );
    fs::remove_file(table).expect("it is there");
    place.refused("report out/hanoi", &["distribution.csv is missing"]);
}

#[test]
fn markdown_has_its_charts_beside_it() {
    let place = Place::with(&["hanoi --runs 500 --no-charts"]);
    place.done("report out/hanoi --format md");
    let text = place.read("out/hanoi-report.md");
    assert!(text.contains("These are rough figures from only 500 simulated futures"));
    for picture in text.lines().filter_map(|line| line.strip_prefix("![](")) {
        assert!(place.path("out").join(picture.trim_end_matches(')')).is_file(), "{picture}");
    }
}

#[test]
fn a_page_can_be_read_touched_and_printed() {
    let Some(browser) = Browser::find() else { return };
    let place = Place::with(&["hanoi --runs 5000"]);
    place.done("report out/hanoi");
    let page = "out/hanoi-report.html";
    for width in [1400, 420] {
        let noted = browser.noted(&place, page, width, &[]);
        assert_eq!(noted["errors"], serde_json::json!([]));
        assert!(noted["overflow"].as_i64() <= Some(0), "{width}: {noted}");
        assert_eq!(noted["slid"], noted["said"], "the slider reads the file");
        assert!(noted["tip"].as_str().expect("a tip").starts_with("In force by"), "{noted}");
        assert_eq!(noted["found"], serde_json::json!(["Slovakia SVK"]));
        assert_eq!(noted["parties"], serde_json::json!(["party", "party", "party"]));
        assert_eq!(noted["first"], "Afghanistan AFG");
        assert_eq!(noted["sorted"], true, "{noted}");
        assert!(noted["contrast"].as_f64() >= Some(4.5), "{noted}");
        assert!(noted["chart_contrast"].as_f64() >= Some(4.5), "{noted}");
    }
    let dark = browser.noted(&place, page, 1400, &["--blink-settings=preferredColorScheme=0"]);
    assert!(dark["contrast"].as_f64() >= Some(4.5), "{dark}");
    assert_eq!(dark["ground"], "rgb(22, 27, 32)", "charts are dark too");

    // A day in the address sets the slider.
    let (dom, _) = browser.show(
        Path::new(&format!("{}#2028-06-30", place.path(page).display())),
        1400,
        &["--dump-dom"],
    );
    assert!(dom.contains("In force by 30 June 2028: "));

    let pdf = place.path("page.pdf");
    let print = format!("--print-to-pdf={}", pdf.display());
    browser.show(&place.path(page), 1400, &["--no-pdf-header-footer", &print]);
    assert!(fs::read(pdf).expect("it was printed").starts_with(b"%PDF"));
}

#[test]
fn several_results_are_compared_on_one_page() {
    let place = Place::with(&[
        "hanoi --runs 4000",
        "hanoi --runs 4000 --seed 2 --set rule.instruments=30 --set scenario.name=\"thirty\"",
    ]);
    place.done("report out/hanoi out/thirty --out both.html");
    let page = place.read("both.html");
    for words in ["The results side by side", "not paired", "30th instrument", "thirty"] {
        assert!(page.contains(words), "{words}");
    }
    let Some(browser) = Browser::find() else { return };
    for width in [1400, 420] {
        let noted = browser.noted(&place, "both.html", width, &[]);
        assert_eq!(noted["errors"], serde_json::json!([]));
        assert!(noted["overflow"].as_i64() <= Some(0), "{width}: {noted}");
        assert!(noted["tip"].as_str().expect("a tip").contains("thirty: "), "{noted}");
    }
}

#[test]
fn the_figures_people_see_are_those_of_the_program() {
    let place = Place::with(&["hanoi"]);
    let figures = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/hanoi/figures");
    for name in ["chance", "quarters", "parties", "next", "decisive", "world", "pace"] {
        let found = place.read(&format!("out/hanoi/{name}.svg"));
        expect_test::expect_file![figures.join(format!("{name}.svg"))].assert_eq(&found);
    }
}
