//! How much better forecasts are than simpler ones, by the age at which they are made.

use serde::{Deserialize, Serialize};

use super::{
    Heading, Svg,
    canvas::{Canvas, HEIGHT, MARGIN},
    frame::PlotFrame,
    label::{NAME, TICK},
    palette::{self, INK},
    placement::{Area, dodge},
    size::Size,
};
use crate::wording::{plain, words::CHART_WORDS};

/// What the chart shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Skill {
    /// Title and the like.
    pub heading: Heading,
    /// The ages, in words, in order.
    pub ages: Vec<String>,
    /// One line for each simpler forecast.
    pub lines: Vec<SkillLine>,
}

/// How much better than one simpler forecast.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SkillLine {
    /// The name of the simpler forecast.
    pub name: String,
    /// The share by which the score is lower, and one standard error, by age; nothing where there is
    /// none.
    pub points: Vec<Option<(f64, f64)>>,
}

/// Draws the chart.
pub(super) fn skill(input: &Skill, size: Size) -> Svg {
    let mut canvas = Canvas::new(&input.heading, size, HEIGHT);
    let names = input.lines.iter().map(|line| NAME.width(&line.name)).fold(60.0, f64::max);
    let area = Area {
        left: MARGIN + 34.0,
        top: canvas.top + 10.0,
        right: canvas.right() - names.min(canvas.width / 3.0) - 14.0,
        bottom: canvas.bottom - 40.0,
    };
    let ends = input.lines.iter().flat_map(|line| line.points.iter().flatten());
    let finite = |value: &f64| value.is_finite();
    let low = ends.clone().map(|(value, error)| value - error).filter(finite).fold(0.0, f64::min);
    let high = ends.map(|(value, error)| value + error).filter(finite).fold(0.2, f64::max);
    let step = 0.2;
    let (low, high) = ((low / step).floor() * step, (high / step).ceil() * step);
    let low = low.max(-2.0);
    let across = (-0.35, input.ages.len().max(1) as f64 - 0.65);
    let frame = PlotFrame::new(area, across, (low, high.min(1.0)));
    let count = ((high.min(1.0) - low) / step).round() as u32;
    let tick = |place: u32| {
        let value = low + f64::from(place) * step;
        let sign = if place == count { "%" } else { "" };
        (value, format!("{}{sign}", plain(libm::round(100.0 * value))))
    };
    frame.values(&mut canvas, &(0..=count).map(tick).collect::<Vec<_>>());
    let (_, zero) = frame.at(0.0, 0.0);
    canvas.rule(&[(area.left, zero), (area.right, zero)], INK, 1.0, None);
    for (place, age) in input.ages.iter().enumerate() {
        let (x, _) = frame.at(place as f64, 0.0);
        let age = TICK.fit(age, frame.at(1.0, 0.0).0 - frame.at(0.0, 0.0).0 - 6.0);
        canvas.put(&TICK.middle(&age, x, area.bottom + 15.0));
    }
    let words = CHART_WORDS.age_at_forecast;
    canvas.put(&NAME.middle(words, f64::midpoint(area.left, area.right), area.bottom + 31.0));
    lines(&mut canvas, &frame, input);
    let words = TICK.colour(INK).halo();
    let places = [(area.right - 4.0, -5.0), (area.right - 4.0, 12.0)];
    let choices = places.map(|(x, down)| vec![words.end(CHART_WORDS.no_better, x, zero + down)]);
    canvas.put_free(&choices);
    canvas.finish()
}

fn lines(canvas: &mut Canvas, frame: &PlotFrame, input: &Skill) {
    let shift = |place: usize| (place as f64 - (input.lines.len() as f64 - 1.0) / 2.0) * 0.035;
    let mut ends = Vec::new();
    for (place, line) in input.lines.iter().enumerate() {
        let (colour, dash) = palette::series(place);
        let points = line.points.iter().enumerate().filter_map(|(age, point)| {
            let (value, error) =
                point.filter(|(value, error)| value.is_finite() && error.is_finite())?;
            Some((age as f64 + shift(place), value, error))
        });
        let points: Vec<(f64, f64, f64)> = points.collect();
        for (x, value, error) in &points {
            let whisker = [frame.at(*x, value - error), frame.at(*x, value + error)];
            canvas.rule(&whisker, colour, 1.0, None);
        }
        let at: Vec<_> = points.iter().map(|(x, value, _)| frame.at(*x, *value)).collect();
        canvas.line(&at, colour, 1.9, dash);
        at.iter().for_each(|point| canvas.dot(*point, 2.8, colour));
        if let Some(end) = at.last() {
            ends.push((*end, colour, &line.name));
        }
    }
    let Area { right, top, bottom, .. } = frame.area;
    let wanted: Vec<f64> = ends.iter().map(|((_, y), _, _)| *y).collect();
    for ((end, colour, name), y) in ends.iter().zip(dodge(&wanted, 14.0, top, bottom)) {
        canvas.leader(*end, (right + 6.0, y), *colour);
        let style = NAME.colour(*colour);
        let name = style.fit(name, canvas.width - 6.0 - right - 9.0);
        canvas.put(&style.start(&name, right + 9.0, y + style.drop()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_is_named_at_its_end() {
        let line = |name: &str, points| SkillLine { name: name.into(), points };
        let input = Skill {
            heading: Heading::default(),
            ages: vec!["1 month".into(), "6 months".into()],
            lines: vec![
                line("climatology", vec![Some((0.3, 0.05)), Some((0.5, 0.05))]),
                line("nearest", vec![None, Some((-0.15, 0.05))]),
                line("odd", vec![Some((f64::NAN, 0.1)), None]),
            ],
        };
        let svg = skill(&input, Size::STANDARD).into_text();
        assert!(
            svg.contains(">climatology<") && svg.contains(">nearest<") && !svg.contains(">odd<")
        );
        assert_eq!(svg.matches("<circle").count(), 6);
        assert!(svg.contains(">−20<") && svg.contains(">0<") && !svg.contains("NaN"));
    }
}
