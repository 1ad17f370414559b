//! The complaint itself.

use deedwell_core::{Error, Id, Identity, Part, Person, Result, Staff, Timestamp};
use deedwell_store::{Row, Tx};

use crate::complaint::{Complaint, Voice, Words};
use crate::promise::{Dues, Promised};
use crate::stage::Stage;

pub async fn add_complaint(tx: &mut Tx, new: &Complaint, reference: Option<&str>) -> Result<()> {
    let insert = tx.query(
        "insert into complaint (organisation, id, number, unit, person, identity, part, title, body, wish,
            order_reference, search, came_by, recorded_by, from_about, reference, stage, promise, ack_due,
            answer_due, end_due, received_at, acknowledged_at, answered_at, ended_at, next_due, severity,
            rating)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
            $21, $22, $23, $24, $25, $26, $27, $28)",
    );
    let insert = insert.bind(new.id).bind(new.number).bind(new.unit).bind(new.by.person);
    let insert = insert.bind(new.by.identity).bind(new.by.part.name()).bind(&new.title);
    let insert = insert.bind(&new.text).bind(&new.wish).bind(&new.order_reference);
    let insert = insert.bind(search(new.number, &new.title, &new.text, &new.order_reference));
    let insert = insert.bind(&new.came_by).bind(new.recorded_by).bind(new.from_about.as_deref());
    let insert = insert.bind(reference).bind(new.stage.name()).bind(new.promise);
    let insert = insert.bind(new.dues.acknowledgement).bind(new.dues.answer).bind(new.dues.end);
    let insert = insert.bind(new.received_at).bind(new.acknowledged_at).bind(new.answered_at);
    let insert = insert.bind(new.ended_at).bind(new.next_due().map(|(_, at)| at));
    tx.run(insert.bind(new.severity).bind(new.rating)).await.map(drop)
}

fn search(number: i64, title: &str, text: &str, order: &str) -> String {
    format!("#{number} {order} {title} {text}").to_lowercase()
}

/// The next number; whoever asks at the same time waits.
pub async fn next_number(tx: &mut Tx) -> Result<i64> {
    let upsert = tx.query(
        "insert into complaint_number (organisation, last) values ($1, 1)
         on conflict (organisation) do update set last = complaint_number.last + 1 returning last",
    );
    tx.one(upsert).await?.number("last")
}

/// The same words of the same person a moment ago: a form that was sent twice.
pub async fn same_complaint(
    tx: &mut Tx,
    person: Id<Person>,
    words: &Words,
    since: Timestamp,
) -> Result<Option<Id<Complaint>>> {
    let find = tx.query(
        "select id from complaint where organisation = $1 and person = $2 and received_at >= $3
           and title = $4 and body = $5 and stage <> 'withdrawn' order by received_at limit 1",
    );
    let find = find.bind(person).bind(since).bind(&words.title).bind(&words.text);
    tx.find(find).await?.map(|row| row.id("id")).transpose()
}

pub async fn complaint_by_reference(tx: &mut Tx, reference: &str) -> Result<Option<Id<Complaint>>> {
    let find = tx.query("select id from complaint where organisation = $1 and reference = $2");
    tx.find(find.bind(reference)).await?.map(|row| row.id("id")).transpose()
}

const COLUMNS: &str = "select id, number, unit, person, identity, part, title, body, wish, order_reference,
        came_by, recorded_by, from_about, stage, promise, ack_due, answer_due, end_due, received_at,
        acknowledged_at, answered_at, ended_at, severity, vulnerable_at, assigned_to, cause, problem,
        rating, reopened
     from complaint where organisation = $1 and id = $2";

pub async fn complaint(tx: &mut Tx, id: Id<Complaint>) -> Result<Complaint> {
    let find = tx.query(COLUMNS);
    read_complaint(&tx.find(find.bind(id)).await?.ok_or(Error::Missing("complaint"))?)
}

