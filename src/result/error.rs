//! Why the files of a result cannot be read back.

/// Why numbers cannot be read back.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RunResultError {
    /// A file of the result is not there.
    #[error("{0} is missing")]
    Missing(&'static str),
    /// A file of the result holds something else than it should.
    #[error("{file}: {what}")]
    Unreadable {
        /// Which file.
        file: &'static str,
        /// What is wrong with it, and where.
        what: String,
    },
}
