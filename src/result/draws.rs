//! The runs themselves, one row each, written as they are drawn.

use csv::Writer;

use super::table::day;
use crate::{engine::Run, quantity::When, treaty::Model};

/// `draws.csv` in the making.
pub struct Draws<W: std::io::Write> {
    writer: Writer<W>,
}

impl<W: std::io::Write> std::fmt::Debug for Draws<W> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Draws").finish_non_exhaustive()
    }
}

impl<W: std::io::Write> Draws<W> {
    /// Writes the heading: the run, its two days, then a column for each participant.
    ///
    /// # Errors
    ///
    /// Where the file cannot be written.
    pub fn new(model: &Model, file: W) -> csv::Result<Draws<W>> {
        let mut writer = Writer::from_writer(file);
        let heading = ["run", "met", "in_force"].into_iter();
        writer
            .write_record(heading.chain(model.participants.iter().map(|one| one.code.as_str())))?;
        Ok(Draws { writer })
    }

    /// Writes one run.
    ///
    /// # Errors
    ///
    /// Where the file cannot be written.
    pub fn write(&mut self, model: &Model, run: &Run<'_>) -> csv::Result<()> {
        let in_force = run.met.day().map(|met| model.rule.in_force(met));
        self.writer.write_field(run.index.to_string())?;
        self.writer.write_field(day(run.met))?;
        self.writer.write_field(day(When::from(in_force)))?;
        for when in run.deposits {
            self.writer.write_field(day(*when))?;
        }
        self.writer.write_record(None::<&[u8]>)
    }

    /// Ends the file.
    ///
    /// # Errors
    ///
    /// Where the file cannot be written.
    pub fn finish(mut self) -> std::io::Result<()> {
        self.writer.flush()
    }
}
