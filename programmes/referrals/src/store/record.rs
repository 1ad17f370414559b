//! What is known of both: the whole record, of all their identities as they are now.

use std::collections::BTreeSet;

use deedwell_core::{Account, Id, Person, Result, Staff, Timestamp};
use deedwell_store::{Row, Tx};

use crate::referral::Referral;

/// Kinds of signs of one that were told together with signs of the other, but for what staff said is of two.
/// A browser stands apart: many people share one.
pub async fn shared_signs(
    tx: &mut Tx,
    one: Id<Person>,
    other: Id<Person>,
) -> Result<BTreeSet<String>> {
    let list = tx.query(
        "select distinct case when s.refused = 'two_people' then s.kind else f.kind end as kind
         from identity x
         join link_sign f on f.organisation = $1 and f.kind = x.kind and f.value = x.value
            and f.scope = x.scope
         join link l on l.organisation = $1 and l.id = f.link
         join link_sign s on s.organisation = $1 and s.link = f.link
         join identity y on y.organisation = $1 and y.kind = s.kind and y.value = s.value
            and y.scope = s.scope
         where x.organisation = $1 and x.person = $2 and y.person = $3 and l.void_at is null
            and (f.refused = 'two_people' or s.refused = 'two_people')
            and not exists (select 1 from person_apart t where t.organisation = $1
              and ((t.person = $2 and t.other = $3) or (t.person = $3 and t.other = $2)))",
    );
    let rows = tx.list(list.bind(one).bind(other)).await?;
    rows.iter().map(|row| row.text("kind")).collect()
}

/// The addresses of somebody.
pub async fn mail_of(tx: &mut Tx, person: Id<Person>) -> Result<Vec<String>> {
    let list = tx.query(
        "select value from identity where organisation = $1 and person = $2 and kind = 'email'
         order by value",
    );
    tx.list(list.bind(person)).await?.iter().map(|row| row.text("value")).collect()
}

/// Households to which both belong.
pub async fn households_of_both(
    tx: &mut Tx,
    one: Id<Person>,
    other: Id<Person>,
) -> Result<Vec<Id<Account>>> {
    let list = tx.query(
        "select distinct a.id from account a
         join account_member m on m.organisation = $1 and m.account = a.id
         join identity x on x.organisation = $1 and x.id = m.identity
         join account_member n on n.organisation = $1 and n.account = a.id
         join identity y on y.organisation = $1 and y.id = n.identity
         where a.organisation = $1 and a.kind = 'household' and m.until is null and n.until is null
            and x.person = $2 and y.person = $3 order by a.id",
    );
    tx.list(list.bind(one).bind(other)).await?.iter().map(|row| row.id("id")).collect()
}

/// Keys of what was said alike of both: where they live, on which number they are called, how they pay.
pub async fn shared_traits(
    tx: &mut Tx,
    one: Id<Person>,
    other: Id<Person>,
) -> Result<BTreeSet<String>> {
    let list = tx.query(
        "select distinct t.key from trait t
         join identity x on x.organisation = $1 and x.id = t.identity
         join trait u on u.organisation = $1 and u.key = t.key and lower(u.value) = lower(t.value)
         join identity y on y.organisation = $1 and y.id = u.identity
         where t.organisation = $1 and x.person = $2 and y.person = $3
            and t.key in ('address', 'postal_address', 'billing_address', 'shipping_address', 'phone',
              'payment', 'payment_hash', 'card_fingerprint', 'iban_hash')
            and length(t.value) > 4",
    );
    let rows = tx.list(list.bind(one).bind(other)).await?;
    rows.iter().map(|row| row.text("key")).collect()
}

/// When any sign of theirs was first proven.
pub async fn known_since(tx: &mut Tx, person: Id<Person>) -> Result<Option<Timestamp>> {
    let find = tx
        .query("select min(proven_at) as at from identity where organisation = $1 and person = $2");
    tx.one(find.bind(person)).await?.moment_or_null("at")
}

/// When friends of this person came, in this time.
pub async fn friends_came(
    tx: &mut Tx,
    person: Id<Person>,
    from: Timestamp,
    to: Timestamp,
) -> Result<Vec<Timestamp>> {
    let list = tx.query(
        "select r.came_at from referral r
         join identity i on i.organisation = $1 and i.id = r.referrer
         where r.organisation = $1 and i.person = $2 and r.came_at >= $3 and r.came_at <= $4
         order by r.came_at",
    );
    let rows = tx.list(list.bind(person).bind(from).bind(to)).await?;
    rows.iter().map(|row| row.moment("came_at")).collect()
}

/// What became of whom this person brought: how many rewards were taken back, and how many were given
/// since then.
pub async fn taken_and_given(
    tx: &mut Tx,
    person: Id<Person>,
    since: Timestamp,
) -> Result<(i64, i64)> {
    let count = tx.query(
        "select count(*) filter (where r.stage = 'clawed_back') as taken,
            count(*) filter (where r.stage in ('approved', 'paid') and r.referrer_paid > 0
              and r.decided_at >= $3) as given
         from referral r join identity i on i.organisation = $1 and i.id = r.referrer
         where r.organisation = $1 and i.person = $2",
    );
    let row = tx.one(count.bind(person).bind(since)).await?;
    Ok((row.number("taken")?, row.number("given")?))
}

/// By whom somebody was brought before this, where that was not turned down.
pub async fn earlier(tx: &mut Tx, of: &Referral) -> Result<Option<Id<Referral>>> {
    let find = tx.query(
        "select r.id from referral r join identity i on i.organisation = $1 and i.id = r.friend
         where r.organisation = $1 and i.person = $2 and r.id <> $3
            and r.stage not in ('rejected', 'lapsed')
            and (r.came_at < $4 or (r.came_at = $4 and r.id < $3))
         order by r.came_at, r.id limit 1",
    );
    let find = find.bind(of.friend.person).bind(of.id).bind(of.came_at);
    tx.find(find).await?.map(|row: Row| row.id("id")).transpose()
}

/// Which customers somebody of the staff is.
pub async fn people_of_staff(tx: &mut Tx, staff: Id<Staff>) -> Result<BTreeSet<Id<Person>>> {
    let list = tx.query(
        "select i.person from staff s
         join identity i on i.organisation = $1 and i.kind = 'email' and i.value = s.email
         where s.organisation = $1 and s.id = $2",
    );
    tx.list(list.bind(staff)).await?.iter().map(|row| row.id("person")).collect()
}
