//! How well clusters are found: `cargo run -p deedwell-trust --example sybils [seed …]`.
mod made;

use deedwell_trust as trust;

fn main() {
    let asked: Vec<u64> = std::env::args().skip(1).filter_map(|word| word.parse().ok()).collect();
    let seeds = if asked.is_empty() { (1..=10).collect() } else { asked };
    println!(
        "seed  votes: honest (caught)   rings caught/all   precision  recall  of those that share"
    );
    for seed in seeds {
        let report = made::Town::made(seed).judged();
        let rings: Vec<String> = report
            .rings
            .iter()
            .map(|(ring, (caught, all))| format!("{ring:?} {caught}/{all}"))
            .collect();
        println!(
            "{seed:>4}  {:>5} ({:>3})   {}   {:.3}  {:.3}  {:.3}",
            report.honest,
            report.honest_caught,
            rings.join(", "),
            report.precision(),
            report.recall(),
            report.recall_of_rings_that_share(),
        );
    }
}
