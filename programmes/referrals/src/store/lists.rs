//! Lists and counts, for staff and programs.

use deedwell_core::{Id, Identity, Person, Result, Timestamp};
use deedwell_store::list::containing;
use deedwell_store::{List, Row, Tx};

use super::referrals::referrals;
use crate::referral::{Link, Referral};
use crate::stage::Stage;

/// Rows on a page.
pub const PAGE: usize = 20;
/// The furthest page that is shown: beyond it people search.
pub const LAST_PAGE: usize = 500;

/// Which referrals.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Which {
    /// Staff have to look at it, or at an appeal.
    #[default]
    Waiting,
    /// Something is still to come of it by itself.
    Running,
    Paid,
    /// Refused, taken back, or nothing came of it.
    Over,
    All,
}

impl Which {
    pub const ALL: [Self; 5] = [Self::Waiting, Self::Running, Self::Paid, Self::Over, Self::All];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Paid => "paid",
            Self::Over => "over",
            Self::All => "all",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == text)
    }
}

#[derive(Clone, Debug, Default)]
pub struct ReferralsAsk {
    pub which: Which,
    pub stage: Option<Stage>,
    /// Letters of the name of either of the two.
    pub search: Option<String>,
    /// One of the two.
    pub person: Option<Id<Person>>,
}

impl ReferralsAsk {
    fn narrow(&self, list: List) -> List {
        let mut list = match self.which {
            Which::Waiting => list.and(
                "(r.stage = 'review' or (r.stage = 'rejected' and r.appealed_at is not null
                    and r.appeal_answered_at is null))",
                [],
            ),
            Which::Running => list.and("r.stage in ('identified', 'held', 'approved')", []),
            Which::Paid => list.and("r.stage = 'paid'", []),
            Which::Over => list.and("r.stage in ('rejected', 'clawed_back', 'lapsed')", []),
            Which::All => list,
        };
        if let Some(stage) = self.stage {
            list = list.and("r.stage = ?", [stage.name().into()]);
        }
        if let Some(person) = self.person {
            list = list.and(
                "exists (select 1 from identity i where i.organisation = $1 and i.person = ?
                    and (i.id = r.referrer or i.id = r.friend))",
                [person.into()],
            );
        }
        if let Some(words) = &self.search {
            list = list.and(
                "exists (select 1 from identity i
                    join person p on p.organisation = $1 and p.id = i.person
                    where i.organisation = $1 and (i.id = r.referrer or i.id = r.friend)
                      and lower(p.name) like ? escape '\\')",
                [containing(words).into()],
            );
        }
        list
    }
}

/// Part of a list, and how many there are in all. Pages begin at 0.
pub async fn list(tx: &mut Tx, ask: &ReferralsAsk, page: usize) -> Result<(Vec<Referral>, i64)> {
    let total = count(tx, ask).await?;
    let found = some(tx, ask, PAGE, page.min(LAST_PAGE) * PAGE).await?;
    Ok((found, total))
}

pub async fn count(tx: &mut Tx, ask: &ReferralsAsk) -> Result<i64> {
    let count = List::new(tx, "select count(*) as n from referral r where r.organisation = $1");
    tx.one(ask.narrow(count).done()).await?.number("n")
}

/// What waits for staff the longest first; everything else the latest first.
pub async fn some(
    tx: &mut Tx,
    ask: &ReferralsAsk,
    most: usize,
    skip: usize,
) -> Result<Vec<Referral>> {
    let list = List::new(tx, "select r.id as id from referral r where r.organisation = $1");
    let list = ask.narrow(list);
    let list = match ask.which {
        Which::Waiting => list.then("order by r.came_at, r.id"),
        _ => list.then("order by r.came_at desc, r.id desc"),
    };
    let rows = tx.list(list.page(most, skip)).await?;
    let ids: Vec<Id<Referral>> = rows.iter().map(|row| row.id("id")).collect::<Result<_>>()?;
    referrals(tx, &ids).await
}

/// For programs: the latest first, after the one that came last.
pub async fn after(tx: &mut Tx, last: Option<Id<Referral>>, most: usize) -> Result<Vec<Referral>> {
    let list = List::new(tx, "select r.id as id from referral r where r.organisation = $1");
    let list = match last {
        Some(last) => list.and("r.id < ?", [last.into()]),
        None => list,
    };
    let rows = tx.list(list.then("order by r.id desc").page(most, 0)).await?;
    let ids: Vec<Id<Referral>> = rows.iter().map(|row| row.id("id")).collect::<Result<_>>()?;
    referrals(tx, &ids).await
}

/// How many came how far, of what began since then.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Funnel {
    /// Times that a link was sent on.
    pub shared: i64,
    /// People who came by a link or a code.
    pub landed: i64,
    /// Of whom we know who they are.
    pub identified: i64,
    /// Who bought what was asked.
    pub qualified: i64,
    /// For whom both were rewarded.
    pub paid: i64,
    pub rejected: i64,
    pub clawed_back: i64,
}

