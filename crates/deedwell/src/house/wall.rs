//! What makes a statement keep to its organisation.
//!
//! In every select, update and delete each table must be bound by `organisation = $1`, in the words
//! of that table's alias, in a place where the condition must hold: joined by `and` to the rest of
//! the `where`, or in the `on` of a join that it decides. An insert lists `organisation` first and
//! gives it `$1`. Strict on purpose: `a.organisation = b.organisation` would be as true, and takes
//! longer to see.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use sqlparser::ast::{
    Assignment, AssignmentTarget, BinaryOperator, ConflictTarget, Delete, Expr, FromTable, Insert,
    JoinConstraint, JoinOperator, ObjectName, OnConflictAction, OnInsert, Query, Select,
    SelectItem, SetExpr, Statement, TableFactor, TableObject, TableWithJoins, UpdateTableFromKind,
    Value, Visit, Visitor,
};
use sqlparser::dialect::PostgreSqlDialect;
use sqlparser::parser::Parser;

/// Tables that migrations make, and whether they have an organisation.
pub type Tables = BTreeMap<String, bool>;

/// What is wrong with a statement, in sentences without a subject: `reads idea without …`.
pub fn complaints(sql: &str, tables: &Tables) -> Vec<String> {
    let parsed = match Parser::parse_sql(&PostgreSqlDialect {}, sql) {
        Ok(parsed) => parsed,
        Err(error) => return vec![format!("cannot be parsed: {error}")],
    };
    let [statement] = parsed.as_slice() else {
        return vec![format!("is {} statements, not one", parsed.len())];
    };
    let mut names = Names::default();
    let _ = statement.visit(&mut names);
    let mut wall = Wall { tables, named: names.named, complaints: Vec::new() };
    let clash = wall.named.iter().find(|name| tables.contains_key(*name));
    if let Some(name) = clash {
        wall.complaints.push(format!("gives the name of the table {name} to something else"));
    }
    let _ = statement.visit(&mut wall);
    wall.complaints
}

/// A piece of a list's condition: what follows `and`.
pub fn complaints_of_piece(piece: &str, tables: &Tables) -> Vec<String> {
    let condition = numbered(piece);
    let parsed = Parser::new(&PostgreSqlDialect {}).try_with_sql(&condition);
    let expr = parsed.and_then(|mut parser| {
        let expr = parser.parse_expr()?;
        parser.expect_token(&sqlparser::tokenizer::Token::EOF)?;
        Ok(expr)
    });
    match expr {
        Err(error) => vec![format!("has a piece that cannot be parsed: {error}")],
        Ok(Expr::BinaryOp { op: BinaryOperator::Or, .. }) => {
            vec!["has a piece with `or` at the top; put it in brackets".to_owned()]
        }
        Ok(_) => {
            let whole = format!("select 1 where {condition}");
            complaints(&whole, tables)
        }
    }
}

/// A piece that follows the condition of a list as it is.
pub fn complaints_of_end(piece: &str, tables: &Tables) -> Vec<String> {
    let lower = piece.trim_start().to_lowercase();
    if !lower.starts_with("order by") && !lower.starts_with("group by") {
        return vec!["ends in something that is neither `order by` nor `group by`".to_owned()];
    }
    complaints(&numbered(&format!("select 1 {}", piece.trim())), tables)
}

/// Each `?` becomes a place of its own, none of them the first.
pub fn numbered(sql: &str) -> String {
    let mut out = String::new();
    let mut next = 100;
    for c in sql.chars() {
        if c == '?' {
            out.push_str(&format!("${next}"));
            next += 1;
        } else {
            out.push(c);
        }
    }
    out
}

/// Names that a statement gives: its `with` queries.
#[derive(Default)]
struct Names {
    named: BTreeSet<String>,
}

impl Visitor for Names {
    type Break = ();

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<()> {
        let with = query.with.iter().flat_map(|with| &with.cte_tables);
        self.named.extend(with.map(|cte| cte.alias.name.value.to_lowercase()));
        ControlFlow::Continue(())
    }
}

struct Wall<'a> {
    tables: &'a Tables,
    named: BTreeSet<String>,
    complaints: Vec<String>,
}

/// A table in a `from`, and the conditions that bind it.
struct Bound<'a> {
    table: String,
    called: String,
    conditions: Vec<&'a Expr>,
}

