//! What a panel of experts believes: sheets read, answers pooled, a layer made of them.

mod layer;
mod pool;
mod sheet;

use crate::{fault::Place, treaty::delay::ThreePoint};

pub use layer::{MARK, layer, template};
pub use pool::{Opinion, PooledEstimate, pool};
pub use sheet::read;

/// What one expert says of one participant.
#[derive(Clone, PartialEq, Debug)]
pub struct Answer {
    /// Who says it.
    pub expert: String,
    /// Of whom, by code.
    pub code: String,
    /// Months from the as-of day to the deposit, if it comes; none where it surely never does.
    pub months: Option<ThreePoint>,
    /// The chance that it never comes, 0 to 1.
    pub never: f64,
    /// Where it stands.
    pub place: Place,
}
