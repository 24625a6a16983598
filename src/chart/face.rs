//! The font of the charts: its bytes, how wide a text is in it, and how a text is made to fit.

use std::sync::Once;

use plotters::style::{FontDesc, FontFamily, FontStyle, register_font};

/// The name of the font, as in its files.
pub(super) const FAMILY: &str = "Inter";

/// Inter's regular weight.
pub(super) const REGULAR: &[u8] = include_bytes!("fonts/Inter-Regular.otf");

/// Inter's weight 600.
pub(super) const SEMI_BOLD: &[u8] = include_bytes!("fonts/Inter-SemiBold.otf");

/// Height of a capital, in em, so that a text can be centred on its capitals.
pub(super) const CAP_HEIGHT: f64 = 0.727;

/// How far letters such as p reach below the line, in em.
pub(super) const DESCENT: f64 = 0.21;

/// A letter the font does not have is drawn by whatever the reader has; few are wider, in em.
const UNKNOWN_WIDTH: f64 = 1.1;

/// Ascent and descent of Inter in em: what plotters takes for the size.
const LINE_HEIGHT: f64 = 3408.0 / 2816.0;

/// Says in which direction to go on; is not seen itself.
const LEFT_TO_RIGHT: char = '\u{200e}';

/// Letters of a name looked at; no chart is wide enough for more.
const LONGEST: usize = 400;

/// How heavy a text is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FontWeight {
    /// For reading.
    Regular,
    /// For finding.
    SemiBold,
}

impl FontWeight {
    /// Plotters knows one heavy style; ours stands for weight 600.
    pub(super) fn style(self) -> FontStyle {
        match self {
            FontWeight::Regular => FontStyle::Normal,
            FontWeight::SemiBold => FontStyle::Bold,
        }
    }
}

/// How wide the text is, in the unit of `size`. Combining marks count nothing.
pub(super) fn width(text: &str, size: f64, weight: FontWeight) -> f64 {
    let seen = text.chars().filter(|letter| *letter != LEFT_TO_RIGHT);
    let (known, unknown): (String, String) = seen.partition(|letter| has(*letter));
    // Measured large, because plotters cuts widths to whole numbers.
    let large = 1000.0;
    register();
    let font = FontDesc::new(FontFamily::Name(FAMILY), large * LINE_HEIGHT, weight.style());
    let measured = match font.layout_box(&known) {
        Ok(((left, _), (right, _))) => f64::from(right - left) / large,
        Err(_) => known.chars().count() as f64 * UNKNOWN_WIDTH,
    };
    size * (measured + unknown.chars().count() as f64 * UNKNOWN_WIDTH)
}

/// The text, or as much of its beginning as fits into `room` with an ellipsis; empty where not
/// even that fits.
pub(super) fn fit(text: &str, size: f64, weight: FontWeight, room: f64) -> String {
    let short: String = text.chars().take(LONGEST).collect();
    if short.len() == text.len() && width(text, size, weight) <= room {
        return short;
    }
    let letters: Vec<char> = short.chars().collect();
    let cut = |count: usize| {
        let begin: String = letters[..count].iter().collect();
        format!("{}…", begin.trim_end())
    };
    let fits = |count: &usize| width(&cut(*count), size, weight) <= room;
    match (1..=letters.len()).collect::<Vec<_>>().partition_point(fits) {
        0 => String::new(),
        count => cut(count),
    }
}

/// The text in lines no wider than `room`, broken at spaces; the last of `most` lines takes what
/// is left, cut to fit. No line for a blank text.
pub(super) fn wrap(
    text: &str,
    size: f64,
    weight: FontWeight,
    room: f64,
    most: usize,
) -> Vec<String> {
    let short: String = text.chars().take(LONGEST * most).collect();
    let mut lines: Vec<String> = Vec::new();
    for word in short.split_whitespace() {
        let full = lines.len() == most;
        match lines.last_mut() {
            Some(line) if full || width(&format!("{line} {word}"), size, weight) <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.iter().map(|line| fit(line, size, weight, room)).collect()
}

/// What the font files hold, less the gaps nobody writes.
pub(super) fn has(letter: char) -> bool {
    matches!(letter,
        ' '..='~' | '\u{a0}'..='\u{24f}' | '\u{259}' | '\u{2b0}'..='\u{3e1}'
        | LEFT_TO_RIGHT | '\u{3f0}'..='\u{4ff}' | '\u{1e00}'..='\u{1eff}' | '\u{2010}'..='\u{2027}'
        | '\u{202f}'..='\u{205e}' | '€' | '№' | '™' | '\u{2190}'..='\u{2199}' | '−' | '≈' | '≠' | '≤' | '≥' | '√' | '∞')
}

fn register() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        for (weight, bytes) in [(FontWeight::Regular, REGULAR), (FontWeight::SemiBold, SEMI_BOLD)] {
            // A font that cannot be read only makes the widths cruder.
            let _unread = register_font(FAMILY, weight.style(), bytes);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn regular(text: &str) -> f64 {
        width(text, 10.0, FontWeight::Regular)
    }

    #[test]
    fn both_weights_are_read_and_differ() {
        // Advance of H in Inter 3.19, in em: 0.744 regular and 0.755 semi-bold.
        assert!((regular("H") - 7.44).abs() < 0.05, "{}", regular("H"));
        assert!(width("H", 10.0, FontWeight::SemiBold) > regular("H"));
    }

    #[test]
    fn width_grows_with_text_and_size_only() {
        assert!(regular("") < 1e-9);
        assert!(regular("Côte d’Ivoire") > regular("Côte"));
        assert!((width("Tonga", 20.0, FontWeight::Regular) - 2.0 * regular("Tonga")).abs() < 0.1);
        assert!((regular("e\u{301}") - regular("e")).abs() < 0.1);
        assert!(regular("中国") > 20.0);
    }

    #[test]
    fn what_fits_is_whole_and_what_does_not_is_cut() {
        for (text, room) in [
            ("Türkiye", 100.0),
            ("United Kingdom of Great Britain and Northern Ireland", 100.0),
            ("中华人民共和国常驻联合国代表团", 60.0),
            ("Türkiye", 10.0),
            ("Türkiye", 1.0),
            ("", 10.0),
        ] {
            let cut = fit(text, 10.0, FontWeight::Regular, room);
            assert!(regular(&cut) <= room, "{cut}");
            assert!(cut == text || cut.is_empty() || cut.ends_with('…'), "{cut}");
        }
        assert_eq!(fit("Türkiye", 10.0, FontWeight::Regular, 100.0), "Türkiye");
        assert_eq!(fit("Türkiye", 10.0, FontWeight::Regular, 1.0), "");
    }

    #[test]
    fn lines_break_at_spaces_and_the_last_takes_the_rest() {
        let lines = |text: &str, room: f64| wrap(text, 10.0, FontWeight::Regular, room, 2);
        assert_eq!(lines("one two three", 45.0), ["one two", "three"]);
        assert_eq!(lines("one two", 100.0), ["one two"]);
        assert!(lines("  ", 100.0).is_empty());
        let long = lines("one two three four five", 45.0);
        assert_eq!((long.len(), long[1].ends_with('…')), (2, true));
    }
}
