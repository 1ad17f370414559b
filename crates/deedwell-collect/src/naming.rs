//! Who the messages of one group commit are from. In a handful of statements for thousands.
//!
//! * What a server says of a user is *vouched for*: the user's number is a proven identity, and the
//!   browser it names comes along with its past, unless that browser is somebody else's already. So a
//!   hundred people at one screen stay a hundred people.
//! * An address comes along when nobody else with a number of their own has it.
//! * What a browser says of itself is *claimed*. It finds an identity that is there, whosesoever it is,
//!   and changes nothing of it; or it makes somebody new, whom nobody has to believe.

use std::collections::{HashMap, HashSet};

use deedwell_core::{Id, Person, Result};
use deedwell_people::{
    Arrival, IdentityKind, Known, Proof, Sign, find_signs, logins_of, meet_many,
};
use deedwell_store::Tx;

use crate::message::{Message, Problem};
use crate::source::SourceKind;

/// Who a message is from, and what was odd about how they were named.
#[derive(Clone, Debug)]
pub struct Named {
    pub known: Known,
    pub odd: Option<Problem>,
}

/// Signs of one message.
struct Signs {
    vouched: bool,
    login: Option<Sign>,
    browser: Option<Sign>,
    email: Option<Sign>,
    name: String,
}

impl Signs {
    fn of(from: SourceKind, message: &Message) -> Self {
        let sign = |kind, text: &Option<String>| {
            text.as_deref().and_then(|text| Sign::new(kind, text, "").ok())
        };
        let login = sign(IdentityKind::Login, &message.login);
        let vouched = from == SourceKind::Server && login.is_some();
        let email = if vouched { message.trait_text("email") } else { None };
        Self {
            vouched,
            login,
            browser: sign(IdentityKind::Browser, &message.anonymous),
            email: sign(IdentityKind::Email, &email),
            name: if vouched { full_name(message) } else { String::new() },
        }
    }

    /// By which they are seen.
    fn first(&self) -> Option<&Sign> {
        if self.vouched {
            self.login.as_ref()
        } else {
            self.browser.as_ref().or(self.login.as_ref())
        }
    }
}

fn full_name(message: &Message) -> String {
    let part = |key: &str| message.trait_text(key).unwrap_or_default();
    let name = part("name");
    let name =
        if name.is_empty() { format!("{} {}", part("firstName"), part("lastName")) } else { name };
    deedwell_people::person::clean_name(&name).unwrap_or_default()
}

/// Says for each message who it is from; `None` for one that names nobody who can be known. Whether
/// identities moved from one person to another, so that readers look again.
pub async fn name_all(
    tx: &mut Tx,
    messages: &[(SourceKind, &Message)],
) -> Result<(Vec<Option<Named>>, bool)> {
    let signs: Vec<Signs> = messages.iter().map(|(from, m)| Signs::of(*from, m)).collect();
    let wanted = signs.iter().flat_map(|s| [&s.login, &s.browser, &s.email]).flatten();
    let wanted: HashSet<&Sign> = wanted.collect();
    let mut book = Book { known: find_signs(tx, wanted.into_iter()).await?, ..Book::default() };
    book.vouch(tx, &signs).await?;
    book.bring_browsers(tx, &signs).await?;
    book.believe_nobody(tx, &signs).await?;
    let named = signs.iter().map(|signs| {
        let first = signs.first()?;
        let known = *book.known.get(first)?;
        let known = if signs.vouched { known } else { Known { proof: Proof::Claimed, ..known } };
        Some(Named { known, odd: book.odd(signs) })
    });
    Ok((named.collect(), book.moved))
}

#[derive(Default)]
struct Book {
    known: HashMap<Sign, Known>,
    /// Addresses and browsers that turned out to be somebody else's.
    others: HashSet<(Sign, Sign)>,
    moved: bool,
}

impl Book {
    fn odd(&self, signs: &Signs) -> Option<Problem> {
        let login = signs.login.as_ref()?;
        if signs.vouched {
            let is_others = |sign: &Sign| self.others.contains(&(login.clone(), sign.clone()));
            return signs.email.as_ref().is_some_and(is_others).then_some(Problem::TwoPeople);
        }
        // A browser that says whose it is, of somebody whom we know.
        let of_known = self.known.get(login).is_some_and(|k| k.proof.proves());
        of_known.then_some(Problem::ClaimOfKnown)
    }

