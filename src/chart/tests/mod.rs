//! What holds of all charts together.

#[cfg(feature = "png")]
mod edge_cases;
#[cfg(feature = "png")]
mod overlaps;
#[cfg(feature = "png")]
mod random_inputs;
pub(crate) mod samples;
mod sizes;

use super::*;
use crate::wording::words::{CHART_WORDS, MONTHS, SHORT_MONTHS, SHORT_NAMES};
use samples::{eight_lines, usual_cumulative, usual_fan, usual_next, usual_pace, usual_quarters};

fn all() -> Vec<Svg> {
    let charts: [Chart; 6] = [
        usual_cumulative().into(),
        eight_lines().into(),
        usual_quarters().into(),
        usual_fan().into(),
        usual_next().into(),
        usual_pace().into(),
    ];
    charts.iter().map(|chart| chart.draw(Size::default())).collect()
}

/// The colours of all attributes, in order.
fn drawn_in(svg: &Svg) -> Vec<String> {
    let parts = svg.text().split("=\"#").skip(1);
    parts.filter_map(|part| Some(format!("#{}", part.split_once('"')?.0))).collect()
}

#[test]
fn every_colour_has_its_like_in_each_theme() {
    for theme in [Theme::Dark, Theme::Print] {
        let colours = theme.colours();
        for svg in all() {
            let expected: Vec<String> = drawn_in(&svg)
                .iter()
                .map(|code| {
                    let found = colours.iter().find(|(drawn, _)| drawn == code);
                    found.unwrap_or_else(|| panic!("{code} has none in {theme:?}")).1.clone()
                })
                .collect();
            assert_eq!(drawn_in(&svg.in_theme(theme)), expected);
        }
    }
}

#[test]
fn print_is_in_greys_and_light_as_drawn() {
    for svg in all() {
        assert_eq!(svg.clone().in_theme(Theme::Light), svg);
        for code in drawn_in(&svg.in_theme(Theme::Print)) {
            assert!(code[1..3] == code[3..5] && code[3..5] == code[5..7], "{code}");
        }
    }
}

#[test]
fn words_that_look_like_a_colour_stay_words() {
    let mut input = usual_next();
    input.rows[0].name = "fill=\"#005F99\"".to_owned();
    let dark = Chart::from(input).draw(Size::default()).in_theme(Theme::Dark);
    assert!(dark.text().contains("fill=&quot;#005F99&quot;<"));
}

#[test]
fn every_word_is_the_inputs_or_ours() {
    let words = |text: &str| -> Vec<String> {
        let parts = text.split(|letter: char| !letter.is_alphabetic());
        parts.filter(|part| part.chars().count() > 2).map(str::to_owned).collect()
    };
    let known = words(&format!("{CHART_WORDS:?} {MONTHS:?} {SHORT_MONTHS:?} {SHORT_NAMES:?}"));
    for chart in samples::one_of_each() {
        let given = serde_json::to_string(&chart).unwrap();
        let svg = chart.draw(Size::STANDARD);
        for part in svg.text().split("<text ").skip(1) {
            let drawn = part.split_once('>').unwrap().1.split('<').next().unwrap();
            // Of a word that is cut short its beginning is known.
            for word in words(&drawn.replace("&amp;", "&")) {
                let ours = known.contains(&word) || given.contains(&word);
                assert!(ours, "{}: {word} in {drawn}", chart.kind());
            }
        }
    }
}

#[test]
fn letters_that_the_font_lacks_are_named_and_have_a_png_all_the_same() {
    let mut input = usual_next();
    input.rows[0].name = "中国 & Côte d’Ivoire".to_owned();
    let svg = Chart::from(input).draw(Size::default());
    assert_eq!(svg.strange_letters(), "中国");
    assert!(Chart::from(usual_next()).draw(Size::default()).strange_letters().is_empty());
    #[cfg(feature = "png")]
    assert!(svg.png(0.5).is_ok());
}

#[test]
fn charts_of_days_know_their_box() {
    let input = usual_cumulative();
    let days = (input.from, input.to);
    let svg = Chart::from(input).draw(Size::default());
    let plot = svg.plot().expect("it plots days");
    assert_eq!((plot.from, plot.to), days);
    assert!(plot.left < plot.right && plot.top < plot.bottom);
    assert_eq!(Chart::from(usual_next()).draw(Size::default()).plot(), None);
}
