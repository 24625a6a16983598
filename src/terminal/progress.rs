//! A progress bar on standard error, shown once the work has taken a second.

use std::io::{self, IsTerminal};

use indicatif::{ProgressDrawTarget, ProgressStyle};

use super::Screen;

/// A progress bar; cleared when dropped.
pub(crate) struct ProgressBar {
    bar: indicatif::ProgressBar,
    shown: bool,
}

impl ProgressBar {
    /// A bar for so many steps of a kind, such as `runs`.
    pub(crate) fn new(steps: u64, of: &str, screen: &Screen) -> ProgressBar {
        let words = format!("{{bar:40}} {{percent}}% of {{len}} {of}, {{eta}} left");
        let style = ProgressStyle::with_template(&words);
        let bar =
            indicatif::ProgressBar::with_draw_target(Some(steps), ProgressDrawTarget::hidden());
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        ProgressBar { bar, shown: !screen.quiet && io::stderr().is_terminal() }
    }

    /// So many steps are done.
    pub(crate) fn at(&self, done: u64) {
        if self.shown {
            self.show();
            self.bar.set_position(done);
        }
    }

    /// One more step is done.
    pub(crate) fn step(&self) {
        if self.shown {
            self.show();
            self.bar.inc(1);
        }
    }

    fn show(&self) {
        if self.bar.is_hidden() && self.bar.elapsed().as_secs() >= 1 {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }
}

/// What shows a bar for each piece of work that it is told of.
pub(crate) fn watching<'a>(
    screen: &'a Screen,
) -> impl Fn(u64, &str) -> Box<dyn Fn(u64) + Sync + 'a> + 'a {
    |steps, of| {
        let bar = ProgressBar::new(steps, of, screen);
        Box::new(move |done| bar.at(done))
    }
}

impl Drop for ProgressBar {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
