//! Fills an organisation with as many people as the bench asks for, by the ways by which everybody comes
//! in, and with what they did. `bench/people/run.py` then asks for their pages.
//!
//! `million DATABASE_URL PEOPLE ACTIONS`: into the only organisation of a state that is made already;
//! prints as JSON whom to ask for.

use std::time::Instant;

use deedwell_core::{
    Action, Channel, Clock, Currency, Id, Identity, Initiator, Money, Organisation, Part, Person,
    Timestamp,
};
use deedwell_people::account::Reference;
use deedwell_people::account::told::{Told, tell_many};
use deedwell_people::merge::merge;
use deedwell_people::person::add_tags;
use deedwell_people::profile::{Word, consents, traits};
use deedwell_people::{Arrival, IdentityKind, Known, Proof, Sign, meet_many};
use deedwell_store::{Db, Options};
use serde_json::{Value, json};

type Done<T> = Result<T, Box<dyn std::error::Error>>;

/// People, and actions, in one transaction.
const AT_ONCE: usize = 5_000;
/// What the busiest person did.
const BUSIEST: usize = 10_000;
/// Two years, in microseconds.
const PAST: i64 = 730 * 86_400_000_000;
/// Of so many people two are one.
const MERGED: usize = 200;
/// Of so many people one said what they allow.
const ASKED: usize = 50;
const TAGS: [&str; 6] = ["newsletter", "trade", "club", "wholesale", "press", "early bird"];
const HOSTS: [&str; 5] =
    ["mail.example", "post.example", "web.example", "home.example", "work.example"];
const CITIES: [&str; 8] = ["Leeds", "Hamburg", "Lyon", "Turin", "Porto", "Graz", "Ghent", "Aarhus"];
const DEEDS: [&str; 10] = [
    "Page Viewed",
    "Page Viewed",
    "Page Viewed",
    "Product Viewed",
    "Product Viewed",
    "Product Added",
    "Order Completed",
    "ideas.voted",
    "ideas.voted",
    "ideas.commented",
];

#[tokio::main]
async fn main() -> Done<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [url, people, actions] = args.as_slice() else {
        return Err("million DATABASE_URL PEOPLE ACTIONS".into());
    };
    let db = Db::open(url, Options::default()).await?;
    let organisation = db.system_read().await?.find_first_organisation().await?;
    let organisation = organisation.ok_or("there is no organisation")?;
    let mut crowd = Crowd::new(db.clone(), organisation)?;
    let begun = Instant::now();
    let (people, actions): (usize, usize) = (people.parse()?, actions.parse()?);
    while crowd.known.len() < people {
        crowd.come(AT_ONCE.min(people - crowd.known.len())).await?;
    }
    let people_s = begun.elapsed().as_secs_f64();
    crowd.become_one().await?;
    crowd.allow().await?;
    let begun = Instant::now();
    crowd.act(actions).await?;
    let said = json!({
        "people_s": people_s,
        "actions_s": begun.elapsed().as_secs_f64(),
        "busiest": crowd.known.first().map(|k| k.person),
        "some": crowd.some,
    });
    println!("{said}");
    db.close().await;
    Ok(())
}

struct Crowd {
    db: Db,
    clock: Clock,
    organisation: Id<Organisation>,
    now: i64,
    state: u64,
    given: Vec<String>,
    family: Vec<String>,
    known: Vec<Known>,
    /// Of the known, those who are by something proven.
    proven: Vec<usize>,
    /// Whom the bench asks for.
    some: Vec<Value>,
}

impl Crowd {
    fn new(db: Db, organisation: Id<Organisation>) -> Done<Self> {
        let names: Value = serde_json::from_str(include_str!("../../deedwell/seed/names.json"))?;
        let list = |key: &str| -> Done<Vec<String>> {
            Ok(serde_json::from_value(names.get(key).cloned().unwrap_or_default())?)
        };
        let clock = db.clock().clone();
        Ok(Self {
            now: clock.now().as_microsecond(),
            clock,
            db,
            organisation,
            state: 3,
            given: list("given")?,
            family: list("family")?,
            known: Vec::new(),
            proven: Vec::new(),
            some: Vec::new(),
        })
    }

