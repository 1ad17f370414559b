//! A year of friends brought, honest and not, and what the rules found of it:
//! `cargo run -p deedwell-referrals --example corpus [seed]`.
mod corpus;
mod place;

#[tokio::main]
async fn main() -> deedwell_core::Result<()> {
    let seed = std::env::args().nth(1).and_then(|seed| seed.parse().ok()).unwrap_or(7);
    let (place, folder) =
        place::Place::on_sqlite(&format!("corpus_{}", std::process::id())).await?;
    let found = corpus::year(&place, seed, corpus::Size { honest: 600, each: 60 }).await?;
    println!("{found}");
    place.db.close().await;
    drop(std::fs::remove_dir_all(folder));
    Ok(())
}
