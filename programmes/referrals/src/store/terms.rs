//! What is promised, version by version.

use deedwell_core::{Error, Id, Money, Result, Staff, Timestamp};
use deedwell_store::{Row, Tx};

use crate::terms::{Terms, Version};

fn read(row: &Row) -> Result<Version> {
    let terms = Terms {
        is_open: row.text("stage")? == "open",
        scheme: row.id("scheme")?,
        referrer_reward: row.number("referrer_reward")?,
        friend_reward: row.number("friend_reward")?,
        least: Money::new(row.number("least")?, row.currency("currency")?),
        return_days: row.number("return_days")?,
        visit_days: row.number("visit_days")?,
        month_cap: row.number("month_cap")?,
        day_limit: row.number("day_limit")?,
        strangers: row.number("strangers")?,
        stranger_hours: row.number("stranger_hours")?,
        anyway_percent: row.number("anyway_percent")?,
        saved: row.number("saved")?,
        yearly_percent: row.number("yearly_percent")?,
    };
    Ok(Version {
        version: row.number("version")?,
        since: row.moment("since")?,
        staff: row.id("staff")?,
        terms,
    })
}

/// The newest first.
pub async fn all_terms(tx: &mut Tx, most: usize) -> Result<Vec<Version>> {
    let list = tx.query(
        "select version, since, staff, stage, scheme, referrer_reward, friend_reward, currency, least,
            return_days, visit_days, month_cap, day_limit, strangers, stranger_hours, anyway_percent,
            saved, yearly_percent
         from referral_terms where organisation = $1 order by version desc limit $2",
    );
    tx.list(list.bind(most)).await?.iter().map(read).collect()
}

/// As they stand; none while nothing was ever promised.
pub async fn terms_now(tx: &mut Tx) -> Result<Option<Version>> {
    Ok(all_terms(tx, 1).await?.pop())
}

/// As they stood at this moment; the first ones for a moment before them.
pub async fn terms_at(tx: &mut Tx, at: Timestamp) -> Result<Option<Version>> {
    let find = tx.query(
        "select version, since, staff, stage, scheme, referrer_reward, friend_reward, currency, least,
            return_days, visit_days, month_cap, day_limit, strangers, stranger_hours, anyway_percent,
            saved, yearly_percent
         from referral_terms where organisation = $1
         order by case when since <= $2 then 0 else 1 end,
            case when since <= $2 then -version else version end limit 1",
    );
    tx.find(find.bind(at)).await?.as_ref().map(read).transpose()
}

/// # Errors
/// `Missing`.
pub async fn terms(tx: &mut Tx, version: i64) -> Result<Version> {
    let find = tx.query(
        "select version, since, staff, stage, scheme, referrer_reward, friend_reward, currency, least,
            return_days, visit_days, month_cap, day_limit, strangers, stranger_hours, anyway_percent,
            saved, yearly_percent
         from referral_terms where organisation = $1 and version = $2",
    );
    let row = tx.find(find.bind(version)).await?.ok_or(Error::Missing("promise"))?;
    read(&row)
}

/// False where somebody else added this version.
pub async fn add_terms(tx: &mut Tx, version: i64, staff: Id<Staff>, terms: &Terms) -> Result<bool> {
    let now = tx.now();
    let insert = tx.query(
        "insert into referral_terms (organisation, version, since, staff, stage, scheme, referrer_reward,
            friend_reward, currency, least, return_days, visit_days, month_cap, day_limit, strangers,
            stranger_hours, anyway_percent, saved, yearly_percent)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
         on conflict do nothing",
    );
    let stage = if terms.is_open { "open" } else { "closed" };
    let insert = insert.bind(version).bind(now).bind(staff).bind(stage).bind(terms.scheme);
    let insert = insert.bind(terms.referrer_reward).bind(terms.friend_reward);
    let insert = insert.bind(terms.least.currency).bind(terms.least.minor);
    let insert = insert.bind(terms.return_days).bind(terms.visit_days).bind(terms.month_cap);
    let insert = insert.bind(terms.day_limit).bind(terms.strangers).bind(terms.stranger_hours);
    let insert = insert.bind(terms.anyway_percent).bind(terms.saved).bind(terms.yearly_percent);
    Ok(tx.run(insert).await? == 1)
}
