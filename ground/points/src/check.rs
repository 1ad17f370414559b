//! Whether all of it adds up: asked every night, by the doctor, and by those who try to break it.

use deedwell_core::Result;
use deedwell_store::Tx;

/// Told at most, of each kind.
const MOST: usize = 20;

/// What does not add up, in sentences; nothing where all does.
pub async fn problems(tx: &mut Tx) -> Result<Vec<String>> {
    let mut problems = Vec::new();
    let unbalanced = tx.query(
        "select entry, scheme, cast(sum(amount) as bigint) as off from points_posting
         where organisation = $1 group by entry, scheme having sum(amount) <> 0 limit $2",
    );
    for row in tx.list(unbalanced.bind(MOST)).await? {
        problems.push(format!(
            "the postings of entry {} are {} together, not 0",
            row.text("entry")?,
            row.number("off")?
        ));
    }
    let kept = tx.query(
        "select a.scheme, a.identity from points_account a
         left join (select p.scheme, p.identity,
             sum(case when p.account = 'member.pending' then p.amount else 0 end) as pending,
             sum(case when p.account = 'member.active' then p.amount else 0 end) as active,
             sum(case when p.account = 'member.spent' then p.amount else 0 end) as spent,
             sum(case when p.account = 'member.expired' then p.amount else 0 end) as expired,
             sum(case when p.account = 'member.owed' then p.amount else 0 end) as owed
           from points_posting p where p.organisation = $1 and p.identity <> ''
           group by p.scheme, p.identity) s on s.scheme = a.scheme and s.identity = a.identity
         where a.organisation = $1 and (a.pending <> coalesce(s.pending, 0)
           or a.active <> coalesce(s.active, 0) or a.spent <> coalesce(s.spent, 0)
           or a.expired <> coalesce(s.expired, 0) or a.owed <> coalesce(s.owed, 0)) limit $2",
    );
    for row in tx.list(kept.bind(MOST)).await? {
        problems
            .push(format!("the account of {} is not what was posted in it", row.text("identity")?));
    }
    let without = tx.query(
        "select distinct p.identity from points_posting p
         where p.organisation = $1 and p.identity <> '' and not exists
           (select 1 from points_account a where a.organisation = $1 and a.scheme = p.scheme
              and a.identity = p.identity) limit $2",
    );
    for row in tx.list(without.bind(MOST)).await? {
        problems.push(format!("{} has postings and no account", row.text("identity")?));
    }
    lots(tx, &mut problems).await?;
    Ok(problems)
}

async fn lots(tx: &mut Tx, problems: &mut Vec<String>) -> Result<()> {
    let open = tx.query(
        "select a.identity from points_account a
         left join (select l.scheme, l.identity,
             sum(case when l.stage = 'active' then l.remains else 0 end) as active,
             sum(case when l.stage = 'pending' then l.remains else 0 end) as pending
           from points_lot l where l.organisation = $1 group by l.scheme, l.identity) s
           on s.scheme = a.scheme and s.identity = a.identity
         where a.organisation = $1 and (a.active <> coalesce(s.active, 0)
           or a.pending <> coalesce(s.pending, 0)) limit $2",
    );
    for row in tx.list(open.bind(MOST)).await? {
        problems
            .push(format!("the lots of {} are not what their account says", row.text("identity")?));
    }
    let whole = tx.query(
        "select l.id from points_lot l
         left join (select u.lot, sum(u.amount - u.given_back) as taken from points_use u
           where u.organisation = $1 group by u.lot) s on s.lot = l.id
         where l.organisation = $1
           and l.amount <> l.remains + l.expired + l.taken + coalesce(s.taken, 0) limit $2",
    );
    for row in tx.list(whole.bind(MOST)).await? {
        problems
            .push(format!("of lot {} something is missing, or too much there", row.text("id")?));
    }
    let twice = tx.query(
        "select r.id from points_redemption r
         left join (select e.origin, count(*) as times from points_entry e
           where e.organisation = $1 and e.verb = 'honoured' group by e.origin) h
           on h.origin = r.entry
         where r.organisation = $1 and r.stage = 'honoured' and coalesce(h.times, 0) <> 1 limit $2",
    );
    for row in tx.list(twice.bind(MOST)).await? {
        problems.push(format!("reward {} was not settled exactly once", row.text("id")?));
    }
    Ok(())
}
