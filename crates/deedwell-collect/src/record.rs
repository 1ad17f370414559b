//! Takes what came in during one group commit, of one organisation, in one transaction: people, actions,
//! what was sent, what was wrong with it.

use std::collections::HashMap;
use std::io::Write;
use std::sync::Arc;

use deedwell_core::{Action, Channel, Currency, Error, Id, Result, Secret, Timestamp, Unit};
use deedwell_store::{Bulk, Tx};
use serde_json::value::RawValue;

use crate::facts;
use crate::message::{Message, Problem};
use crate::naming::{Came, Named, name_all};
use crate::source::{Source, SourceKind};

/// Rows of what was wrong, of one organisation. Then what is new is counted without its name, or anybody
/// with a public key could fill the table with names.
const MOST_WRONG: i64 = 5_000;
/// Characters of what was sent that the list of problems shows.
const LONGEST_SAMPLE: usize = 2_000;

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

/// What was wrong with a message.
pub struct Wrong {
    pub problem: Problem,
    pub name: String,
    pub library: String,
    pub sample: String,
}

impl Wrong {
    pub fn new(problem: Problem, message: Option<&Message>, raw: &str) -> Self {
        let short =
            |text: &str, most: usize| text.chars().filter(|c| *c != '\0').take(most).collect();
        Self {
            problem,
            name: message.map(|m| short(&m.name, 100)).unwrap_or_default(),
            library: message.map(Message::library).unwrap_or_default(),
            sample: short(raw, LONGEST_SAMPLE),
        }
    }
}

/// Records all of it. The caller commits.
pub async fn record(tx: &mut Tx, sent: &[Sent]) -> Result<()> {
    let came = sent.iter().flat_map(|s| {
        // What stands first in a request was said first.
        let later = jiff::SignedDuration::from_micros;
        let said_at = move |place| s.received_at.checked_add(later(place)).unwrap_or(s.received_at);
        let placed = (0_i64..).zip(&s.taken);
        placed.map(move |(place, taken)| Came {
            source: &s.source,
            said_at: said_at(place),
            message: &taken.message,
        })
    });
    let came: Vec<Came<'_>> = came.collect();
    let named = name_all(tx, &came).await?;
    let money = own_currencies(tx).await?;
    let mut wrong = Wrongs::default();
    let mut actions = Vec::with_capacity(came.len());
    let mut named = named.into_iter();
    for one in sent {
        one.wrong.iter().for_each(|w| wrong.add(one, w));
        for taken in &one.taken {
            let Some(named) = named.next().flatten() else {
                wrong.add(
                    one,
                    &Wrong::new(Problem::NobodyNamed, Some(&taken.message), taken.raw.get()),
                );
                continue;
            };
            let (action, odd) = action(tx, one, taken, &named, &money);
            for problem in odd.into_iter().chain(named.odd) {
                wrong.add(one, &Wrong::new(problem, Some(&taken.message), taken.raw.get()));
            }
            if deedwell_store::log::check(&action).is_err() {
                // Nothing that is known comes here; one action must not keep its batch from being written.
                wrong.add(
                    one,
                    &Wrong::new(Problem::TooLarge, Some(&taken.message), taken.raw.get()),
                );
                continue;
            }
            actions.push(action);
        }
    }
    tx.record_many(actions)?;
    keep(tx, sent).await?;
    wrong.write(tx).await?;
    count(tx, sent).await
}

/// The currency of the organisation and of its units, for money that has none of its own.
async fn own_currencies(tx: &mut Tx) -> Result<HashMap<Option<Id<Unit>>, Currency>> {
    let find = tx.query("select currency from organisation where organisation = $1");
    let mut own = HashMap::from([(None, tx.one(find).await?.currency("currency")?)]);
    let units = tx.query("select id, currency from unit where organisation = $1");
    for row in tx.list(units).await? {
        own.insert(Some(row.id("id")?), row.currency("currency")?);
    }
    Ok(own)
}

