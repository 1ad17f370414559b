//! Forgetting somebody for good, wherever this server keeps anything of them.
//!
//! First every row, in one transaction; then what is too large for one (what was sent, what was told, the
//! notes of staff's acts), in pages; then the ledger: what was not sealed is sealed, every file is written
//! anew without them, and the tail reads them. Each step bears being done twice, so a kill leaves nothing
//! half done. When the blocks of the log and the old files are gone too, the receipt is closed.

use std::sync::Arc;

use deedwell_core::{Error, Id, Organisation, Position, Result, Who};
use deedwell_ledger::lake::Forgotten;
use deedwell_people::deed::Erased;
use deedwell_people::erase::{self, Erasure, ErasureNoun, Gone};
use deedwell_store::jobs::Job;
use deedwell_store::{Tx, audit, once};
use deedwell_web::i18n::Language;
use deedwell_web::sessions;
use jiff::{SignedDuration, Timestamp};
use tracing::info;

use crate::commands::seal;
use crate::programmes::PROGRAMMES;
use crate::wiring::Parts;

/// Until then readers may have open what held them: blocks that were just sealed, files.
const WAIT: SignedDuration = SignedDuration::from_mins(10);

/// Forgets whom a receipt names.
pub(super) async fn erase(parts: Arc<Parts>, job: Job) -> Result<()> {
    one(&parts, job.organisation, job.key.parse()?).await
}

/// Forgets somebody, but for what readers of this moment may still have open.
pub async fn one(parts: &Parts, organisation: Id<Organisation>, id: Id<ErasureNoun>) -> Result<()> {
    let gone = forget_rows(parts, organisation, id).await?;
    // What was to be told of them is decided as it is sealed, and then forgotten.
    let position = seal_all(parts, organisation).await?;
    forget_elsewhere(parts, organisation, &gone).await?;
    forget_in_the_ledger(parts, organisation, id, &gone, position).await?;
    info!(%organisation, erasure = %id, "Somebody was forgotten");
    Ok(())
}

/// A job that failed so long is given up by then, and begun again here.
const GIVEN_UP: SignedDuration = SignedDuration::from_hours(2);

/// Closes the receipts of whom nothing is on the disk any more, and takes up what was given up.
pub(super) async fn close(parts: Arc<Parts>, job: Job) -> Result<()> {
    let organisation = job.organisation;
    let open = erase::open(&mut parts.db.read(organisation).await?).await?;
    let ripe = parts.db.clock().now().checked_sub(WAIT).map_err(Error::fault)?;
    let late = parts.db.clock().now().checked_sub(GIVEN_UP).map_err(Error::fault)?;
    for erasure in open {
        match erasure.unreadable_at {
            Some(at) if at <= ripe => close_one(&parts, organisation, &erasure, at).await?,
            None if erasure.asked_at <= late => one(&parts, organisation, erasure.id).await?,
            _ => {}
        }
    }
    Ok(())
}

async fn forget_rows(
    parts: &Parts,
    organisation: Id<Organisation>,
    id: Id<ErasureNoun>,
) -> Result<Gone> {
    let mut tx = parts.db.write(organisation).await?;
    let (gone, is_new) = erase::begin(&mut tx, id).await?;
    let language = language(&mut tx).await?;
    for programme in PROGRAMMES {
        (programme.forget)(&mut tx, &gone.identities, language).await?;
    }
    deedwell_notices::store::forget(&mut tx, &gone.identities).await?;
    deedwell_trust::store::forget(&mut tx, &gone.identities).await?;
    deedwell_signin::forget(&mut tx, &gone.identities).await?;
    deedwell_sending::forget::forget(&mut tx, &gone.identities, &gone.words).await?;
    sessions::forget(&mut tx, &gone.identities, &gone.people, &gone.words).await?;
    if is_new {
        tx.record(Who::System, &Erased { erasure: id }).await?;
    }
    tx.commit().await?;
    parts.ledger.nudge();
    erase::leave(&mut parts.db.read(organisation).await?, &gone).await?;
    Ok(gone)
}

async fn language(tx: &mut Tx) -> Result<&'static Language> {
    let find = tx.query("select language from organisation where organisation = $1");
    let code = tx.one(find).await?.text("language")?;
    Ok(Language::named(&code).unwrap_or_else(|| Language::english()))
}

async fn forget_elsewhere(
    parts: &Parts,
    organisation: Id<Organisation>,
    gone: &Gone,
) -> Result<()> {
    let whom = gone.finder();
    let is_named_in = |text: &str| whom.is_named_in(text);
    deedwell_collect::erase::forget(&parts.db, organisation, &whom).await?;
    once::forget_naming(&parts.db, organisation, &is_named_in).await?;
    deedwell_webhooks::store::forget_naming(&parts.db, organisation, &is_named_in).await?;
    deedwell_email::store::forget_naming(&parts.db, organisation, &is_named_in).await?;
    audit::forget(&parts.db, organisation, &is_named_in).await.map(drop)
}

/// Seals what was recorded so far; whatever is recorded after this place was recorded of somebody whom
/// nobody knows.
async fn seal_all(parts: &Parts, organisation: Id<Organisation>) -> Result<Position> {
    parts.ledger.catch_up().await?;
    let position = parts.ledger.reach(organisation).position;
    let sealed = seal::one(parts, organisation).await;
    sealed.map_err(|error| Error::fault(format!("{error:#}")))?;
    if parts.lake.contents(organisation).await?.sealed < position {
        return Err(Error::fault("a webhook has not read all that was recorded of somebody"));
    }
    Ok(position)
}

async fn forget_in_the_ledger(
    parts: &Parts,
    organisation: Id<Organisation>,
    id: Id<ErasureNoun>,
    gone: &Gone,
    position: Position,
) -> Result<()> {
    let whom = Forgotten::new(&gone.identities, &gone.people);
    let rewritten = parts.lake.erase(organisation, &whom).await?;
    parts.ledger.reload(organisation).await?;
    let mut tx = parts.db.write(organisation).await?;
    erase::unreadable(&mut tx, id, position, rewritten.actions).await?;
    tx.commit().await.map(drop)
}

async fn close_one(
    parts: &Parts,
    organisation: Id<Organisation>,
    erasure: &Erasure,
    unreadable_at: Timestamp,
) -> Result<()> {
    let (lake, id) = (&parts.lake, erasure.id);
    // Removes the blocks whose time is over, also where nothing new was recorded.
    let sealed = seal::one(parts, organisation).await;
    sealed.map_err(|error| Error::fault(format!("{error:#}")))?;
    let blocks_left =
        lake.contents(organisation).await?.forgotten < erasure.position.unwrap_or_default();
    if !lake.is_rid_of(organisation, unreadable_at).await? || blocks_left {
        return Ok(());
    }
    // Whoever began to act before they were forgotten may have been late.
    let gone = erase::gone(&mut parts.db.read(organisation).await?, id).await?;
    let whom = Forgotten::new(&gone.identities, &gone.people);
    if lake.erase(organisation, &whom).await?.files > 0 {
        return parts.ledger.reload(organisation).await;
    }
    forget_elsewhere(parts, organisation, &gone).await?;
    if !parts.db.fold_changes().await? {
        return Ok(());
    }
    let mut tx = parts.db.write(organisation).await?;
    erase::finish(&mut tx, id).await?;
    tx.commit().await?;
    // The marks too stood in the log of changes.
    parts.db.fold_changes().await?;
    info!(%organisation, erasure = %id, "Nothing of them is left");
    Ok(())
}
