//! A map of the world in tiles, one for each participant: status and chance at a glance.

use serde::{Deserialize, Serialize};

use super::{
    Heading, Svg,
    canvas::{Canvas, MARGIN},
    frame::percent_ticks,
    label::{NAME, NOTE, Style, TICK},
    palette::{BLUE, INK, RULE, WHITE},
    placement::Area,
    size::Size,
};
use crate::{quantity::Chance, wording::share};

/// What the map shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct World {
    /// Title and the like.
    pub heading: Heading,
    /// The participants, in the order in which those off the map are to be shown.
    pub tiles: Vec<Tile>,
    /// Stands before the scale of colours.
    pub scale: String,
    /// What a party's tile is called.
    pub party: String,
    /// What the mark of a signatory is called.
    pub signatory: String,
    /// Stands over those that have no place on the map.
    pub others: String,
}

/// One participant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tile {
    /// Stands on the tile, and says where it lies; cut where it is too long.
    pub code: String,
    /// Whether it is a party already.
    pub party: bool,
    /// Whether it has signed.
    pub signatory: bool,
    /// The chance that it is a party by the day spoken of.
    pub chance: Chance,
}

/// Where each participant lies: a line for each row, a code or dots for each column.
const GRID: &str = include_str!("tiles.txt");

/// How high a tile is for its width, and the least width of one, in units.
const SHAPE: f64 = 0.82;
const LEAST: f64 = 12.0;
const GAP: f64 = 1.4;
/// Height of the row of explanations and of the words over tiles off the map, in units.
const KEY: f64 = 26.0;
const OTHERS: f64 = 22.0;
/// How dark a tile of no chance and of the greatest is: letters can be read on it in each theme.
const PALEST: f64 = 0.05;
const DARKEST: f64 = 0.6;

/// Column and row of each code on the map.
fn places() -> impl Iterator<Item = (&'static str, usize, usize)> {
    let rows = GRID.lines().filter(|line| !line.starts_with('#')).enumerate();
    rows.flat_map(|(row, line)| {
        let cells = line.split_whitespace().enumerate();
        cells.filter(|(_, code)| *code != "...").map(move |(column, code)| (code, column, row))
    })
}

/// The tiles with their columns and rows; how many columns and rows there are; and where the
/// rows of those off the map begin, if there are any.
struct TileLayout<'a> {
    tiles: Vec<(&'a Tile, usize, usize)>,
    columns: usize,
    rows: usize,
    others: Option<usize>,
}

