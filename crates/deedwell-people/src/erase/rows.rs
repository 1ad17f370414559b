//! The rows that speak of somebody, in the tables of people.

use deedwell_core::{Id, Identity, Person, Result};
use deedwell_store::{Bulk, Query, Tx};

use super::{ErasureNoun, Gone};
use crate::merge::lock;
use crate::sign::IdentityKind;

/// Everybody who is one with this person, their identities, and their words.
pub(super) async fn whom(tx: &mut Tx, person: Id<Person>) -> Result<Gone> {
    let group = lock(tx, &[person, person]).await?;
    let mut gone = known_as(tx, group.into_keys().collect()).await?;
    // The shells of persons whose signs all came to them.
    for shell in founded_by(tx, &gone.identities).await? {
        if !gone.people.contains(&shell) && is_empty(tx, shell).await? {
            gone.people.push(shell);
        }
    }
    Ok(gone)
}

/// The identities of these persons, and the signs that name them elsewhere too: addresses, telephones,
/// browsers, and the log-ins that sources report. A card or a number of another system means somebody
/// only where it stands with its scope.
pub(super) async fn known_as(tx: &mut Tx, people: Vec<Id<Person>>) -> Result<Gone> {
    let mut gone = Gone { people, ..Gone::default() };
    let mut find = Bulk::new(
        tx,
        "select id, kind, value, scope from identity where organisation = $1 and person in (",
        [],
        "?",
        ")",
    );
    gone.people.iter().for_each(|p| find.add([(*p).into()]));
    for row in find.list(tx).await? {
        gone.identities.push(row.id("id")?);
        let value = row.text("value")?.to_lowercase();
        match IdentityKind::parse(&row.text("kind")?) {
            Some(IdentityKind::Email | IdentityKind::Phone | IdentityKind::Browser) => {
                gone.words.push(value);
            }
            Some(IdentityKind::Login) if row.text("scope")?.is_empty() => gone.logins.push(value),
            _ => {}
        }
    }
    Ok(gone)
}

/// The persons that were made for these identities.
async fn founded_by(tx: &mut Tx, identities: &[Id<Identity>]) -> Result<Vec<Id<Person>>> {
    let mut find = Bulk::new(
        tx,
        "select founded from identity where organisation = $1 and founded is not null and id in (",
        [],
        "?",
        ")",
    );
    identities.iter().for_each(|id| find.add([(*id).into()]));
    find.list(tx).await?.iter().map(|row| row.id("founded")).collect()
}

/// Nobody stands for them, and nothing is theirs.
async fn is_empty(tx: &mut Tx, person: Id<Person>) -> Result<bool> {
    let find = tx.query(
        "select 1 as yes from person p where p.organisation = $1 and p.id = $2 and p.head = $2
           and not exists (select 1 from identity i
               where i.organisation = $1 and (i.person = $2 or i.origin = $2))
           and not exists (select 1 from person_merge m
               where m.organisation = $1 and (m.kept = $2 or m.merged = $2))",
    );
    Ok(tx.find(find.bind(person)).await?.is_some())
}

pub(super) async fn keep_marks(tx: &mut Tx, id: Id<ErasureNoun>, gone: &Gone) -> Result<()> {
    let mut marks = Bulk::new(
        tx,
        "insert into erasure_mark (organisation, erasure, kind, value) values",
        [],
        "($1, ?, ?, ?)",
        "on conflict do nothing",
    );
    gone.people.iter().for_each(|p| marks.add([id.into(), "person".into(), (*p).into()]));
    gone.identities.iter().for_each(|i| marks.add([id.into(), "identity".into(), (*i).into()]));
    gone.words.iter().for_each(|w| marks.add([id.into(), "word".into(), w.as_str().into()]));
    gone.logins.iter().for_each(|w| marks.add([id.into(), "login".into(), w.as_str().into()]));
    marks.run(tx).await.map(drop)
}

/// Every row of people's tables that speaks of them.
pub(super) async fn forget_rows(tx: &mut Tx, gone: &Gone) -> Result<()> {
    for identity in &gone.identities {
        forget_links(tx, *identity, &gone.people).await?;
        for query in of_an_identity(tx) {
            tx.run(query.bind(*identity)).await?;
        }
    }
    for person in &gone.people {
        for query in of_a_person(tx) {
            tx.run(query.bind(*person)).await?;
        }
    }
    forget_views(tx, gone).await
}

