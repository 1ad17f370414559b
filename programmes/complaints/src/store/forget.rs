//! What somebody wrote, for whoever forgets them and whoever asks what we hold. That something went wrong,
//! and what we did about it, stays without their words.

use deedwell_core::{Error, Id, Identity, Result, Timestamp};
use deedwell_store::{Tx, Value as Cell};
use serde_json::{Map, Value, json};

/// Takes the words of an identity away; `title` stands where a title of theirs stood. What is open is taken
/// back, as there is nobody any more to answer.
pub async fn forget(tx: &mut Tx, whom: &[Id<Identity>], title: &str) -> Result<()> {
    let now = tx.now();
    for identity in whom {
        let messages = tx.query(
            "update complaint_message set body = '' where organisation = $1 and complaint in
                (select c.id from complaint c where c.organisation = $1 and c.identity = $2)",
        );
        tx.run(messages.bind(*identity)).await?;
        let offers = tx.query(
            "update complaint_offer set body = '', reply = '',
                evidence = case when evidence = '' then '' else '–' end,
                outcome = case when outcome in ('open', 'awaits_approval') then 'taken_back'
                    else outcome end
             where organisation = $1 and complaint in
                (select c.id from complaint c where c.organisation = $1 and c.identity = $2)",
        );
        tx.run(offers.bind(*identity)).await?;
        let complaints = tx.query(
            "update complaint set title = $3, body = '', wish = '', order_reference = '', search = '',
                reference = null, from_about = null, vulnerable_at = null, next_due = null,
                stage = case when stage in ('put_right', 'closed', 'spam') then stage
                    else 'withdrawn' end,
                ended_at = coalesce(ended_at, $4)
             where organisation = $1 and identity = $2",
        );
        tx.run(complaints.bind(*identity).bind(title).bind(now)).await?;
        let joined =
            tx.query("delete from complaint_joined where organisation = $1 and identity = $2");
        tx.run(joined.bind(*identity)).await?;
    }
    Ok(())
}

/// Complaints with what was said and offered, and the problems that were joined. Notes among staff are ours.
pub async fn holds(tx: &mut Tx, whom: &[Id<Identity>]) -> Result<Value> {
    let mut held = Map::new();
    for identity in whom {
        let each = [
            (
                "complaints",
                tx.query(
                    "select id as complaint, title, body, wish, order_reference, came_by, stage,
                        received_at as at, ended_at
                     from complaint where organisation = $1 and identity = $2 order by received_at",
                ),
            ),
            (
                "said",
                tx.query(
                    "select m.complaint as complaint, m.part as said_by, m.body as body, m.at as at
                     from complaint_message m
                     join complaint c on c.organisation = $1 and c.id = m.complaint
                     where m.organisation = $1 and c.identity = $2 and m.part <> 'note'
                     order by m.at",
                ),
            ),
            (
                "offers",
                tx.query(
                    "select o.complaint as complaint, o.redress as redress, o.body as body,
                        o.outcome as outcome, o.reply as reply, o.sent_at as at, o.paid_at as done_at
                     from complaint_offer o
                     join complaint c on c.organisation = $1 and c.id = o.complaint
                     where o.organisation = $1 and c.identity = $2 and o.sent_at is not null
                     order by o.sent_at",
                ),
            ),
            (
                "joined",
                tx.query(
                    "select problem, at from complaint_joined
                     where organisation = $1 and identity = $2 order by at",
                ),
            ),
        ];
        for (what, query) in each {
            let list = held.entry(what).or_insert_with(|| json!([]));
            for row in tx.list(query.bind(*identity)).await? {
                let fields = row.cells().map(|(name, cell)| Ok((name.to_owned(), told(cell)?)));
                let one = fields.collect::<Result<Map<_, _>>>()?;
                if let Value::Array(list) = list {
                    list.push(one.into());
                }
            }
        }
    }
    Ok(held.into())
}

/// Words as they stand; every number that is asked for here is a moment.
fn told(cell: &Cell) -> Result<Value> {
    Ok(match cell {
        Cell::Text(Some(text)) => text.clone().into(),
        Cell::Number(Some(at)) => json!(Timestamp::from_microsecond(*at).map_err(Error::fault)?),
        _ => Value::Null,
    })
}
