//! Reads on who there is, so that whoever asks for the list of people has little to read.

use std::sync::Arc;
use std::time::Duration;

use deedwell_core::{Id, Organisation, Result};
use deedwell_people::register::keep_up;
use tokio::sync::watch;
use tracing::warn;

use crate::wiring::Parts;

const EVERY: Duration = Duration::from_secs(15);

pub async fn keep_reading(parts: Arc<Parts>, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        for organisation in parts.ledger.organisations() {
            if let Err(error) = read_on(&parts, organisation).await {
                warn!(%organisation, %error, "The list of people cannot be read on now");
            }
        }
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            changed = stop.changed() => if changed.is_err() { return },
        }
    }
}

async fn read_on(parts: &Parts, organisation: Id<Organisation>) -> Result<()> {
    let mut tx = parts.db.read(organisation).await?;
    keep_up(&mut tx).await
}
