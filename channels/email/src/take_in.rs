//! What came back is read, kept, and told to the letter that it is about.

use deedwell_core::{Error, Id, Result};
use deedwell_sending::channel::{bounced, complained};
use deedwell_sending::store::{LetterRow, letter};
use deedwell_sending::suppression::Bounce;
use deedwell_sending::{Letter, letter as letters};
use deedwell_store::Tx;

use crate::returned::{self, Kind, LARGEST, Read, Severity};
use crate::store;

/// Letters that one report may speak of: the first that is ours is meant.
const MOST_MEANT: usize = 5;

/// What became of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TakenIn {
    pub kind: Kind,
    pub letter: Option<Id<Letter>>,
    /// The same had come before.
    pub is_repeated: bool,
}

/// Takes a message in. The caller commits.
///
/// # Errors
/// `Invalid` for what is too large.
pub async fn take_in(tx: &mut Tx, raw: &[u8]) -> Result<TakenIn> {
    if raw.is_empty() || raw.len() > LARGEST {
        return Err(Error::invalid("message", "A message has 1 to 524288 bytes."));
    }
    let mut read = returned::read(raw);
    let found = find(tx, &read).await?;
    let letter = match (read.kind, &found) {
        (Kind::Bounce, Some(row)) => {
            let class = match read.severity {
                Some(Severity::Hard) => Bounce::Hard,
                _ => Bounce::Soft,
            };
            bounced(tx, &row.message_id, class, &detail(&read)).await?.map(|r| r.letter)
        }
        (Kind::Complaint, Some(row)) => {
            complained(tx, &row.message_id, &detail(&read)).await?.map(|r| r.letter)
        }
        (_, found) => found.as_ref().map(|row| row.id),
    };
    if let Some(row) = &found {
        // So that it goes when whoever it was sent to is forgotten, whatever the report calls them.
        read.address.clone_from(&row.address);
    }
    let kept = store::add_return(tx, raw, &read, letter.map(|l| l.to_string())).await?;
    Ok(TakenIn { kind: read.kind, letter, is_repeated: kept.is_none() })
}

fn detail(read: &Read) -> String {
    format!("{} {}", read.status, read.diagnostic).trim().to_owned()
}

/// The letter that is meant: by the sealed address to which it came, or by a Message-ID that it quotes.
async fn find(tx: &mut Tx, read: &Read) -> Result<Option<LetterRow>> {
    let secret = store::setting(tx).await?.return_secret.0;
    let sealed = read.came_to.iter().filter_map(|to| returned::letter_in(to, &secret));
    let sealed =
        sealed.filter(|_| !secret.is_empty()).filter_map(|id| Some((id.parse().ok()?, None)));
    let quoted = read.about.iter().filter_map(|id| Some((letters::letter_of(id)?, Some(bare(id)))));
    let meant: Vec<(Id<Letter>, Option<&str>)> = sealed.chain(quoted).take(MOST_MEANT).collect();
    for (id, quoted) in meant {
        match letter(tx, id).await {
            // What is quoted has to be all of it, as it was sent.
            Ok(row) if quoted.is_none_or(|quoted| quoted == bare(&row.message_id)) => {
                return Ok(Some(row));
            }
            Ok(_) | Err(Error::Missing(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}

fn bare(message_id: &str) -> &str {
    message_id.trim().trim_matches(['<', '>'])
}