/// The same, and nobody else changes it until this transaction ends.
pub async fn complaint_to_change(tx: &mut Tx, id: Id<Complaint>) -> Result<Complaint> {
    let hold = tx.query("update complaint set stage = stage where organisation = $1 and id = $2");
    tx.run(hold.bind(id)).await?;
    complaint(tx, id).await
}

pub(super) fn read_complaint(row: &Row) -> Result<Complaint> {
    let part = match row.text("part")?.as_str() {
        "visitor" => Part::Visitor,
        _ => Part::Customer,
    };
    Ok(Complaint {
        id: row.id("id")?,
        number: row.number("number")?,
        unit: row.id_or_null("unit")?,
        by: Voice { person: row.id("person")?, identity: row.id("identity")?, part },
        title: row.text("title")?,
        text: row.text("body")?,
        wish: row.text("wish")?,
        order_reference: row.text("order_reference")?,
        came_by: row.text("came_by")?,
        recorded_by: row.id_or_null("recorded_by")?,
        from_about: row.text_or_null("from_about")?,
        stage: stage(row)?,
        promise: row.number("promise")?,
        dues: Dues {
            acknowledgement: row.moment("ack_due")?,
            answer: row.moment("answer_due")?,
            end: row.moment("end_due")?,
        },
        received_at: row.moment("received_at")?,
        acknowledged_at: row.moment_or_null("acknowledged_at")?,
        answered_at: row.moment_or_null("answered_at")?,
        ended_at: row.moment_or_null("ended_at")?,
        severity: row.number_or_null("severity")?,
        vulnerable: row.moment_or_null("vulnerable_at")?.is_some(),
        assigned_to: row.id_or_null("assigned_to")?,
        cause: row.id_or_null("cause")?,
        problem: row.id_or_null("problem")?,
        rating: row.number_or_null("rating")?,
        reopened: row.number("reopened")?,
    })
}

pub(super) fn stage(row: &Row) -> Result<Stage> {
    let text = row.text("stage")?;
    Stage::parse(&text).ok_or_else(|| Error::fault(format!("no stage: {text}")))
}

/// Where it stands, with the moments that follow from it.
pub async fn set_stage(tx: &mut Tx, now: &Complaint) -> Result<()> {
    let update = tx.query(
        "update complaint set stage = $3, acknowledged_at = $4, answered_at = $5, ended_at = $6,
            severity = $7, next_due = $8, reopened = $9
         where organisation = $1 and id = $2",
    );
    let update = update.bind(now.id).bind(now.stage.name()).bind(now.acknowledged_at);
    let update = update.bind(now.answered_at).bind(now.ended_at).bind(now.severity);
    tx.run(update.bind(now.next_due().map(|(_, at)| at)).bind(now.reopened)).await.map(drop)
}

/// Marked as spam it remembers where it stood; cleared, it stands there again.
pub async fn set_spam(tx: &mut Tx, id: Id<Complaint>, spam: bool) -> Result<()> {
    let now = tx.now();
    let update = match spam {
        true => tx.query(
            "update complaint set stage_before = stage, stage = 'spam', next_due = null,
                ended_at = coalesce(ended_at, $3)
             where organisation = $1 and id = $2",
        ),
        false => tx.query(
            "update complaint set stage = stage_before, stage_before = null, ended_at = null
             where organisation = $1 and id = $2 and stage = 'spam' and received_at <= $3",
        ),
    };
    tx.run(update.bind(id).bind(now)).await.map(drop)
}

pub async fn set_vulnerable(tx: &mut Tx, id: Id<Complaint>, vulnerable: bool) -> Result<()> {
    let at = vulnerable.then_some(tx.now());
    let update =
        tx.query("update complaint set vulnerable_at = $3 where organisation = $1 and id = $2");
    tx.run(update.bind(id).bind(at)).await.map(drop)
}

pub async fn set_assigned(tx: &mut Tx, id: Id<Complaint>, to: Option<Id<Staff>>) -> Result<()> {
    let update =
        tx.query("update complaint set assigned_to = $3 where organisation = $1 and id = $2");
    tx.run(update.bind(id).bind(to)).await.map(drop)
}

