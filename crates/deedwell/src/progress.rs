//! Progress of long work: how much, how fast, how long still. On a terminal only.

use indicatif::{ProgressBar, ProgressStyle};

/// Counted things, such as lines.
pub fn things(total: u64, what: &'static str) -> ProgressBar {
    styled(
        total,
        format!("{{bar:30}} {{human_pos}} of {{human_len}} {what} · {{per_sec}} · {{eta}} left"),
    )
}

/// Bytes of a file, while what is counted in it is shown beside.
pub fn bytes(total: u64) -> ProgressBar {
    styled(total, "{bar:30} {bytes} of {total_bytes} · {msg} · {eta} left".to_owned())
}

pub fn files(total: usize) -> ProgressBar {
    things(total as u64, "files")
}

fn styled(total: u64, template: String) -> ProgressBar {
    let bar = ProgressBar::new(total);
    if let Ok(style) = ProgressStyle::with_template(&template) {
        bar.set_style(style);
    }
    bar
}
