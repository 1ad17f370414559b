//! Who came by which link.

use deedwell_core::{Error, Id, Person, Result, Timestamp};
use deedwell_store::{Row, Tx};

use crate::judge::Came;
use crate::referral::{Visit, Way};

/// Visits around one that are looked at.
const MOST_AROUND: usize = 20_000;

fn read(row: &Row) -> Result<Visit> {
    let way = row.text("way")?;
    Ok(Visit {
        id: row.id("id")?,
        link: row.id("link")?,
        identity: row.id("identity")?,
        way: Way::parse(&way).ok_or_else(|| Error::fault(format!("no way {way}")))?,
        host: row.text("host")?,
        at: row.moment("at")?,
    })
}

/// False where they had come by this link before.
pub async fn add_visit(tx: &mut Tx, visit: &Visit) -> Result<bool> {
    let insert = tx.query(
        "insert into referral_visit (organisation, id, link, identity, way, host, at)
         values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing",
    );
    let insert = insert.bind(visit.id).bind(visit.link).bind(visit.identity);
    let insert = insert.bind(visit.way.name()).bind(&visit.host).bind(visit.at);
    Ok(tx.run(insert).await? == 1)
}

/// Visits since then of whom we know by now who they were, and of which nothing followed yet; of each
/// person the first visit first.
pub async fn visits_to_see(tx: &mut Tx, since: Timestamp, most: usize) -> Result<Vec<Visit>> {
    let list = tx.query(
        "select v.id, v.link, v.identity, v.way, v.host, v.at from referral_visit v
         join identity i on i.organisation = $1 and i.id = v.identity
         join person p on p.organisation = $1 and p.id = i.person
         where v.organisation = $1 and v.seen_at is null and v.at >= $2 and p.known = 2
         order by v.at, v.id limit $3",
    );
    tx.list(list.bind(since).bind(most)).await?.iter().map(read).collect()
}

/// Something follows from it now. False where another server did that.
pub async fn see_visit(tx: &mut Tx, id: Id<Visit>) -> Result<bool> {
    let now = tx.now();
    let update = tx.query(
        "update referral_visit set seen_at = $3
         where organisation = $1 and id = $2 and seen_at is null",
    );
    Ok(tx.run(update.bind(id).bind(now)).await? == 1)
}

/// Who came in this time by any link of this person.
pub async fn came_by(
    tx: &mut Tx,
    person: Id<Person>,
    from: Timestamp,
    to: Timestamp,
) -> Result<Vec<Came>> {
    let list = tx.query(
        "select w.person, v.at, case when v.host = '' then 0 else 1 end as outside
         from referral_visit v
         join referral_link l on l.organisation = $1 and l.id = v.link
         join identity o on o.organisation = $1 and o.id = l.identity
         join identity w on w.organisation = $1 and w.id = v.identity
         where v.organisation = $1 and o.person = $2 and w.person <> $2 and v.at >= $3 and v.at <= $4
         order by v.at limit $5",
    );
    let rows = tx.list(list.bind(person).bind(from).bind(to).bind(MOST_AROUND)).await?;
    let came = |row: &Row| {
        let is_from_outside = row.number("outside")? == 1;
        Ok(Came { person: row.id("person")?, at: row.moment("at")?, is_from_outside })
    };
    rows.iter().map(came).collect()
}