pub async fn set_rating(tx: &mut Tx, id: Id<Complaint>, rating: i64) -> Result<()> {
    let now = tx.now();
    let update = tx.query(
        "update complaint set rating = $3, rated_at = $4 where organisation = $1 and id = $2",
    );
    tx.run(update.bind(id).bind(rating).bind(now)).await.map(drop)
}

/// Promises whose moment has gone by unkept and which nobody counted yet, the earliest first.
pub async fn unkept(tx: &mut Tx, most: usize) -> Result<Vec<(Id<Complaint>, Promised)>> {
    let now = tx.now();
    let list = tx.query(
        "select c.id as id, p.promised as promised from complaint c
         join (select 'acknowledgement' as promised union all select 'answer' as promised
               union all select 'end' as promised) p on 1 = 1
         where c.organisation = $1 and c.stage not in ('withdrawn', 'spam')
           and case p.promised when 'acknowledgement' then c.ack_due when 'answer' then c.answer_due
               else c.end_due end
             < coalesce(case p.promised when 'acknowledgement' then c.acknowledged_at
               when 'answer' then c.answered_at else c.ended_at end, $2)
           and not exists (select 1 from complaint_breach b where b.organisation = $1
               and b.complaint = c.id and b.promised = p.promised)
         order by c.received_at, c.id, p.promised limit $3",
    );
    let rows = tx.list(list.bind(now).bind(most)).await?;
    let read = |row: &Row| {
        let text = row.text("promised")?;
        let promised = Promised::parse(&text).ok_or_else(|| Error::fault("no such promise"))?;
        Ok((row.id("id")?, promised))
    };
    rows.iter().map(read).collect()
}

/// False where it was counted already.
pub async fn add_breach(
    tx: &mut Tx,
    id: Id<Complaint>,
    promised: Promised,
    due_at: Timestamp,
) -> Result<bool> {
    let insert = tx.query(
        "insert into complaint_breach (organisation, complaint, promised, due_at)
         values ($1, $2, $3, $4) on conflict do nothing",
    );
    Ok(tx.run(insert.bind(id).bind(promised.name()).bind(due_at)).await? > 0)
}

pub async fn breaches(tx: &mut Tx, id: Id<Complaint>) -> Result<Vec<Promised>> {
    let list = tx.query(
        "select promised from complaint_breach where organisation = $1 and complaint = $2
         order by due_at",
    );
    let rows = tx.list(list.bind(id)).await?;
    Ok(rows.iter().filter_map(|row| Promised::parse(&row.text("promised").ok()?)).collect())
}

/// All of a person's, the latest first.
pub async fn complaints_of(tx: &mut Tx, person: Id<Person>, most: usize) -> Result<Vec<Complaint>> {
    let list = tx.query(
        "select id, number, unit, person, identity, part, title, body, wish, order_reference,
            came_by, recorded_by, from_about, stage, promise, ack_due, answer_due, end_due, received_at,
            acknowledged_at, answered_at, ended_at, severity, vulnerable_at, assigned_to, cause, problem,
            rating, reopened
         from complaint where organisation = $1 and person = $2
         order by received_at desc, id desc limit $3",
    );
    tx.list(list.bind(person).bind(most)).await?.iter().map(read_complaint).collect()
}

/// Titles for timelines, by the complaint.
pub async fn titles(
    tx: &mut Tx,
    ids: &[Id<Complaint>],
) -> Result<Vec<(Id<Complaint>, i64, String, Id<Identity>)>> {
    let mut found = Vec::new();
    for id in ids {
        let find = tx.query(
            "select number, title, identity from complaint where organisation = $1 and id = $2",
        );
        if let Some(row) = tx.find(find.bind(*id)).await? {
            found.push((*id, row.number("number")?, row.text("title")?, row.id("identity")?));
        }
    }
    Ok(found)
}
