//! How any file goes in: line by line, a batch at a time, each batch in one transaction with the
//! people it brings. Killed at any point, what was committed stays and the rest goes in next time.

use std::collections::{BTreeMap, HashMap};
use std::time::{Duration, Instant};

use deedwell_core::{Currency, Error, Id, Result, Timestamp, Unit};
use deedwell_store::Tx;

use super::moment::Zone;
use super::report::{Refusal, Refusals, Report};
use super::{Import, Progress};

/// How often a batch is tried again when somebody else was writing.
const ATTEMPTS: u32 = 6;

/// What the next line of a file is.
pub(super) enum Step<D> {
    Draft(D),
    Refused(Refusal, Vec<String>),
    /// Nothing that follows can be read.
    Broken(Refusal),
    End,
}

/// A file that can be read to its end.
pub(super) trait Source {
    type Draft: Draft;
    fn next(&mut self) -> Step<Self::Draft>;
    /// Bytes read, and bytes there are.
    fn place(&self) -> (u64, u64);
    /// The headings, for the file of refused lines.
    fn headings(&self) -> &[String];
    /// Remarks on the file as a whole, once it is read.
    fn notes(&mut self) -> Vec<String>;
}

/// What a line becomes.
pub(super) trait Draft: Sized + Send + Sync {
    /// Lines in one transaction.
    const BATCH: usize;
    /// What is kept between batches, once they are committed.
    type Memory: Default + Send;
    fn message(&self) -> Option<&str>;
    /// Whether the same file has had it before.
    fn is_repeated(&self) -> bool {
        false
    }
    /// Writes a batch, and says what became of each; commits unless this is a dry run.
    fn write(
        import: &Import<'_>,
        memory: &mut Self::Memory,
        batch: &[Self],
    ) -> impl Future<Output = Result<Written>> + Send;
}

/// What became of a batch.
#[derive(Default)]
pub(super) struct Written {
    pub added: u64,
    pub already: u64,
    pub people: u64,
    /// What came with the lines.
    pub also: BTreeMap<&'static str, u64>,
    pub refused: Vec<(Refusal, Vec<String>)>,
}

/// Reads a source to its end.
pub(super) async fn run<S: Source>(
    import: &Import<'_>,
    name: String,
    source: &mut S,
) -> Result<Report> {
    let mut report = Report { source: name, dry_run: import.dry_run, ..Report::default() };
    let mut refusals = Refusals::new(import.refused_file.as_deref(), source.headings())?;
    let mut memory = <S::Draft as Draft>::Memory::default();
    let started = Instant::now();
    let mut batch = Vec::with_capacity(S::Draft::BATCH);
    loop {
        let ended = fill(import, source, &mut batch, &mut report, &mut refusals)?;
        let written = write(import, &mut memory, &batch).await?;
        batch.clear();
        report.added += written.added;
        report.already += written.already;
        report.people += written.people;
        for (what, number) in written.also {
            *report.also.entry(what).or_default() += number;
        }
        for (refusal, raw) in written.refused {
            refusals.take(&mut report, refusal, &raw)?;
        }
        let (done, total) = source.place();
        let seconds = started.elapsed().as_secs_f64().max(1e-6);
        let lines_per_second = report.read as f64 / seconds;
        (import.progress)(Progress { done, total, read: report.read, lines_per_second });
        if ended {
            break;
        }
    }
    source.notes().into_iter().for_each(|note| report.note(note));
    refusals.finish()?;
    if !import.dry_run {
        audit(import, &report).await?;
    }
    Ok(report)
}