impl<'a> TileLayout<'a> {
    /// Rows of the map without anybody at its upper and lower end are left out.
    fn out(input: &'a World) -> TileLayout<'a> {
        let columns = places().map(|(_, column, _)| column + 1).max().unwrap_or(1);
        let find = |tile: &Tile| places().find(|(code, ..)| *code == tile.code);
        let mut tiles = Vec::new();
        let mut strangers = Vec::new();
        for tile in &input.tiles {
            match find(tile) {
                // Two of one code cannot share a place.
                Some((_, column, row))
                    if !tiles.iter().any(|(_, c, r)| (*c, *r) == (column, row)) =>
                {
                    tiles.push((tile, column, row));
                }
                _ => strangers.push(tile),
            }
        }
        let first = tiles.iter().map(|(_, _, row)| *row).min().unwrap_or(0);
        tiles.iter_mut().for_each(|(_, _, row)| *row -= first);
        let map = tiles.iter().map(|(_, _, row)| *row + 1).max().unwrap_or(0);
        let numbered = strangers.iter().enumerate();
        tiles.extend(numbered.map(|(n, tile)| (*tile, n % columns, map + n / columns)));
        let rows = map + strangers.len().div_ceil(columns);
        TileLayout { tiles, columns, rows, others: (!strangers.is_empty()).then_some(map) }
    }
}

/// Draws the map.
pub(super) fn world(input: &World, size: Size) -> Svg {
    let laid = TileLayout::out(input);
    let others = if laid.others.is_some() { OTHERS } else { 0.0 };
    let across = (size.across() - 2.0 * MARGIN + GAP) / laid.columns as f64;
    let lines = key_lines(input, size.across() - 2.0 * MARGIN) as f64;
    let blank = Canvas::new(&input.heading, size, 1000.0);
    let around = KEY * lines + others + 6.0;
    let tall = across * SHAPE * laid.rows as f64;
    let mut canvas =
        Canvas::new(&input.heading, size, blank.top + around + tall + 1000.0 - blank.bottom);
    // A page that is not as high as it is wide has smaller tiles, in its middle.
    let room = canvas.bottom - canvas.top - around + 4.0;
    let high = room / (SHAPE * laid.rows.max(1) as f64);
    let across = across.min(high.max(LEAST));
    let left = (canvas.width - across * laid.columns as f64 + GAP) / 2.0;
    let scale = ShadeScale::from_input(input);
    key(&mut canvas, input, &scale);
    let top = canvas.top + KEY * lines - 4.0;
    let y = |row: usize| {
        let below = laid.others.is_some_and(|first| row >= first);
        top + across * SHAPE * row as f64 + if below { OTHERS } else { 0.0 }
    };
    if let Some(first) = laid.others {
        let text = NOTE.fit(&input.others, canvas.width - 2.0 * MARGIN);
        canvas.put(&NOTE.colour(INK).start(&text, left, y(first) - 6.0));
    }
    for (tile, column, row) in &laid.tiles {
        let (x, y) = (left + across * *column as f64, y(*row));
        let (right, bottom) = (x + across - GAP, y + across * SHAPE - GAP);
        draw(&mut canvas, tile, Area { left: x, top: y, right, bottom }, &scale);
    }
    canvas.finish()
}

/// How dark a chance is.
struct ShadeScale {
    /// The chance that is darkest.
    top: f64,
    /// It, in words.
    words: String,
}

impl ShadeScale {
    /// Up to a round number at or above the greatest chance of those not yet party.
    fn from_input(input: &World) -> ShadeScale {
        let pending = input.tiles.iter().filter(|tile| !tile.party);
        let most = pending.map(|tile| tile.chance.get()).fold(0.0, f64::max);
        let top = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5].into_iter().find(|top| *top >= most);
        let top = top.unwrap_or(1.0);
        let words = percent_ticks(top, 1.0).pop().map_or_else(String::new, |(_, words)| words);
        ShadeScale { top, words }
    }

    fn dark(&self, chance: f64) -> f64 {
        PALEST + (DARKEST - PALEST) * (chance / self.top).clamp(0.0, 1.0)
    }
}

fn draw(canvas: &mut Canvas, tile: &Tile, area: Area, scale: &ShadeScale) {
    if tile.party {
        canvas.rect(area, INK, 1.0);
    } else {
        canvas.rect(area, BLUE, scale.dark(tile.chance.get()));
    }
    if tile.signatory && !tile.party {
        mark(canvas, area);
    }
    let room = area.right - area.left - 1.6;
    let style = NAME.colour(if tile.party { WHITE } else { INK });
    let size = (room / style.width("MMM") * style.size).min(9.0);
    let style = Style { size, ..style };
    let text = style.fit(&tile.code, room);
    let middle = f64::midpoint(area.top, area.bottom) + style.drop() - 0.9;
    canvas.put(&style.middle(&text, f64::midpoint(area.left, area.right), middle));
}

/// The bar along the foot of a signatory's tile.
fn mark(canvas: &mut Canvas, area: Area) {
    let across = area.right - area.left;
    let foot = Area {
        left: area.left + 0.2 * across,
        right: area.right - 0.2 * across,
        top: area.bottom - 2.9,
        bottom: area.bottom - 1.5,
    };
    canvas.rect(foot, INK, 1.0);
}

