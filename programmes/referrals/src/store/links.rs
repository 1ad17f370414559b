//! Links, and where they were sent.

use deedwell_core::{Error, Id, Person, Result, Timestamp};
use deedwell_store::{Row, Tx};

use crate::deed::Channel;
use crate::referral::Link;

fn read(row: &Row) -> Result<Link> {
    Ok(Link {
        id: row.id("id")?,
        identity: row.id("identity")?,
        code: row.text("code")?,
        made_at: row.moment("made_at")?,
        closed_at: row.moment_or_null("closed_at")?,
    })
}

/// # Errors
/// `Missing`.
pub async fn link(tx: &mut Tx, id: Id<Link>) -> Result<Link> {
    let find = tx.query(
        "select id, identity, code, made_at, closed_at from referral_link
         where organisation = $1 and id = $2",
    );
    read(&tx.find(find.bind(id)).await?.ok_or(Error::Missing("link"))?)
}

pub async fn link_by_code(tx: &mut Tx, code: &str) -> Result<Option<Link>> {
    let find = tx.query(
        "select id, identity, code, made_at, closed_at from referral_link
         where organisation = $1 and code = $2",
    );
    tx.find(find.bind(code)).await?.as_ref().map(read).transpose()
}

/// The links of somebody, of all their identities; those that work first, the oldest first.
pub async fn links_of(tx: &mut Tx, person: Id<Person>) -> Result<Vec<Link>> {
    let list = tx.query(
        "select l.id, l.identity, l.code, l.made_at, l.closed_at from referral_link l
         join identity i on i.organisation = $1 and i.id = l.identity
         where l.organisation = $1 and i.person = $2
         order by case when l.closed_at is null then 0 else 1 end, l.made_at, l.id",
    );
    tx.list(list.bind(person)).await?.iter().map(read).collect()
}

/// Nobody else decides about whom this person brought until the transaction ends.
pub async fn hold_links_of(tx: &mut Tx, person: Id<Person>) -> Result<()> {
    let mut links = links_of(tx, person).await?;
    links.sort_by_key(|link| link.id);
    for link in links {
        let hold = tx.query(
            "update referral_link set made_at = made_at where organisation = $1 and id = $2",
        );
        tx.run(hold.bind(link.id)).await?;
    }
    Ok(())
}

/// False where the code or the identity has a link already.
pub async fn add_link(tx: &mut Tx, link: &Link) -> Result<bool> {
    let insert = tx.query(
        "insert into referral_link (organisation, id, identity, code, made_at)
         values ($1, $2, $3, $4, $5) on conflict do nothing",
    );
    let insert = insert.bind(link.id).bind(link.identity).bind(&link.code).bind(link.made_at);
    Ok(tx.run(insert).await? == 1)
}

/// False where it was so already.
pub async fn close_link(tx: &mut Tx, id: Id<Link>, closed: bool) -> Result<bool> {
    let now = tx.now();
    let update = tx.query(
        "update referral_link set closed_at = case when $3 = 1 then $4 else null end
         where organisation = $1 and id = $2
           and case when closed_at is null then 0 else 1 end <> $3",
    );
    Ok(tx.run(update.bind(id).bind(i64::from(closed)).bind(now)).await? == 1)
}

pub async fn add_share(tx: &mut Tx, link: Id<Link>, channel: Channel) -> Result<()> {
    let (id, now): (Id<Channel>, _) = (tx.new_id(), tx.now());
    let insert = tx.query(
        "insert into referral_share (organisation, id, link, channel, at) values ($1, $2, $3, $4, $5)",
    );
    tx.run(insert.bind(id).bind(link).bind(channel.name()).bind(now)).await.map(drop)
}

/// How often it was sent by this way since then.
pub async fn shares_since(
    tx: &mut Tx,
    link: Id<Link>,
    channel: Channel,
    since: Timestamp,
) -> Result<i64> {
    let count = tx.query(
        "select count(*) as n from referral_share
         where organisation = $1 and link = $2 and channel = $3 and at >= $4",
    );
    tx.one(count.bind(link).bind(channel.name()).bind(since)).await?.number("n")
}
