//! Where each random number comes from: one keyed draw for each seed, run, purpose and subject.
//!
//! A draw is a pure function of its key (a counter-based generator), so no draw depends on the
//! order in which draws are made, on threads, or on who else takes part. The mixing function is
//! the finaliser of SplitMix64 (Steele, Lea and Flood 2014, with Stafford's constants), applied
//! to a sum of two keys that have each been mixed before.

use std::convert::Infallible;

use rand::TryRng;

use crate::quantity::Seed;

/// Where a random number is used. Two uses never share a draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Which state of the pace, as learned from the record, a run starts from.
    Start,
    /// The treaty's own signing factor.
    SigningFactor,
    /// When a participant signs.
    Signing,
    /// When a participant deposits.
    Deposit,
    /// Whether a deposit that is only reported was made.
    Report,
    /// How the pace moves into a month.
    Pace,
    /// A month's shock.
    Shock,
    /// Whether a participant deposits at a treaty event.
    Event,
    /// The day around which a bloc joins.
    BlocDay,
    /// Whether a member joins with its bloc.
    BlocMember,
    /// How far from its bloc's day a member joins.
    BlocSpread,
    /// The day of a shock.
    ShockDay,
    /// Whether a shock happens.
    ShockHappens,
    /// Which part of a mixture a run is drawn from.
    Part,
    /// Records that are imagined to see what was to be expected of the one there is.
    Imagined,
    /// A month's shock of signing.
    SigningShock,
}

/// The part of a key that is the same in every run: purpose and subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Subject(u64);

/// The part of a key that is the same for all draws of a run: seed and run.
#[derive(Clone, Copy, Debug)]
pub(super) struct RunKey(u64);

/// A uniform draw: 64 random bits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Uniform(pub(super) u64);

/// Draws one after another, for what takes a number of them that is not known before: SplitMix64, from a
/// keyed draw on. A generator for `rand_distr`.
#[derive(Clone, Debug)]
pub(super) struct Sequence(u64);

const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

fn mix(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

impl Subject {
    /// Keyed by the participant's written code, so that others may come and go.
    pub(super) fn participant(purpose: Purpose, code: &str) -> Subject {
        Subject::from_bytes(purpose, code.bytes())
    }

    /// Keyed by the name of what several share.
    pub(super) fn shared(purpose: Purpose, name: &str) -> Subject {
        Subject::from_bytes(purpose, name.bytes())
    }

    /// Keyed by the name of what several share and by one of them. No name has the byte between.
    pub(super) fn member(purpose: Purpose, name: &str, code: &str) -> Subject {
        Subject::from_bytes(purpose, name.bytes().chain([0xFF]).chain(code.bytes()))
    }

    fn from_bytes(purpose: Purpose, bytes: impl Iterator<Item = u8>) -> Subject {
        // FNV-1a, spelled out so that it never changes.
        let hash = bytes.fold(0xCBF2_9CE4_8422_2325, |hash: u64, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3)
        });
        Subject(mix(mix(hash ^ GOLDEN).wrapping_add(purpose as u64 + 1)))
    }

    /// Keyed by a month since opening, or 0 for what happens once.
    pub(super) fn month(purpose: Purpose, month: usize) -> Subject {
        let month = (month as u64).wrapping_add(1).wrapping_mul(GOLDEN);
        Subject(mix(mix(month).wrapping_add(purpose as u64 + 1)))
    }
}

impl RunKey {
    /// The key of one run; neighbouring seeds and runs have nothing in common.
    pub(super) fn new(seed: Seed, run: u64) -> RunKey {
        RunKey(mix(mix(seed.0 ^ GOLDEN).wrapping_add(run.wrapping_mul(GOLDEN))))
    }

    /// The draw for this subject in this run.
    pub(super) fn draw(self, subject: Subject) -> Uniform {
        Uniform(mix(self.0.wrapping_add(subject.0)))
    }

    /// As many draws as are asked for, of this subject in this run.
    pub(super) fn sequence(self, subject: Subject) -> Sequence {
        Sequence(self.draw(subject).0)
    }
}

