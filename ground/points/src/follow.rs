//! Rules read the ledger on: what earns is booked, what undoes it takes it back. Once for every action, for
//! the place moves on in the transaction that books it, guarded by where it stood.
//!
//! A step reads few actions, so that nobody waits long for their turn. Which actions are duplicates is known
//! to the tail alone, by their numbers; sealing goes no further than [`place`], or they would be forgotten.

use std::collections::BTreeSet;

use deedwell_core::plan::OwnPlan;
use deedwell_core::{
    Action, Error, Id, Initiator, Organisation, Part, Position, Result, Timestamp, Who,
};
use deedwell_store::{Block, Db, Tx, log};

use crate::acts::{Because, Earn, Extra, earn_with};
use crate::rule::{Rule, may_earn};
use crate::store::{self, Place};

/// Bytes of blocks held at a time.
const GATHER: usize = 1 << 20;
/// Bookings in one transaction.
const AT_ONCE: usize = 50;

/// How far the ledger has read an organisation, and which numbers it dropped on the way.
#[derive(Clone, Copy, Debug)]
pub struct Reached<'a> {
    pub position: Position,
    /// The number of the last action up to there, dropped ones counted.
    pub sequence: i64,
    /// Duplicates among what is not sealed.
    pub dropped: &'a BTreeSet<i64>,
}

/// The place up to which rules have read; none where there never was one. What comes after it must not be
/// sealed.
pub async fn place(tx: &mut Tx) -> Result<Option<Position>> {
    Ok(store::place(tx).await?.map(|place| place.position))
}

/// Books all that is due up to there. How much that was.
pub async fn catch_up(
    db: &Db,
    organisation: Id<Organisation>,
    reached: Reached<'_>,
) -> Result<u64> {
    let mut booked = 0;
    loop {
        match step(db, organisation, reached).await? {
            Step::Nothing => return Ok(booked),
            Step::Done(more) => booked += more,
            // Another server moved the place; what is left is found out again.
            Step::Overtaken => {}
        }
    }
}

enum Step {
    Nothing,
    Done(u64),
    Overtaken,
}

async fn step(db: &Db, organisation: Id<Organisation>, reached: Reached<'_>) -> Result<Step> {
    let mut tx = db.read(organisation).await?;
    let Some(from) = store::place(&mut tx).await? else { return Ok(Step::Nothing) };
    if from.position >= reached.position {
        return Ok(Step::Nothing);
    }
    drop(tx);
    let mut blocks = db.blocks_of(organisation, from.position, GATHER).await?;
    blocks.retain(|block| block.position <= reached.position);
    if blocks.is_empty() {
        return Ok(Step::Nothing);
    }
    let mut tx = db.write(organisation).await?;
    let after = log::count_between(&mut tx, from.position, reached.position).await?;
    let mut reading = Reading {
        rules: store::all_rule_versions(&mut tx).await?,
        plan: deedwell_store::plan::own_plan(&mut tx).await?,
        sequence: reached.sequence - after,
        dropped: reached.dropped,
        booked: 0,
    };
    if reading.sequence < 0 {
        return Err(Error::fault("the log holds more actions than the ledger has counted"));
    }
    let to = reading.read(&mut tx, from, &blocks).await?;
    if !store::move_reader(&mut tx, from, to).await? {
        return Ok(Step::Overtaken);
    }
    tx.commit().await?;
    Ok(Step::Done(reading.booked as u64))
}

struct Reading<'a> {
    /// Every version of every rule, the first first.
    rules: Vec<Rule>,
    plan: OwnPlan,
    sequence: i64,
    dropped: &'a BTreeSet<i64>,
    booked: usize,
}

