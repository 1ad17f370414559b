//! Who the messages of one group commit are from. In a handful of statements for thousands.
//!
//! * What a server says of a user is *vouched for*: the user's number, address and telephone are proven
//!   identities, and the browser that it names comes along with its past, unless that browser is
//!   somebody else's already. A sign that cannot be theirs is left out, and told.
//! * What a browser says of itself is *claimed*. It finds an identity that is there, whosesoever it is,
//!   and changes nothing of it; or it makes somebody new, whom nobody has to believe.

use std::collections::HashMap;

use deedwell_core::{Result, Timestamp};
use deedwell_people::{Arrival, IdentityKind, Known, Met, Proof, Sign, Why, find_signs, meet_all};
use deedwell_store::Tx;

use crate::message::{Message, Problem};
use crate::source::{Source, SourceKind};

/// A message, and how it came.
#[derive(Clone, Copy)]
pub struct Came<'a> {
    pub source: &'a Source,
    pub said_at: Timestamp,
    pub message: &'a Message,
}

/// Who a message is from, and what was odd about how they were named.
#[derive(Clone, Debug)]
pub struct Named {
    pub known: Known,
    pub odd: Option<Problem>,
    /// Said without proof of somebody whom we know.
    pub is_of_known: bool,
}

/// By what a message names somebody.
struct Signs {
    vouched: bool,
    /// The first is the one that is seen.
    all: Vec<Sign>,
}

impl Signs {
    fn of(came: Came<'_>) -> Self {
        let message = came.message;
        let sign = |kind, text: Option<&str>| Sign::new(kind, text?, "").ok();
        let login = sign(IdentityKind::Login, message.login.as_deref());
        let browser = sign(IdentityKind::Browser, message.anonymous.as_deref());
        let vouched = came.source.kind == SourceKind::Server && login.is_some();
        if !vouched {
            return Self { vouched, all: browser.into_iter().chain(login).collect() };
        }
        let told = |kind, key| sign(kind, message.trait_text(key).as_deref());
        let address = told(IdentityKind::Email, "email");
        let number = told(IdentityKind::Phone, "phone");
        Self {
            vouched,
            all: login.into_iter().chain(address).chain(number).chain(browser).collect(),
        }
    }

    fn arrival(&self, came: Came<'_>) -> Option<Arrival> {
        let proof = if self.vouched { Proof::Server } else { Proof::Claimed };
        let mut arrival = Arrival::new(self.all.first()?.clone(), proof);
        arrival.signs.clone_from(&self.all);
        let message = came.message.id.clone().unwrap_or_default();
        arrival.said = Some((came.said_at, message));
        arrival.told_by = format!("source/{}", came.source.id);
        arrival.lenient = true;
        // A shop lets people write what they like into their account, until somebody confirms it.
        arrival.confirmed = !self.vouched || came.message.has_confirmed_address();
        if self.vouched {
            arrival.name = full_name(came.message);
        }
        Some(arrival)
    }

    /// The number that a browser names beside itself, or by which alone it is seen.
    fn claimed_login(&self) -> Option<&Sign> {
        let login = self.all.iter().find(|s| s.kind() == IdentityKind::Login);
        login.filter(|_| !self.vouched)
    }
}

fn full_name(message: &Message) -> String {
    let part = |key: &str| message.trait_text(key).unwrap_or_default();
    let name = part("name");
    let name =
        if name.is_empty() { format!("{} {}", part("firstName"), part("lastName")) } else { name };
    deedwell_people::person::clean_name(&name).unwrap_or_default()
}

/// Says for each message who it is from; `None` for one that names nobody who can be known.
pub async fn name_all(tx: &mut Tx, came: &[Came<'_>]) -> Result<Vec<Option<Named>>> {
    let signs: Vec<Signs> = came.iter().map(|one| Signs::of(*one)).collect();
    let met = meet(tx, came, &signs).await?;
    let key = |signs: &Signs| (signs.vouched, signs.all.clone());
    // Who is known already is found, and nothing of them changed.
    let failed = |s: &&Signs| met.get(&key(s)).is_none_or(|met| met.known.is_err());
    let there = signs.iter().filter(failed).filter_map(|s| s.all.first());
    let there = find_signs(tx, there.chain(signs.iter().filter_map(Signs::claimed_login))).await?;
    let named = signs.iter().map(|signs| {
        let met = met.get(&key(signs))?;
        let found = signs.all.first().and_then(|first| there.get(first));
        let known = met.known.as_ref().ok().or(found).copied()?;
        let odd = odd(signs, met, &there);
        let is_of_known = !signs.vouched && met.known.is_err();
        let known = if signs.vouched { known } else { Known { proof: Proof::Claimed, ..known } };
        Some(Named { known, odd, is_of_known })
    });
    Ok(named.collect())
}

type Key = (bool, Vec<Sign>);

/// Meets everybody who is named, each once, in the order in which it was heard.
async fn meet(tx: &mut Tx, came: &[Came<'_>], signs: &[Signs]) -> Result<HashMap<Key, Met>> {
    let mut arrivals: HashMap<Key, Arrival> = HashMap::new();
    for (came, signs) in came.iter().zip(signs) {
        let Some(arrival) = signs.arrival(*came) else { continue };
        let known = arrivals.entry((signs.vouched, signs.all.clone()));
        let first = known.or_insert_with(|| arrival.clone());
        if arrival.said < first.said {
            first.said = arrival.said;
        }
        if !arrival.name.is_empty() {
            first.name = arrival.name;
        }
    }
    let (mut keys, mut arrivals): (Vec<Key>, Vec<Arrival>) = {
        let mut all: Vec<_> = arrivals.into_iter().collect();
        all.sort_by(|(k, a), (l, b)| a.said.cmp(&b.said).then_with(|| k.cmp(l)));
        all.into_iter().unzip()
    };
    let met = meet_all(tx, &arrivals).await?;
    arrivals.clear();
    Ok(keys.drain(..).zip(met).collect())
}

fn odd(signs: &Signs, met: &Met, there: &HashMap<Sign, Known>) -> Option<Problem> {
    if signs.vouched {
        // That a screen is shared is nothing odd.
        let others = met.refused.iter().any(|(sign, why)| {
            sign.kind() != IdentityKind::Browser && matches!(why, Why::TwoPeople | Why::TooMany)
        });
        return others.then_some(Problem::TwoPeople);
    }
    // A browser that says whose it is, of somebody whom we know.
    let known = there.get(signs.claimed_login()?)?;
    known.proof.proves().then_some(Problem::ClaimOfKnown)
}
