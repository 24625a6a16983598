//! A CSV file in the making, cell by cell: for tables whose columns depend on what was asked.

use csv::Writer;

use crate::quantity::When;

/// A day, or nothing where it lies beyond the horizon.
pub(crate) fn day(when: When) -> String {
    when.day().map_or_else(String::new, |day| day.to_string())
}

/// A CSV file in the making.
pub(crate) struct CsvTable(Writer<Vec<u8>>);

impl CsvTable {
    pub(crate) fn new(heading: &[&str]) -> CsvTable {
        let mut table = CsvTable(Writer::from_writer(Vec::new()));
        table.add(heading);
        table
    }

    pub(crate) fn add<T: AsRef<[u8]>>(&mut self, cells: impl IntoIterator<Item = T>) {
        self.0.write_record(cells).expect("rows of one table have as many cells");
    }

    pub(crate) fn text(self) -> String {
        let bytes = self.0.into_inner().expect("memory can be written to");
        String::from_utf8(bytes).expect("cells are text")
    }
}
