//! One desk for many connections: hand-overs and answers that come at the same time are written together, so
//! that a disk which takes two hundred commits a second carries thousands of letters.

use std::sync::Arc;

use deedwell_core::{Error, Result};
use deedwell_store::Db;
use tokio::sync::{mpsc, oneshot};
use tracing::warn;

use super::answer::{Answer, answer};
use super::hand::{HandOver, handed_over};
use super::take::Handed;

/// Written together at most.
const MOST_TOGETHER: usize = 200;
/// Waiting to be written at most: whoever brings more waits.
const MOST_WAITING: usize = 1_000;

type Reply<T> = oneshot::Sender<Result<T, Arc<Error>>>;

/// Cheap to clone. The desk is closed when the last one is dropped, after all was written.
#[derive(Clone)]
pub struct Desk {
    hand_overs: mpsc::Sender<(Handed, Reply<HandOver>)>,
    answers: mpsc::Sender<(Handed, Answer, Reply<()>)>,
}

impl Desk {
    /// Two tasks: what is about to go does not wait for what has gone.
    pub fn open(db: Db) -> Self {
        let (hand_overs, asked) = mpsc::channel(MOST_WAITING);
        let (answers, said) = mpsc::channel(MOST_WAITING);
        tokio::spawn(keep_handing(db.clone(), asked));
        tokio::spawn(keep_answering(db, said));
        Self { hand_overs, answers }
    }

    /// As [`handed_over`], of one letter. Returns when it is written.
    ///
    /// # Errors
    /// When the database cannot be written: then the letter must not be sent.
    pub async fn hand_over(&self, letter: Handed) -> Result<HandOver> {
        let (reply, came) = oneshot::channel();
        self.hand_overs.send((letter, reply)).await.map_err(|_| closed())?;
        came.await.map_err(|_| closed())?.map_err(Error::fault)
    }

    /// As [`answer`], of one letter. Returns when it is written.
    ///
    /// # Errors
    /// When the database cannot be written: say it again then.
    pub async fn answer(&self, letter: Handed, said: Answer) -> Result<()> {
        let (reply, came) = oneshot::channel();
        self.answers.send((letter, said, reply)).await.map_err(|_| closed())?;
        came.await.map_err(|_| closed())?.map_err(Error::fault)
    }
}

fn closed() -> Error {
    Error::fault("the desk at which letters are written down is closed")
}

async fn keep_handing(db: Db, mut asked: mpsc::Receiver<(Handed, Reply<HandOver>)>) {
    let mut together = Vec::new();
    while asked.recv_many(&mut together, MOST_TOGETHER).await > 0 {
        let (letters, replies): (Vec<_>, Vec<_>) = together.drain(..).unzip();
        match handed_over(&db, &letters).await {
            Ok(came) => {
                for (reply, came) in replies.into_iter().zip(came) {
                    // Whoever does not wait any more does not send; then the letter is ambiguous.
                    let _ = reply.send(Ok(came));
                }
            }
            Err(error) => tell(replies, error),
        }
    }
}

async fn keep_answering(db: Db, mut said: mpsc::Receiver<(Handed, Answer, Reply<()>)>) {
    let mut together = Vec::new();
    while said.recv_many(&mut together, MOST_TOGETHER).await > 0 {
        let (mut answers, mut replies) = (Vec::new(), Vec::new());
        for (handed, came, reply) in together.drain(..) {
            answers.push((handed, came));
            replies.push(reply);
        }
        match answer(&db, &answers).await {
            Ok(()) => replies.into_iter().for_each(|reply| {
                let _ = reply.send(Ok(()));
            }),
            Err(error) => tell(replies, error),
        }
    }
}

fn tell<T>(replies: Vec<Reply<T>>, error: Error) {
    warn!(%error, letters = replies.len(), "What letters came to could not be written down");
    let error = Arc::new(error);
    for reply in replies {
        let _ = reply.send(Err(Arc::clone(&error)));
    }
}