impl TryRng for Sequence {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        // The high half: the finaliser mixes all bits alike.
        self.try_next_u64().map(|bits| (bits >> 32) as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        self.0 = self.0.wrapping_add(GOLDEN);
        Ok(mix(self.0))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for chunk in bytes.chunks_mut(8) {
            let drawn = self.try_next_u64()?.to_le_bytes();
            chunk.copy_from_slice(&drawn[..chunk.len()]);
        }
        Ok(())
    }
}

impl Uniform {
    /// A number above 0 and below 1, never either.
    pub(super) fn open(self) -> f64 {
        // 52 bits and a half: with 53 the largest would round to 1. They are the fraction of a number
        // from 1 to 2, of which all but half a step of 1 is then taken, exactly.
        const ONE: u64 = 1f64.to_bits();
        f64::from_bits(ONE | (self.0 >> 12)) - (1.0 - 0.5 * f64::EPSILON)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draw(seed: u64, run: u64, code: &str) -> u64 {
        RunKey::new(Seed(seed), run).draw(Subject::participant(Purpose::Deposit, code)).0
    }

    #[test]
    fn draws_stay_what_they_are() {
        // A change here changes every result: it belongs under Numbers in the changelog.
        assert_eq!(draw(1, 0, "FRA"), 10_947_401_063_822_873_401);
        let pace = RunKey::new(Seed(1), 9).draw(Subject::month(Purpose::Pace, 7));
        assert_eq!(pace.0, 11_173_473_843_174_783_014);
    }

    #[test]
    fn no_draw_is_zero_or_one() {
        assert!(Uniform(0).open() > 0.0 && Uniform(u64::MAX).open() < 1.0);
        assert!(Uniform(1 << 12).open() > Uniform(0).open());
    }

    #[test]
    fn no_two_keys_share_a_draw() {
        let mut seen = std::collections::BTreeSet::new();
        for seed in 0..20 {
            for run in 0..50 {
                for code in ["FRA", "ARF", "DEU", "VNM"] {
                    assert!(seen.insert(draw(seed, run, code)));
                }
            }
        }
        let key = RunKey::new(Seed(99), 1);
        for purpose in [Purpose::Signing, Purpose::Deposit, Purpose::Report] {
            assert!(seen.insert(key.draw(Subject::participant(purpose, "FRA")).0));
        }
        for purpose in [Purpose::Event, Purpose::BlocMember, Purpose::BlocSpread] {
            for (name, code) in [("event", "FRA"), ("event", "DEU"), ("eventF", "RA")] {
                assert!(seen.insert(key.draw(Subject::member(purpose, name, code)).0));
            }
        }
        for purpose in [Purpose::BlocDay, Purpose::ShockDay, Purpose::ShockHappens] {
            assert!(seen.insert(key.draw(Subject::shared(purpose, "FRA")).0));
        }
        for month in 0..200 {
            assert!(seen.insert(key.draw(Subject::month(Purpose::Pace, month)).0));
            assert!(seen.insert(key.draw(Subject::month(Purpose::Shock, month)).0));
        }
    }

    #[test]
    fn draws_are_uniform_and_unrelated() {
        // Chi-squared over 64 cells along runs and along subjects, and the correlation of
        // neighbours; 5 standard deviations, so a false alarm in some two million.
        let count = 64_000u32;
        let series: [Box<dyn Fn(u32) -> f64>; 2] = [
            Box::new(|i| Uniform(draw(1, u64::from(i), "FRA")).open()),
            Box::new(|i| Uniform(draw(1, 5, &format!("P{i}"))).open()),
        ];
        for uniform in series {
            let mut cells = [0.0f64; 64];
            let (mut last, mut product) = (0.5, 0.0);
            for i in 0..count {
                let u = uniform(i);
                cells[(u * 64.0) as usize] += 1.0;
                product += (u - 0.5) * (last - 0.5);
                last = u;
            }
            let expected = f64::from(count) / 64.0;
            let chi: f64 = cells.iter().map(|n| (n - expected).powi(2) / expected).sum();
            assert!((chi - 63.0).abs() < 5.0 * 126.0f64.sqrt(), "{chi}");
            let correlation = 12.0 * product / f64::from(count);
            assert!(correlation.abs() < 5.0 / f64::from(count).sqrt(), "{correlation}");
        }
    }
}
