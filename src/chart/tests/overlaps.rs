//! What holds for every chart and every input: the picture is sound, and no two texts touch.

use resvg::usvg::{Group, Node, Rect};

use super::{edge_cases, random_inputs};
use crate::chart::{Chart, Heading, Size, Svg, canvas::Canvas, label::NAME, png};

/// What is drawn of each text, in the order of drawing.
fn texts(svg: &str) -> Vec<(String, Rect)> {
    let tree = png::tree(svg, false).expect("a picture that is understood");
    let mut found = Vec::new();
    gather(tree.root(), &mut found);
    found
}

/// Every sample, and sixty throws of the dice for each chart, in sizes of every kind.
fn every() -> Vec<(String, Svg)> {
    let others = [
        Size::new(960, Some(540)),
        Size::new(640, Some(640)),
        Size::new(400, None),
        Size::new(320, Some(320)),
        Size::new(2400, Some(400)),
    ];
    // The usual size always, of the others one in turn: all would take a minute.
    let drawn = |(place, (name, chart)): (usize, (String, Chart))| {
        let sizes = [Size::default(), others[place % others.len()]];
        sizes.map(|size| (format!("{name}, {size:?}"), chart.draw(size)))
    };
    edge_cases::all()
        .into_iter()
        .chain(random_inputs::thrown(1, 60))
        .enumerate()
        .flat_map(drawn)
        .collect()
}

fn gather(group: &Group, found: &mut Vec<(String, Rect)>) {
    for node in group.children() {
        match node {
            Node::Group(group) => gather(group, found),
            Node::Text(text) => {
                let words: String = text.chunks().iter().map(|chunk| chunk.text()).collect();
                let ink = text.flattened().abs_bounding_box();
                // A text in letters the font does not have leaves no ink.
                if ink.width() > 0.0 {
                    found.push((words, ink));
                }
            }
            _ => {}
        }
    }
}

#[test]
fn no_two_texts_touch_whatever_the_input() {
    let mut touching = Vec::new();
    for (name, svg) in every() {
        let texts = texts(svg.text());
        for (place, (a, first)) in texts.iter().enumerate() {
            for (b, second) in &texts[place + 1..] {
                let apart = first.right() <= second.left() + 0.3
                    || second.right() <= first.left() + 0.3
                    || first.bottom() <= second.top() + 0.3
                    || second.bottom() <= first.top() + 0.3;
                if !apart {
                    touching.push(format!("{name}: `{a}` {first:?} and `{b}` {second:?}"));
                }
            }
        }
    }
    assert!(touching.is_empty(), "{touching:#?}");
}

#[test]
fn every_text_lies_on_the_page() {
    let mut outside = Vec::new();
    for (name, svg) in every() {
        let size = png::tree(svg.text(), false).unwrap().size();
        for (words, ink) in texts(svg.text()) {
            let inside = ink.left() >= 0.0
                && ink.top() >= 0.0
                && ink.right() <= size.width()
                && ink.bottom() <= size.height();
            if !inside {
                outside.push(format!("{name}: `{words}` {ink:?}"));
            }
        }
    }
    assert!(outside.is_empty(), "{outside:#?}");
}

#[test]
fn every_picture_has_its_words_and_only_numbers() {
    for (name, svg) in every() {
        let text = svg.text();
        for part in ["role=\"img\"", "<title>", "<desc>", "font-family=\"Inter, "] {
            assert!(text.contains(part), "{name}: {part}");
        }
        for wrong in ["NaN", "inf", "\u{0}"] {
            let drawn = text.split_once("</desc>").map_or("", |(_, drawn)| drawn);
            let tags: String = drawn.split('<').filter_map(|tag| tag.split('>').next()).collect();
            assert!(!tags.contains(wrong), "{name}: {wrong}");
        }
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    assert!(every() == every());
}

#[test]
fn every_picture_has_a_png() {
    for (name, chart) in edge_cases::all() {
        let svg = chart.draw(Size::default());
        assert!(svg.png(0.25).is_ok(), "{name}");
    }
}

#[test]
fn texts_are_as_wide_as_they_were_measured() {
    for words in ["Median: Aug 2029", "Côte d’Ivoire", "Việt Nam", "Ελλάδα", "Україна", "−8.4 →"]
    {
        let mut canvas = Canvas::new(&Heading::default(), Size::default(), 100.0);
        canvas.put(&NAME.start(words, 50.0, 50.0));
        let drawn = texts(canvas.finish().text());
        let (ink, measured) = (f64::from(drawn[0].1.right()) - 50.0, NAME.width(words));
        assert!((ink - measured).abs() < 0.03 * measured + 1.0, "{words}: {ink}, {measured}");
    }
}
