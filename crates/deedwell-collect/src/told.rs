//! What messages say of people: traits, for their profiles. What a server says is proven; what a browser
//! says is kept of a visitor as claimed, and of somebody whom we know not at all.

use deedwell_core::Result;
use deedwell_people::profile::Word;
use deedwell_people::profile::traits::{Said, keep};
use deedwell_people::{Known, Proof};
use deedwell_store::Tx;
use serde_json::{Map, Value};

use crate::message::{Call, Message};
use crate::naming::{Came, Named};

/// Traits by which people are known or called: signs and names, not traits.
const SIGNS: [&str; 6] = ["email", "phone", "name", "firstName", "lastName", "id"];

/// The traits that messages say, gathered to be kept together.
#[derive(Default)]
pub struct Told {
    said: Vec<Said>,
}

impl Told {
    /// Whether all of it can be kept.
    pub fn add(&mut self, came: &Came<'_>, named: &Named) -> bool {
        let traits = traits(came.message, named);
        let Some(traits) = traits.filter(|traits| !traits.is_empty()) else { return true };
        let fits = |(key, value): (&String, &Value)| {
            deedwell_people::profile::traits::check(key, value).is_ok()
        };
        let all_fit = traits.iter().all(fits);
        let Known { identity, proof, .. } = named.known;
        let source = format!("source/{}", came.source.id);
        // It is a server that says so, however they are known themselves.
        let proof = if proof.proves() { Proof::Server } else { Proof::Claimed };
        let word = Word { source, proof, at: came.said_at };
        self.said.push(Said { identity, traits, word });
        all_fit
    }

    /// Keeps them. What has no room is left out.
    pub async fn write(self, tx: &mut Tx) -> Result<()> {
        if self.said.is_empty() {
            return Ok(());
        }
        keep(tx, &self.said).await.map(drop)
    }
}

/// The traits of a message that may be kept of whoever it names.
fn traits(message: &Message, named: &Named) -> Option<Map<String, Value>> {
    let own = (message.call == Call::Identify).then_some(&message.properties);
    let vouched = named.known.proof == Proof::Server || named.known.proof.proves();
    if !vouched && (named.is_of_known || own.is_none()) {
        return None;
    }
    let beside = message.context.get("traits").and_then(Value::as_object).filter(|_| vouched);
    let mut traits = Map::new();
    for (key, value) in own.into_iter().chain(beside).flatten() {
        if !SIGNS.contains(&key.as_str()) {
            traits.insert(key.clone(), value.clone());
        }
    }
    Some(traits)
}
