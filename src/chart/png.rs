//! The same picture as PNG, with the fonts of this program, and with others only for letters that
//! these do not have.

use std::sync::{Arc, LazyLock};

use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{Options, Tree, fontdb::Database},
};

use super::face;

/// Why there is no PNG.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ChartError {
    /// The scale is not a number from 0.1 to 16.
    #[error("expected a scale from 0.1 to 16, found {0}")]
    Scale(f32),
    /// The SVG was not understood, or the picture not written: a fault of this program.
    #[error("the chart could not be made into a PNG: {0}")]
    Picture(String),
}

/// PNG bytes of an SVG, `scale` pixels to a unit; `strange` says that it has letters which are to
/// be looked for in the fonts of this machine.
pub(super) fn from_svg(svg: &str, strange: bool, scale: f32) -> Result<Vec<u8>, ChartError> {
    if !(0.1..=16.0).contains(&scale) {
        return Err(ChartError::Scale(scale));
    }
    let tree = tree(svg, strange)?;
    let size = tree.size().to_int_size();
    let pixels = |units: u32| (units as f32 * scale).round().max(1.0) as u32;
    let mut pixmap = Pixmap::new(pixels(size.width()), pixels(size.height()))
        .ok_or_else(|| ChartError::Picture("it has no size".to_owned()))?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    pixmap.encode_png().map_err(|error| ChartError::Picture(error.to_string()))
}

/// The picture as understood, each text laid out.
pub(super) fn tree(svg: &str, strange: bool) -> Result<Tree, ChartError> {
    let options = Options {
        font_family: face::FAMILY.to_owned(),
        fontdb: Arc::clone(if strange { &ALL_FONTS } else { &FONTS }),
        ..Options::default()
    };
    Tree::from_str(svg, &options).map_err(|error| ChartError::Picture(error.to_string()))
}

static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut fonts = Database::new();
    fonts.load_font_data(face::REGULAR.to_vec());
    fonts.load_font_data(face::SEMI_BOLD.to_vec());
    fonts.set_sans_serif_family(face::FAMILY);
    Arc::new(fonts)
});

/// Ours first, and those of this machine for letters that ours lack.
static ALL_FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut fonts = Database::clone(&FONTS);
    fonts.load_system_fonts();
    Arc::new(fonts)
});

#[cfg(test)]
mod tests {
    use super::*;

    const DOT: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"><rect width="5" height="5"/></svg>"#;

    #[test]
    fn a_picture_is_as_large_as_asked() {
        let png = from_svg(DOT, false, 2.0).unwrap();
        assert_eq!(png[..8], *b"\x89PNG\r\n\x1a\n");
        assert_eq!((png[19], png[23]), (60, 40));
    }

    #[test]
    fn what_cannot_be_drawn_is_said() {
        for scale in [0.0, -1.0, 17.0, f32::NAN, f32::INFINITY] {
            assert!(matches!(from_svg(DOT, false, scale), Err(ChartError::Scale(_))), "{scale}");
        }
        assert!(matches!(from_svg("<svg", false, 1.0), Err(ChartError::Picture(_))));
    }
}
