use std::collections::HashMap;
use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use deedwell_core::behaviour::{
    Activity, Behind, Counts, Cursor, EntryPage, FactsOf, Grid, Later, NameCount, Owed, Ranking,
    Week, Weeks, Window,
};
use deedwell_core::{Action, Identity, Initiator, Part, Person, Position};
use uuid::Uuid;

use super::*;

#[test]
fn a_formula_is_shown_and_not_run() {
    for text in ["=1+1", "+44", "-1", "@sum", "\tx", "\rx"] {
        assert_eq!(csv_cell(&Cell::text(text), true), format!("'{text}"));
        assert_eq!(csv_cell(&Cell::text(text), false), text);
    }
    assert_eq!(csv_cell(&Cell::Number("-3.50".into()), true), "-3.50");
    assert_eq!(csv_cell(&Cell::text("a=b"), true), "a=b");
}

#[test]
fn fields_are_quoted_where_they_must_be() {
    let mut line = String::new();
    csv_line(&mut line, ["a", "b,c", "d\"e", "f\ng", ""].map(str::to_owned).into_iter());
    assert_eq!(line, "a,\"b,c\",\"d\"\"e\",\"f\ng\",\r\n");
}

#[test]
fn the_ledger_is_leafed_through_to_its_end() {
    let mut out = Vec::new();
    let organisation = Id::from_uuid(Uuid::nil());
    let ask = Entries::default();
    let lines = actions(&Plain(5_000), organisation, &ask, Format::JsonLines, &mut out).unwrap();
    assert_eq!(lines, 5_000);
    let text = String::from_utf8(out).unwrap();
    let first: HashMap<String, serde_json::Value> =
        serde_json::from_str(text.lines().next().unwrap()).unwrap();
    assert_eq!(
        (&first["kind"], first["value"].to_string()),
        (&"orders.placed".into(), "-3.5".into())
    );
    let ids: HashSet<&str> = text.lines().collect();
    assert_eq!(ids.len(), 5_000);
    let none =
        actions(&Plain(0), organisation, &ask, Format::Csv { guarded: true }, &mut Vec::new());
    assert_eq!(none.unwrap(), 0);
}

/// A ledger with so many lines, all alike but for their number.
struct Plain(i64);

impl Behaviour for Plain {
    fn entries(&self, _: Id<Organisation>, ask: &Entries) -> Result<EntryPage> {
        let from = ask.before.map_or(self.0, |before| before.sequence);
        let last = (from - ask.limit as i64).max(0);
        let entries: Vec<Entry> = (last..from).rev().map(entry).collect();
        let next = (last > 0).then_some(Cursor { at: 0, sequence: last });
        Ok(EntryPage { entries, next, people: 1, total: self.0 as u64 })
    }

    fn wait(&self, _: Position, _: Duration) -> Later<'_, ()> {
        Box::pin(std::future::ready(()))
    }
    fn changed(&self, _: Id<Organisation>, seen: u64) -> Later<'_, u64> {
        Box::pin(std::future::ready(seen))
    }
    fn weeks(&self, _: Id<Organisation>, _: &Weeks) -> Result<Vec<Week>> {
        Ok(Vec::new())
    }
    fn counts(&self, _: Id<Organisation>, _: &Window) -> Result<Counts> {
        Ok(Counts::default())
    }
    fn names(&self, _: Id<Organisation>) -> Result<Vec<NameCount>> {
        Ok(Vec::new())
    }

    fn grid(&self, _: Id<Organisation>, _: &Window) -> Result<Grid> {
        Err(Error::Missing("grid"))
    }
    fn owed(&self, _: Id<Organisation>, _: &Window) -> Result<Owed> {
        Err(Error::Missing("ledger"))
    }

    fn behind(&self, _: Id<Organisation>, _: &Behind) -> Result<EntryPage> {
        Ok(EntryPage::default())
    }
    fn activity(&self, _: Id<Organisation>, _: &[Id<Person>]) -> Result<Vec<Activity>> {
        Ok(Vec::new())
    }
    fn facts<'a>(
        &'a self,
        _: Id<Organisation>,
        _: &'a [Id<Identity>],
        _: &'a HashSet<Id<Action>>,
    ) -> Later<'a, Result<FactsOf>> {
        Box::pin(std::future::ready(Ok(FactsOf::new())))
    }

    fn ranking(&self, _: Id<Organisation>, _: Ranking) -> Result<Arc<Vec<Id<Person>>>> {
        Ok(Arc::default())
    }
}

fn entry(sequence: i64) -> Entry {
    Entry {
        sequence,
        id: Id::<Action>::from_uuid(Uuid::from_u128(sequence as u128)),
        at: Timestamp::UNIX_EPOCH,
        kind: "orders.placed".into(),
        part: Part::Customer,
        initiator: Initiator::Customer,
        channel: "shop".into(),
        person: None,
        staff: None,
        unit: None,
        about: None,
        counterpart: None,
        value: Some(Money::new(-350, Currency::GBP)),
    }
}
