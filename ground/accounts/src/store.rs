//! What pages and programs ask beside the account itself, and what the audit keeps.

use std::collections::HashMap;

use deedwell_core::behaviour::{Activity, Behaviour};
use deedwell_core::{Account, Deed, Id, Organisation, Person, Result, Staff, Who};
use deedwell_people::account::AccountDeed;
use deedwell_people::account::members::{Member, people_of};
use deedwell_store::Tx;
use serde_json::{Value, json};

/// What colleagues are called, by the source that their word has: `staff/…`.
pub async fn colleagues(tx: &mut Tx) -> Result<HashMap<String, String>> {
    let find = tx.query("select id, name from staff where organisation = $1");
    let rows = tx.list(find).await?;
    rows.iter().map(|row| Ok((format!("staff/{}", row.text("id")?), row.text("name")?))).collect()
}

/// In the ledger for everybody who asks what happened, in the audit for whoever asks which colleague did it.
/// No words in either: both outlive a wish to be forgotten.
pub async fn note(tx: &mut Tx, staff: Id<Staff>, deed: &AccountDeed) -> Result<()> {
    tx.record(Who::Staff(staff), deed).await?;
    let detail = match deed {
        AccountDeed::Changed { what, .. } => json!({ "what": what }),
        _ => json!({}),
    };
    audit(tx, staff, deed.kind(), deed.about().as_deref(), &detail).await
}

/// Only in the audit: what was taken out of the house.
pub async fn audit(
    tx: &mut Tx,
    staff: Id<Staff>,
    deed: &str,
    about: Option<&str>,
    detail: &Value,
) -> Result<()> {
    let (id, now): (Id<AccountDeed>, _) = (tx.new_id(), tx.now());
    let insert = tx.query(
        "insert into audit (organisation, id, at, staff, deed, about, detail)
         values ($1, $2, $3, $4, $5, $6, $7)",
    );
    let insert = insert.bind(id).bind(now).bind(staff).bind(deed);
    tx.run(insert.bind(about).bind(detail.to_string())).await.map(drop)
}

/// What each member of today did, test accounts left out.
pub fn activities(
    behaviour: &dyn Behaviour,
    organisation: Id<Organisation>,
    members: &[Member],
) -> Result<Vec<Activity>> {
    let counted = members.iter().filter(|m| m.until.is_none() && !m.is_test);
    let people: Vec<Id<Person>> = counted.map(|m| m.person).collect();
    behaviour.activity(organisation, &people)
}

/// What the members of each of these accounts did: each person once, however many accounts they are in.
pub async fn activities_of(
    tx: &mut Tx,
    behaviour: &dyn Behaviour,
    organisation: Id<Organisation>,
    accounts: &[Id<Account>],
) -> Result<HashMap<Id<Account>, Vec<Activity>>> {
    let people = people_of(tx, accounts).await?;
    let mut all: Vec<Id<Person>> = people.values().flatten().copied().collect();
    all.sort_unstable();
    all.dedup();
    let did = behaviour.activity(organisation, &all)?;
    let did: HashMap<Id<Person>, Activity> = did.into_iter().map(|a| (a.person, a)).collect();
    let of = |people: Vec<Id<Person>>| people.iter().filter_map(|p| did.get(p).cloned()).collect();
    Ok(people.into_iter().map(|(account, people)| (account, of(people))).collect())
}
