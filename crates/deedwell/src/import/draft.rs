//! An action as a file has it, and how a batch of them goes in.

use std::borrow::Cow;
use std::collections::HashMap;

use deedwell_core::{Action, Channel, Error, Id, Initiator, Money, Part, Result, Timestamp, Unit};
use deedwell_people::{Arrival, Known, Proof, Sign, ensure_many};

use super::Import;
use super::engine::{Draft, Written};

/// People remembered between batches, so that they need not be looked up again.
const REMEMBERED: usize = 200_000;

/// An action that lacks only its subject.
#[derive(Debug)]
pub(super) struct ActionDraft {
    pub sign: Sign,
    pub message: String,
    pub at: Timestamp,
    pub zone: Option<String>,
    pub name: String,
    pub unit: Option<Id<Unit>>,
    pub channel: Channel,
    pub initiator: Initiator,
    pub about: Option<String>,
    pub value: Option<Money>,
    pub facts: String,
    /// A second line with the id of one before it.
    pub is_repeated: bool,
}

impl Draft for ActionDraft {
    const BATCH: usize = 5_000;
    type Memory = HashMap<Sign, Known>;

    fn message(&self) -> Option<&str> {
        Some(&self.message)
    }

    fn is_repeated(&self) -> bool {
        self.is_repeated
    }

    /// People and actions in one transaction: neither is ever there without the other.
    async fn write(
        import: &Import<'_>,
        memory: &mut Self::Memory,
        batch: &[Self],
    ) -> Result<Written> {
        let added = batch.len() as u64;
        let arrivals = arrivals(memory, batch);
        let mut tx = import.db.write(import.organisation).await?;
        let met = ensure_many(&mut tx, &arrivals).await?;
        let people = met.iter().filter(|k| k.is_new).count() as u64;
        let signs = arrivals.into_iter().filter_map(|a| a.signs.into_iter().next());
        let met: HashMap<Sign, Known> = signs.zip(met).collect();
        let mut actions = Vec::with_capacity(batch.len());
        for draft in batch {
            let known = memory.get(&draft.sign).or_else(|| met.get(&draft.sign));
            let known = known.ok_or_else(|| Error::fault("a person was lost"))?;
            actions.push(draft.action(tx.new_id(), *known, tx.now()));
        }
        if !import.dry_run {
            tx.record_many(actions)?;
            tx.commit().await?;
        }
        if memory.len() + met.len() > REMEMBERED {
            memory.clear();
        }
        memory.extend(met);
        Ok(Written { added, people, ..Written::default() })
    }
}

/// Who is not remembered, each once, first met when they first did something here.
fn arrivals(memory: &HashMap<Sign, Known>, batch: &[ActionDraft]) -> Vec<Arrival> {
    let mut places: HashMap<&Sign, usize> = HashMap::new();
    let mut arrivals: Vec<Arrival> = Vec::new();
    for draft in batch.iter().filter(|d| !memory.contains_key(&d.sign)) {
        let place = *places.entry(&draft.sign).or_insert_with(|| {
            arrivals.push(Arrival::new(draft.sign.clone(), Proof::Import));
            arrivals.len() - 1
        });
        if let Some(arrival) = arrivals.get_mut(place) {
            let earliest = arrival.met_at.map_or(draft.at, |met| met.min(draft.at));
            arrival.met_at = Some(earliest);
            arrival.unit = arrival.unit.or(draft.unit);
        }
    }
    arrivals
}

impl ActionDraft {
    fn action(&self, id: Id<Action>, known: Known, now: Timestamp) -> Action {
        Action {
            id,
            message: Some(self.message.clone()),
            unit: self.unit,
            part: Part::Customer,
            subject: known.identity,
            at: self.at,
            received_at: now,
            zone: self.zone.clone().map(Cow::Owned),
            channel: self.channel.clone(),
            initiator: self.initiator,
            name: Cow::Owned(self.name.clone()),
            about: self.about.clone(),
            counterpart: None,
            value: self.value,
            facts: self.facts.clone(),
        }
    }
}
