//! A set of participants: whose deposits a condition speaks of.

/// Some of a model's participants: for each, in the model's order, whether it is in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Members(pub(super) Vec<bool>);

impl Members {
    /// Those for whom it is true, in the model's order.
    pub fn new(members: Vec<bool>) -> Members {
        Members(members)
    }

    /// Whether the participant of this index is in.
    pub fn has(&self, index: usize) -> bool {
        self.0.get(index).copied().unwrap_or(false)
    }

    /// How many are in.
    pub fn count(&self) -> usize {
        self.0.iter().filter(|member| **member).count()
    }

    /// The indices of those that are in, in order.
    pub fn indices(&self) -> impl Iterator<Item = usize> {
        self.0.iter().enumerate().filter_map(|(index, member)| member.then_some(index))
    }
}
