//! Takes what came in during one group commit, of one organisation, in one transaction: people, actions,
//! what was sent, what was wrong with it.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::Write;
use std::sync::Arc;

use deedwell_core::plan::planned;
use deedwell_core::{
    Action, Channel, Currency, Error, Id, Initiator, Money, Part, Result, Secret, Timestamp, Unit,
    Who,
};
use deedwell_store::Tx;
use deedwell_web::Hears;
use serde_json::value::RawValue;

use crate::facts::{self, ORDERS};
use crate::groups::{self, Heard};
use crate::held;
use crate::message::{Message, Problem};
use crate::naming::{Came, Named, name_all};
use crate::plan::{self, Plan};
use crate::seen::Seen;
use crate::source::{Source, SourceKind, Strictness};
use crate::told::Told;
use crate::wrongs::{Wrong, Wrongs};

/// What one request brought.
pub struct Sent {
    pub source: Arc<Source>,
    pub received_at: Timestamp,
    /// As much of the sender's address as is kept; '' for none.
    pub address: String,
    /// Nobody sits before what sent it.
    pub machine: bool,
    pub taken: Vec<Taken>,
    pub wrong: Vec<Wrong>,
}

/// A message that can be recorded, and what it was as it came.
pub struct Taken {
    pub message: Message,
    pub raw: Box<RawValue>,
}

/// Records all of it, but for what is held out of a source that keeps strictly to the plan. The caller
/// commits.
pub async fn record(tx: &mut Tx, sent: &[Sent], hears: &[Hears]) -> Result<()> {
    let plan = Plan::new(plan::store::names(tx).await?);
    let mut wrong = Wrongs::default();
    for one in sent {
        one.wrong.iter().for_each(|w| wrong.add(one, w));
    }
    let held = held::hold(tx, sent, &plan, &mut wrong).await?;
    let taken: Vec<_> = sent
        .iter()
        .flat_map(|s| s.taken.iter().map(move |t| (s, t)))
        .zip(&held)
        .filter_map(|(of, held)| (!held).then_some(of))
        .collect();
    write(tx, &taken, &plan, &mut wrong, hears).await?;
    keep(tx, sent).await?;
    wrong.write(tx).await?;
    count(tx, sent, &taken).await
}

/// Records what waited until its name was planned, as it would have been then. The caller commits.
pub async fn record_late(tx: &mut Tx, sent: &[Sent], plan: &Plan, hears: &[Hears]) -> Result<()> {
    let mut wrong = Wrongs::default();
    let taken: Vec<_> = sent.iter().flat_map(|s| s.taken.iter().map(move |t| (s, t))).collect();
    write(tx, &taken, plan, &mut wrong, hears).await?;
    wrong.write(tx).await?;
    count(tx, sent, &taken).await
}

/// People and actions.
async fn write(
    tx: &mut Tx,
    taken: &[(&Sent, &Taken)],
    plan: &Plan,
    wrong: &mut Wrongs,
    hears: &[Hears],
) -> Result<()> {
    let came = came(taken);
    let named = name_all(tx, &came).await?;
    let heard = groups::hear(tx, &came, &named).await?;
    let money = own_currencies(tx).await?;
    let mut actions = Vec::with_capacity(came.len());
    let mut believed = Vec::new();
    let mut seen = Seen::default();
    let mut told = Told::default();
    for ((((one, taken), came), named), heard) in taken.iter().zip(&came).zip(named).zip(heard) {
        let wrong_is = |problem| Wrong::new(problem, Some(&taken.message), taken.raw.get());
        let Some(named) = named else {
            wrong.add(one, &wrong_is(Problem::NobodyNamed));
            continue;
        };
        let made = Made { tx, sent: one, taken, named: &named, heard, plan };
        let (action, odd, facts) = made.action(&money);
        for problem in odd.into_iter().chain(named.odd) {
            wrong.add(one, &wrong_is(problem));
        }
        for (problem, fact) in facts {
            wrong.add(one, &wrong_is(problem).of_fact(fact));
        }
        if deedwell_store::log::check(&action).is_err() {
            // Nothing that is known comes here; one action must not keep its batch from being written.
            wrong.add(one, &wrong_is(Problem::TooLarge));
            continue;
        }
        if !told.add(came, &named) {
            wrong.add(one, &wrong_is(Problem::TraitLeftOut));
        }
        seen.add(&action.name, one.source.id, &taken.message);
        if one.source.kind == SourceKind::Server
            && action.part == Part::Customer
            && action.initiator != Initiator::Machine
        {
            believed.push(actions.len());
        }
        actions.push(action);
    }
    for hear in hears {
        let mut places = believed.iter().copied().peekable();
        let told = actions.iter_mut().enumerate();
        let told = told.filter(|(at, _)| places.next_if_eq(at).is_some()).map(|(_, action)| action);
        hear(tx, told.collect()).await?;
    }
    tx.record_many(actions)?;
    told.write(tx).await?;
    seen.write(tx).await
}

