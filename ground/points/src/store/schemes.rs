//! Schemes and their versions.

use deedwell_core::{Currency, Error, Id, Money, Result, Staff, Timestamp};
use deedwell_store::{Row, Tx};
use jiff::tz::TimeZone;
use serde::Serialize;

use crate::scheme::{Expiry, MOST, Scheme, Shortfall, Terms, Worth};

fn scheme_of(row: &Row) -> Result<Scheme> {
    Ok(Scheme {
        id: row.id("id")?,
        key: row.text("key")?,
        version: row.number("version")?,
        begins_at: row.moment("begins_at")?,
        closed_at: row.moment_or_null("closed_at")?,
        terms: terms_of(row)?,
    })
}

fn terms_of(row: &Row) -> Result<Terms> {
    let currency =
        row.text_or_null("currency")?.map(|code| code.parse::<Currency>()).transpose()?;
    let worth = match row.number_or_null("worth_amount")? {
        Some(amount) => Some(Worth {
            amount,
            money: Money::new(row.number("worth_minor")?, row.currency("worth_currency")?),
        }),
        None => None,
    };
    let shortfall = row.text("shortfall")?;
    Ok(Terms {
        name: row.text("name")?,
        unit: row.text("unit")?,
        currency,
        worth,
        expiry: expiry_of(row)?,
        shortfall: Shortfall::parse(&shortfall)
            .ok_or_else(|| Error::fault(format!("nothing is taken from {shortfall}")))?,
        approve_above: row.number_or_null("approve_above")?,
        most_by_hand: row.number("most_by_hand")?,
        credit: row.id_or_null("credit")?,
        pay_out_least: row.number("pay_out_least")?,
        charity: row.text("charity")?,
        match_percent: row.number("match_percent")?,
    })
}

fn expiry_of(row: &Row) -> Result<Expiry> {
    let month = |column| row.number(column).and_then(|n| i8::try_from(n).map_err(Error::fault));
    Ok(match row.text("expiry")?.as_str() {
        "after" => Expiry::After { days: row.number("expiry_days")? },
        "periods" => Expiry::Periods {
            first: month("period_first")?,
            months: month("period_months")?,
            roll_over: row.number("roll_over")?,
        },
        _ => Expiry::Never,
    })
}

/// # Errors
/// `Missing`.
pub async fn scheme(tx: &mut Tx, id: Id<Scheme>) -> Result<Scheme> {
    let find = tx.query(
        "select s.id, s.key, s.closed_at, v.version, v.begins_at, v.name, v.unit, v.currency,
           v.worth_amount, v.worth_minor, v.worth_currency, v.expiry, v.expiry_days, v.period_first,
           v.period_months, v.roll_over, v.shortfall, v.approve_above, v.most_by_hand, v.credit,
           v.pay_out_least, v.charity, v.match_percent
         from points_scheme s
         join points_scheme_version v on v.organisation = $1 and v.scheme = s.id
         where s.organisation = $1 and s.id = $2 order by v.version desc limit 1",
    );
    scheme_of(&tx.find(find.bind(id)).await?.ok_or(Error::Missing("scheme"))?)
}

/// # Errors
/// `Missing`.
pub async fn scheme_by_key(tx: &mut Tx, key: &str) -> Result<Scheme> {
    let find = tx.query("select id from points_scheme where organisation = $1 and key = $2");
    let row = tx.find(find.bind(key)).await?.ok_or(Error::Missing("scheme"))?;
    scheme(tx, row.id("id")?).await
}

/// The oldest first.
pub async fn schemes(tx: &mut Tx) -> Result<Vec<Scheme>> {
    let list = tx.query(
        "select s.id, s.key, s.closed_at, v.version, v.begins_at, v.name, v.unit, v.currency,
           v.worth_amount, v.worth_minor, v.worth_currency, v.expiry, v.expiry_days, v.period_first,
           v.period_months, v.roll_over, v.shortfall, v.approve_above, v.most_by_hand, v.credit,
           v.pay_out_least, v.charity, v.match_percent
         from points_scheme s
         join points_scheme_version v on v.organisation = $1 and v.scheme = s.id
         where s.organisation = $1 and v.version = (select max(l.version)
           from points_scheme_version l where l.organisation = $1 and l.scheme = s.id)
         order by s.created_at, s.id",
    );
    tx.list(list).await?.iter().map(scheme_of).collect()
}