/// Width of a sample of a tile, and of the scale, in units.
const SAMPLE: f64 = 20.0;
const STEPS: u32 = 5;

/// The parts of the key: how wide each is, in units.
fn parts(input: &World) -> [f64; 3] {
    let scale =
        TICK.width(&input.scale) + TICK.width(&share(1.0, false, false)) + 6.0 + TICK.width("0");
    let scale = scale + 18.0 + f64::from(STEPS) * (SAMPLE + 1.0);
    [scale, SAMPLE + 5.0 + TICK.width(&input.signatory), SAMPLE + 5.0 + TICK.width(&input.party)]
}

/// In how many lines the key is set.
fn key_lines(input: &World, room: f64) -> usize {
    let [scale, signatory, party] = parts(input);
    if scale + signatory + party + 36.0 <= room { 1 } else { 2 }
}

/// What the colours mean: each said right beside a sample of it.
fn key(canvas: &mut Canvas, input: &World, scale: &ShadeScale) {
    let style = TICK.colour(INK);
    let room = canvas.width - 2.0 * MARGIN;
    let mut top = canvas.top - 4.0;
    let mut x = MARGIN;
    let sample = |top: f64, left: f64| Area {
        left,
        top: top + 3.0,
        right: left + SAMPLE,
        bottom: top + 15.5,
    };
    let words = |canvas: &mut Canvas, x: &mut f64, top: f64, text: &str| {
        let text = style.fit(text, (canvas.right() - *x).max(0.0));
        canvas.put(&style.start(&text, *x, top + 9.2 + style.drop()));
        *x += style.width(&text) + 6.0;
    };
    words(canvas, &mut x, top, &input.scale);
    words(canvas, &mut x, top, "0");
    for step in 0..STEPS {
        let dark = scale.dark(scale.top * f64::from(step) / f64::from(STEPS - 1));
        canvas.rect(sample(top, x), BLUE, dark);
        x += SAMPLE + 1.0;
    }
    x += 5.0;
    words(canvas, &mut x, top, &scale.words);
    if key_lines(input, room) > 1 {
        (x, top) = (MARGIN, top + KEY - 4.0);
    } else {
        x += 12.0;
    }
    canvas.rect(sample(top, x), BLUE, PALEST);
    mark(canvas, sample(top, x));
    x += SAMPLE + 5.0;
    words(canvas, &mut x, top, &input.signatory);
    x += 12.0;
    if x + SAMPLE < canvas.right() {
        canvas.rect(sample(top, x), INK, 1.0);
        x += SAMPLE + 5.0;
        words(canvas, &mut x, top, &input.party);
    }
    let right = canvas.right();
    canvas.rule(&[(MARGIN, top + 20.5), (right, top + 20.5)], RULE, 0.8, None);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tile(code: &str, status: (bool, bool), chance: f64) -> Tile {
        let (party, signatory) = status;
        Tile { code: code.to_owned(), party, signatory, chance: Chance::new(chance).unwrap() }
    }

    fn input(tiles: Vec<Tile>) -> World {
        World {
            heading: Heading::default(),
            tiles,
            scale: "Chance".to_owned(),
            party: "party".to_owned(),
            signatory: "signed".to_owned(),
            others: "Not on the map".to_owned(),
        }
    }

    fn drawn(tiles: Vec<Tile>) -> String {
        world(&input(tiles), Size::default()).into_text()
    }

    /// Opacity of the tile below a code.
    fn dark(svg: &str, code: &str) -> f64 {
        let before = svg.split(&format!(">{code}<")).next().unwrap();
        let (_, rest) = before.rsplit_once("fill-opacity=\"").unwrap();
        rest.split('"').next().unwrap().parse().unwrap()
    }

    /// Where a code is written.
    fn place(svg: &str, code: &str) -> (f64, f64) {
        let line = svg.lines().find(|line| line.contains(&format!(">{code}<"))).unwrap();
        let of = |name: &str| line.split(name).nth(1).unwrap().split('"').nth(1).unwrap();
        (of(" x=").parse().unwrap(), of(" y=").parse().unwrap())
    }

    #[test]
    fn every_participant_has_one_place_of_its_own() {
        let participants = include_str!("../../scenarios/hanoi/participants.csv");
        let mut rows = csv::Reader::from_reader(participants.as_bytes());
        let codes: Vec<String> = rows.records().map(|row| row.unwrap()[0].to_owned()).collect();
        assert!(codes.len() >= 193);
        for code in &codes {
            assert_eq!(places().filter(|(there, ..)| there == code).count(), 1, "{code}");
        }
        assert_eq!(places().count(), codes.len());
        let tiles = codes.iter().map(|code| tile(code, (false, false), 0.1)).collect();
        let svg = drawn(tiles);
        let mut spots: Vec<String> =
            codes.iter().map(|code| format!("{:?}", place(&svg, code))).collect();
        spots.sort_unstable();
        spots.dedup();
        assert_eq!(spots.len(), codes.len());
        assert!(!svg.contains("Not on the map"));
    }

    #[test]
    fn neighbours_lie_on_the_side_they_lie_on() {
        let of = |wanted: &str| {
            let (_, column, row) = places().find(|(code, ..)| *code == wanted).unwrap();
            (column, row)
        };
        for (west, east) in [
            ("PRT", "ESP"),
            ("FRA", "DEU"),
            ("DEU", "POL"),
            ("USA", "CUB"),
            ("CHL", "ARG"),
            ("MAR", "EGY"),
            ("SEN", "ETH"),
            ("EGY", "ISR"),
            ("TUR", "IRN"),
            ("AFG", "IND"),
            ("IND", "VNM"),
            ("CHN", "JPN"),
            ("IDN", "PNG"),
            ("AUS", "NZL"),
            ("IRL", "GBR"),
        ] {
            assert!(of(west).0 < of(east).0, "{west} lies west of {east}");
        }
        for (north, south) in [
            ("CAN", "USA"),
            ("USA", "MEX"),
            ("COL", "PER"),
            ("NOR", "DNK"),
            ("DEU", "ITA"),
            ("ESP", "MAR"),
            ("GRC", "EGY"),
            ("NGA", "AGO"),
            ("KEN", "MOZ"),
            ("MNG", "CHN"),
            ("CHN", "VNM"),
            ("PHL", "IDN"),
            ("RUS", "KAZ"),
            ("ZWE", "ZAF"),
            ("FIN", "EST"),
        ] {
            assert!(of(north).1 < of(south).1, "{north} lies north of {south}");
        }
    }

    #[test]
    fn the_likelier_the_darker() {
        let neither = (false, false);
        let svg = drawn(vec![
            tile("FRA", neither, 0.0),
            tile("PER", neither, 0.4),
            tile("CHN", neither, 1.0),
        ]);
        assert!(dark(&svg, "FRA") < dark(&svg, "PER") && dark(&svg, "PER") < dark(&svg, "CHN"));
    }

    #[test]
    fn the_scale_ends_where_the_chances_do() {
        let scale = |most: f64| {
            ShadeScale::from_input(&input(vec![tile("FRA", (false, false), most)])).words
        };
        for (most, words) in
            [(0.0, "1%"), (0.34, "50%"), (0.5, "50%"), (0.51, "100%"), (1.0, "100%")]
        {
            assert_eq!(scale(most), words);
        }
    }

    #[test]
    fn who_has_no_place_on_the_map_stands_below_it() {
        let neither = (false, false);
        let svg = drawn(vec![
            tile("FRA", neither, 0.1),
            tile("FRA", neither, 0.1),
            tile("A-very-long-code", (true, true), 1.0),
        ]);
        assert!(svg.contains("Not on the map") && svg.contains("…</text>"));
        assert_eq!(svg.matches(">FRA<").count(), 2);
        assert!(drawn(Vec::new()).contains("party"));
    }
}
