//! Answers questions about waits, one line each, for `e2e/checks`: what another program makes of the same
//! questions is compared with these.
//!
//! In: `duration:ended duration:ended … ; time time …`, with `ended` 1 or 0. Out, for each time, the share
//! still waiting, Greenwood's variance, and the bounds of 95 %; then the median and its bounds (`-` for
//! none), and the squares of all influences on the share at the last time.

use std::io::{BufRead, Write};

use deedwell_measure::{influence_on_waiting, kaplan_meier};

type Error = Box<dyn std::error::Error>;

fn main() -> Result<(), Error> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        writeln!(out, "{}", told(&line?)?)?;
    }
    Ok(out.flush()?)
}

fn told(line: &str) -> Result<String, Error> {
    let (waits, times) = line.split_once(';').ok_or("no times")?;
    let mut all = Vec::new();
    for wait in waits.split_whitespace() {
        let (duration, ended) = wait.split_once(':').ok_or("no end")?;
        all.push((duration.parse::<f64>()?, ended == "1"));
    }
    let curve = kaplan_meier(&all);
    let (mut words, mut last) = (Vec::new(), 0.0);
    for time in times.split_whitespace() {
        let time: f64 = time.parse()?;
        let found = curve.at_with_interval(time, 0.95).ok_or("no estimate")?;
        let (low, high) = (found.interval.low, found.interval.high);
        words.push(format!("{:?} {:?} {low:?} {high:?}", found.value, curve.variance_at(time)));
        last = time;
    }
    let (low, high) = curve.median_interval(0.95).ok_or("no interval")?;
    for moment in [curve.median(), low, high] {
        words.push(moment.map_or("-".to_owned(), |moment| format!("{moment:?}")));
    }
    let (_, influence) = influence_on_waiting(&all, last);
    words.push(format!("{:?}", influence.iter().map(|moves| moves * moves).sum::<f64>()));
    Ok(words.join(" "))
}