/// What a scheme was, the last version first.
pub async fn scheme_versions(tx: &mut Tx, id: Id<Scheme>) -> Result<Vec<SchemeVersion>> {
    let list = tx.query(
        "select version, begins_at, staff, name, unit, currency, worth_amount, worth_minor,
           worth_currency, expiry, expiry_days, period_first, period_months, roll_over, shortfall,
           approve_above, most_by_hand, credit, pay_out_least, charity, match_percent
         from points_scheme_version where organisation = $1 and scheme = $2
         order by version desc limit 100",
    );
    let rows = tx.list(list.bind(id)).await?;
    let version = |row: &Row| {
        Ok(SchemeVersion {
            version: row.number("version")?,
            begins_at: row.moment("begins_at")?,
            staff: row.id_or_null("staff")?,
            terms: terms_of(row)?,
        })
    };
    rows.iter().map(version).collect()
}

/// A scheme as it was from a moment on.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct SchemeVersion {
    pub version: i64,
    pub begins_at: Timestamp,
    pub staff: Option<Id<Staff>>,
    pub terms: Terms,
}

/// # Errors
/// `points.too_many_schemes`, `points.key_taken`.
pub async fn add_scheme(tx: &mut Tx, key: &str) -> Result<Id<Scheme>> {
    let count = tx.query("select count(*) as n from points_scheme where organisation = $1");
    if tx.one(count).await?.number("n")? >= MOST {
        return Err(Error::refused(
            "points.too_many_schemes",
            "There are 100 schemes, which is as many as there can be.",
        ));
    }
    let (id, now): (Id<Scheme>, _) = (tx.new_id(), tx.now());
    let insert = tx.query(
        "insert into points_scheme (organisation, id, key, created_at) values ($1, $2, $3, $4)
         on conflict (organisation, key) do nothing",
    );
    if tx.run(insert.bind(id).bind(key).bind(now)).await? == 0 {
        return Err(Error::refused(
            "points.key_taken",
            "Another scheme has this short word. Please choose another.",
        ));
    }
    Ok(id)
}

/// One more version, which holds from now on.
pub async fn add_scheme_version(
    tx: &mut Tx,
    id: Id<Scheme>,
    version: i64,
    terms: &Terms,
    staff: Option<Id<Staff>>,
) -> Result<()> {
    let insert = tx.query(
        "insert into points_scheme_version (organisation, scheme, version, begins_at, staff, name,
           unit, currency, worth_amount, worth_minor, worth_currency, expiry, expiry_days,
           period_first, period_months, roll_over, shortfall, approve_above, most_by_hand, credit,
           pay_out_least, charity, match_percent)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
           $19, $20, $21, $22, $23)",
    );
    let now = tx.now();
    let (days, first, months, roll_over) = match terms.expiry {
        Expiry::Never => (None, None, None, None),
        Expiry::After { days } => (Some(days), None, None, None),
        Expiry::Periods { first, months, roll_over } => {
            (None, Some(i64::from(first)), Some(i64::from(months)), Some(roll_over))
        }
    };
    let insert = insert.bind(id).bind(version).bind(now).bind(staff).bind(&terms.name);
    let insert = insert.bind(&terms.unit).bind(terms.currency.map(|c| c.to_string()));
    let insert =
        insert.bind(terms.worth.map(|w| w.amount)).bind(terms.worth.map(|w| w.money.minor));
    let insert = insert.bind(terms.worth.map(|w| w.money.currency.to_string()));
    let insert = insert.bind(terms.expiry.name()).bind(days).bind(first).bind(months);
    let insert = insert.bind(roll_over).bind(terms.shortfall.name()).bind(terms.approve_above);
    let insert = insert.bind(terms.most_by_hand).bind(terms.credit).bind(terms.pay_out_least);
    tx.run(insert.bind(&terms.charity).bind(terms.match_percent)).await.map(drop)
}

/// Closes a scheme, or opens it again. Whether that changed anything.
pub async fn set_scheme_closed(tx: &mut Tx, id: Id<Scheme>, closed: bool) -> Result<bool> {
    let now = tx.now();
    let update = tx.query(
        "update points_scheme set closed_at = $3
         where organisation = $1 and id = $2 and (closed_at is null) <> ($3 is null)",
    );
    Ok(tx.run(update.bind(id).bind(closed.then_some(now))).await? == 1)
}

/// By whose calendar days and months are counted.
pub async fn zone(tx: &mut Tx) -> Result<TimeZone> {
    let find = tx.query("select zone from organisation where organisation = $1");
    let name = tx.one(find).await?.text("zone")?;
    Ok(TimeZone::get(&name).unwrap_or(TimeZone::UTC))
}
