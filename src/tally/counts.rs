//! CompactCounts that take little room while they grow.

/// Whole numbers by place, each of which grows by at most one in a run.
///
/// What has been counted lately is kept in 16 bits: a quarter of the room in the processor's cache.
#[derive(Clone, Debug)]
pub(super) struct CompactCounts {
    late: Vec<u16>,
    runs: u16,
    early: Vec<u64>,
}

impl CompactCounts {
    /// So many zeros.
    pub(super) fn new(places: usize) -> CompactCounts {
        CompactCounts { late: vec![0; places], runs: 0, early: vec![0; places] }
    }

    /// The places, for one run to add at most one to each.
    #[inline]
    pub(super) fn run(&mut self) -> &mut [u16] {
        if self.runs == u16::MAX {
            self.settle();
        }
        self.runs += 1;
        &mut self.late
    }

    /// What has been counted at a place.
    pub(super) fn count_at(&self, place: usize) -> u64 {
        self.early[place] + u64::from(self.late[place])
    }

    /// All places, in order.
    pub(super) fn each(&self) -> impl Iterator<Item = u64> {
        self.early.iter().zip(&self.late).map(|(early, late)| early + u64::from(*late))
    }

    /// Takes in the counts of other runs.
    pub(super) fn merge_counts(&mut self, other: &CompactCounts) {
        for (early, more) in self.early.iter_mut().zip(other.each()) {
            // Room that nothing was counted in is never touched.
            if more > 0 {
                *early += more;
            }
        }
    }

    fn settle(&mut self) {
        for (early, late) in self.early.iter_mut().zip(&mut self.late) {
            *early += u64::from(std::mem::take(late));
        }
        self.runs = 0;
    }
}

/// Equal where the counts are, however lately they were made.
impl PartialEq for CompactCounts {
    fn eq(&self, other: &CompactCounts) -> bool {
        self.each().eq(other.each())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_lost_where_16_bits_are_full() {
        let mut counts =
            CompactCounts { late: vec![u16::MAX, 7], runs: u16::MAX, early: vec![1, 0] };
        counts.run()[0] += 1;
        assert_eq!(counts.each().collect::<Vec<_>>(), [u64::from(u16::MAX) + 2, 7]);
        let mut sum = CompactCounts::new(2);
        sum.merge_counts(&counts);
        assert_eq!(sum, counts);
        assert_eq!(sum.count_at(1), 7);
    }
}
