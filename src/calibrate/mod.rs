//! From what States did with earlier treaties to beliefs about the next one.

pub mod fit;
pub mod history;
