//! The desk at which requests hand in what they brought: written together, acknowledged when it is on
//! disk.
//!
//! A sync takes milliseconds, so each request by itself would be slow and many at once impossible. A
//! request waits in a queue of bounded size; whoever is next takes all that waits, writes it in one
//! transaction for each organisation, and answers them all. When the queue is full, the answer is
//! "come back in a moment", which clients do. `known` remembers whose keys were shown just now.
mod known;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use deedwell_core::{Error, Id, Organisation, Result, Timestamp};
use deedwell_web::Deedwell;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot};

use crate::record::{Sent, record};
use crate::source::{Source, SourceKind};
use known::Sources;

/// Kilobytes of JSON that may wait; taken apart it is a few times as much.
const MOST_WAITING_KB: u32 = 32 * 1024;
/// Requests that may wait.
const MOST_WAITING: usize = 4_096;
/// Messages that are written together.
const MOST_TOGETHER: usize = 5_000;
/// Events an hour that a public key may report to one server: whoever finds it must not be able to fill
/// the disk.
pub const PUBLIC_EVENTS_AN_HOUR: usize = 500_000;
const AN_HOUR_S: i64 = 3_600;
/// Seconds after which a client may come back.
const COME_BACK_S: u32 = 1;

struct Handed {
    organisation: Id<Organisation>,
    sent: Sent,
    done: oneshot::Sender<Result<()>>,
    /// Given back when it is written.
    room: OwnedSemaphorePermit,
}

/// One for each server. It begins to write with the first request.
pub struct Desk {
    queue: OnceLock<mpsc::Sender<Handed>>,
    room: Arc<Semaphore>,
    hour: Mutex<Hour>,
    pub(crate) sources: Sources,
}

/// What public keys reported within this hour.
#[derive(Default)]
struct Hour {
    number: i64,
    events: HashMap<Id<Source>, usize>,
}

impl Default for Desk {
    fn default() -> Self {
        Self {
            queue: OnceLock::new(),
            room: Arc::new(Semaphore::new(MOST_WAITING_KB as usize)),
            hour: Mutex::default(),
            sources: Sources::default(),
        }
    }
}

/// Room for a request in what may wait.
pub struct Room(OwnedSemaphorePermit);

impl Desk {
    /// Room for so many bytes, before they are taken apart.
    ///
    /// # Errors
    /// `TooMany` when more waits than can be held.
    pub fn room_for(&self, bytes: usize) -> Result<Room> {
        let kilobytes = u32::try_from(bytes / 1024 + 1).map_err(Error::fault)?;
        let room = Arc::clone(&self.room).try_acquire_many_owned(kilobytes);
        room.map(Room).map_err(|_| busy())
    }

    /// Counts what a public key reports.
    ///
    /// # Errors
    /// `TooMany`, with the seconds until the next hour.
    pub fn spend(&self, source: &Source, events: usize, now: Timestamp) -> Result<()> {
        if source.kind == SourceKind::Server {
            return Ok(());
        }
        let now = now.as_second();
        let mut hour = self.hour.lock().unwrap_or_else(PoisonError::into_inner);
        if hour.number != now.div_euclid(AN_HOUR_S) {
            *hour = Hour { number: now.div_euclid(AN_HOUR_S), events: HashMap::new() };
        }
        let spent = hour.events.entry(source.id).or_default();
        if *spent + events <= PUBLIC_EVENTS_AN_HOUR {
            *spent += events;
            return Ok(());
        }
        let left = AN_HOUR_S - now.rem_euclid(AN_HOUR_S);
        Err(Error::TooMany {
            sentence: format!(
                "This key has reported {PUBLIC_EVENTS_AN_HOUR} events within an hour."
            )
            .into(),
            retry_after_s: u32::try_from(left).unwrap_or(3_600),
        })
    }

    /// Writes it, together with what others brought. When this answers, it is on disk.
    ///
    /// # Errors
    /// `TooMany` when more waits than can be held; what the state says when it cannot write.
    pub async fn hand_in(
        &self,
        app: &Deedwell,
        organisation: Id<Organisation>,
        sent: Sent,
        room: Room,
    ) -> Result<()> {
        let queue = self.queue.get_or_init(|| {
            let (give, take) = mpsc::channel(MOST_WAITING);
            tokio::spawn(write_all(app.clone(), take));
            give
        });
        let (done, answered) = oneshot::channel();
        let handed = Handed { organisation, sent, done, room: room.0 };
        queue.try_send(handed).map_err(|_| busy())?;
        answered.await.map_err(|_| Error::fault("the desk has closed"))?
    }
}