/// What was said when: what stands first in a request was said first.
fn came<'a>(taken: &[(&'a Sent, &'a Taken)]) -> Vec<Came<'a>> {
    let mut came: Vec<Came<'a>> = Vec::with_capacity(taken.len());
    let mut place = 0;
    for (at, (sent, taken_of)) in taken.iter().enumerate() {
        let is_same = at.checked_sub(1).and_then(|before| taken.get(before));
        place = if is_same.is_some_and(|(s, _)| std::ptr::eq(*s, *sent)) { place + 1 } else { 0 };
        let later = jiff::SignedDuration::from_micros(place);
        came.push(Came {
            source: &sent.source,
            said_at: sent.received_at.checked_add(later).unwrap_or(sent.received_at),
            message: &taken_of.message,
        });
    }
    came
}

/// The currency of the organisation and of its units, for money that has none of its own.
async fn own_currencies(tx: &mut Tx) -> Result<HashMap<Option<Id<Unit>>, Currency>> {
    let find = tx.query(
        "select null as id, currency from organisation where organisation = $1
         union all select id, currency from unit where organisation = $1",
    );
    let rows = tx.list(find).await?;
    rows.iter().map(|row| Ok((row.id_or_null("id")?, row.currency("currency")?))).collect()
}

/// Of what a line of the ledger is made.
struct Made<'a> {
    tx: &'a Tx,
    sent: &'a Sent,
    taken: &'a Taken,
    named: &'a Named,
    /// Of a `group` call that was believed.
    heard: Option<Heard>,
    plan: &'a Plan,
}

impl Made<'_> {
    /// The line, what was odd, and which facts were.
    fn action(
        &self,
        money: &HashMap<Option<Id<Unit>>, Currency>,
    ) -> (Action, Vec<Problem>, Vec<(Problem, String)>) {
        let (message, source) = (&self.taken.message, &self.sent.source);
        let mut odd = message.odd.clone();
        let (name, is_claim) = match self.heard {
            Some(heard) => (heard.name().into(), false),
            None => facts::name(message, source.kind),
        };
        let name = if self.is_only_named() { facts::claim_of(&name) } else { name };
        let own = money.get(&source.unit).or_else(|| money.get(&None)).copied();
        let own = own.unwrap_or(Currency::USD);
        let who = self.named.known.who();
        // What a machine does of itself is nobody's mistake that could be mended.
        if !self.sent.machine && self.is_claim(&name, is_claim, who) {
            odd.push(Problem::Claimed);
        }
        if source.strictness == Strictness::Mark && !self.plan.knows(message, source.kind) {
            odd.push(Problem::NotPlanned);
        }
        let value = self.value(&name, own).unwrap_or_else(|problem| {
            odd.push(problem);
            None
        });
        let facts = facts::facts(message).unwrap_or_else(|problem| {
            odd.push(problem);
            String::new()
        });
        let wrong_facts = self.plan.wrong_facts(&name, message, own);
        let action = Action {
            id: self.tx.new_id(),
            message: message.id.as_deref().map(|id| message_id(source, id)),
            unit: source.unit,
            part: who.part(),
            subject: who.subject(),
            at: message.at,
            received_at: self.sent.received_at,
            zone: zone(message),
            channel: channel(message, source.kind),
            initiator: facts::initiator(message, &name, self.sent.machine),
            about: self.heard.map(Heard::about).or_else(|| facts::about(message)),
            counterpart: None,
            value,
            name,
            facts,
        };
        (action, odd, wrong_facts)
    }

    /// Whether a public key names a customer by nothing but their number, which many may know.
    fn is_only_named(&self) -> bool {
        let is_public = self.sent.source.kind == SourceKind::Browser;
        is_public && self.named.is_of_known && self.taken.message.anonymous.is_none()
    }

    /// Whether it is kept as a mere claim: by its name; or because staff say that it means what earns,
    /// and whoever did it is not known.
    fn is_claim(&self, name: &str, by_name: bool, who: Who) -> bool {
        let planned = self.plan.get(name).is_some();
        (by_name && !planned) || (who.part() == Part::Visitor && self.plan.earns(name))
    }

    /// What is not to be read as an amount is told only where staff say that it is one.
    fn value(&self, name: &str, own: Currency) -> std::result::Result<Option<Money>, Problem> {
        let kind = self.sent.source.kind;
        let value = facts::value(&self.taken.message, name, kind, own);
        let is_told = planned(name).is_some() || ORDERS.contains(&name) || self.plan.earns(name);
        if is_told { value } else { Ok(value.unwrap_or_default()) }
    }
}