impl Reading<'_> {
    /// Reads on until enough was booked; where it then stands.
    async fn read(&mut self, tx: &mut Tx, from: Place, blocks: &[Block]) -> Result<Place> {
        let mut place = from;
        for block in blocks {
            for (at, action) in block.actions()?.into_iter().enumerate() {
                self.sequence += 1;
                if (at as i64) < place.within {
                    continue;
                }
                if self.booked >= AT_ONCE {
                    return Ok(place);
                }
                if !self.dropped.contains(&self.sequence) {
                    self.one(tx, &action).await?;
                }
                place.within = at as i64 + 1;
            }
            place = Place { position: block.position, within: 0 };
        }
        Ok(place)
    }

    async fn one(&mut self, tx: &mut Tx, action: &Action) -> Result<()> {
        let kind = self.plan.kind(&action.name, action.part).into_owned();
        // Claims and visitors earn nothing and undo nothing.
        if !may_earn(&kind) || action.part == Part::Visitor {
            return Ok(());
        }
        for (rule, terms) in self.undone_by(&kind) {
            self.undo(tx, rule, &terms, action).await?;
        }
        let theirs = matches!(action.initiator, Initiator::Customer | Initiator::Prompted);
        if action.part != Part::Customer || !theirs {
            return Ok(());
        }
        for rule in self.in_force(&kind, action.at.min(action.received_at)) {
            self.earn(tx, &rule, &kind, action).await?;
        }
        Ok(())
    }

    /// The rules for this kind as they stood at a moment. What was done before a rule earns nothing by it,
    /// whenever we hear of it.
    fn in_force(&self, kind: &str, at: Timestamp) -> Vec<Rule> {
        let mut then: Vec<&Rule> = Vec::new();
        for rule in self.rules.iter().filter(|rule| rule.begins_at <= at) {
            match then.last_mut().filter(|last| last.id == rule.id) {
                Some(last) => *last = rule,
                None => then.push(rule),
            }
        }
        let holds = |rule: &&Rule| rule.terms.kind == kind && rule.terms.holds_at(at);
        then.into_iter().filter(holds).cloned().collect()
    }

    /// The rules that this kind undoes, with the last version that says so.
    fn undone_by(&self, kind: &str) -> Vec<(Id<Rule>, Rule)> {
        let mut found: Vec<(Id<Rule>, Rule)> = Vec::new();
        for rule in self.rules.iter().filter(|r| r.terms.undone_by.iter().any(|k| k == kind)) {
            match found.last_mut().filter(|(id, _)| *id == rule.id) {
                Some((_, last)) => *last = rule.clone(),
                None => found.push((rule.id, rule.clone())),
            }
        }
        found
    }

    async fn earn(&mut self, tx: &mut Tx, rule: &Rule, kind: &str, action: &Action) -> Result<()> {
        let amount = rule.terms.earns(action.value);
        if amount == 0 {
            return Ok(());
        }
        self.booked += 1;
        let member = match store::member(tx, action.subject).await {
            Ok(member) => member,
            // Whoever was forgotten earns nothing any more.
            Err(Error::Missing(_)) => return Ok(()),
            Err(error) => return Err(error),
        };
        let about = action.about.clone().unwrap_or_else(|| format!("action/{}", action.id));
        let earn = Earn {
            who: Who::Customer { identity: member.identity, person: member.person },
            scheme: rule.scheme,
            amount,
            because: Because::new(kind, about),
            key: format!("rule/{}/{}", rule.id, action.id),
            pending_until: rule.terms.pending_until(action.at)?,
            expires_at: None,
        };
        let extra = Extra { rule: Some(rule.clone()), value: action.value, ..Extra::default() };
        match earn_with(tx, &earn, &extra).await {
            Ok(_) => Ok(()),
            // A rule that cannot be followed holds up nobody: its scheme was closed, its thing has no name.
            Err(Error::Refused { .. } | Error::Invalid { .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }

    async fn undo(
        &mut self,
        tx: &mut Tx,
        rule: Id<Rule>,
        last: &Rule,
        action: &Action,
    ) -> Result<()> {
        let Some(about) = &action.about else { return Ok(()) };
        for entry in store::earned_about(tx, rule, about).await? {
            self.booked += 1;
            let of_entry = |r: &&Rule| r.id == rule && Some(r.version) == entry.rule_version;
            let terms = &self.rules.iter().find(of_entry).unwrap_or(last).terms;
            let back =
                action.value.filter(|v| entry.value.is_some_and(|e| e.currency == v.currency));
            let back = match back {
                Some(value) => {
                    let all = store::add_back(tx, entry.id, value.minor.saturating_abs()).await?;
                    Some(deedwell_core::Money::new(all, value.currency))
                }
                None => None,
            };
            crate::acts::undo_to(
                tx,
                &entry,
                terms.takes_back(entry.amount, entry.value, back),
                action.id,
            )
            .await?;
        }
        Ok(())
    }
}
