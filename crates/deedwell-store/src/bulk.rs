//! Many rows in few statements. Every piece of SQL is a constant; only values vary.

use deedwell_core::Result;
use deedwell_core::behaviour::Later;

use crate::tx::Tx;
use crate::value::{Query, Row, Value};

/// Builds statements that repeat one constant item: the rows of an `insert`, the members of an
/// `in (…)`. The head holds the organisation as `$1`, or each item does (the house test looks);
/// every `?` takes the next value.
pub struct Bulk {
    head: &'static str,
    item: &'static str,
    tail: &'static str,
    first: Vec<Value>,
    values: Vec<Value>,
}

impl Bulk {
    /// Values in one statement. The databases would take more (32,766 on SQLite, 65,535 on
    /// PostgreSQL), but SQLite walks a list to find the place of each, so that long statements cost
    /// their length squared.
    pub const MOST_VALUES: usize = 1_000;

    /// `first` are the values of the head, repeated in each statement.
    pub fn new<const N: usize>(
        tx: &Tx,
        head: &'static str,
        first: [Value; N],
        item: &'static str,
        tail: &'static str,
    ) -> Self {
        let mut all = vec![tx.organisation().into()];
        all.extend(first);
        Self { head, item, tail, first: all, values: Vec::new() }
    }

    /// One more item, with a value for each `?` of it.
    pub fn add<const N: usize>(&mut self, values: [Value; N]) {
        self.values.extend(values);
    }

    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Runs all of it; how many rows it changed.
    pub fn run(self, tx: &mut Tx) -> Later<'_, Result<u64>> {
        Box::pin(async move {
            let mut changed = 0;
            for query in self.statements() {
                changed += tx.run(query).await?;
            }
            Ok(changed)
        })
    }

    /// The rows of all statements, one after the other.
    pub fn list(self, tx: &mut Tx) -> Later<'_, Result<Vec<Row>>> {
        Box::pin(async move {
            let mut rows = Vec::new();
            for query in self.statements() {
                rows.extend(tx.list(query).await?);
            }
            Ok(rows)
        })
    }

    /// The statements, as few as [`Bulk::MOST_VALUES`] allows. All but the last read alike, so that
    /// the database prepares two at most.
    pub fn statements(self) -> impl Iterator<Item = Query> {
        let Self { head, item, tail, first, values } = self;
        let width = item.matches('?').count().max(1);
        let items = (Self::MOST_VALUES.saturating_sub(first.len()) / width).max(1);
        let full = text(head, item, tail, items.min(values.len() / width));
        let mut values = values.into_iter();
        std::iter::from_fn(move || {
            let mut bound = first.clone();
            bound.extend(values.by_ref().take(items * width));
            let here = (bound.len() - first.len()) / width;
            let sql = match here {
                0 => return None,
                here if here == items => full.clone(),
                here => text(head, item, tail, here),
            };
            Some(Query { sql: sql.into(), values: bound })
        })
    }
}

fn text(head: &str, item: &str, tail: &str, items: usize) -> String {
    let mut sql = String::with_capacity(head.len() + tail.len() + items * (item.len() * 2 + 2));
    let mut place = 1;
    let mut push = |sql: &mut String, piece: &str| {
        for c in piece.chars() {
            if c == '?' {
                place += 1;
                sql.push('$');
                sql.push_str(&place.to_string());
            } else {
                sql.push(c);
            }
        }
    };
    push(&mut sql, head);
    for i in 0..items {
        push(&mut sql, if i == 0 { " " } else { ", " });
        push(&mut sql, item);
    }
    sql.push(' ');
    push(&mut sql, tail);
    sql
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_numbered_through() {
        let sql =
            text("select a from b where organisation = $1 and kind = ? and id in (", "?", ")", 3);
        assert_eq!(
            sql,
            "select a from b where organisation = $1 and kind = $2 and id in ( $3, $4, $5 )"
        );
    }
}
