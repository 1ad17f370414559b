//! The unit of work. Dropped, nothing happened.

use std::future::{Ready, ready};
use std::sync::{Arc, OnceLock};

use deedwell_core::behaviour::Later;
use deedwell_core::{
    Action, Channel, Clock, Deed, Error, Id, Initiator, Organisation, Part, Position, Result, Who,
};
use jiff::Timestamp;

use crate::log;
use crate::once::Once;
use crate::reading::Open;
use crate::shelf::Shelf;
use crate::value::{Query, Row};

/// A transaction of one organisation. There is no other way to its state, nor to its log.
pub struct Tx {
    pub(crate) open: Open,
    organisation: Id<Organisation>,
    clock: Clock,
    shelf: Arc<Shelf>,
    may_write: bool,
    now: Timestamp,
    deeds: Vec<Action>,
    channel: Channel,
    told: Option<Arc<OnceLock<Position>>>,
    key: Option<String>,
    /// A request's key that was taken and not answered yet; see [`crate::once`].
    pub(crate) owes_answer: Option<Once>,
}

impl Tx {
    pub(crate) fn new(
        open: Open,
        organisation: Id<Organisation>,
        clock: Clock,
        shelf: Arc<Shelf>,
        may_write: bool,
    ) -> Self {
        let now = clock.now();
        Self {
            open,
            organisation,
            clock,
            shelf,
            may_write,
            now,
            deeds: Vec::new(),
            channel: Channel::SITE,
            told: None,
            key: None,
            owes_answer: None,
        }
    }

    pub fn organisation(&self) -> Id<Organisation> {
        self.organisation
    }

    /// The moment at which this transaction began: everything in it happened at once.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    pub fn new_id<T: ?Sized>(&self) -> Id<T> {
        self.clock.new_id()
    }

    /// Whether it may write. Who only reads sees what everybody sees.
    pub fn may_write(&self) -> bool {
        self.may_write
    }

    /// What readers keep in memory of this organisation, of one type: never the truth.
    pub fn kept<T: Default + Send + Sync + 'static>(&self) -> Arc<T> {
        self.shelf.of(self.organisation)
    }

    /// The channel by which the deeds of this transaction reached us; the site unless said otherwise.
    pub fn came_by(&mut self, channel: Channel) {
        self.channel = channel;
    }

    /// A program asks, with the key of this name: in whose name it acts is only what it says.
    pub fn by_key(&mut self, name: &str) {
        self.key = Some(name.to_owned());
    }

    /// The name of the key by which a program asks; none for a person.
    pub fn key(&self) -> Option<&str> {
        self.key.as_deref()
    }

    /// Whoever holds the other end learns where the deeds came to stand, once they are committed.
    pub fn tell(&mut self, told: Arc<OnceLock<Position>>) {
        self.told = Some(told);
    }

    /// The only way to begin a statement: its `$1` is the organisation. A house test parses every
    /// statement and fails if a table in it lacks its organisation predicate.
    pub fn query(&self, sql: &'static str) -> Query {
        Query::new(sql).bind(self.organisation)
    }

    /// How many rows it changed.
    pub fn run(&mut self, query: Query) -> Later<'_, Result<u64>> {
        self.open.run(query)
    }

    pub fn find(&mut self, query: Query) -> Later<'_, Result<Option<Row>>> {
        Box::pin(async move { Ok(self.open.list(query).await?.into_iter().next()) })
    }

    /// The row of an aggregate, which is always there.
    pub fn one(&mut self, query: Query) -> Later<'_, Result<Row>> {
        Box::pin(async move {
            self.find(query).await?.ok_or_else(|| Error::fault("a row was due and none came"))
        })
    }

    pub fn list(&mut self, query: Query) -> Later<'_, Result<Vec<Row>>> {
        self.open.list(query)
    }

    /// Records a deed, in the same transaction as the change it speaks of.
    pub fn record(&mut self, who: Who, deed: &dyn Recordable) -> Ready<Result<()>> {
        ready(self.action(who, deed).and_then(|action| self.record_many(vec![action])))
    }

    /// Records what we say of a customer, or do to them: it stands on their page and is no act of theirs.
    pub fn record_of(&mut self, who: Who, deed: &dyn Recordable) -> Result<()> {
        let action = self.action(who, deed)?;
        self.record_many(vec![Action { initiator: Initiator::Company, ..action }])
    }

    /// The action that a deed becomes, for the few (history, imports) that set its moment or zone
    /// before handing it to [`Tx::record_many`].
    pub fn action(&self, who: Who, deed: &dyn Recordable) -> Result<Action> {
        let initiator = match who.part() {
            Part::Customer | Part::Visitor => Initiator::Customer,
            Part::Staff | Part::System => Initiator::Company,
        };
        Ok(Action {
            id: self.new_id(),
            message: None,
            unit: deed.unit(),
            part: who.part(),
            subject: who.subject(),
            at: self.now,
            received_at: self.now,
            zone: None,
            channel: self.channel.clone(),
            initiator,
            name: deed.kind().into(),
            about: deed.about(),
            counterpart: deed.counterpart(),
            value: deed.value(),
            facts: deed.facts()?,
        })
    }

    /// Records actions that are ready: what an importer or the collection path brings. They become
    /// one block at commit, or several if they are many.
    pub fn record_many(&mut self, actions: Vec<Action>) -> Result<()> {
        actions.iter().try_for_each(log::check)?;
        self.deeds.extend(actions);
        Ok(())
    }

    /// Commits change and deeds together. Returns where in the log the deeds stand, so that the next
    /// page this person reads can wait for them.
    ///
    /// # Errors
    /// `Fault` when the request came with a key and its answer was not kept: sent again, it could not
    /// be answered.
    pub fn commit(mut self) -> Later<'static, Result<Option<Position>>> {
        Box::pin(async move {
            if self.owes_answer.is_some() {
                return Err(Error::fault("the answer to a request with a key was not kept"));
            }
            let deeds = std::mem::take(&mut self.deeds);
            let position = log::append(&mut self.open, self.organisation, self.now, &deeds).await?;
            self.open.commit().await?;
            if let (Some(told), Some(position)) = (self.told, position) {
                // Told before only if one request commits twice; the first place then stands.
                let _ = told.set(position);
            }
            Ok(position)
        })
    }
}

