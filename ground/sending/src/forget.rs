//! What is held of somebody, and how it goes: letters stay as lines that say nothing of anybody, the list of
//! addresses keeps hashes, so that nobody is written to again because they asked to be forgotten.

use deedwell_core::{Error, Id, Identity, Result};
use deedwell_store::{Bulk, Row, Tx};
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::address::Address;
use crate::letter::Letter;
use crate::store;

/// Letters, and what was said of them, are kept so long; links in them work no longer.
pub const KEPT: SignedDuration = SignedDuration::from_hours(24 * 400);
/// Letters of a file of what we hold.
const MOST_IN_FILE: usize = 100_000;
/// Rows that one tidying takes away of each table.
const MOST_TIDIED: usize = 20_000;

/// What is kept of these identities: letters, wishes, proofs of what they said.
///
/// # Errors
/// When the database cannot be read.
pub async fn holds(tx: &mut Tx, identities: &[Id<Identity>]) -> Result<Value> {
    let letters = letters(tx, identities).await?;
    let mut kept = Vec::with_capacity(letters.len());
    for id in letters.into_iter().take(MOST_IN_FILE) {
        let row = store::letter(tx, id).await?;
        let content = store::content(tx, row.content).await?;
        let subject = match &content {
            Some(crate::Content::Own(words)) => Some(json!({
                "subject": words.subject, "text": words.text, "html": words.html,
            })),
            Some(crate::Content::Template(name)) => Some(json!({ "template": name })),
            None => None,
        };
        let mut letter = serde_json::to_value(&row).map_err(Error::fault)?;
        if let Some(fields) = letter.as_object_mut() {
            fields.insert("content".to_owned(), json!(subject));
        }
        kept.push(letter);
    }
    let mut wishes = Bulk::new(
        tx,
        "select identity, fewer, paused_until, at from sending_preference
         where organisation = $1 and identity in (",
        [],
        "?",
        ")",
    );
    let mut proofs = Bulk::new(
        tx,
        "select topic, channel, version, shown, page, peer, agent, letter, asked_at, answered_at
         from consent_proof where organisation = $1 and identity in (",
        [],
        "?",
        ") order by answered_at",
    );
    for identity in identities {
        wishes.add([(*identity).into()]);
        proofs.add([(*identity).into()]);
    }
    let (mut all_wishes, mut all_proofs) = (Vec::new(), Vec::new());
    if !identities.is_empty() {
        all_wishes = wishes.list(tx).await?;
        all_proofs = proofs.list(tx).await?;
    }
    let wish = |row: &Row| -> Result<Value> {
        Ok(
            json!({ "fewer": row.text("fewer")?, "paused_until": row.moment_or_null("paused_until")?,
            "at": row.moment("at")? }),
        )
    };
    let proof = |row: &Row| -> Result<Value> {
        Ok(json!({ "topic": row.text("topic")?, "channel": row.text("channel")?,
            "version": row.number("version")?, "shown": row.text("shown")?,
            "page": row.text("page")?, "peer": row.text("peer")?, "agent": row.text("agent")?,
            "letter": row.text_or_null("letter")?, "asked_at": row.moment("asked_at")?,
            "answered_at": row.moment("answered_at")? }))
    };
    Ok(json!({
        "letters": kept,
        "wishes": all_wishes.iter().map(wish).collect::<Result<Vec<_>>>()?,
        "proofs": all_proofs.iter().map(proof).collect::<Result<Vec<_>>>()?,
    }))
}

async fn letters(tx: &mut Tx, identities: &[Id<Identity>]) -> Result<Vec<Id<Letter>>> {
    let mut find = Bulk::new(
        tx,
        "select id from letter where organisation = $1 and identity in (",
        [],
        "?",
        ") order by created_at, id",
    );
    identities.iter().for_each(|identity| find.add([(*identity).into()]));
    if find.is_empty() {
        return Ok(Vec::new());
    }
    find.list(tx).await?.iter().map(|row| row.id("id")).collect()
}

/// Forgets these identities and addresses, in the transaction in which they are forgotten. What was still to
/// be sent to them is withdrawn.
///
/// # Errors
/// When the database cannot be written.
pub async fn forget(tx: &mut Tx, identities: &[Id<Identity>], words: &[String]) -> Result<()> {
    let mut ids = letters(tx, identities).await?;
    let addresses: Vec<Address> =
        words.iter().filter_map(|word| Address::email(word).ok()).collect();
    ids.extend(letters_to(tx, &addresses).await?);
    ids.sort_unstable();
    ids.dedup();
    forget_letters(tx, &ids).await?;
    let mut wishes = Bulk::new(
        tx,
        "delete from sending_preference where organisation = $1 and identity in (",
        [],
        "?",
        ")",
    );
    let mut proofs = Bulk::new(
        tx,
        "delete from consent_proof where organisation = $1 and identity in (",
        [],
        "?",
        ")",
    );
    for identity in identities {
        wishes.add([(*identity).into()]);
        proofs.add([(*identity).into()]);
    }
    wishes.run(tx).await?;
    proofs.run(tx).await?;
    for address in &addresses {
        let requests =
            tx.query("delete from subscription_request where organisation = $1 and address = $2");
        tx.run(requests.bind(address.as_str())).await?;
        let hash = address.hash(tx.organisation());
        let listed = tx.query(
            "update suppression set address = null, note = '' where organisation = $1 and hash = $2",
        );
        tx.run(listed.bind(hash)).await?;
    }
    Ok(())
}

async fn letters_to(tx: &mut Tx, addresses: &[Address]) -> Result<Vec<Id<Letter>>> {
    let mut find = Bulk::new(
        tx,
        "select id from letter where organisation = $1 and address in (",
        [],
        "?",
        ")",
    );
    addresses.iter().for_each(|address| find.add([address.as_str().into()]));
    if find.is_empty() {
        return Ok(Vec::new());
    }
    find.list(tx).await?.iter().map(|row| row.id("id")).collect()
}

async fn forget_letters(tx: &mut Tx, ids: &[Id<Letter>]) -> Result<()> {
    let now = tx.now();
    let mut notes = Bulk::new(
        tx,
        "delete from letter_note where organisation = $1 and letter in (",
        [],
        "?",
        ")",
    );
    // What a run says is said to everybody; what a single letter says was for them.
    let mut contents = Bulk::new(
        tx,
        "update letter_content set subject = '', text = '', html = '', headers = '[]', gone_at = ?
         where organisation = $1 and id in
           (select l.content from letter l where l.organisation = $1 and l.run is null and l.id in (",
        [now.into()],
        "?",
        "))",
    );
    let mut withdrawn = Bulk::new(
        tx,
        "update letter set state = 'cancelled', reason = 'forgotten', lease = null, answered_at = ?
         where organisation = $1 and state = 'reserved' and id in (",
        [now.into()],
        "?",
        ")",
    );
    let mut cleared = Bulk::new(
        tx,
        "update letter set identity = null, address = '', data = '', detail = '', about = null,
           key = 'forgotten/' || id, fingerprint = ''
         where organisation = $1 and id in (",
        [],
        "?",
        ")",
    );
    for id in ids {
        for each in [&mut notes, &mut contents, &mut withdrawn, &mut cleared] {
            each.add([(*id).into()]);
        }
    }
    notes.run(tx).await?;
    contents.run(tx).await?;
    withdrawn.run(tx).await?;
    cleared.run(tx).await.map(drop)
}

/// Throws away what has had its time. How many rows.
///
/// # Errors
/// When the database cannot be written.
pub async fn tidy(tx: &mut Tx) -> Result<u64> {
    let now = tx.now();
    let before = now.checked_sub(KEPT).map_err(Error::fault)?;
    let day = now.checked_sub(SignedDuration::from_hours(48)).map_err(Error::fault)?;
    let old = tx.query(
        "select id, case when run is null then content end as content from letter
         where organisation = $1 and created_at < $2 and state not in ('reserved', 'handed_over')
         order by created_at limit $3",
    );
    let rows = tx.list(old.bind(before).bind(MOST_TIDIED)).await?;
    let mut gone = tidy_letters(tx, &rows).await?;
    let turns = tx.query("delete from letter_turn where organisation = $1 and at < $2");
    gone += tx.run(turns.bind(day)).await?;
    let requests =
        tx.query("delete from subscription_request where organisation = $1 and ends_at < $2");
    gone += tx.run(requests.bind(now)).await?;
    let over = tx.query("delete from suppression where organisation = $1 and until_at < $2");
    Ok(gone + tx.run(over.bind(now)).await?)
}

async fn tidy_letters(tx: &mut Tx, rows: &[Row]) -> Result<u64> {
    let mut notes = Bulk::new(
        tx,
        "delete from letter_note where organisation = $1 and letter in (",
        [],
        "?",
        ")",
    );
    let mut letters =
        Bulk::new(tx, "delete from letter where organisation = $1 and id in (", [], "?", ")");
    let mut contents = Bulk::new(
        tx,
        "delete from letter_content where organisation = $1 and id in (",
        [],
        "?",
        ")",
    );
    for row in rows {
        notes.add([row.text("id")?.into()]);
        letters.add([row.text("id")?.into()]);
        if let Some(content) = row.text_or_null("content")? {
            contents.add([content.into()]);
        }
    }
    Ok(notes.run(tx).await? + letters.run(tx).await? + contents.run(tx).await?)
}