/// Lists that staff keep whose question names them.
async fn forget_views(tx: &mut Tx, gone: &Gone) -> Result<()> {
    let whom = gone.finder();
    let all = tx.query("select id, name, question from people_view where organisation = $1");
    for row in tx.list(all).await? {
        let question = row.text("question")?.replace("%40", "@").replace("%2B", "+");
        if whom.is_named_in(&question) || whom.is_named_in(&row.text("name")?) {
            let delete = tx.query("delete from people_view where organisation = $1 and id = $2");
            tx.run(delete.bind(row.text("id")?)).await?;
        }
    }
    Ok(())
}

/// What was said of a sign: links that it began go whole, unless they name somebody else too; from others
/// it goes.
async fn forget_links(tx: &mut Tx, identity: Id<Identity>, people: &[Id<Person>]) -> Result<()> {
    let find =
        tx.query("select kind, value, scope from identity where organisation = $1 and id = $2");
    let Some(row) = tx.find(find.bind(identity)).await? else { return Ok(()) };
    let (kind, value, scope) = (row.text("kind")?, row.text("value")?, row.text("scope")?);
    let begun = tx.query(
        "select link from link_sign
         where organisation = $1 and kind = $2 and value = $3 and scope = $4 and place = 0",
    );
    for row in tx.list(begun.bind(&kind).bind(&value).bind(&scope)).await? {
        let link = row.text("link")?;
        if names_others(tx, &link, people).await? {
            take_first(tx, &link).await?;
            continue;
        }
        let signs = tx.query("delete from link_sign where organisation = $1 and link = $2");
        tx.run(signs.bind(&link)).await?;
        let link_of = tx.query("delete from link where organisation = $1 and id = $2");
        tx.run(link_of.bind(&link)).await?;
    }
    let named = tx.query(
        "delete from link_sign where organisation = $1 and kind = $2 and value = $3 and scope = $4",
    );
    tx.run(named.bind(kind).bind(value).bind(scope)).await.map(drop)
}

async fn names_others(tx: &mut Tx, link: &str, people: &[Id<Person>]) -> Result<bool> {
    let find = tx.query(
        "select i.person from link_sign s
         join identity i on i.organisation = $1 and i.kind = s.kind and i.value = s.value
           and i.scope = s.scope
         where s.organisation = $1 and s.link = $2",
    );
    for row in tx.list(find.bind(link)).await? {
        if !people.contains(&row.id("person")?) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Takes the first sign out of a link; the next one takes its place.
async fn take_first(tx: &mut Tx, link: &str) -> Result<()> {
    let first =
        tx.query("delete from link_sign where organisation = $1 and link = $2 and place = 0");
    tx.run(first.bind(link)).await?;
    let next = tx.query(
        "update link_sign set place = 0 where organisation = $1 and link = $2 and place =
           (select min(n.place) from link_sign n where n.organisation = $1 and n.link = $2)",
    );
    tx.run(next.bind(link)).await.map(drop)
}

fn of_an_identity(tx: &Tx) -> [Query; 6] {
    [
        tx.query("delete from trait where organisation = $1 and identity = $2"),
        tx.query("delete from consent where organisation = $1 and identity = $2"),
        tx.query("delete from holding where organisation = $1 and identity = $2"),
        tx.query("delete from account_member where organisation = $1 and identity = $2"),
        tx.query("delete from pseudonym where organisation = $1 and identity = $2"),
        tx.query("delete from identity where organisation = $1 and id = $2"),
    ]
}

fn of_a_person(tx: &Tx) -> [Query; 5] {
    [
        tx.query("delete from person_tag where organisation = $1 and person = $2"),
        tx.query("delete from person_merge where organisation = $1 and (kept = $2 or merged = $2)"),
        tx.query(
            "delete from person_apart where organisation = $1 and (person = $2 or other = $2)",
        ),
        // Signs that were theirs once, and are somebody else's now.
        tx.query(
            "update identity set founded = null
             where organisation = $1 and founded = $2 and founded <> origin",
        ),
        tx.query("delete from person where organisation = $1 and id = $2"),
    ]
}
