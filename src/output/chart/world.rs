//! A map of tiles, one for each participant, group by group: status and chance at a glance.

use super::{
    Heading, Svg,
    canvas::{Canvas, MARGIN, WIDTH},
    label::{NAME, NOTE, Style, TICK},
    palette::{BLUE, INK, RULE, WHITE},
    placement::Area,
};
use crate::quantity::Chance;

/// What the map shows.
#[derive(Clone, Debug, PartialEq)]
pub struct World {
    /// Title and the like.
    pub heading: Heading,
    /// The groups from top to bottom.
    pub groups: Vec<Tiles>,
    /// Stands before the scale of colours.
    pub scale: String,
    /// What a party's tile is called.
    pub party: String,
    /// What the mark of a signatory is called.
    pub signatory: String,
}

/// One group.
#[derive(Clone, Debug, PartialEq)]
pub struct Tiles {
    /// Its name.
    pub name: String,
    /// Its participants, in the order to be shown.
    pub tiles: Vec<Tile>,
}

/// One participant.
#[derive(Clone, Debug, PartialEq)]
pub struct Tile {
    /// Stands on the tile; cut where it is too long.
    pub code: String,
    /// Whether it is a party already.
    pub party: bool,
    /// Whether it has signed.
    pub signatory: bool,
    /// The chance that it is a party by the day spoken of.
    pub chance: Chance,
}

/// Width and height of a tile with the gap beside it, in units.
const ACROSS: f64 = 34.2;
const DOWN: f64 = 21.5;
const GAP: f64 = 1.6;
/// Height of a group's name and of the row of explanations, in units.
const NAME_HEIGHT: f64 = 19.0;
const KEY_HEIGHT: f64 = 24.0;
/// How dark a tile of no chance and of all chance is: letters can be read on it in each theme.
const PALEST: f64 = 0.05;
const DARKEST: f64 = 0.6;

/// Draws the map.
pub fn world(input: &World) -> Svg {
    let columns = ((WIDTH - 2.0 * MARGIN) / ACROSS).floor().max(1.0) as usize;
    let rows = |group: &Tiles| group.tiles.len().div_ceil(columns) as f64;
    let groups: f64 = input.groups.iter().map(|group| NAME_HEIGHT + DOWN * rows(group)).sum();
    let blank = Canvas::new(&input.heading, 1000.0);
    let height = KEY_HEIGHT + groups + 8.0 + blank.top + 1000.0 - blank.bottom;
    let mut canvas = Canvas::new(&input.heading, height);
    let mut top = canvas.top - 4.0;
    key(&mut canvas, input, top);
    top += KEY_HEIGHT;
    for group in &input.groups {
        let style = NOTE.colour(INK);
        let name = style.fit(&group.name, WIDTH - 2.0 * MARGIN);
        canvas.put(&style.start(&name, MARGIN, top + 13.0));
        top += NAME_HEIGHT;
        for (place, tile) in group.tiles.iter().enumerate() {
            let left = MARGIN + ACROSS * (place % columns) as f64;
            draw(&mut canvas, tile, left, top + DOWN * (place / columns) as f64);
        }
        top += DOWN * rows(group);
    }
    canvas.finish()
}

fn area(left: f64, top: f64) -> Area {
    Area { left, top, right: left + ACROSS - GAP, bottom: top + DOWN - GAP }
}

fn draw(canvas: &mut Canvas, tile: &Tile, left: f64, top: f64) {
    let area = area(left, top);
    let dark = PALEST + (DARKEST - PALEST) * tile.chance.get();
    canvas.rect(area, WHITE, 1.0);
    if tile.party {
        canvas.rect(area, INK, 1.0);
    } else {
        canvas.rect(area, BLUE, dark);
    }
    if tile.signatory && !tile.party {
        mark(canvas, area, BLUE);
    }
    let style = Style { size: 9.0, ..NAME }.colour(if tile.party { WHITE } else { INK });
    let text = style.fit(&tile.code, area.right - area.left - 2.0);
    let middle = f64::midpoint(area.left, area.right);
    canvas.put(&style.middle(
        &text,
        middle,
        f64::midpoint(area.top, area.bottom) + style.drop() - 0.8,
    ));
}