impl Visitor for Wall<'_> {
    type Break = ();

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<()> {
        self.check_body(&query.body);
        ControlFlow::Continue(())
    }

    fn pre_visit_statement(&mut self, statement: &Statement) -> ControlFlow<()> {
        match statement {
            Statement::Query(_) => {}
            Statement::Insert(insert) => self.check_insert(insert),
            Statement::Update { table, from, selection, assignments, .. } => {
                let mut all = vec![table];
                match from {
                    Some(
                        UpdateTableFromKind::BeforeSet(more) | UpdateTableFromKind::AfterSet(more),
                    ) => {
                        all.extend(more);
                    }
                    None => {}
                }
                self.check_from(&all, selection.as_ref());
                self.check_assignments(assignments);
            }
            Statement::Delete(delete) => self.check_delete(delete),
            _ => self.complain("is neither select, insert, update nor delete".to_owned()),
        }
        ControlFlow::Continue(())
    }
}

impl Wall<'_> {
    fn complain(&mut self, what: String) {
        self.complaints.push(what);
    }

    fn check_body(&mut self, body: &SetExpr) {
        match body {
            SetExpr::Select(select) => self.check_select(select),
            SetExpr::SetOperation { left, right, .. } => {
                self.check_body(left);
                self.check_body(right);
            }
            // Visited by themselves.
            SetExpr::Query(_)
            | SetExpr::Values(_)
            | SetExpr::Insert(_)
            | SetExpr::Update(_)
            | SetExpr::Delete(_) => {}
            _ => self.complain("has a body that the house test does not know".to_owned()),
        }
    }

    fn check_select(&mut self, select: &Select) {
        let from: Vec<&TableWithJoins> = select.from.iter().collect();
        self.check_from(&from, select.selection.as_ref());
    }

    fn check_delete(&mut self, delete: &Delete) {
        let (FromTable::WithFromKeyword(from) | FromTable::WithoutKeyword(from)) = &delete.from;
        let using = delete.using.iter().flatten();
        let all: Vec<&TableWithJoins> = from.iter().chain(using).collect();
        self.check_from(&all, delete.selection.as_ref());
    }

    fn check_insert(&mut self, insert: &Insert) {
        let TableObject::TableName(name) = &insert.table else {
            return self.complain("inserts into a function".to_owned());
        };
        let table = name_of(name);
        self.must_be_known(&table);
        let first = insert.columns.first().map(|c| c.value.to_lowercase());
        if first.as_deref() != Some("organisation") {
            self.complain(format!("inserts into {table} and does not list organisation first"));
        }
        match &insert.source {
            Some(source) if gives_ours_first(&source.body) => {}
            _ => self.complain(format!("inserts into {table} and does not give $1 first")),
        }
        let Some(OnInsert::OnConflict(conflict)) = &insert.on else { return };
        let OnConflictAction::DoUpdate(update) = &conflict.action else { return };
        let ours = match &conflict.conflict_target {
            Some(ConflictTarget::Columns(columns)) => {
                columns.iter().any(|c| c.value.eq_ignore_ascii_case("organisation"))
            }
            _ => false,
        };
        if !ours {
            self.complain(format!(
                "updates {table} on a conflict over a key without organisation: the row may be another's"
            ));
        }
        self.check_assignments(&update.assignments);
    }

    fn check_assignments(&mut self, assignments: &[Assignment]) {
        let sets = |name: &ObjectName| name_of(name) == "organisation";
        let moves = assignments.iter().any(|a| match &a.target {
            AssignmentTarget::ColumnName(name) => sets(name),
            AssignmentTarget::Tuple(names) => names.iter().any(sets),
        });
        if moves {
            self.complain("moves a row to another organisation".to_owned());
        }
    }

    fn check_from(&mut self, from: &[&TableWithJoins], selection: Option<&Expr>) {
        let mut everywhere = Vec::new();
        conjuncts(selection, &mut everywhere);
        let mut bound = Vec::new();
        for one in from {
            self.gather(one, &everywhere, &mut bound);
        }
        let alone = bound.len() == 1;
        for one in bound {
            self.must_be_known(&one.table);
            if !one.conditions.iter().any(|c| is_ours(c, &one.called, alone)) {
                let (table, called) = (&one.table, &one.called);
                let said =
                    if alone { "organisation".into() } else { format!("{called}.organisation") };
                self.complain(format!("touches {table} without `{said} = $1`"));
            }
        }
    }

    /// The tables of one item of a `from`, with the conditions that bind each.
    fn gather<'q>(
        &mut self,
        from: &'q TableWithJoins,
        everywhere: &[&'q Expr],
        bound: &mut Vec<Bound<'q>>,
    ) {
        let mut inner = everywhere.to_vec();
        let mut own = Vec::new();
        for join in &from.joins {
            let (on, decides) = match &join.join_operator {
                JoinOperator::Join(on) | JoinOperator::Inner(on) | JoinOperator::CrossJoin(on) => {
                    (Some(on), true)
                }
                JoinOperator::Left(on) | JoinOperator::LeftOuter(on) => (Some(on), false),
                _ => {
                    self.complain("has a join other than inner, left and cross".to_owned());
                    (None, false)
                }
            };
            let mut conditions = Vec::new();
            match on {
                Some(JoinConstraint::On(on)) => conjuncts(Some(on), &mut conditions),
                Some(JoinConstraint::None) => {}
                _ => self.complain("joins without saying `on`".to_owned()),
            }
            if decides {
                inner.extend(&conditions);
            }
            own.push((&join.relation, conditions));
        }
        self.add(&from.relation, inner.clone(), bound);
        for (relation, conditions) in own {
            let mut all = inner.clone();
            all.extend(conditions);
            self.add(relation, all, bound);
        }
    }

    fn add<'q>(
        &mut self,
        relation: &'q TableFactor,
        conditions: Vec<&'q Expr>,
        bound: &mut Vec<Bound<'q>>,
    ) {
        match relation {
            TableFactor::Table { args: Some(_), .. }
            | TableFactor::Derived { .. }
            | TableFactor::TableFunction { .. }
            | TableFactor::Function { .. }
            | TableFactor::UNNEST { .. } => {}
            TableFactor::Table { name, alias, .. } => {
                let table = name_of(name);
                if !self.named.contains(&table) {
                    let called = alias.as_ref().map(|a| a.name.value.to_lowercase());
                    let called = called.unwrap_or_else(|| table.clone());
                    bound.push(Bound { table, called, conditions });
                }
            }
            TableFactor::NestedJoin { table_with_joins, .. } => {
                self.gather(table_with_joins, &conditions, bound);
            }
            _ => self.complain("reads from something that the house test does not know".to_owned()),
        }
    }

    fn must_be_known(&mut self, table: &str) {
        match self.tables.get(table) {
            Some(true) => {}
            Some(false) => {
                self.complain(format!("touches {table}, which belongs to no organisation"))
            }
            None => self.complain(format!("touches {table}, which no migration makes")),
        }
    }
}

