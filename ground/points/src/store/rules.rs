//! Rules and their versions, and what was earned by them.

use deedwell_core::{Currency, Error, Id, Money, Person, Result, Staff, Timestamp};
use deedwell_store::{Row, Tx};

use crate::rule::{MOST, Per, Rule, RuleTerms};
use crate::scheme::Scheme;

fn rule_of(row: &Row) -> Result<Rule> {
    let currency =
        row.text_or_null("currency")?.map(|code| code.parse::<Currency>()).transpose()?;
    let money = |column| {
        Ok::<_, Error>(row.number_or_null(column)?.zip(currency).map(|(n, c)| Money::new(n, c)))
    };
    let per = match (row.text("per")?.as_str(), money("step_minor")?) {
        ("value", Some(step)) => Per::Value { step },
        _ => Per::Deed,
    };
    Ok(Rule {
        id: row.id("id")?,
        scheme: row.id("scheme")?,
        version: row.number("version")?,
        begins_at: row.moment("begins_at")?,
        terms: RuleTerms {
            name: row.text("name")?,
            kind: row.text("kind")?,
            per,
            amount: row.number("amount")?,
            least: money("least_minor")?,
            pending_days: row.number("pending_days")?,
            cap_day: row.number_or_null("cap_day")?,
            cap_month: row.number_or_null("cap_month")?,
            cap_ever: row.number_or_null("cap_ever")?,
            approve_above: row.number_or_null("approve_above")?,
            undone_by: row.text("undone_by")?.split_whitespace().map(str::to_owned).collect(),
            ends_at: row.moment_or_null("ends_at")?,
        },
    })
}

/// Every version of every rule, the first first: which one held is asked of the moment.
pub async fn all_rule_versions(tx: &mut Tx) -> Result<Vec<Rule>> {
    let list = tx.query(
        "select r.id, r.scheme, v.version, v.begins_at, v.name, v.kind, v.per, v.amount, v.step_minor,
           v.currency, v.least_minor, v.pending_days, v.cap_day, v.cap_month, v.cap_ever,
           v.approve_above, v.undone_by, v.ends_at
         from points_rule r
         join points_rule_version v on v.organisation = $1 and v.rule = r.id
         where r.organisation = $1 order by r.created_at, r.id, v.version",
    );
    tx.list(list).await?.iter().map(rule_of).collect()
}

/// Rules as they are now, the oldest first.
pub async fn rules(tx: &mut Tx) -> Result<Vec<Rule>> {
    let mut rules: Vec<Rule> = Vec::new();
    for version in all_rule_versions(tx).await? {
        match rules.last_mut().filter(|last| last.id == version.id) {
            Some(last) => *last = version,
            None => rules.push(version),
        }
    }
    Ok(rules)
}

/// The versions of a rule, the last first.
///
/// # Errors
/// `Missing`.
pub async fn rule_versions(tx: &mut Tx, id: Id<Rule>) -> Result<Vec<(Rule, Option<Id<Staff>>)>> {
    let list = tx.query(
        "select r.id, r.scheme, v.version, v.begins_at, v.name, v.kind, v.per, v.amount, v.step_minor,
           v.currency, v.least_minor, v.pending_days, v.cap_day, v.cap_month, v.cap_ever,
           v.approve_above, v.undone_by, v.ends_at, v.staff
         from points_rule r
         join points_rule_version v on v.organisation = $1 and v.rule = r.id
         where r.organisation = $1 and r.id = $2 order by v.version desc limit 100",
    );
    let rows = tx.list(list.bind(id)).await?;
    if rows.is_empty() {
        return Err(Error::Missing("rule"));
    }
    rows.iter().map(|row| Ok((rule_of(row)?, row.id_or_null("staff")?))).collect()
}

/// # Errors
/// `points.too_many_rules`.
pub async fn add_rule(tx: &mut Tx, scheme: Id<Scheme>) -> Result<Id<Rule>> {
    let count = tx.query("select count(*) as n from points_rule where organisation = $1");
    if tx.one(count).await?.number("n")? >= MOST {
        return Err(Error::refused(
            "points.too_many_rules",
            "There are 200 rules, which is as many as there can be.",
        ));
    }
    let (id, now): (Id<Rule>, _) = (tx.new_id(), tx.now());
    let insert = tx.query(
        "insert into points_rule (organisation, id, scheme, created_at) values ($1, $2, $3, $4)",
    );
    tx.run(insert.bind(id).bind(scheme).bind(now)).await?;
    Ok(id)
}

pub async fn add_rule_version(
    tx: &mut Tx,
    id: Id<Rule>,
    version: i64,
    terms: &RuleTerms,
    staff: Option<Id<Staff>>,
) -> Result<()> {
    let insert = tx.query(
        "insert into points_rule_version (organisation, rule, version, begins_at, staff, name, kind,
           per, amount, step_minor, currency, least_minor, pending_days, cap_day, cap_month, cap_ever,
           approve_above, undone_by, ends_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)",
    );
    let now = tx.now();
    let (per, step) = match terms.per {
        Per::Deed => ("deed", None),
        Per::Value { step } => ("value", Some(step)),
    };
    let currency = step.or(terms.least).map(|money| money.currency.to_string());
    let insert = insert.bind(id).bind(version).bind(now).bind(staff).bind(&terms.name);
    let insert = insert.bind(&terms.kind).bind(per).bind(terms.amount).bind(step.map(|s| s.minor));
    let insert = insert.bind(currency).bind(terms.least.map(|l| l.minor)).bind(terms.pending_days);
    let insert = insert.bind(terms.cap_day).bind(terms.cap_month).bind(terms.cap_ever);
    let insert = insert.bind(terms.approve_above).bind(terms.undone_by.join(" "));
    tx.run(insert.bind(terms.ends_at)).await.map(drop)
}

/// What one person earned by a rule since then, without what was taken back.
pub async fn earned_by_rule(
    tx: &mut Tx,
    rule: Id<Rule>,
    person: Id<Person>,
    since: Timestamp,
) -> Result<i64> {
    let sum = tx.query(
        "select cast(coalesce(sum(l.amount - l.taken - l.owed), 0) as bigint) as earned
         from points_entry e
         join points_lot l on l.organisation = $1 and l.entry = e.id
         join identity i on i.organisation = $1 and i.id = e.identity
         where e.organisation = $1 and e.rule = $2 and i.person = $3 and e.at >= $4",
    );
    tx.one(sum.bind(rule).bind(person).bind(since)).await?.number("earned")
}