    /// Users whom a server vouches for, each with the address that it gives.
    async fn vouch(&mut self, tx: &mut Tx, signs: &[Signs]) -> Result<()> {
        let mut users: HashMap<&Sign, (Option<&Sign>, &str)> = HashMap::new();
        for one in signs.iter().filter(|s| s.vouched) {
            let Some(login) = &one.login else { continue };
            let user = users.entry(login).or_default();
            user.0 = one.email.as_ref().or(user.0);
            user.1 = if one.name.is_empty() { user.1 } else { &one.name };
        }
        // In one order, so that two servers that write the same people do not wait for each other.
        let mut users: Vec<_> = users.into_iter().collect();
        users.sort_unstable_by_key(|(login, _)| *login);
        let holders = users.iter().filter_map(|(_, (email, _))| self.known.get((*email)?));
        let holders: Vec<Id<Person>> = holders.map(|k| k.person).collect();
        let numbered = logins_of(tx, &holders).await?;
        let mut taken: HashSet<&Sign> = HashSet::new();
        let mut arrivals = Vec::with_capacity(users.len());
        for (login, (email, name)) in &users {
            let email = email.filter(|email| {
                let free = self.is_free(login, email, &numbered) && taken.insert(email);
                if !free {
                    self.others.insert(((*login).clone(), (*email).clone()));
                }
                free
            });
            let mut arrival = Arrival::new((*login).clone(), Proof::Server);
            arrival.signs.extend(email.cloned());
            arrival.name = (*name).to_owned();
            arrivals.push(arrival);
        }
        self.meet(tx, arrivals).await
    }

    /// Whether this user may have this address: nobody has it, they have it, or somebody has it who has
    /// no number yet, and they are new.
    fn is_free(
        &self,
        login: &Sign,
        email: &Sign,
        numbered: &HashMap<Id<Person>, Vec<String>>,
    ) -> bool {
        let (user, holder) = (self.known.get(login), self.known.get(email));
        match (user, holder) {
            (_, None) => true,
            (Some(user), Some(holder)) => user.person == holder.person || !holder.proof.proves(),
            (None, Some(holder)) => !numbered.contains_key(&holder.person),
        }
    }

    /// Meets them; who cannot be met with all their signs is met by the first alone.
    async fn meet(&mut self, tx: &mut Tx, arrivals: Vec<Arrival>) -> Result<()> {
        let mut again = Vec::new();
        for (arrival, met) in arrivals.iter().zip(meet_many(tx, &arrivals).await?) {
            match met {
                Ok(known) => self.met(arrival, known),
                Err(_) if arrival.signs.len() > 1 => {
                    let (first, others) = (&arrival.signs[0], &arrival.signs[1..]);
                    self.others.extend(others.iter().map(|o| (first.clone(), o.clone())));
                    let mut alone = Arrival::new(first.clone(), arrival.proof);
                    alone.name.clone_from(&arrival.name);
                    again.push(alone);
                }
                // Somebody with as many signs as anybody may have: their act is not theirs to see.
                Err(_) => {}
            }
        }
        for (arrival, met) in again.iter().zip(meet_many(tx, &again).await?) {
            if let Ok(known) = met {
                self.met(arrival, known);
            }
        }
        Ok(())
    }

    fn met(&mut self, arrival: &Arrival, known: Known) {
        for sign in &arrival.signs {
            let before = self.known.insert(sign.clone(), known);
            self.moved |= before.is_some_and(|before| before.person != known.person);
        }
    }

    /// Browsers that a server names beside a user. One that is nobody's yet becomes theirs, with its past.
    async fn bring_browsers(&mut self, tx: &mut Tx, signs: &[Signs]) -> Result<()> {
        let mut brought: HashSet<&Sign> = HashSet::new();
        let mut arrivals = Vec::new();
        for one in signs.iter().filter(|s| s.vouched) {
            let (Some(login), Some(browser)) = (&one.login, &one.browser) else { continue };
            let Some(user) = self.known.get(login) else { continue };
            let is_free = self.known.get(browser).is_none_or(|b| !b.proof.proves());
            if is_free && brought.insert(browser) {
                arrivals.push(Arrival::of(user.person, browser.clone(), Proof::Server));
            }
        }
        arrivals.sort_by(|a, b| a.signs.cmp(&b.signs));
        let met = meet_many(tx, &arrivals).await?;
        for (arrival, known) in arrivals.iter().zip(met) {
            // Another had it first, or the person has as many signs as anybody may have.
            if let Ok(known) = known {
                self.met(arrival, known);
            }
        }
        Ok(())
    }

    /// Who only says who they are: found, or new and unproven.
    async fn believe_nobody(&mut self, tx: &mut Tx, signs: &[Signs]) -> Result<()> {
        let mut claims: HashMap<&Sign, Option<&Sign>> = HashMap::new();
        for one in signs.iter().filter(|s| !s.vouched) {
            let Some(first) = one.first() else { continue };
            if !self.known.contains_key(first) {
                let login =
                    one.login.as_ref().filter(|l| *l != first && !self.known.contains_key(*l));
                let claim = claims.entry(first).or_default();
                *claim = claim.or(login);
            }
        }
        let mut claims: Vec<_> = claims.into_iter().collect();
        claims.sort_unstable_by_key(|(first, _)| *first);
        let arrivals = claims.into_iter().map(|(first, login)| {
            let mut arrival = Arrival::new(first.clone(), Proof::Claimed);
            arrival.signs.extend(login.cloned());
            arrival
        });
        self.meet(tx, arrivals.collect()).await
    }
}