fn busy() -> Error {
    Error::TooMany {
        sentence: "More comes in than can be written. Please send it again in a moment.".into(),
        retry_after_s: COME_BACK_S,
    }
}

async fn write_all(app: Deedwell, mut queue: mpsc::Receiver<Handed>) {
    while let Some(first) = queue.recv().await {
        let mut count = first.sent.taken.len();
        let mut together = HashMap::from([(first.organisation, vec![first])]);
        while count < MOST_TOGETHER
            && let Ok(next) = queue.try_recv()
        {
            count += next.sent.taken.len();
            together.entry(next.organisation).or_insert_with(Vec::new).push(next);
        }
        for (organisation, handed) in together {
            // In a task of its own: a mistake of ours ends that, not the desk. Who waits is told to come back.
            let app = app.clone();
            let written = tokio::spawn(async move { write(&app, organisation, handed).await });
            if let Err(error) = written.await {
                tracing::error!(%error, "Events could not be written");
            }
        }
    }
}

/// Together; and if that fails each by itself, so that one that cannot be written is its own affair.
async fn write(app: &Deedwell, organisation: Id<Organisation>, handed: Vec<Handed>) {
    let (sent, done): (Vec<Sent>, Vec<_>) =
        handed.into_iter().map(|h| (h.sent, (h.done, h.room))).unzip();
    match commit(app, organisation, &sent).await {
        Ok(()) => done.into_iter().for_each(|(done, _)| drop(done.send(Ok(())))),
        Err(error) if sent.len() == 1 => {
            done.into_iter().for_each(|(done, _)| drop(done.send(Err(again(&error)))));
        }
        Err(_) => {
            for (sent, (done, _)) in sent.into_iter().zip(done) {
                let written = commit(app, organisation, &[sent]).await;
                drop(done.send(written.map_err(|error| again(&error))));
            }
        }
    }
    app.nudge();
}

async fn commit(app: &Deedwell, organisation: Id<Organisation>, sent: &[Sent]) -> Result<()> {
    let mut tx = app.db().write(organisation).await?;
    record(&mut tx, sent, &app.hears()).await?;
    tx.commit().await.map(drop)
}

/// Whatever kept it from being written will pass, or will be mended by whoever reads the log: a client
/// must not throw its events away for it.
fn again(error: &Error) -> Error {
    if !matches!(error, Error::TooMany { .. }) {
        tracing::error!(%error, cause = ?error, "Events could not be written");
    }
    busy()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(kind: SourceKind) -> Source {
        let at = Timestamp::UNIX_EPOCH;
        let (name, origins) = (String::new(), Vec::new());
        let id = Id::from_uuid(deedwell_core::Clock::Real.new_id::<Source>().uuid());
        let (closed_at, first_at, last_at) = (None, None, None);
        Source {
            id,
            name,
            kind,
            unit: None,
            origins,
            keeps_addresses: true,
            strictness: crate::source::Strictness::Everything,
            held: 0,
            consent: String::new(),
            created_at: at,
            closed_at,
            first_at,
            last_at,
            events: 0,
            refused: 0,
        }
    }

    #[test]
    fn a_public_key_has_its_hour() {
        let (desk, browser, server) =
            (Desk::default(), source(SourceKind::Browser), source(SourceKind::Server));
        let at = |s: i64| Timestamp::from_second(s).unwrap();
        assert!(desk.spend(&browser, PUBLIC_EVENTS_AN_HOUR, at(7_200)).is_ok());
        let full = desk.spend(&browser, 1, at(7_300)).unwrap_err();
        assert!(matches!(full, Error::TooMany { retry_after_s: 3_500, .. }), "{full:?}");
        assert!(desk.spend(&server, PUBLIC_EVENTS_AN_HOUR * 2, at(7_300)).is_ok());
        assert!(desk.spend(&browser, 1, at(10_800)).is_ok(), "the next hour");
    }

    #[test]
    fn only_so_much_may_wait() {
        let desk = Desk::default();
        let rooms: Vec<_> = (0..64).map_while(|_| desk.room_for(511 * 1024).ok()).collect();
        assert_eq!(rooms.len(), 64);
        assert!(matches!(desk.room_for(1024 * 1024), Err(Error::TooMany { .. })));
        drop(rooms);
        assert!(desk.room_for(1024 * 1024).is_ok());
    }
}
