//! What was recommended, and what was done beside that.

use std::collections::BTreeMap;

use deedwell_core::{Id, Identity, Person, Result, Timestamp};
use deedwell_store::{Row, Tx};

use crate::deed::Recommendation;
use crate::said::{NewRecommendation, Record};

/// False where the same was told before.
pub async fn add_recommendation(
    tx: &mut Tx,
    id: Id<Recommendation>,
    identity: Id<Identity>,
    new: &NewRecommendation,
) -> Result<bool> {
    let now = tx.now();
    let to = new.to_hash(tx.organisation());
    let insert = tx.query(
        "insert into referral_recommendation (organisation, id, identity, about, to_whom, channel,
            evidence, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing",
    );
    let insert = insert.bind(id).bind(identity).bind(&new.about).bind(to).bind(&new.channel);
    Ok(tx.run(insert.bind(new.evidence.name()).bind(now)).await? == 1)
}

/// What each person said first in this time, and when they brought friends who bought, from then until
/// `until`. Test accounts are left out.
pub async fn said_and_done(
    tx: &mut Tx,
    from: Timestamp,
    to: Timestamp,
    until: Timestamp,
) -> Result<BTreeMap<Id<Person>, Record>> {
    let mut records: BTreeMap<Id<Person>, Record> = BTreeMap::new();
    let said = tx.query(
        "select i.person, min(s.at) as at from referral_recommendation s
         join identity i on i.organisation = $1 and i.id = s.identity
         join person p on p.organisation = $1 and p.id = i.person
         where s.organisation = $1 and s.at >= $2 and s.at < $3 and p.tests = 0
         group by i.person",
    );
    for row in tx.list(said.bind(from).bind(to)).await? {
        records.entry(row.id("person")?).or_default().said_at = Some(row.moment("at")?);
    }
    let did = tx.query(
        "select i.person, r.qualified_at from referral r
         join identity i on i.organisation = $1 and i.id = r.referrer
         join person p on p.organisation = $1 and p.id = i.person
         where r.organisation = $1 and r.qualified_at >= $2 and r.qualified_at < $3 and p.tests = 0
            and r.stage not in ('rejected', 'clawed_back', 'lapsed')",
    );
    for row in tx.list(did.bind(from).bind(until)).await? {
        let at = row.moment("qualified_at")?;
        records.entry(row.id("person")?).or_default().did_at.push(at);
    }
    Ok(records)
}

/// Customers whom we know: everybody who could have said or done it.
pub async fn people_known(tx: &mut Tx) -> Result<u64> {
    let count = tx.query(
        "select count(*) as n from person
         where organisation = $1 and head = id and known = 2 and tests = 0",
    );
    let row: Row = tx.one(count).await?;
    Ok(u64::try_from(row.number("n")?).unwrap_or_default())
}
