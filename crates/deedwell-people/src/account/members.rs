//! Who belongs to an account. What is kept is the identity of whom it was said, so that membership goes
//! where the identity goes; a person is a member while any of their identities is.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use deedwell_core::{Account, Error, Id, Identity, Person, Result, Timestamp};
use deedwell_store::{Bulk, Row, Tx};
use serde::Serialize;

use super::{AccountKind, MOST_ACCOUNTS, MOST_MEMBERS, card, clean_role};
use crate::profile::{Word, anchor};
use crate::sign::Proof;

/// A person who belongs to an account, or did.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Member {
    pub person: Id<Person>,
    /// '' while unknown.
    pub name: String,
    /// Left out of every measure.
    pub is_test: bool,
    /// '' for none.
    pub role: String,
    pub since: Timestamp,
    /// `None` while they belong to it.
    pub until: Option<Timestamp>,
    pub proof: Proof,
    pub source: String,
}

/// What is said of one identity: that it belongs to an account.
#[derive(Clone, Debug)]
pub struct Joining<'a> {
    pub account: Id<Account>,
    pub identity: Id<Identity>,
    /// Whose the identity is now.
    pub person: Id<Person>,
    /// '' says nothing of a role.
    pub role: &'a str,
    pub word: &'a Word,
}

/// What became of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Joined {
    /// They are a member, and were none before.
    Now,
    /// They were one already; or they left later than this was said.
    Before,
    /// The account has [`MOST_MEMBERS`], or they belong to [`MOST_ACCOUNTS`].
    Full,
}

type Place = (Id<Account>, Id<Identity>);

/// A row of the table.
struct Stands {
    role: String,
    since: Timestamp,
    until: Option<Timestamp>,
}

/// What is there, as far as these words concern it.
#[derive(Default)]
struct There {
    rows: BTreeMap<Place, Stands>,
    /// By how many identities a person belongs to an account now.
    belongs: HashMap<(Id<Account>, Id<Person>), usize>,
    of_account: HashMap<Id<Account>, usize>,
    of_person: HashMap<Id<Person>, usize>,
}

