//! Progress of long work: how much, how fast, how long still. On a terminal only.

use std::fmt::Write;

use indicatif::{ProgressBar, ProgressState, ProgressStyle};

/// Counted things, such as lines.
pub fn things(total: u64, what: &'static str) -> ProgressBar {
    styled(
        total,
        format!("{{bar:30}} {{human_pos}} of {{human_len}} {what} · {{rate}} · {{eta}} left"),
    )
}

/// Bytes of a file, while what is counted in it is the message, with its rate.
pub fn bytes() -> ProgressBar {
    styled(0, "{bar:30} {bytes} of {total_bytes} · {msg} · {eta} left".to_owned())
}

/// Bytes that are written, nobody knows how many before the end.
pub fn writing() -> ProgressBar {
    let bar = ProgressBar::no_length();
    if let Ok(style) =
        ProgressStyle::with_template("{spinner} {bytes} · {bytes_per_sec} · {elapsed}")
    {
        bar.set_style(style);
    }
    bar
}

/// Bytes that are copied or looked at.
pub fn copying(total: u64) -> ProgressBar {
    styled(total, "{bar:30} {bytes} of {total_bytes} · {bytes_per_sec} · {eta} left".to_owned())
}

fn styled(total: u64, template: String) -> ProgressBar {
    let bar = ProgressBar::new(total);
    if let Ok(style) = ProgressStyle::with_template(&template) {
        bar.set_style(style.with_key("rate", rate));
    }
    bar
}

/// Whole things a second.
fn rate(state: &ProgressState, out: &mut dyn Write) {
    // A bar without its rate is better than none.
    let _ = write!(out, "{:.0}/s", state.per_sec());
}