/// Servers of the organisation share one space of ids, as the libraries mean it. What anybody may send
/// with a public key has one of its own, or a stranger could use up the id of an order to come.
fn message_id(source: &Source, id: &str) -> String {
    let place = match source.kind {
        SourceKind::Server => "sent".to_owned(),
        SourceKind::Browser => format!("sent/{}", source.id),
    };
    if place.len() + 1 + id.len() <= Action::LONGEST_MESSAGE {
        format!("{place}/{id}")
    } else {
        format!("{place}#{}", Secret::hash_of(id))
    }
}

fn zone(message: &Message) -> Option<std::borrow::Cow<'static, str>> {
    let zone = message.context.get("timezone")?.as_str()?;
    let good = |c: char| c.is_ascii_alphanumeric() || "/_+-".contains(c);
    let named = !zone.is_empty() && zone.len() <= 64 && zone.chars().all(good);
    named.then(|| zone.to_owned().into())
}

fn channel(message: &Message, from: SourceKind) -> Channel {
    match (message.channel.as_deref(), from) {
        (Some("mobile"), _) => Channel("app".into()),
        (Some("browser"), _) | (None, SourceKind::Browser) => Channel::SITE,
        _ => Channel::API,
    }
}

/// What was sent, as it was sent.
async fn keep(tx: &mut Tx, sent: &[Sent]) -> Result<()> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let mut count = 0_i64;
    for one in sent {
        let about = serde_json::json!({
            "source": one.source.id, "received_at": one.received_at, "address": one.address,
        });
        let about = about.to_string();
        let about = about.strip_suffix('}').unwrap_or(&about);
        for taken in &one.taken {
            let call = taken.message.call.name();
            // Within JSON a line breaks between words alone.
            let raw = match taken.raw.get() {
                raw if raw.contains('\n') => Cow::Owned(raw.replace('\n', " ")),
                raw => Cow::Borrowed(raw),
            };
            writeln!(gzip, "{about},\"call\":\"{call}\",\"message\":{raw}}}")
                .map_err(Error::fault)?;
            count += 1;
        }
    }
    if count == 0 {
        return Ok(());
    }
    let bytes = gzip.finish().map_err(Error::fault)?;
    let insert =
        tx.query("insert into sent (organisation, at, count, bytes) values ($1, $2, $3, $4)");
    let now = tx.now();
    tx.run(insert.bind(now).bind(count).bind(bytes)).await.map(drop)
}

/// How much each source sent, and when last.
async fn count(tx: &mut Tx, sent: &[Sent], taken: &[(&Sent, &Taken)]) -> Result<()> {
    let mut counts: HashMap<Id<Source>, (i64, i64)> = HashMap::new();
    for (one, _) in taken {
        counts.entry(one.source.id).or_default().0 += 1;
    }
    for one in sent {
        let count = counts.entry(one.source.id).or_default();
        let refused = one.wrong.iter().filter(|w| w.problem.is_refusal());
        count.1 += refused.map(|w| w.count).sum::<i64>();
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(id, _)| id.uuid());
    let now = tx.now();
    for (source, (events, refused)) in counts {
        let update = tx.query(
            "update source set events = events + $3, refused = refused + $4, last_at = $5,
               first_at = case when $3 > 0 then coalesce(first_at, $5) else first_at end
             where organisation = $1 and id = $2",
        );
        tx.run(update.bind(source).bind(events).bind(refused).bind(now)).await?;
    }
    Ok(())
}
