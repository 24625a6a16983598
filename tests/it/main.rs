//! All tests that use the program or the library from outside: one binary.

mod browser;
mod depositary;
mod edges;
mod exact;
mod faults;
mod fit;
mod hanoi;
mod history;
mod known;
mod laws;
mod mixture;
mod naive;
mod oracle;
mod particles;
mod random;
mod recount;
mod recovery;
mod report;
mod rooms;
mod story;
mod support;
mod threads;
mod treaties;
mod whatif;