/// The line of the ledger, and what was odd.
fn action(
    tx: &Tx,
    sent: &Sent,
    taken: &Taken,
    named: &Named,
    money: &HashMap<Option<Id<Unit>>, Currency>,
) -> (Action, Vec<Problem>) {
    let (message, source) = (&taken.message, &sent.source);
    let mut odd = message.odd.clone();
    let (name, is_claim) = facts::name(message, source.kind);
    if is_claim {
        odd.push(Problem::Claimed);
    }
    let own = money.get(&source.unit).or_else(|| money.get(&None)).copied();
    let value = if is_claim {
        None
    } else {
        let value = facts::value(message, &name, own.unwrap_or(Currency::USD));
        value.unwrap_or_else(|problem| {
            odd.push(problem);
            None
        })
    };
    let facts = facts::facts(message).unwrap_or_else(|problem| {
        odd.push(problem);
        String::new()
    });
    let who = named.known.who();
    let action = Action {
        id: tx.new_id(),
        message: message.id.as_deref().map(|id| message_id(source, id)),
        unit: source.unit,
        part: who.part(),
        subject: who.subject(),
        at: message.at,
        received_at: sent.received_at,
        zone: zone(message),
        channel: channel(message, source.kind),
        initiator: facts::initiator(message, &name, sent.machine),
        about: facts::about(message),
        counterpart: None,
        value,
        name,
        facts,
    };
    (action, odd)
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
        for taken in &one.taken {
            let about = serde_json::json!({
                "call": taken.message.call.name(), "source": one.source.id,
                "received_at": one.received_at, "address": one.address,
            });
            let about = about.to_string();
            let open = about.strip_suffix('}').unwrap_or(&about);
            writeln!(gzip, "{open},\"message\":{}}}", taken.raw.get().replace('\n', " "))
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

/// What was wrong in the same way stands in one row.
#[derive(Default)]
struct Wrongs(HashMap<SameWrong, (i64, String)>);

/// Source, problem, name of the event, library.
type SameWrong = (Id<Source>, Problem, String, String);

impl Wrongs {
    fn add(&mut self, sent: &Sent, wrong: &Wrong) {
        let key = (sent.source.id, wrong.problem, wrong.name.clone(), wrong.library.clone());
        let known = self.0.entry(key).or_default();
        known.0 += 1;
        known.1.clone_from(&wrong.sample);
    }

    fn without_names(self) -> Self {
        let mut fewer = Self::default();
        for ((source, problem, _, _), (count, sample)) in self.0 {
            let known = fewer.0.entry((source, problem, String::new(), String::new())).or_default();
            known.0 += count;
            known.1 = sample;
        }
        fewer
    }

    async fn write(self, tx: &mut Tx) -> Result<()> {
        if self.0.is_empty() {
            return Ok(());
        }
        let count = tx.query("select count(*) as n from sent_wrong where organisation = $1");
        let is_full = tx.one(count).await?.number("n")? >= MOST_WRONG;
        let wrong = if is_full { self.without_names() } else { self };
        let mut rows: Vec<_> = wrong.0.into_iter().collect();
        rows.sort_by(|(a, _), (b, _)| {
            (a.0.uuid(), a.1, &a.2, &a.3).cmp(&(b.0.uuid(), b.1, &b.2, &b.3))
        });
        let now = tx.now();
        for chunk in rows.chunks(100) {
            let mut insert = Bulk::new(
                tx,
                "insert into sent_wrong
                   (organisation, source, problem, name, library, count, first_at, last_at, sample)
                 values",
                [],
                "($1, ?, ?, ?, ?, ?, ?, ?, ?)",
                "on conflict (organisation, source, problem, name, library) do update
                   set count = sent_wrong.count + excluded.count, last_at = excluded.last_at,
                     sample = excluded.sample",
            );
            for ((source, problem, name, library), (count, sample)) in chunk {
                insert.add([
                    (*source).into(),
                    problem.code().into(),
                    name.as_str().into(),
                    library.as_str().into(),
                    (*count).into(),
                    now.into(),
                    now.into(),
                    sample.as_str().into(),
                ]);
            }
            insert.run(tx).await?;
        }
        Ok(())
    }
}

/// How much each source sent, and when last.
async fn count(tx: &mut Tx, sent: &[Sent]) -> Result<()> {
    let mut counts: HashMap<Id<Source>, (i64, i64)> = HashMap::new();
    for one in sent {
        let count = counts.entry(one.source.id).or_default();
        count.0 += i64::try_from(one.taken.len()).map_err(Error::fault)?;
        let refused = one.wrong.iter().filter(|w| w.problem.is_refusal()).count();
        count.1 += i64::try_from(refused).map_err(Error::fault)?;
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
