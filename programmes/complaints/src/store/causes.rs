//! Why things go wrong.

use deedwell_core::{Error, Id, Identity, Result, Staff};
use deedwell_store::{Row, Tx};

use crate::cause::{Cause, Done};
use crate::complaint::Complaint;

pub async fn add_cause(
    tx: &mut Tx,
    id: Id<Cause>,
    parent: Option<Id<Cause>>,
    name: &str,
) -> Result<()> {
    let now = tx.now();
    let insert = tx.query(
        "insert into complaint_cause (organisation, id, parent, name, created_at)
         values ($1, $2, $3, $4, $5)",
    );
    tx.run(insert.bind(id).bind(parent).bind(name).bind(now)).await.map(drop)
}

pub async fn rename_cause(tx: &mut Tx, id: Id<Cause>, name: &str) -> Result<()> {
    let update =
        tx.query("update complaint_cause set name = $3 where organisation = $1 and id = $2");
    tx.run(update.bind(id).bind(name)).await.map(drop)
}

pub async fn set_fixed(tx: &mut Tx, id: Id<Cause>, done: Option<(Id<Staff>, &str)>) -> Result<()> {
    let now = tx.now();
    let update = tx.query(
        "update complaint_cause set fixed_at = $3, fixed_by = $4, fix_evidence = $5,
            verified_at = null, verified_by = null, verify_evidence = null
         where organisation = $1 and id = $2",
    );
    let at = done.is_some().then_some(now);
    let update = update.bind(id).bind(at).bind(done.map(|(by, _)| by));
    tx.run(update.bind(done.map(|(_, evidence)| evidence))).await.map(drop)
}

pub async fn set_verified(
    tx: &mut Tx,
    id: Id<Cause>,
    staff: Id<Staff>,
    evidence: &str,
) -> Result<()> {
    let now = tx.now();
    let update = tx.query(
        "update complaint_cause set verified_at = $3, verified_by = $4, verify_evidence = $5
         where organisation = $1 and id = $2",
    );
    tx.run(update.bind(id).bind(now).bind(staff).bind(evidence)).await.map(drop)
}

pub async fn cause(tx: &mut Tx, id: Id<Cause>) -> Result<Cause> {
    let find = tx.query(
        "select id, parent, name, created_at, fixed_at, fixed_by, fix_evidence, verified_at, verified_by,
            verify_evidence
         from complaint_cause where organisation = $1 and id = $2",
    );
    read_cause(&tx.find(find.bind(id)).await?.ok_or(Error::Missing("cause"))?)
}

/// A cause with what there is of it.
#[derive(Clone, Debug)]
pub struct CauseCounted {
    pub cause: Cause,
    pub complaints: i64,
    /// In the last 90 days.
    pub lately: i64,
    /// Said after it was fixed.
    pub after_fix: i64,
    pub upheld: i64,
}

/// Those of the first level by their names, each before its parts.
pub async fn causes(tx: &mut Tx) -> Result<Vec<CauseCounted>> {
    let lately = tx.now().checked_sub(jiff::SignedDuration::from_hours(24 * 90));
    let list = tx.query(
        "select a.id as id, a.parent as parent, a.name as name, a.created_at as created_at,
            a.fixed_at as fixed_at, a.fixed_by as fixed_by, a.fix_evidence as fix_evidence,
            a.verified_at as verified_at, a.verified_by as verified_by,
            a.verify_evidence as verify_evidence,
            (select count(*) from complaint c where c.organisation = $1 and c.cause = a.id) as n,
            (select count(*) from complaint c where c.organisation = $1 and c.cause = a.id
                and c.received_at >= $2) as lately,
            (select count(*) from complaint c where c.organisation = $1 and c.cause = a.id
                and c.received_at > a.fixed_at) as after_fix,
            (select count(*) from complaint c where c.organisation = $1 and c.cause = a.id
                and exists (select 1 from complaint_offer o where o.organisation = $1
                    and o.complaint = c.id and o.sent_at is not null and o.upheld <> 'no')) as upheld
         from complaint_cause a
         left join complaint_cause p on p.organisation = $1 and p.id = a.parent
         where a.organisation = $1
         order by lower(coalesce(p.name, a.name)), coalesce(p.id, a.id),
            case when a.parent is null then 0 else 1 end, lower(a.name), a.id",
    );
    let rows = tx.list(list.bind(lately.map_err(Error::fault)?)).await?;
    rows.iter()
        .map(|row| {
            Ok(CauseCounted {
                cause: read_cause(row)?,
                complaints: row.number("n")?,
                lately: row.number("lately")?,
                after_fix: row.number("after_fix")?,
                upheld: row.number("upheld")?,
            })
        })
        .collect()
}

fn read_cause(row: &Row) -> Result<Cause> {
    let done = |at: &str, by: &str, evidence: &str| -> Result<Option<Done>> {
        let Some(at) = row.moment_or_null(at)? else { return Ok(None) };
        Ok(Some(Done { by: row.id(by)?, at, evidence: row.text(evidence)? }))
    };
    Ok(Cause {
        id: row.id("id")?,
        parent: row.id_or_null("parent")?,
        name: row.text("name")?,
        created_at: row.moment("created_at")?,
        fixed: done("fixed_at", "fixed_by", "fix_evidence")?,
        verified: done("verified_at", "verified_by", "verify_evidence")?,
    })
}

pub async fn set_cause(tx: &mut Tx, id: Id<Complaint>, cause: Option<Id<Cause>>) -> Result<()> {
    let at = cause.is_some().then_some(tx.now());
    let update = tx.query(
        "update complaint set cause = $3, cause_at = $4 where organisation = $1 and id = $2",
    );
    tx.run(update.bind(id).bind(cause).bind(at)).await.map(drop)
}

/// The complaints of a cause, with whom each belongs to.
pub async fn complaints_of_cause(
    tx: &mut Tx,
    cause: Id<Cause>,
    most: usize,
) -> Result<Vec<(Id<Complaint>, Id<Identity>)>> {
    let list = tx.query(
        "select id, identity from complaint
         where organisation = $1 and cause = $2 and stage not in ('withdrawn', 'spam')
         order by received_at, id limit $3",
    );
    let rows = tx.list(list.bind(cause).bind(most)).await?;
    rows.iter().map(|row| Ok((row.id("id")?, row.id("identity")?))).collect()
}