    fn chance(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.chance() % n as u64) as usize
    }

    fn of(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// Mostly the few: the square of an even chance.
    fn skewed(&mut self, n: usize) -> usize {
        let x = self.below(1 << 20) as f64 / f64::from(1 << 20);
        ((x * x * n as f64) as usize).min(n - 1)
    }

    /// Somebody new: three of ten are but a browser.
    fn arrival(&mut self) -> Done<Arrival> {
        let number = self.known.len() + self.some.len() + self.below(1 << 30);
        let browser =
            format!("{:032x}", u128::from(self.chance()) << 64 | u128::from(self.chance()));
        let browser = Sign::new(IdentityKind::Browser, &browser, "shop")?;
        let met_at =
            Some(Timestamp::from_microsecond(self.now - self.below(PAST as usize) as i64)?);
        if self.of(30) {
            return Ok(Arrival { met_at, ..Arrival::new(browser, Proof::Claimed) });
        }
        let (given, family) = (self.skewed(self.given.len()), self.skewed(self.family.len()));
        let (given, family) = (self.given[given].clone(), self.family[family].clone());
        let plain =
            |name: &str| name.to_lowercase().replace(|c: char| !c.is_ascii_alphabetic(), "");
        let host = HOSTS[self.skewed(HOSTS.len())];
        let address = format!("{}.{}{number}@{host}", plain(&given), plain(&family));
        let mut arrival =
            Arrival::new(Sign::new(IdentityKind::Email, &address, "")?, Proof::Server);
        if self.of(50) {
            let number = format!("+4420{:08}", self.below(100_000_000));
            arrival.signs.push(Sign::new(IdentityKind::Phone, &number, "")?);
        }
        if self.of(40) {
            let login = format!("{}{number}", plain(&family));
            arrival.signs.push(Sign::new(IdentityKind::Login, &login, "shop")?);
        }
        if self.of(50) {
            arrival.signs.push(browser);
        }
        let name = format!("{given} {family}");
        // The same number twice is left to whoever had it first.
        Ok(Arrival { name, met_at, lenient: true, ..arrival })
    }

    /// So many more people, with what is said of them.
    async fn come(&mut self, count: usize) -> Done<()> {
        let arrivals = (0..count).map(|_| self.arrival()).collect::<Done<Vec<_>>>()?;
        let mut tx = self.db.write(self.organisation).await?;
        let (mut tags, mut said, mut told) = (Vec::new(), Vec::new(), Vec::new());
        let word = Word { source: "import".into(), proof: Proof::Server, at: tx.now() };
        for (arrival, known) in arrivals.iter().zip(meet_many(&mut tx, &arrivals).await?) {
            let known = known?;
            self.known.push(known);
            if !arrival.proof.proves() {
                continue;
            }
            self.proven.push(self.known.len() - 1);
            if self.of(20) {
                tags.push((known.person, TAGS[self.skewed(TAGS.len())].to_owned()));
            }
            if self.of(40) {
                let traits =
                    json!({"city": CITIES[self.below(CITIES.len())], "size": self.below(12)});
                let traits = traits.as_object().cloned().unwrap_or_default();
                said.push(traits::Said { identity: known.identity, traits, word: word.clone() });
            }
            if self.of(10) {
                told.push(self.belongs(known, word.clone()));
            }
            if self.some.len() < 1_000 && self.of(1) {
                self.some.push(whom(arrival, known.person));
            }
        }
        add_tags(&mut tx, &tags).await?;
        traits::keep(&mut tx, &said).await?;
        tell_many(&mut tx, &told).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Their company, one of many small ones and few large ones.
    fn belongs(&mut self, known: Known, word: Word) -> Told {
        let company = self.skewed(20_000);
        let name =
            json!({"name": format!("{} & Co {company}", self.family[company % self.family.len()])});
        Told {
            reference: Reference { scope: String::new(), value: format!("company-{company}") },
            kind: None,
            unit: None,
            traits: name.as_object().cloned().unwrap_or_default(),
            member: Some(known),
            role: String::new(),
            word,
        }
    }

    /// Staff find that some are one.
    async fn become_one(&self) -> Done<()> {
        let mut tx = self.db.write(self.organisation).await?;
        let staff = self.clock.new_id();
        for pair in self.proven.chunks_exact(MERGED) {
            let [one, other, ..] = pair else { continue };
            let (one, other) = (self.known[*one].person, self.known[*other].person);
            let deed = merge(&mut tx, one, other, "the same hand", staff).await?;
            tx.record(deedwell_core::Who::System, &deed).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    async fn allow(&mut self) -> Done<()> {
        let mut tx = self.db.write(self.organisation).await?;
        consents::set_purpose(&mut tx, "news", "News", "").await?;
        let word = Word { source: String::new(), proof: Proof::Code, at: tx.now() };
        for asked in self.proven.iter().step_by(ASKED) {
            let identity = self.known[*asked].identity;
            consents::say(&mut tx, identity, "news", asked % 3 > 0, "", &word).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    async fn act(&mut self, actions: usize) -> Done<()> {
        let mut left = actions;
        while left > 0 {
            let count = left.min(AT_ONCE);
            let made = (left - count..left).rev().map(|ago| self.action(ago, actions));
            let made = made.collect::<Done<Vec<_>>>()?;
            left -= count;
            let mut tx = self.db.write(self.organisation).await?;
            tx.record_many(made)?;
            tx.commit().await?;
        }
        Ok(())
    }

    fn action(&mut self, ago: usize, of: usize) -> Done<Action> {
        let others = self.known.len() - 1;
        let is_busiest = ago.is_multiple_of((of / BUSIEST).max(1));
        let who = if is_busiest { 0 } else { 1 + self.skewed(others) };
        let subject: Id<Identity> = self.known[who].identity;
        let name = DEEDS[self.below(DEEDS.len())];
        let (ours, buys) = (name.contains('.'), name == "Order Completed");
        let at = self.now - (ago as f64 / of as f64 * PAST as f64) as i64;
        let at = Timestamp::from_microsecond(at)?;
        let about = match name {
            "ideas.voted" => format!("idea/{}", uuid_like(self.skewed(400))),
            "Page Viewed" => format!("page/{}", self.skewed(300)),
            _ => format!("product/{}", self.skewed(2_000)),
        };
        let message = (!ours).then(|| format!("{:016x}{:016x}", self.chance(), self.chance()));
        Ok(Action {
            id: self.clock.new_id(),
            message,
            unit: None,
            part: Part::Customer,
            subject: subject.cast(),
            at,
            received_at: at,
            zone: None,
            channel: if ours { Channel::SITE } else { Channel::API },
            initiator: Initiator::Customer,
            name: name.into(),
            about: Some(about),
            counterpart: None,
            value: buys.then(|| Money::new(500 + self.below(20_000) as i64, Currency::USD)),
            facts: String::new(),
        })
    }
}

fn uuid_like(n: usize) -> String {
    format!("01930000-0000-7000-8000-{n:012}")
}

/// By what the bench looks for somebody.
fn whom(arrival: &Arrival, person: Id<Person>) -> Value {
    let value = |kind| {
        let sign = arrival.signs.iter().find(|s| s.kind() == kind);
        sign.map(|s| s.value().to_owned())
    };
    json!({
        "id": person,
        "name": arrival.name,
        "email": value(IdentityKind::Email),
        "phone": value(IdentityKind::Phone),
    })
}