pub async fn funnel(tx: &mut Tx, since: Timestamp) -> Result<Funnel> {
    let shares =
        tx.query("select count(*) as n from referral_share where organisation = $1 and at >= $2");
    let shared = tx.one(shares.bind(since)).await?.number("n")?;
    let visits =
        tx.query("select count(*) as n from referral_visit where organisation = $1 and at >= $2");
    let landed = tx.one(visits.bind(since)).await?.number("n")?;
    let count = tx.query(
        "select count(*) as identified,
            count(*) filter (where qualified_at is not null) as qualified,
            count(*) filter (where stage = 'paid') as paid,
            count(*) filter (where stage = 'rejected') as rejected,
            count(*) filter (where stage = 'clawed_back') as clawed_back
         from referral where organisation = $1 and came_at >= $2",
    );
    let row = tx.one(count.bind(since)).await?;
    Ok(Funnel {
        shared,
        landed,
        identified: row.number("identified")?,
        qualified: row.number("qualified")?,
        paid: row.number("paid")?,
        rejected: row.number("rejected")?,
        clawed_back: row.number("clawed_back")?,
    })
}

/// What was given, and what was bought for it, under one version of the terms.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Given {
    pub terms: i64,
    /// In the scheme of these terms.
    pub rewards: i64,
    /// In minor units of the currency of these terms.
    pub worth: i64,
}

/// Of what began since then and is paid.
pub async fn given(tx: &mut Tx, since: Timestamp) -> Result<Vec<Given>> {
    let list = tx.query(
        "select terms, cast(sum(referrer_paid + friend_paid) as bigint) as rewards,
            cast(sum(coalesce(order_worth, 0)) as bigint) as worth
         from referral where organisation = $1 and stage = 'paid' and came_at >= $2
         group by terms order by terms",
    );
    let given = |row: &Row| {
        Ok(Given {
            terms: row.number("terms")?,
            rewards: row.number("rewards")?,
            worth: row.number("worth")?,
        })
    };
    tx.list(list.bind(since)).await?.iter().map(given).collect()
}

/// A link with what came by it.
#[derive(Clone, Debug)]
pub struct LinkCounted {
    pub link: Link,
    pub person: Option<Id<Person>>,
    pub visits: i64,
    pub friends: i64,
    pub paid: i64,
}

/// Links by what came by them, the most first; of one code, where it is given. How many there are in all.
pub async fn links(
    tx: &mut Tx,
    code: Option<&str>,
    page: usize,
) -> Result<(Vec<LinkCounted>, i64)> {
    let only = |list: List| match code {
        Some(code) => list.and("l.code = ?", [code.into()]),
        None => list,
    };
    let all = List::new(tx, "select count(*) as n from referral_link l where l.organisation = $1");
    let total = tx.one(only(all).done()).await?.number("n")?;
    let list = List::new(
        tx,
        "select l.id as id, l.identity as identity, l.code as code, l.made_at as made_at,
            l.closed_at as closed_at, i.person as person,
            (select count(*) from referral_visit v where v.organisation = $1 and v.link = l.id)
              as visits,
            (select count(*) from referral r where r.organisation = $1 and r.link = l.id)
              as friends,
            (select count(*) from referral r where r.organisation = $1 and r.link = l.id
              and r.stage = 'paid') as paid
         from referral_link l
         left join identity i on i.organisation = $1 and i.id = l.identity
         where l.organisation = $1",
    );
    let list = only(list).then("order by visits desc, made_at desc, id");
    let rows = tx.list(list.page(PAGE, page.min(LAST_PAGE) * PAGE)).await?;
    let counted = |row: &Row| {
        let identity: Id<Identity> = row.id("identity")?;
        Ok(LinkCounted {
            link: Link {
                id: row.id("id")?,
                identity,
                code: row.text("code")?,
                made_at: row.moment("made_at")?,
                closed_at: row.moment_or_null("closed_at")?,
            },
            person: row.id_or_null("person")?,
            visits: row.number("visits")?,
            friends: row.number("friends")?,
            paid: row.number("paid")?,
        })
    };
    Ok((rows.iter().map(counted).collect::<Result<_>>()?, total))
}

/// Whether the person of this identity came by this link, by any of their identities.
pub async fn has_come(tx: &mut Tx, link: Id<Link>, identity: Id<Identity>) -> Result<bool> {
    let find = tx.query(
        "select 1 as yes from referral_visit v
         join identity c on c.organisation = $1 and c.id = v.identity
         join identity m on m.organisation = $1 and m.person = c.person
         where v.organisation = $1 and v.link = $2 and m.id = $3 limit 1",
    );
    Ok(tx.find(find.bind(link).bind(identity)).await?.is_some())
}

/// A colleague by address, with the role.
pub async fn staff_by_email(
    tx: &mut Tx,
    email: &str,
) -> Result<Option<(Id<deedwell_core::Staff>, String)>> {
    let find = tx.query(
        "select id, role from staff
         where organisation = $1 and email = $2 and closed_at is null",
    );
    let row = tx.find(find.bind(email.trim().to_lowercase())).await?;
    row.map(|row| Ok((row.id("id")?, row.text("role")?))).transpose()
}

/// What a colleague is called.
pub async fn staff_name(tx: &mut Tx, id: Id<deedwell_core::Staff>) -> Result<String> {
    let find = tx.query("select name from staff where organisation = $1 and id = $2");
    let row = tx.find(find.bind(id)).await?;
    row.map_or_else(|| Ok(String::new()), |row| row.text("name"))
}
