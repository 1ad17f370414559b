//! What is promised.

use deedwell_core::{Error, Id, Result, Staff, Who};
use deedwell_store::{Tx, audit};
use serde_json::json;

use crate::deed::{About, Done, ReferralDeed};
use crate::store;
use crate::terms::{MOST_VERSIONS, Terms};

/// From now on it is so: friends who came before are rewarded as it stood then. The version.
///
/// # Errors
/// `Invalid`; `Missing` for a scheme that is not there; `referrals.scheme_closed`,
/// `referrals.too_many_versions`.
pub async fn set_terms(tx: &mut Tx, staff: Id<Staff>, terms: &Terms) -> Result<i64> {
    let terms = terms.clone().checked()?;
    let scheme = deedwell_points::store::scheme(tx, terms.scheme).await?;
    if terms.is_open && scheme.closed_at.is_some() {
        return Err(Error::refused(
            "referrals.scheme_closed",
            "Nothing is earned in these points any more. Please choose others.",
        ));
    }
    let now = store::terms_now(tx).await?;
    if let Some(now) = now.as_ref().filter(|now| now.terms == terms) {
        return Ok(now.version);
    }
    let version = now.map_or(1, |now| now.version + 1);
    if version > MOST_VERSIONS {
        return Err(Error::refused(
            "referrals.too_many_versions",
            "This was changed too often. Please ask whoever runs this installation.",
        ));
    }
    if !store::add_terms(tx, version, staff, &terms).await? {
        return Err(Error::TooMany {
            sentence: "Somebody else changed this at the same moment. Please look again.".into(),
            retry_after_s: 1,
        });
    }
    let done = Done::new(About::Terms(version), ReferralDeed::TermsChanged { version });
    tx.record(Who::Staff(staff), &done).await?;
    let about = format!("referral_terms/{version}");
    audit(tx, Some(staff), "referrals.terms_changed", Some(&about), &json!({})).await?;
    Ok(version)
}
