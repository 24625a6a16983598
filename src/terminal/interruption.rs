//! Ctrl-C and a request to end: what is half done is taken away, and it is said.

use std::{
    io::{self, IsTerminal, Write},
    process,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use signal_hook::{
    consts::{SIGINT, SIGTERM},
    flag,
};

use crate::publish::abandon;

/// How often it is looked whether one is wished to end.
const LOOK: Duration = Duration::from_millis(25);

/// The signals that end the program early, none so far.
pub(crate) struct Interruption(Arc<AtomicUsize>);

impl Interruption {
    /// Ends the program with code 130 on Ctrl-C, 143 on a request to end (128 and the signal, as
    /// shells have it), once nothing half-written is left.
    pub(crate) fn watch() -> Interruption {
        let caught = Arc::new(AtomicUsize::new(0));
        let signals = [(SIGINT, 2), (SIGTERM, 15)];
        let ready = signals.iter().all(|(signal, number)| {
            flag::register_usize(*signal, Arc::clone(&caught), *number).is_ok()
        });
        if ready {
            let seen = Arc::clone(&caught);
            thread::spawn(move || {
                loop {
                    match seen.load(Ordering::SeqCst) {
                        0 => thread::sleep(LOOK),
                        signal => end(signal),
                    }
                }
            });
        }
        Interruption(caught)
    }

    /// Waits for the end where it has been asked for: what fails now fails for want of its folder.
    pub(crate) fn wait_if_under_way(&self) {
        while self.0.load(Ordering::SeqCst) != 0 {
            thread::sleep(LOOK);
        }
    }
}

fn end(signal: usize) -> ! {
    let left = match abandon() {
        0 => "nothing was under way that could be half-written",
        _ => "the unfinished results were taken away, what was there before is as it was",
    };
    let mut screen = io::stderr().lock();
    // A progress bar may stand on the line.
    let clear = if screen.is_terminal() { "\r\x1b[K" } else { "" };
    // Who is not heard when ending ends all the same.
    drop(writeln!(screen, "{clear}stopped: {left}"));
    process::exit(128 + i32::try_from(signal).unwrap_or(0));
}
