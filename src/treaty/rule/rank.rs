//! The day of the n-th deposit, without sorting.

use super::Members;
use crate::quantity::{Day, When};

/// So many days are compared at a time.
const LANES: usize = 8;

/// The day of this rank, from 1, among the deposits of these, or never. By halving the days that it
/// may be: to count takes no branch, to sort takes many that cannot be foreseen.
pub(super) fn ranked(
    deposits: &[When],
    among: &Members,
    rank: usize,
    scratch: &mut Vec<When>,
) -> When {
    scratch.resize(deposits.len() + LANES, When::NEVER);
    let mut made = 0;
    for (when, member) in deposits.iter().zip(&among.0) {
        scratch[made] = *when;
        made += usize::from(*member & (*when != When::NEVER));
    }
    if made < rank {
        return When::NEVER;
    }
    // Filled up to what is compared at a time, with what lies after every day.
    scratch[made..made + LANES].fill(When::NEVER);
    let days = scratch[..made.next_multiple_of(LANES)].as_chunks::<LANES>().0.as_flattened();
    let numbers = || days.iter().map(|when| when.number());
    let before = |day: i32| numbers().map(|number| u32::from(number < day)).sum::<u32>() as usize;
    let never = When::NEVER.number();
    let lesser = |a: i32, b: i32| if a < b { a } else { b };
    let mut early = numbers().fold(never, lesser);
    // The latest day is the least but never, when all are turned about.
    let turned = numbers().map(|day| if day < never { !day } else { never });
    let mut late = !turned.fold(never, lesser);
    while early < late {
        let middle = early + (late - early) / 2;
        if before(middle + 1) < rank {
            early = middle + 1;
        } else {
            late = middle;
        }
    }
    When::on(Day::from_number(late))
}
