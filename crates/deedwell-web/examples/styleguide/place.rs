//! A shop that does not exist, in a database that is gone with the process.

use std::collections::HashMap;

use deedwell_core::{Clock, Error, Id, Identity, Meaning, Organisation, Person, Quality, Result};
use deedwell_store::{Db, Options};
use deedwell_web::{Programme, Routes, Settings, Waiting, sessions};

const MEANING: Meaning = Meaning {
    contributions: &[],
    voided_by: &[],
    restored_by: &[],
    quality: Quality::Grade { kind: "ideas.evaluated", fact: "grade", worst: 1, best: 5 },
    peer_responses: &[],
    company_responses: &[],
    official_answers: &[],
    evaluated: &[],
    decided: &[],
    implemented: &[],
    owes: deedwell_core::meaning::Owes::NOTHING,
    money: &[],
};

pub static IDEAS: Programme = Programme {
    name: "ideas",
    icon: "lightbulb",
    console: "/console/ideas",
    site: "/ideas",
    migrations: &[],
    routes: || Routes::new("ideas"),
    meaning: MEANING,
    told: &[],
    messages: &[],
    titles: |_, _| Box::pin(async { Ok(HashMap::new()) }),
    waiting: |_, _, _| Box::pin(async { Ok(Waiting { count: 4, first: Vec::new() }) }),
    upkeep: |_, _| Box::pin(async { Ok(0) }),
    forget: |_, _, _| Box::pin(async { Ok(()) }),
    holds: |_, _| Box::pin(async { Ok(serde_json::json!({})) }),
    hears: None,
};

pub static ANSWERS: Programme = Programme {
    name: "answers",
    icon: "message-circle-question-mark",
    console: "/console/answers",
    site: "/answers",
    waiting: |_, _, _| Box::pin(async { Ok(Waiting::default()) }),
    routes: || Routes::new("answers"),
    ..IDEAS_AGAIN
};

/// A static cannot be taken from, a constant can.
const IDEAS_AGAIN: Programme = Programme {
    name: "",
    icon: "",
    console: "",
    site: "",
    migrations: &[],
    routes: || Routes::new(""),
    meaning: MEANING,
    told: &[],
    messages: &[],
    titles: |_, _| Box::pin(async { Ok(HashMap::new()) }),
    waiting: |_, _, _| Box::pin(async { Ok(Waiting::default()) }),
    upkeep: |_, _| Box::pin(async { Ok(0) }),
    forget: |_, _, _| Box::pin(async { Ok(()) }),
    holds: |_, _| Box::pin(async { Ok(serde_json::json!({})) }),
    hears: None,
};

pub async fn open() -> Result<Db> {
    let at = "2026-11-19T09:04:00Z".parse().map_err(Error::fault)?;
    let path = std::env::temp_dir().join(format!("deedwell-styleguide-{}.db", std::process::id()));
    let options = Options { clock: Clock::held(at), durable: false, schema: None };
    let db = Db::open(&format!("sqlite:{}", path.display()), options).await?;
    let mut all = deedwell_store::MIGRATIONS.to_vec();
    all.extend_from_slice(deedwell_web::MIGRATIONS);
    all.extend_from_slice(deedwell_people::MIGRATIONS);
    db.migrate(&all).await?;
    Ok(db)
}

/// Makes the shop, one colleague and one customer; gives the cookies of both.
pub async fn fill(db: &Db) -> Result<Vec<String>> {
    let mut system = db.system().await?;
    let organisation: Id<Organisation> = system.new_id();
    let insert = system.query_all(
        "insert into organisation (organisation, name, slug, currency, zone, language, made_from,
                                   created_at)
         values ($1, 'Fell & Vale', 'fell', 'GBP', 'Europe/London', 'en', 'simulated', 0)",
    );
    system.run(insert.bind(organisation)).await?;
    system.commit().await?;
    let mut tx = db.write(organisation).await?;
    for (key, name) in
        [("cycles", "Cycles"), ("hire", "Hire"), ("outdoor", "Outdoor"), ("workshop", "Workshop")]
    {
        let unit = tx.query(
            "insert into unit (organisation, id, key, name, currency, created_at)
             values ($1, $2, $3, $4, 'GBP', 0)",
        );
        let id = tx.new_id::<deedwell_core::Unit>();
        tx.run(unit.bind(id).bind(key).bind(name)).await?;
    }
    let staff: Id<deedwell_core::Staff> = tx.new_id();
    let insert = tx.query(
        "insert into staff (organisation, id, email, name, title, role, created_at)
         values ($1, $2, 'ishbel@fell.example', 'Ishbel Grant', 'Community host', 'owner', 0)",
    );
    tx.run(insert.bind(staff)).await?;
    let (person, identity): (Id<Person>, Id<Identity>) = (tx.new_id(), tx.new_id());
    let insert = tx.query(
        "insert into person (organisation, id, head, name, search, known, created_at)
         values ($1, $2, $2, 'Maren Okafor', '', 2, 0)",
    );
    tx.run(insert.bind(person)).await?;
    let insert = tx.query(
        "insert into identity
           (organisation, id, person, origin, kind, value, proof, proven_at, created_at)
         values ($1, $2, $3, $3, 'email', 'maren@okafor.example', 'code', 0, 0)",
    );
    tx.run(insert.bind(identity).bind(person)).await?;
    let settings = Settings::default();
    let ours = sessions::open_for_staff(&mut tx, &settings, staff, 0, true).await?;
    let theirs = sessions::open_for_customer(&mut tx, &settings, identity, person).await?;
    tx.commit().await?;
    let text = |value: axum::http::HeaderValue| value.to_str().unwrap_or_default().to_owned();
    Ok(vec![text(ours), text(theirs)])
}