/// The last part of a name, in lower case.
fn name_of(name: &ObjectName) -> String {
    let last = name.0.last().and_then(|part| part.as_ident());
    last.map(|ident| ident.value.to_lowercase()).unwrap_or_default()
}

/// What must all hold: the parts of a condition between `and`s.
fn conjuncts<'q>(expr: Option<&'q Expr>, into: &mut Vec<&'q Expr>) {
    match expr {
        None => {}
        Some(Expr::BinaryOp { left, op: BinaryOperator::And, right }) => {
            conjuncts(Some(left), into);
            conjuncts(Some(right), into);
        }
        Some(Expr::Nested(inner)) => conjuncts(Some(inner), into),
        Some(other) => into.push(other),
    }
}

/// `called.organisation = $1`, or `organisation = $1` where there is no other table.
fn is_ours(condition: &Expr, called: &str, alone: bool) -> bool {
    let Expr::BinaryOp { left, op: BinaryOperator::Eq, right } = condition else { return false };
    let column = |expr: &Expr| match expr {
        Expr::Identifier(column) => alone && column.value.eq_ignore_ascii_case("organisation"),
        Expr::CompoundIdentifier(parts) => match parts.as_slice() {
            [table, column] => {
                table.value.eq_ignore_ascii_case(called)
                    && column.value.eq_ignore_ascii_case("organisation")
            }
            _ => false,
        },
        _ => false,
    };
    (column(left) && is_first_place(right)) || (column(right) && is_first_place(left))
}