/// A transaction over all organisations. Few may ask for one; see `Db::system`.
pub struct SystemTx {
    pub(crate) open: Open,
    clock: Clock,
}

impl SystemTx {
    pub(crate) fn new(open: Open, clock: Clock) -> Self {
        Self { open, clock }
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub fn new_id<T: ?Sized>(&self) -> Id<T> {
        self.clock.new_id()
    }

    /// A statement over all organisations; `$1` is the first value bound.
    pub fn query_all(&self, sql: &'static str) -> Query {
        Query::new(sql)
    }

    pub fn run(&mut self, query: Query) -> Later<'_, Result<u64>> {
        self.open.run(query)
    }

    pub fn find(&mut self, query: Query) -> Later<'_, Result<Option<Row>>> {
        Box::pin(async move { Ok(self.open.list(query).await?.into_iter().next()) })
    }

    pub fn list(&mut self, query: Query) -> Later<'_, Result<Vec<Row>>> {
        self.open.list(query)
    }

    /// Any organisation at all: is this installation set up?
    pub fn find_first_organisation(&mut self) -> Later<'_, Result<Option<Id<Organisation>>>> {
        Box::pin(async move {
            let find =
                self.query_all("select organisation from organisation order by created_at limit 1");
            self.find(find).await?.map(|row| row.id("organisation")).transpose()
        })
    }

    pub fn commit(self) -> Later<'static, Result<()>> {
        self.open.commit()
    }
}

/// A [`Deed`] behind a pointer. Implemented for every deed; nobody writes one.
pub trait Recordable: Send + Sync {
    fn kind(&self) -> deedwell_core::Kind;
    fn about(&self) -> Option<String>;
    fn unit(&self) -> Option<Id<deedwell_core::Unit>>;
    fn counterpart(&self) -> Option<Id<deedwell_core::Identity>>;
    fn value(&self) -> Option<deedwell_core::Money>;
    /// The facts as a JSON object; empty for none.
    fn facts(&self) -> Result<String>;
}

impl<D: Deed> Recordable for D {
    fn kind(&self) -> deedwell_core::Kind {
        Deed::kind(self)
    }
    fn about(&self) -> Option<String> {
        Deed::about(self)
    }
    fn unit(&self) -> Option<Id<deedwell_core::Unit>> {
        Deed::unit(self)
    }
    fn counterpart(&self) -> Option<Id<deedwell_core::Identity>> {
        Deed::counterpart(self)
    }
    fn value(&self) -> Option<deedwell_core::Money> {
        Deed::value(self)
    }
    fn facts(&self) -> Result<String> {
        let facts = serde_json::to_string(self).map_err(Error::fault)?;
        Ok(if facts == "{}" || facts == "null" { String::new() } else { facts })
    }
}
