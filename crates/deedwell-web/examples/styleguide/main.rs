//! Every layout and part with made-up people, served for eyes, screenshots and axe-core:
//! `cargo run -p deedwell-web --example styleguide -- 127.0.0.1:8090`, then open `/enter`.
mod nobody;
mod pages;
mod place;

use std::sync::Arc;

use deedwell_core::{Error, Result};
use deedwell_web::{Deedwell, Settings};

#[tokio::main]
async fn main() -> Result<()> {
    let listen = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8090".to_owned());
    let db = place::open().await?;
    let cookies = place::fill(&db).await?;
    let programmes = vec![&place::IDEAS, &place::ANSWERS];
    let routes = vec![pages::routes()];
    let settings = Settings { public_url: format!("http://{listen}"), ..Settings::default() };
    let nobody = Arc::new(nobody::Nobody);
    let made = Deedwell::new(db, nobody, || {}, settings, programmes, routes, Vec::new())?;
    let (_, router) = made;
    pages::remember(cookies);
    let listener = tokio::net::TcpListener::bind(&listen).await.map_err(Error::fault)?;
    println!("http://{listen}/enter");
    axum::serve(listener, router).await.map_err(Error::fault)
}