/// Takes it all, in a handful of statements for a thousand, in this order.
pub async fn join_many(tx: &mut Tx, all: &[Joining<'_>]) -> Result<Vec<Joined>> {
    if all.is_empty() {
        return Ok(Vec::new());
    }
    let mut there = There::default();
    there.read_rows(tx, all).await?;
    there.read_counts(tx, all).await?;
    let mut write: BTreeMap<Place, &Joining<'_>> = BTreeMap::new();
    let mut joined = Vec::with_capacity(all.len());
    for one in all {
        let (said, writes) = there.take(one);
        if writes {
            write.insert((one.account, one.identity), one);
        }
        joined.push(said);
    }
    let mut insert = Bulk::new(
        tx,
        "insert into account_member
           (organisation, account, identity, role, since, proof, source) values",
        [],
        "($1, ?, ?, ?, ?, ?, ?)",
        "on conflict (organisation, account, identity) do update set role = excluded.role,
           since = excluded.since, until = null, proof = excluded.proof, source = excluded.source",
    );
    for (place, one) in write {
        let Some(row) = there.rows.get(&place) else { continue };
        insert.add([
            one.account.into(),
            one.identity.into(),
            row.role.as_str().into(),
            row.since.into(),
            one.word.proof.name().into(),
            one.word.source.as_str().into(),
        ]);
    }
    insert.run(tx).await?;
    Ok(joined)
}

impl There {
    /// What one word does to what is there, and whether that has to be written.
    fn take(&mut self, one: &Joining<'_>) -> (Joined, bool) {
        let belongs = self.belongs.entry((one.account, one.person)).or_default();
        let said = if *belongs > 0 { Joined::Before } else { Joined::Now };
        if let Some(row) = self.rows.get_mut(&(one.account, one.identity)) {
            let again = row.until.is_some_and(|until| one.word.at > until);
            let other = row.until.is_none() && !one.role.is_empty() && row.role != one.role;
            if again {
                (row.until, row.since) = (None, one.word.at);
                *belongs += 1;
            }
            if (again || other) && !one.role.is_empty() {
                one.role.clone_into(&mut row.role);
            }
            return (if again { said } else { Joined::Before }, again || other);
        }
        let of_account = self.of_account.entry(one.account).or_default();
        let of_person = self.of_person.entry(one.person).or_default();
        if *of_account >= MOST_MEMBERS || *of_person >= MOST_ACCOUNTS {
            return (Joined::Full, false);
        }
        *of_account += 1;
        *of_person += 1;
        *belongs += 1;
        let row = Stands { role: one.role.to_owned(), since: one.word.at, until: None };
        self.rows.insert((one.account, one.identity), row);
        (said, true)
    }

    /// To which accounts these people belong, or did.
    async fn read_rows(&mut self, tx: &mut Tx, all: &[Joining<'_>]) -> Result<()> {
        let mut find = Bulk::new(
            tx,
            "select m.account, m.identity, i.person, m.role, m.since, m.until
             from account_member m join identity i on i.organisation = $1 and i.id = m.identity
             where m.organisation = $1 and i.person in (",
            [],
            "?",
            ")",
        );
        let people: BTreeSet<Id<Person>> = all.iter().map(|one| one.person).collect();
        people.iter().for_each(|person| find.add([(*person).into()]));
        for row in find.list(tx).await? {
            let (account, person) = (row.id("account")?, row.id("person")?);
            let until = row.moment_or_null("until")?;
            *self.of_person.entry(person).or_default() += 1;
            if until.is_none() {
                *self.belongs.entry((account, person)).or_default() += 1;
            }
            let row_of = Stands { role: row.text("role")?, since: row.moment("since")?, until };
            self.rows.insert((account, row.id("identity")?), row_of);
        }
        Ok(())
    }

    async fn read_counts(&mut self, tx: &mut Tx, all: &[Joining<'_>]) -> Result<()> {
        let mut find = Bulk::new(
            tx,
            "select account, count(*) as members from account_member
             where organisation = $1 and account in (",
            [],
            "?",
            ") group by account",
        );
        let accounts: BTreeSet<Id<Account>> = all.iter().map(|one| one.account).collect();
        accounts.iter().for_each(|account| find.add([(*account).into()]));
        for row in find.list(tx).await? {
            let members = usize::try_from(row.number("members")?).unwrap_or(0);
            self.of_account.insert(row.id("account")?, members);
        }
        Ok(())
    }
}

/// Somebody belongs to an account from now on; by an identity, or else by the strongest of their own.
/// `None` where they did already and nothing was changed.
///
/// # Errors
/// `Missing`; `Invalid` for a role that is too long; `accounts.closed`; `accounts.too_many_members`.
pub async fn add(
    tx: &mut Tx,
    account: Id<Account>,
    person: Id<Person>,
    identity: Option<Id<Identity>>,
    role: &str,
    word: &Word,
) -> Result<Option<Id<Identity>>> {
    let role = clean_role(role)?;
    card(tx, account).await?.is_open()?;
    let identity = match identity {
        Some(identity) => identity,
        None => own(tx, account, person).await?,
    };
    let joining = Joining { account, identity, person, role: &role, word };
    match join_many(tx, &[joining]).await?.first() {
        Some(Joined::Now) => Ok(Some(identity)),
        Some(Joined::Full) => Err(Error::refused(
            "accounts.too_many_members",
            format!(
                "An account has at most {MOST_MEMBERS} members, and somebody belongs to at most {MOST_ACCOUNTS} accounts."
            ),
        )),
        _ => Ok(None),
    }
}

/// The identity by which they belong, or did; otherwise the strongest of their own.
async fn own(tx: &mut Tx, account: Id<Account>, person: Id<Person>) -> Result<Id<Identity>> {
    let find = tx.query(
        "select m.identity from account_member m
           join identity i on i.organisation = $1 and i.id = m.identity
         where m.organisation = $1 and m.account = $2 and i.person = $3
         order by case when m.until is null then 0 else 1 end, m.since, m.identity limit 1",
    );
    match tx.find(find.bind(account).bind(person)).await? {
        Some(row) => row.id("identity"),
        None => anchor(tx, person).await,
    }
}

/// Somebody belongs to an account no more, by whichever identity they did. One of these; `None` where they
/// were no member.
///
/// # Errors
/// `Missing` for an account that is not there.
pub async fn leave(
    tx: &mut Tx,
    account: Id<Account>,
    person: Id<Person>,
) -> Result<Option<Id<Identity>>> {
    card(tx, account).await?;
    let now = tx.now();
    let update = tx.query(
        "update account_member set until = $4
         where organisation = $1 and account = $2 and until is null and identity in
           (select i.id from identity i where i.organisation = $1 and i.person = $3)
         returning identity",
    );
    let rows = tx.list(update.bind(account).bind(person).bind(now)).await?;
    let mut left = rows.iter().map(|row| row.id("identity")).collect::<Result<Vec<_>>>()?;
    left.sort_unstable();
    Ok(left.first().copied())
}

/// Who belongs to an account, and who did: each person once, members first, the longest there first.
pub async fn of_account(tx: &mut Tx, account: Id<Account>) -> Result<Vec<Member>> {
    let find = tx.query(
        "select i.person, p.name, p.tests, m.role, m.since, m.until, m.proof, m.source
         from account_member m
           join identity i on i.organisation = $1 and i.id = m.identity
           join person p on p.organisation = $1 and p.id = i.person
         where m.organisation = $1 and m.account = $2 order by m.since, m.identity",
    );
    let mut members: Vec<Member> = Vec::new();
    let mut places: HashMap<Id<Person>, usize> = HashMap::new();
    for row in tx.list(find.bind(account)).await? {
        let member = read(&row)?;
        match places.get(&member.person).and_then(|place| members.get_mut(*place)) {
            None => {
                places.insert(member.person, members.len());
                members.push(member);
            }
            Some(kept) => together(kept, member),
        }
    }
    members.sort_by_key(|m| (m.until.is_some(), m.since));
    Ok(members)
}

/// Two identities of one person belong to the account: they are one member, and leave with the last.
fn together(kept: &mut Member, other: Member) {
    let stays = match (kept.until, other.until) {
        (None, None) | (Some(_), Some(_)) => kept.until.max(other.until),
        _ => None,
    };
    let since = kept.since.min(other.since);
    if kept.until.is_some() && other.until.is_none() || kept.role.is_empty() {
        *kept = other;
    }
    (kept.until, kept.since) = (stays, since);
}

fn read(row: &Row) -> Result<Member> {
    Ok(Member {
        person: row.id("person")?,
        name: row.text("name")?,
        is_test: row.number("tests")? != 0,
        role: row.text("role")?,
        since: row.moment("since")?,
        until: row.moment_or_null("until")?,
        proof: Proof::parse(&row.text("proof")?).unwrap_or(Proof::Claimed),
        source: row.text("source")?,
    })
}

/// An account to which somebody belongs, or did.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Membership {
    pub account: Id<Account>,
    /// '' while unknown.
    pub name: String,
    pub kind: AccountKind,
    pub role: String,
    pub since: Timestamp,
    pub until: Option<Timestamp>,
}

/// To which accounts somebody belongs, and did: each once, those that stand first.
pub async fn of_person(tx: &mut Tx, person: Id<Person>) -> Result<Vec<Membership>> {
    let find = tx.query(
        "select m.account, a.kind, m.role, m.since, m.until,
                case when a.name <> '' then a.name else coalesce((select min(r.value)
                    from account_reference r
                    where r.organisation = $1 and r.account = a.id), '') end as called
         from account_member m
           join identity i on i.organisation = $1 and i.id = m.identity
           join account a on a.organisation = $1 and a.id = m.account
         where m.organisation = $1 and i.person = $2
         order by case when m.until is null then 0 else 1 end, m.since, m.account",
    );
    let mut all: Vec<Membership> = Vec::new();
    for row in tx.list(find.bind(person)).await? {
        let account = row.id("account")?;
        if all.iter().any(|m| m.account == account) {
            continue;
        }
        all.push(Membership {
            account,
            name: row.text("called")?,
            kind: AccountKind::parse(&row.text("kind")?).unwrap_or_default(),
            role: row.text("role")?,
            since: row.moment("since")?,
            until: row.moment_or_null("until")?,
        });
    }
    Ok(all)
}

/// Who belongs to each of these accounts now, test accounts left out.
pub async fn people_of(
    tx: &mut Tx,
    accounts: &[Id<Account>],
) -> Result<HashMap<Id<Account>, Vec<Id<Person>>>> {
    let mut find = Bulk::new(
        tx,
        "select distinct m.account, i.person from account_member m
           join identity i on i.organisation = $1 and i.id = m.identity
           join person p on p.organisation = $1 and p.id = i.person
         where m.organisation = $1 and m.until is null and p.tests = 0 and m.account in (",
        [],
        "?",
        ") order by m.account, i.person",
    );
    accounts.iter().for_each(|account| find.add([(*account).into()]));
    let mut people: HashMap<Id<Account>, Vec<Id<Person>>> = HashMap::new();
    if find.is_empty() {
        return Ok(people);
    }
    for row in find.list(tx).await? {
        people.entry(row.id("account")?).or_default().push(row.id("person")?);
    }
    Ok(people)
}
