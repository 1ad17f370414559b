//! A list of wishes: whoever signed one hears what came of it.

use std::collections::HashMap;

use deedwell_core::{Deed, Id, Identity, Kind, Meaning, Quality, Result, Who};
use deedwell_people::{IdentityKind, Proof, Sign};
use deedwell_store::{Migration, Tx};
use deedwell_testing::{Somebody, World};
use deedwell_web::notice::{ByLetter, Notice};
use deedwell_web::programme::Later;
use deedwell_web::{Programme, Routes, Title, Waiting};

pub static WISHES: Programme = Programme {
    name: "wishes",
    icon: "sparkles",
    console: "/console/wishes",
    site: "/wishes",
    migrations: &[Migration {
        owner: "wishes",
        name: "0001_wishes",
        sql: "create table wish_sign (
                organisation text not null,
                wish         text not null,
                identity     text not null,
                primary key (organisation, wish, identity)
            );",
    }],
    routes: || Routes::new("wishes").notices(NOTICES, signed),
    meaning: Meaning {
        contributions: &[],
        voided_by: &[],
        restored_by: &[],
        quality: Quality::Unknown,
        peer_responses: &[],
        company_responses: &[],
        official_answers: &[],
        evaluated: &[],
        decided: &[],
        implemented: &[],
        owes: deedwell_core::meaning::Owes::NOTHING,
        money: &[],
    },
    told: &[],
    messages: &[(
        "en",
        "told-wishes-granted = “{ $title }” was granted
told-wishes-looked-at = “{ $title }” is looked at
told-wishes-answered = You were answered about “{ $title }”
",
    )],
    titles: |_, abouts| Box::pin(async move { Ok(titles(abouts)) }),
    waiting: |_, _, _| Box::pin(async { Ok(Waiting::default()) }),
    upkeep: |_, _| Box::pin(async { Ok(0) }),
    forget: |_, _, _| Box::pin(async { Ok(()) }),
    holds: |_, _| Box::pin(async { Ok(serde_json::json!({})) }),
    hears: None,
};

const NOTICES: &[Notice] = &[
    Notice::to_all("wishes.granted"),
    Notice::to_all("wishes.looked_at"),
    Notice::to_one("wishes.answered", ByLetter::AtOnce),
];

fn titles(abouts: &[String]) -> HashMap<String, Title> {
    let title = |about: &String| {
        let words = about.strip_prefix("wish/")?.to_owned();
        let site = format!("/wishes/{}", words.replace(' ', "-"));
        Some((about.clone(), Title { words, console: site.clone(), site }))
    };
    abouts.iter().filter_map(title).collect()
}

fn signed<'a>(tx: &'a mut Tx, about: &'a str) -> Later<'a, Result<Vec<Id<Identity>>>> {
    Box::pin(async move {
        let wish = about.strip_prefix("wish/").unwrap_or_default();
        let list = tx.query(
            "select identity from wish_sign where organisation = $1 and wish = $2 order by identity",
        );
        tx.list(list.bind(wish)).await?.iter().map(|row| row.id("identity")).collect()
    })
}

async fn add(tx: &mut Tx, wish: &str, identity: Id<Identity>) {
    let insert =
        tx.query("insert into wish_sign (organisation, wish, identity) values ($1, $2, $3)");
    tx.run(insert.bind(wish).bind(identity)).await.unwrap();
}

pub async fn sign(world: &World, who: &Somebody, wish: &str) {
    let identity = who.identity().await;
    let mut tx = world.tx().await;
    add(&mut tx, wish, identity).await;
    tx.commit().await.unwrap();
}

/// People whom we know by an address that nobody proved.
pub async fn sign_many(world: &World, wish: &str, many: usize) {
    let mut tx = world.tx().await;
    for n in 0..many {
        let sign = Sign::new(IdentityKind::Email, &format!("n{n}@crowd.example"), "").unwrap();
        let made = deedwell_people::ensure(&mut tx, &sign, Proof::Claimed, "").await.unwrap();
        add(&mut tx, wish, made.identity).await;
    }
    tx.commit().await.unwrap();
}

struct Done {
    kind: Kind,
    wish: String,
    whom: Id<Identity>,
}

impl serde::Serialize for Done {
    fn serialize<S: serde::Serializer>(&self, to: S) -> std::result::Result<S::Ok, S::Error> {
        serde::Serialize::serialize(&serde_json::json!({}), to)
    }
}

impl Deed for Done {
    fn kind(&self) -> Kind {
        self.kind
    }

    fn about(&self) -> Option<String> {
        Some(format!("wish/{}", self.wish))
    }

    fn counterpart(&self) -> Option<Id<Identity>> {
        Some(self.whom)
    }
}

async fn done(world: &World, staff: &Somebody, kind: Kind, wish: &str, whom: &Somebody) {
    let (staff, whom) = (staff.staff().await, whom.identity().await);
    let mut tx = world.tx().await;
    tx.record(Who::Staff(staff), &Done { kind, wish: wish.to_owned(), whom }).await.unwrap();
    tx.commit().await.unwrap();
}

pub async fn grant(world: &World, staff: &Somebody, wish: &str, whom: &Somebody) {
    done(world, staff, "wishes.granted", wish, whom).await;
}

pub async fn look_at(world: &World, staff: &Somebody, wish: &str, whom: &Somebody) {
    done(world, staff, "wishes.looked_at", wish, whom).await;
}

pub async fn answer(world: &World, staff: &Somebody, wish: &str, whom: &Somebody) {
    done(world, staff, "wishes.answered", wish, whom).await;
}
