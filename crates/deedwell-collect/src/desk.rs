//! The desk at which requests hand in what they brought: written together, acknowledged when it is on
//! disk.
//!
//! A sync takes milliseconds, so each request by itself would be slow and many at once impossible. A
//! request waits in a queue of bounded size; whoever is next takes all that waits, writes it in one
//! transaction for each organisation, and answers them all. When the queue is full, the answer is
//! "come back in a moment", which clients do.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use deedwell_core::{Error, Id, Organisation, Result};
use deedwell_web::Deedwell;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot};

use crate::record::{Sent, record};

/// Kilobytes of JSON that may wait; taken apart it is a few times as much.
const MOST_WAITING_KB: u32 = 32 * 1024;
/// Requests that may wait.
const MOST_WAITING: usize = 4_096;
/// Messages that are written together.
const MOST_TOGETHER: usize = 5_000;
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
}

impl Default for Desk {
    fn default() -> Self {
        Self { queue: OnceLock::new(), room: Arc::new(Semaphore::new(MOST_WAITING_KB as usize)) }
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
            write(&app, organisation, handed).await;
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
    record(&mut tx, sent).await?;
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
