//! What programs are given of a person.

use std::collections::BTreeMap;

use deedwell_core::behaviour::{Activity, Behaviour};
use deedwell_core::{Id, Organisation, Person, Result, Secret, Timestamp};
use deedwell_people::profile::consents::{history, standing};
use deedwell_people::profile::{holdings, traits};
use deedwell_people::{PersonRow, head_of, person};
use deedwell_store::Tx;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// One person, everything that is kept of them but their acts.
#[derive(Serialize, ToSchema)]
pub(super) struct ProfileGiven {
    pub id: String,
    /// '' while unknown.
    pub name: String,
    pub language: Option<String>,
    pub unit: Option<String>,
    pub is_test: bool,
    pub first_met: String,
    pub tags: Vec<String>,
    pub identities: Vec<IdentityGiven>,
    /// By key.
    pub traits: BTreeMap<String, ProfileTraitGiven>,
    /// By purpose: what counts now.
    pub consents: BTreeMap<String, ConsentGiven>,
    pub holdings: Vec<HoldingGiven>,
    pub computed: ComputedGiven,
    /// Changes with everything above but `computed`; for `If-Match`.
    pub version: String,
}

#[derive(Serialize, ToSchema)]
pub(super) struct IdentityGiven {
    pub kind: &'static str,
    pub value: String,
    pub scope: String,
    /// `claimed`, `import`, `staff`, `server`, `token`, `code`.
    pub proof: &'static str,
}

#[derive(Serialize, ToSchema)]
pub(super) struct ProfileTraitGiven {
    pub value: Value,
    pub proof: &'static str,
    pub source: String,
    pub said_at: String,
}

#[derive(Serialize, ToSchema)]
pub(super) struct ConsentGiven {
    pub given: bool,
    pub at: String,
    pub proof: &'static str,
    pub source: String,
}

#[derive(Serialize, ToSchema)]
pub(super) struct HoldingGiven {
    pub id: String,
    pub name: String,
    pub kind: String,
    pub reference: String,
    /// A day.
    pub since: Option<String>,
    pub until: Option<String>,
}

/// What follows from what they did.
#[derive(Serialize, ToSchema)]
pub(super) struct ComputedGiven {
    pub first_seen: Option<String>,
    pub last_seen: Option<String>,
    pub actions: u64,
    pub purchases: u64,
    pub last_purchase: Option<String>,
    /// Orders less refunds, by currency.
    pub spent: Vec<SpentGiven>,
}

#[derive(Serialize, ToSchema)]
pub(super) struct SpentGiven {
    pub amount: String,
    pub currency: String,
}

/// A line of a list.
#[derive(Serialize, ToSchema)]
pub(super) struct PersonGiven {
    pub id: String,
    pub name: String,
    pub first_met: String,
    pub tags: Vec<String>,
    pub identities: Vec<IdentityGiven>,
}

#[derive(Serialize, ToSchema)]
pub(super) struct PeopleGiven {
    pub people: Vec<PersonGiven>,
    pub total: usize,
    /// The `cursor` of what follows; null on the last page.
    pub next: Option<String>,
}

impl PersonGiven {
    pub fn of(row: PersonRow) -> Self {
        let identity =
            |(sign, proof): &(deedwell_people::Sign, deedwell_people::Proof)| IdentityGiven {
                kind: sign.kind().name(),
                value: sign.value().to_owned(),
                scope: sign.scope().to_owned(),
                proof: proof.name(),
            };
        Self {
            id: row.id.to_string(),
            identities: row.signs.iter().map(identity).collect(),
            name: row.name,
            first_met: row.created_at.to_string(),
            tags: row.tags,
        }
    }
}

/// The profile of whoever stands for this person.
///
/// # Errors
/// `Missing`.
pub(super) async fn profile(
    tx: &mut Tx,
    behaviour: &dyn Behaviour,
    organisation: Id<Organisation>,
    id: Id<Person>,
) -> Result<ProfileGiven> {
    let id = head_of(tx, id).await?;
    let kept = person(tx, id).await?;
    let consents = standing(&history(tx, id).await?);
    let activity = behaviour.activity(organisation, &[id])?.into_iter().next();
    let mut given = ProfileGiven {
        id: id.to_string(),
        name: kept.name,
        language: kept.language,
        unit: kept.unit.map(|u| u.to_string()),
        is_test: kept.is_test,
        first_met: kept.created_at.to_string(),
        tags: kept.tags.into_iter().map(|t| t.tag).collect(),
        identities: kept.identities.iter().map(identity).collect(),
        traits: traits::of(tx, id).await?.into_iter().map(one_trait).collect(),
        consents: consents.into_iter().map(consent).collect(),
        holdings: holdings::of(tx, id).await?.into_iter().map(holding).collect(),
        computed: computed(activity),
        version: String::new(),
    };
    given.version = version(&given)?;
    Ok(given)
}

/// A fingerprint of what can be changed.
fn version(given: &ProfileGiven) -> Result<String> {
    let mut all = serde_json::to_value(given).map_err(deedwell_core::Error::fault)?;
    if let Some(all) = all.as_object_mut() {
        all.remove("computed");
        all.remove("version");
    }
    Ok(Secret::hash_of(&all.to_string()))
}

fn identity(row: &deedwell_people::person::IdentityRow) -> IdentityGiven {
    IdentityGiven {
        kind: row.kind.name(),
        value: row.value.clone(),
        scope: row.scope.clone(),
        proof: row.proof.name(),
    }
}

fn one_trait(said: traits::Trait) -> (String, ProfileTraitGiven) {
    let given = ProfileTraitGiven {
        value: said.value,
        proof: said.proof.name(),
        source: said.source,
        said_at: said.said_at.to_string(),
    };
    (said.key, given)
}

fn consent(
    (purpose, word): (String, deedwell_people::profile::consents::Consent),
) -> (String, ConsentGiven) {
    let given = ConsentGiven {
        given: word.given,
        at: word.at.to_string(),
        proof: word.proof.name(),
        source: word.source,
    };
    (purpose, given)
}

fn holding(one: holdings::Holding) -> HoldingGiven {
    HoldingGiven {
        id: one.id.to_string(),
        name: one.name,
        kind: one.kind,
        reference: one.reference,
        since: one.since.map(|d| d.to_string()),
        until: one.until.map(|d| d.to_string()),
    }
}

fn computed(activity: Option<Activity>) -> ComputedGiven {
    let text = |at: Option<Timestamp>| at.map(|at| at.to_string());
    let spent = activity.iter().flat_map(|a| &a.spent);
    let spent = spent.map(|m| SpentGiven { amount: m.decimal(), currency: m.currency.to_string() });
    ComputedGiven {
        first_seen: text(activity.as_ref().and_then(|a| a.first_at)),
        last_seen: text(activity.as_ref().and_then(|a| a.last_at)),
        actions: activity.as_ref().map_or(0, |a| a.actions),
        purchases: activity.as_ref().map_or(0, |a| a.purchases),
        last_purchase: text(activity.as_ref().and_then(|a| a.last_purchase_at)),
        spent: spent.collect(),
    }
}
