//! What `group` calls say of companies and households.
//!
//! * What a server says is believed: the account is opened where it is new, its traits are kept, and the
//!   user whom the call names belongs to it.
//! * What a browser says is a claim, of the account as of whoever sits before it: it opens nothing, joins
//!   nobody, changes nothing, whatever it names.

use deedwell_core::{Account, Channel, Id, Result, Who};
use deedwell_people::account::told::{Told, tell_many};
use deedwell_people::account::{AccountDeed, AccountKind, Reference, members::Joined};
use deedwell_people::profile::Word;
use deedwell_people::{Known, Proof};
use deedwell_store::Tx;

use crate::message::Call;
use crate::naming::{Came, Named};
use crate::source::SourceKind;

/// What became of a `group` call that was believed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Heard {
    pub account: Id<Account>,
    /// The user belongs to it since this call; otherwise they did before.
    pub joined: bool,
}

impl Heard {
    /// The name under which the ledger keeps it. Programs say with every visit where somebody belongs;
    /// they join once.
    pub fn name(self) -> &'static str {
        if self.joined { "accounts.joined" } else { "accounts.named" }
    }

    pub fn about(self) -> String {
        deedwell_people::account::deed::about(self.account)
    }
}

/// Keeps what servers say of accounts, and records those that are new. For each message what became of it;
/// `None` for what is no `group` call, or a claim.
pub(crate) async fn hear(
    tx: &mut Tx,
    came: &[Came<'_>],
    named: &[Option<Named>],
) -> Result<Vec<Option<Heard>>> {
    let mut told = Vec::new();
    let mut places = Vec::new();
    for (place, (came, named)) in came.iter().zip(named).enumerate() {
        if let Some(one) = one(*came, named.as_ref()) {
            told.push(one);
            places.push(place);
        }
    }
    let mut all: Vec<Option<Heard>> = vec![None; came.len()];
    if told.is_empty() {
        return Ok(all);
    }
    let heard = tell_many(tx, &told).await?;
    let mut opened = Vec::new();
    for ((heard, told), place) in heard.iter().zip(&told).zip(places) {
        if heard.opened {
            let is = told.kind.unwrap_or_default();
            let deed = AccountDeed::Opened { account: heard.account, is };
            let action = tx.action(Who::System, &deed)?;
            opened.push(deedwell_core::Action { channel: Channel::API, unit: told.unit, ..action });
        }
        // A call without a user says something of the account, and of nobody.
        let joined = heard.member == Some(Joined::Now);
        if told.member.is_some()
            && let Some(of) = all.get_mut(place)
        {
            *of = Some(Heard { account: heard.account, joined });
        }
    }
    tx.record_many(opened)?;
    Ok(all)
}

/// What a server says in one call.
fn one(came: Came<'_>, named: Option<&Named>) -> Option<Told> {
    let (message, named) = (came.message, named?);
    if message.call != Call::Group || came.source.kind != SourceKind::Server {
        return None;
    }
    let reference = Reference::new("", message.group.as_deref()?).ok()?;
    let kind = message.properties.get("kind").and_then(|kind| kind.as_str());
    let word =
        Word { source: format!("source/{}", came.source.id), proof: Proof::Server, at: message.at };
    let is_user = |known: &Known| message.login.is_some() && known.proof.proves();
    Some(Told {
        reference,
        kind: kind.and_then(AccountKind::parse),
        unit: came.source.unit,
        traits: message.properties.clone(),
        member: Some(named.known).filter(is_user),
        role: String::new(),
        word,
    })
}