/// The bar along the foot of a signatory's tile.
fn mark(canvas: &mut Canvas, area: Area, colour: plotters::style::RGBColor) {
    let foot = Area {
        left: area.left + 5.0,
        right: area.right - 5.0,
        top: area.bottom - 3.2,
        bottom: area.bottom - 1.6,
    };
    canvas.rect(foot, colour, 1.0);
}

/// What the colours mean, from left to right.
fn key(canvas: &mut Canvas, input: &World, top: f64) {
    let style = TICK;
    let baseline = top + 9.0 + style.drop();
    let box_of = |left: f64, wide: f64| Area {
        left,
        top: top + 3.0,
        right: left + wide,
        bottom: top + 15.0,
    };
    let mut x = MARGIN;
    let words = |canvas: &mut Canvas, x: &mut f64, text: &str| {
        let text = style.fit(text, (WIDTH - MARGIN - *x).max(0.0));
        canvas.put(&style.start(&text, *x, baseline));
        *x += style.width(&text) + 6.0;
    };
    words(canvas, &mut x, &input.scale);
    words(canvas, &mut x, "0");
    for step in 0..5 {
        let dark = PALEST + (DARKEST - PALEST) * f64::from(step) / 4.0;
        canvas.rect(box_of(x, 18.0), BLUE, dark);
        x += 19.0;
    }
    x += 5.0;
    words(canvas, &mut x, "100%");
    x += 16.0;
    let signed = box_of(x, 18.0);
    canvas.rect(signed, BLUE, PALEST);
    mark(canvas, Area { left: signed.left - 2.0, right: signed.right + 2.0, ..signed }, BLUE);
    x += 24.0;
    words(canvas, &mut x, &input.signatory);
    x += 16.0;
    canvas.rect(box_of(x, 18.0), INK, 1.0);
    x += 24.0;
    words(canvas, &mut x, &input.party);
    canvas.rule(&[(MARGIN, top + 20.0), (WIDTH - MARGIN, top + 20.0)], RULE, 0.8, None);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tile(code: &str, status: (bool, bool), chance: f64) -> Tile {
        let (party, signatory) = status;
        Tile { code: code.to_owned(), party, signatory, chance: Chance::new(chance).unwrap() }
    }

    fn drawn(tiles: Vec<Tile>) -> String {
        let input = World {
            heading: Heading::default(),
            groups: vec![Tiles { name: "Somewhere".to_owned(), tiles }],
            scale: "Chance".to_owned(),
            party: "party".to_owned(),
            signatory: "signed".to_owned(),
        };
        world(&input).into_text()
    }

    /// Opacity of the tile below a code.
    fn dark(svg: &str, code: &str) -> f64 {
        let before = svg.split(&format!(">{code}<")).next().unwrap();
        let (_, rest) = before.rsplit_once("fill-opacity=\"").unwrap();
        rest.split('"').next().unwrap().parse().unwrap()
    }

    #[test]
    fn the_likelier_the_darker() {
        let neither = (false, false);
        let svg = drawn(vec![
            tile("AAA", neither, 0.0),
            tile("BBB", neither, 0.4),
            tile("CCC", neither, 1.0),
        ]);
        assert!(dark(&svg, "AAA") < dark(&svg, "BBB") && dark(&svg, "BBB") < dark(&svg, "CCC"));
    }

    #[test]
    fn each_tile_stands_alone_on_the_page() {
        let many: Vec<Tile> =
            (0..90).map(|n| tile(&format!("A{n:02}"), (n % 3 == 0, n % 2 == 0), 0.3)).collect();
        let svg = drawn(many);
        let mut places: Vec<(&str, &str)> = svg
            .lines()
            .filter(|line| line.contains("font-size=\"9\""))
            .map(|line| {
                let of = |name: &str| line.split(name).nth(1).unwrap().split('"').nth(1).unwrap();
                (of(" x="), of(" y="))
            })
            .collect();
        assert_eq!(places.len(), 90);
        places.sort_unstable();
        places.dedup();
        assert_eq!(places.len(), 90);
    }

    #[test]
    fn odd_codes_fit_and_nobody_is_a_map_too() {
        assert!(drawn(vec![tile("A-very-long-code", (true, true), 1.0)]).contains("…</text>"));
        assert!(drawn(Vec::new()).contains("Somewhere"));
    }
}
