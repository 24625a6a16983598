//! How a treaty moves, as formulas: its age, its pace, who is at risk when, how the closing day presses.
//!
//! They stand here once, for the engine that draws futures by them and for the fit that learns what is in
//! them. scenarios/METHOD.md derives them.

pub mod age;
pub mod exposure;
pub mod negative_binomial;
pub mod pace;
pub mod signing;
