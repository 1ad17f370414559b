//! What programs are answered.

use deedwell_people::account::members::Member;
use deedwell_people::account::traits::AccountTrait;
use deedwell_people::account::{Card, Line};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::figures::{FiguresGiven, RollUp};

#[derive(Serialize, ToSchema)]
pub(super) struct AccountGiven {
    id: String,
    /// Empty while unknown.
    name: String,
    /// Staff gave the name, and no program changes it.
    named_by_staff: bool,
    /// `company`, `household` or `other`.
    kind: &'static str,
    note: String,
    /// The id of a business unit.
    unit: Option<String>,
    created_at: String,
    closed_at: Option<String>,
    /// One more with every change; for `If-Match`.
    version: i64,
    references: Vec<ReferenceGiven>,
    traits: Vec<TraitGiven>,
    figures: FiguresGiven,
}

#[derive(Serialize, ToSchema)]
struct ReferenceGiven {
    /// The system for which the value holds; empty for what `group` calls name.
    scope: String,
    value: String,
}

#[derive(Serialize, ToSchema)]
struct TraitGiven {
    key: String,
    value: Value,
    /// How it is known: `import`, `staff`, `server`.
    proof: &'static str,
    /// Who said it: `source/…`, `staff/…`, `key/…`, `import`.
    source: String,
    said_at: String,
}

impl AccountGiven {
    pub fn of(card: Card, traits: Vec<AccountTrait>, sum: &RollUp) -> Self {
        let reference = |r: deedwell_people::account::Reference| ReferenceGiven {
            scope: r.scope,
            value: r.value,
        };
        let told = |t: AccountTrait| TraitGiven {
            key: t.key,
            value: t.value,
            proof: t.proof.name(),
            source: t.source,
            said_at: t.said_at.to_string(),
        };
        Self {
            id: card.id.to_string(),
            name: card.name,
            named_by_staff: card.named_by_staff,
            kind: card.kind.name(),
            note: card.note,
            unit: card.unit.map(|unit| unit.to_string()),
            created_at: card.created_at.to_string(),
            closed_at: card.closed_at.map(|at| at.to_string()),
            version: card.version,
            references: card.references.into_iter().map(reference).collect(),
            traits: traits.into_iter().map(told).collect(),
            figures: sum.given(),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub(super) struct AccountsGiven {
    accounts: Vec<AccountLineGiven>,
    /// The `cursor` of what follows; none at the end.
    next: Option<String>,
}

#[derive(Serialize, ToSchema)]
struct AccountLineGiven {
    id: String,
    /// Empty while unknown.
    name: String,
    kind: &'static str,
    /// One by which it is known; empty for none.
    reference: String,
    created_at: String,
    closed_at: Option<String>,
    /// Who belongs to it now.
    members: i64,
}

impl AccountsGiven {
    pub fn of(lines: &[Line], next: Option<String>) -> Self {
        let line = |line: &Line| AccountLineGiven {
            id: line.id.to_string(),
            name: line.name.clone(),
            kind: line.kind.name(),
            reference: line.reference.clone(),
            created_at: line.created_at.to_string(),
            closed_at: line.closed_at.map(|at| at.to_string()),
            members: line.members,
        };
        Self { accounts: lines.iter().map(line).collect(), next }
    }
}

#[derive(Serialize, ToSchema)]
pub(super) struct MembersGiven {
    members: Vec<MemberGiven>,
}

#[derive(Serialize, ToSchema)]
struct MemberGiven {
    person: String,
    /// Empty while unknown.
    name: String,
    role: String,
    since: String,
    /// When they left; none while they belong to it.
    until: Option<String>,
    /// How it is known: `import`, `staff`, `server`.
    proof: &'static str,
    /// Who said it: `source/…`, `staff/…`, `key/…`, `import`.
    source: String,
}

impl MembersGiven {
    pub fn of(members: Vec<Member>) -> Self {
        let given = |m: Member| MemberGiven {
            person: m.person.to_string(),
            name: m.name,
            role: m.role,
            since: m.since.to_string(),
            until: m.until.map(|at| at.to_string()),
            proof: m.proof.name(),
            source: m.source,
        };
        Self { members: members.into_iter().map(given).collect() }
    }
}