fn is_first_place(expr: &Expr) -> bool {
    matches!(expr, Expr::Value(v) if matches!(&v.value, Value::Placeholder(place) if place == "$1"))
}

/// Every row that is inserted begins with `$1`.
fn gives_ours_first(body: &SetExpr) -> bool {
    match body {
        SetExpr::Values(values) => {
            !values.rows.is_empty()
                && values.rows.iter().all(|row| row.first().is_some_and(is_first_place))
        }
        SetExpr::Select(select) => match select.projection.first() {
            Some(SelectItem::UnnamedExpr(expr) | SelectItem::ExprWithAlias { expr, .. }) => {
                is_first_place(expr)
            }
            _ => false,
        },
        SetExpr::SetOperation { left, right, .. } => {
            gives_ours_first(left) && gives_ours_first(right)
        }
        SetExpr::Query(query) => gives_ours_first(&query.body),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tables() -> Tables {
        let ours = ["idea", "idea_vote", "person"].map(|t| (t.to_owned(), true));
        ours.into_iter().chain([("setup".to_owned(), false)]).collect()
    }

    fn said(sql: &str) -> String {
        complaints(sql, &tables()).join("; ")
    }

    #[test]
    fn what_keeps_to_its_organisation_passes() {
        for good in [
            "select id from idea where organisation = $1 and id = $2",
            "select i.id from idea i where i.organisation = $1 and (i.id = $2 or i.author = $3)",
            "select i.id from idea as i where (($1 = i.organisation) and i.id = $2)",
            "select id, (select count(*) from idea_vote where organisation = $1 and idea = $2) as votes
             from idea where organisation = $1 and id = $2",
            "select i.id from idea i join person p on p.organisation = $1 and p.id = i.author
             where i.organisation = $1",
            "select i.id from idea i join person p on p.id = i.author
             where i.organisation = $1 and p.organisation = $1",
            "select i.id from person p join idea i on i.organisation = $1 and p.organisation = $1",
            "select i.id from idea i left join person p on p.organisation = $1 and p.id = i.author
             where i.organisation = $1",
            "select n from (select count(*) as n from idea where organisation = $1) x where n > 1",
            "with mine as (select id from idea where organisation = $1)
             select v.voter from idea_vote v join mine on mine.id = v.idea where v.organisation = $1",
            "select id from idea where organisation = $1 union all
             select id from person where organisation = $1",
            "select id from idea where organisation = $1 and exists
             (select 1 from idea_vote v where v.organisation = $1 and v.idea = idea.id)",
            "insert into idea (organisation, id) values ($1, $2), ($1, $3) on conflict do nothing",
            "insert into idea (organisation, id) select $1, id from person where organisation = $1",
            "insert into idea (organisation, id) values ($1, $2)
             on conflict (organisation, id) do update set id = excluded.id returning id",
            "update idea set title = $2 where organisation = $1 and id = $3 returning id",
            "update idea set title = p.name from person p
             where idea.organisation = $1 and p.organisation = $1 and p.id = idea.author",
            "delete from idea where organisation = $1 and id in ($2, $3)",
            "select cast(sum(n) as bigint) as n from (select 1 as n) x",
            "select count(*) filter (where id = $2) as n from idea where organisation = $1
             group by author having count(*) > 1 order by n desc limit $3",
        ] {
            assert_eq!(said(good), "", "{good}");
        }
    }

    /// A statement, and what must be said of it.
    const BAD: &[(&str, &str)] = &[
        ("select id from idea", "touches idea without `organisation = $1`"),
        ("select id from idea where id = $1", "touches idea without"),
        ("select id from idea where organisation = $2", "touches idea without"),
        ("select id from idea where organisation <> $1", "touches idea without"),
        ("select id from idea where not organisation = $1", "touches idea without"),
        ("select id from idea where organisation = $1 or id = $2", "touches idea without"),
        (
            "select id from idea where organisation = $1 and id = $2 or author = $3",
            "touches idea without",
        ),
        (
            "select i.id from idea i join person p on p.id = i.author where i.organisation = $1",
            "touches person without `p.organisation = $1`",
        ),
        (
            "select i.id from idea i join person p on p.organisation = i.organisation
                 where i.organisation = $1",
            "touches person without",
        ),
        (
            "select i.id from idea i left join person p on p.id = i.author and i.organisation = $1
                 where p.organisation = $1",
            "touches idea without `i.organisation = $1`",
        ),
        (
            "select i.id from idea i join person p on p.organisation = $1 where organisation = $1",
            "touches idea without `i.organisation = $1`",
        ),
        ("select i.id from idea i, person p where i.organisation = $1", "touches person without"),
        ("select i.id from idea i where idea.organisation = $1", "touches idea without"),
        ("select i.id from idea i where p.organisation = $1", "touches idea without"),
        (
            "select (select count(*) from idea_vote where idea = $2) as n from idea
                 where organisation = $1",
            "touches idea_vote without",
        ),
        (
            "select id from idea where organisation = $1 and id in
                 (select idea from idea_vote v where idea.organisation = $1)",
            "touches idea_vote without",
        ),
        ("with mine as (select id from idea) select id from mine", "touches idea without"),
        ("with idea as (select 1 as id) select id from idea", "gives the name of the table idea"),
        (
            "select id from idea where organisation = $1 union select id from person",
            "touches person without",
        ),
        (
            "select x.id from (select id from idea) x where x.organisation = $1",
            "touches idea without",
        ),
        ("insert into idea (id, organisation) values ($2, $1)", "does not list organisation first"),
        ("insert into idea values ($1, $2)", "does not list organisation first"),
        ("insert into idea (organisation, id) values ($2, $1)", "does not give $1 first"),
        ("insert into idea (organisation, id) values ($1, $2), ($3, $4)", "does not give $1 first"),
        (
            "insert into idea (organisation, id) select organisation, id from person
                 where organisation = $1",
            "does not give $1 first",
        ),
        ("insert into idea (organisation, id) select $1, id from person", "touches person without"),
        (
            "insert into idea (organisation, id) values ($1, $2)
                 on conflict (id) do update set id = excluded.id",
            "a key without organisation",
        ),
        ("update idea set title = $2 where id = $1", "touches idea without"),
        ("update idea set organisation = $2 where organisation = $1", "moves a row"),
        (
            "update idea set title = p.name from person p where idea.organisation = $1",
            "touches person without",
        ),
        (
            "update idea set title = (select name from person where id = $2)
                 where organisation = $1",
            "touches person without",
        ),
        ("delete from idea where id = $1", "touches idea without"),
        ("delete from idea", "touches idea without"),
        (
            "delete from idea using person p where idea.organisation = $1 and p.id = idea.author",
            "touches person without",
        ),
        (
            "with gone as (delete from idea where id = $2 returning id) select id from gone",
            "touches idea without",
        ),
        (
            "select id from idea i right join person p on p.organisation = $1
              where i.organisation = $1",
            "join other than",
        ),
        ("select id from setup where hash = $1", "belongs to no organisation"),
        ("select id from nowhere where organisation = $1", "which no migration makes"),
        ("select 1; select 2", "statements, not one"),
        ("truncate idea", "is neither"),
        ("selekt", "cannot be parsed"),
    ];

    #[test]
    fn what_does_not_is_noticed() {
        for (bad, what) in BAD {
            let said = said(bad);
            assert!(said.contains(what), "{bad}\nsaid: {said}\nwanted: {what}");
        }
    }

    #[test]
    fn pieces_of_lists_are_looked_at() {
        let piece = |text: &str| complaints_of_piece(text, &tables()).join("; ");
        assert_eq!(piece("i.author = ?"), "");
        assert_eq!(piece("(i.author = ? or i.id = ?)"), "");
        assert_eq!(
            piece("exists (select 1 from idea_vote v where v.organisation = $1 and v.idea = i.id)"),
            ""
        );
        assert!(piece("i.author = ? or i.id = ?").contains("`or` at the top"));
        assert!(piece("i.id in (select idea from idea_vote)").contains("touches idea_vote"));
        assert!(piece("i.id = 1; drop table idea").contains("cannot be parsed"));
        let end = |text: &str| complaints_of_end(text, &tables()).join("; ");
        assert_eq!(end("order by i.created_at desc, i.id"), "");
        assert_eq!(end("group by i.author order by count(*) desc"), "");
        assert!(end("order by (select max(n) from idea)").contains("touches idea"));
        assert!(end("union select 1").contains("neither"));
        assert!(end("order by 1 union select id from idea").contains("cannot be parsed"));
    }
}
