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
#[derive(Clone, Copy, Debug)]
pub struct Named {
    pub known: Known,
    pub odd: Option<Problem>,
    /// Said without proof of somebody whom we know.
    pub is_of_known: bool,
}

/// By what a message names somebody.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Signs {
    vouched: bool,
    /// A shop lets people write what they like into their account, until somebody confirms it.
    confirmed: bool,
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
            let all = browser.into_iter().chain(login).collect();
            return Self { vouched, confirmed: true, all };
        }
        let told = |kind, key| sign(kind, message.trait_text(key).as_deref());
        let address = told(IdentityKind::Email, "email");
        let number = told(IdentityKind::Phone, "phone");
        let all = login.into_iter().chain(address).chain(number).chain(browser);
        Self { vouched, confirmed: message.has_confirmed_address(), all: all.collect() }
    }

    fn arrival(&self, came: Came<'_>) -> Option<Arrival> {
        let proof = if self.vouched { Proof::Server } else { Proof::Claimed };
        let mut arrival = Arrival::new(self.all.first()?.clone(), proof);
        arrival.signs.clone_from(&self.all);
        arrival.said = Some(said(came));
        arrival.told_by = format!("source/{}", came.source.id);
        arrival.lenient = true;
        arrival.confirmed = self.confirmed;
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

/// When it was said, and with which message.
fn said(came: Came<'_>) -> (Timestamp, String) {
    (came.said_at, came.message.id.clone().unwrap_or_default())
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
    let (parties, of) = parties(came);
    let met = meet(tx, &parties).await?;
    // Who is known already is found, and nothing of them changed.
    let failed = |(at, _): &(usize, &Party)| met.get(at).is_none_or(|met| met.known.is_err());
    let there = parties.iter().enumerate().filter(failed).filter_map(|(_, p)| p.signs.all.first());
    let claimed = parties.iter().filter_map(|party| party.signs.claimed_login());
    let there = find_signs(tx, there.chain(claimed)).await?;
    let named = parties.iter().enumerate().map(|(at, Party { signs, .. })| {
        let met = met.get(&at)?;
        let found = signs.all.first().and_then(|first| there.get(first));
        let known = met.known.as_ref().ok().or(found).copied()?;
        let odd = odd(signs, met, &there);
        // Also where the claim says that it is older than what we know them by: its moment is a claim, too.
        let is_of_known = !signs.vouched && (met.known.is_err() || known.proof.proves());
        let known = if signs.vouched { known } else { Known { proof: Proof::Claimed, ..known } };
        Some(Named { known, odd, is_of_known })
    });
    let named: Vec<Option<Named>> = named.collect();
    Ok(of.into_iter().map(|at| named.get(at).copied().flatten()).collect())
}

/// Messages that name somebody by the same signs are of the same.
struct Party {
    signs: Signs,
    /// As it was first said, with the last name that they were given.
    arrival: Option<Arrival>,
}

/// Everybody who is named, each once; and for each message, whom it names.
fn parties(came: &[Came<'_>]) -> (Vec<Party>, Vec<usize>) {
    let mut places: HashMap<Signs, usize> = HashMap::new();
    let mut parties: Vec<Party> = Vec::new();
    let mut of = Vec::with_capacity(came.len());
    for one in came {
        let signs = Signs::of(*one);
        let known = places.get(&signs).and_then(|at| Some((*at, parties.get_mut(*at)?)));
        let Some((at, party)) = known else {
            of.push(parties.len());
            places.insert(signs.clone(), parties.len());
            parties.push(Party { arrival: signs.arrival(*one), signs });
            continue;
        };
        of.push(at);
        let Some(arrival) = &mut party.arrival else { continue };
        if arrival.said.as_ref().is_none_or(|(at, _)| one.said_at <= *at) {
            arrival.said = arrival.said.take().min(Some(said(*one)));
        }
        let name = if party.signs.vouched { full_name(one.message) } else { String::new() };
        if !name.is_empty() {
            arrival.name = name;
        }
    }
    (parties, of)
}

/// Meets them in the order in which they were heard; by their place.
async fn meet(tx: &mut Tx, parties: &[Party]) -> Result<HashMap<usize, Met>> {
    let mut heard: Vec<(usize, &Party, &Arrival)> = Vec::new();
    for (at, party) in parties.iter().enumerate() {
        heard.extend(party.arrival.as_ref().map(|arrival| (at, party, arrival)));
    }
    heard.sort_by(|(_, p, a), (_, q, b)| a.said.cmp(&b.said).then_with(|| p.signs.cmp(&q.signs)));
    let arrivals: Vec<Arrival> = heard.iter().map(|(_, _, arrival)| (*arrival).clone()).collect();
    let met = meet_all(tx, &arrivals).await?;
    Ok(heard.into_iter().map(|(at, ..)| at).zip(met).collect())
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
