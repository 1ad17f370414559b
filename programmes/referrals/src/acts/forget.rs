//! Somebody is forgotten.

use deedwell_core::{Id, Identity, Result};
use deedwell_store::Tx;

use super::follow;
use crate::store;

/// Forgets what these identities did here, before their rows go. What is not decided comes to nothing.
pub async fn forget(tx: &mut Tx, whom: &[Id<Identity>]) -> Result<()> {
    for identity in whom {
        for id in store::open_of(tx, *identity).await? {
            let mut referral = store::referral_to_change(tx, id).await?;
            follow::lapse(tx, &mut referral).await?;
        }
        store::forget_words(tx, *identity).await?;
    }
    Ok(())
}
