//! Lists with filters that people choose. Every piece of SQL is a constant; only values vary.

use crate::tx::Tx;
use crate::value::{Query, Value};

/// Builds one statement from constant pieces. The base must hold the organisation predicate as `$1`
/// (the house test looks) and end where `and …` may follow.
pub struct List {
    sql: String,
    values: Vec<Value>,
}

impl List {
    pub fn new(tx: &Tx, base: &'static str) -> Self {
        Self { sql: base.to_owned(), values: vec![tx.organisation().into()] }
    }

    /// Adds ` and PIECE`; each `?` in it takes the next value. `$1` is the organisation.
    pub fn and<const N: usize>(mut self, piece: &'static str, values: [Value; N]) -> Self {
        self.sql.push_str(" and ");
        self.push(piece, values);
        self
    }

    /// Adds a constant piece as it is: `group by …`, `order by …`.
    pub fn then(mut self, piece: &'static str) -> Self {
        self.sql.push(' ');
        self.sql.push_str(piece);
        self
    }

    pub fn page(mut self, limit: usize, offset: usize) -> Query {
        self.sql.push(' ');
        self.push("limit ? offset ?", [limit.into(), offset.into()]);
        self.done()
    }

    pub fn done(self) -> Query {
        Query { sql: self.sql.into(), values: self.values }
    }

    fn push<const N: usize>(&mut self, piece: &'static str, values: [Value; N]) {
        let mut values = values.into_iter();
        for c in piece.chars() {
            match c {
                '?' => {
                    self.values.extend(values.next());
                    self.sql.push_str(&format!("${}", self.values.len()));
                }
                other => self.sql.push(other),
            }
        }
    }
}

/// A word made into a pattern for `like … escape '\'`, its own `%` and `_` taken literally.
pub fn containing(word: &str) -> String {
    let mut pattern = String::from("%");
    for c in word.to_lowercase().chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}