/// Reads until the batch is full or the file ends; true at the end.
fn fill<S: Source>(
    import: &Import<'_>,
    source: &mut S,
    batch: &mut Vec<S::Draft>,
    report: &mut Report,
    refusals: &mut Refusals,
) -> Result<bool> {
    // Lines that are refused or there already fill no batch; look up now and then all the same.
    for _ in 0..S::Draft::BATCH * 4 {
        if batch.len() >= S::Draft::BATCH {
            break;
        }
        match source.next() {
            Step::End => return Ok(true),
            Step::Broken(refusal) => {
                report.read += 1;
                report.note(refusal.sentence.clone());
                refusals.take(report, refusal, &[])?;
                return Ok(true);
            }
            Step::Refused(refusal, raw) => {
                report.read += 1;
                refusals.take(report, refusal, &raw)?;
            }
            Step::Draft(draft) => {
                report.read += 1;
                if draft.is_repeated() || draft.message().is_some_and(import.already) {
                    report.already += 1;
                } else {
                    batch.push(draft);
                }
            }
        }
    }
    Ok(false)
}

async fn write<D: Draft>(
    import: &Import<'_>,
    memory: &mut D::Memory,
    batch: &[D],
) -> Result<Written> {
    if batch.is_empty() {
        return Ok(Written::default());
    }
    for attempt in 1..ATTEMPTS {
        match D::write(import, memory, batch).await {
            Err(Error::TooMany { .. }) => {
                tokio::time::sleep(Duration::from_millis(200) * attempt).await;
            }
            done => return done,
        }
    }
    D::write(import, memory, batch).await
}

/// What an importer must know of the organisation.
pub(super) struct Setting {
    pub zone: Zone,
    pub currency: Currency,
    /// By key.
    pub units: HashMap<String, Id<Unit>>,
    pub now: Timestamp,
}

/// # Errors
/// `Missing` when there is no such organisation; `import.simulated` where what happened would mix with
/// what was made up.
pub(super) async fn setting(import: &Import<'_>) -> Result<Setting> {
    let mut tx = import.db.read(import.organisation).await?;
    let find =
        tx.query("select made_from, zone, currency from organisation where organisation = $1");
    let row = tx.find(find).await?.ok_or(Error::Missing("organisation"))?;
    let made_from = row.text("made_from")?;
    if made_from == "simulated" {
        return Err(Error::refused(
            "import.simulated",
            "This organisation is a simulation. Real customers would be lost among invented ones; please import into an organisation of their own.",
        ));
    }
    let zone = row.text("zone")?;
    let zone = Zone::named(&zone)
        .ok_or_else(|| Error::fault(format!("the organisation's zone {zone} is unknown")))?;
    let currency = row.currency("currency")?;
    let units = units(&mut tx).await?;
    Ok(Setting { zone, currency, units, now: tx.now() })
}

async fn units(tx: &mut Tx) -> Result<HashMap<String, Id<Unit>>> {
    let find = tx.query("select id, key from unit where organisation = $1");
    let rows = tx.list(find).await?;
    rows.iter().map(|row| Ok((row.text("key")?, row.id("id")?))).collect()
}

impl Setting {
    /// A unit by its key; '' for none.
    pub fn unit(&self, key: &str) -> Result<Option<Id<Unit>>, String> {
        if key.is_empty() {
            return Ok(None);
        }
        self.units.get(key).copied().map(Some).ok_or_else(|| {
            let mut known: Vec<&str> = self.units.keys().map(String::as_str).take(20).collect();
            known.sort_unstable();
            match known.is_empty() {
                true => format!("There is no unit “{key}”; this organisation has none."),
                false => format!("There is no unit “{key}”. There are: {}.", known.join(", ")),
            }
        })
    }
}

async fn audit(import: &Import<'_>, report: &Report) -> Result<()> {
    let detail = serde_json::json!({
        "read": report.read, "added": report.added, "already": report.already,
        "refused": report.refused, "people": report.people, "also": report.also,
    });
    let mut tx = import.db.write(import.organisation).await?;
    let about = format!("source/{}", report.source);
    deedwell_store::audit(&mut tx, None, "imported", Some(&about), &detail).await?;
    tx.commit().await.map(drop)
}
