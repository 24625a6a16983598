//! The report as its readers meet it: in a browser, on paper, and before a validator and an
//! accessibility checker. What is not installed is skipped, and said to be.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;
use tempfile::TempDir;

use crate::report::Place;

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
            .args(["--enable-logging=stderr", "--virtual-time-budget=20000"])
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
        self.told(place, page, width, flags, READER)
    }

    /// What a script on a page tells the page around it.
    fn told(&self, place: &Place, page: &str, width: u32, flags: &[&str], script: &str) -> Value {
        let text =
            place.read(page).replace("</body>", &format!("<script>{script}</script></body>"));
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

/// A file of the tools that `npm ci --prefix tests/tools` installs; nothing where they are not.
#[expect(clippy::print_stderr, reason = "a test that is left out says so")]
fn tool(path: &str) -> Option<PathBuf> {
    let found = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tools/node_modules").join(path);
    if found.is_file() {
        return Some(found);
    }
    eprintln!("SKIPPED: {path} is not installed; `npm ci --prefix tests/tools` lets this run");
    None
}

/// A small scenario of this name with texts of it replaced.
fn odd(place: &Place, name: &str, changes: &[(&str, &str)]) {
    let mut text = include_str!("../golden/small.toml").replace("\"small\"", &format!("{name:?}"));
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    fs::write(place.path(&format!("{name}.toml")), text).expect("a file");
    place.done(&format!("run {name}.toml"));
}

/// A report on results as odd as they may be: letters of other scripts, markup, endless names, no
/// future in time, the rule met.
fn odd_report(place: &Place) -> &'static str {
    let long = "Democratic Federation of the United Islands beyond the Northern and Southern Seas";
    odd(
        place,
        "scripts",
        &[
            ("Treaty of <Testing> & Proof", "اتفاقية الأمم المتحدة"),
            ("AAA,Aland", "AAA,المملكة العربية السعودية"),
            ("BBB,Bland", "BBB,中华人民共和国"),
            ("CCC,Cland", "CCC,<script>alert(1)</script>"),
        ],
    );
    odd(
        place,
        "long",
        &[
            ("Bland", long),
            ("Testing", &long.repeat(5)),
            ("source = \"made up\"", &format!("source = \"{long}\"")),
        ],
    );
    let never = "{ pert = { least = 200, likely = 500, most = 1500 } }";
    odd(
        place,
        "beyond",
        &[("median = 500, p90 = 1200", "median = 90000, p90 = 900000"), (never, "\"never\"")],
    );
    odd(place, "met", &[("instruments = 3", "instruments = 1")]);
    place.done("report out/scripts out/long out/beyond out/met --out out/odd.html");
    "out/odd.html"
}

/// A folder with a report on one result and one on several, one of them hostile.
fn reports() -> Place {
    let place = Place::with(&[
        "hanoi --runs 2000",
        "hanoi hanoi/canada --runs 2000 --set scenario.about=\"</script><b>&\" --out out/other",
    ]);
    place.done("report out/hanoi");
    place.done("report out/hanoi out/other --out out/both.html");
    place
}

#[test]
fn reports_are_valid_html() {
    let Some(validator) = tool("html-validate/bin/html-validate.mjs") else { return };
    let place = reports();
    let rules = place.path("rules.json");
    fs::write(&rules, r#"{ "root": true, "extends": ["html-validate:standard"] }"#)
        .expect("a file");
    let said = |page: &Path| {
        let output = Command::new("node")
            .arg(&validator)
            .arg("--config")
            .arg(&rules)
            .arg(page)
            .output()
            .expect("node is where npm is");
        (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    for page in ["out/hanoi-report.html", "out/both.html", odd_report(&place)] {
        let (valid, words) = said(&place.path(page));
        assert!(valid, "{page}: {words}");
    }
    // The check can fail.
    let broken = place.path("broken.html");
    let text = place.read("out/hanoi-report.html").replacen("<h1>", "<h1><div>", 1);
    fs::write(&broken, text).expect("a file");
    assert!(!said(&broken).0);
}

#[test]
fn reports_can_be_used_by_everybody() {
    let (Some(browser), Some(axe)) = (Browser::find(), tool("axe-core/axe.min.js")) else { return };
    let axe = fs::read_to_string(axe).expect("a script");
    let script = format!("{axe};{}", include_str!("axe.js"));
    let place = reports();
    let dark = "--blink-settings=preferredColorScheme=0";
    let odd = odd_report(&place);
    for (page, width, flags) in [
        (odd, 1400, &[][..]),
        (odd, 390, &[][..]),
        ("out/hanoi-report.html", 1400, &[][..]),
        ("out/hanoi-report.html", 1400, &[dark][..]),
        ("out/both.html", 420, &[][..]),
    ] {
        let found = browser.told(&place, page, width, flags, &script);
        assert_eq!(found["violations"], serde_json::json!([]), "{page} {width}");
        assert!(found["passes"].as_u64() > Some(30), "{found}");
    }
    // The check can fail.
    let broken = place.read("out/hanoi-report.html").replacen("lang=\"en\"", "", 1);
    fs::write(place.path("broken.html"), broken).expect("a file");
    let found = browser.told(&place, "broken.html", 1400, &[], &script);
    assert!(found["violations"].to_string().contains("html-has-lang"), "{found}");
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
fn several_results_on_one_page_can_be_read_and_touched() {
    let Some(browser) = Browser::find() else { return };
    let place = Place::with(&[
        "hanoi --runs 4000",
        "hanoi --runs 4000 --set rule.instruments=30 --set scenario.name=\"thirty\"",
    ]);
    place.done("report out/hanoi out/thirty --out both.html");
    for width in [1400, 420] {
        let noted = browser.noted(&place, "both.html", width, &[]);
        assert_eq!(noted["errors"], serde_json::json!([]));
        assert!(noted["overflow"].as_i64() <= Some(0), "{width}: {noted}");
        assert!(
            noted["tip"].as_str().expect("a tip").contains("Instruments needed: 30: "),
            "{noted}"
        );
    }
}
