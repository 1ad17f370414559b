//! What is known of a name: from the ledger, who sent it, and whether a plan says what it means.

use std::collections::{BTreeMap, HashMap};

use deedwell_core::behaviour::{Behaviour, NameCount};
use deedwell_core::deed::is_kind;
use deedwell_core::plan::{own, planned};
use deedwell_core::{Error, Result, Timestamp};
use deedwell_store::Tx;

use crate::plan::{PlannedName, store};
use crate::seen::{From, origins};

/// Who says what a name means.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Meant {
    /// Nobody yet.
    Unknown,
    /// The organisation.
    Own,
    /// The specification.
    Specified,
    /// It pretended to be what only we do, or what a public key may not say.
    Claim,
}

impl Meant {
    pub const ALL: [Self; 4] = [Self::Unknown, Self::Own, Self::Specified, Self::Claim];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Own => "own",
            Self::Specified => "specified",
            Self::Claim => "claim",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|m| m.name() == text)
    }
}

/// A name, with everything that a page says of it.
#[derive(Clone, Debug)]
pub struct SeenName {
    pub count: NameCount,
    pub meant: Meant,
    pub planned: Option<PlannedName>,
    pub from: Vec<From>,
}

impl SeenName {
    pub fn is_seen(&self) -> bool {
        self.count.actions > 0
    }
}

/// Every name that was sent or is planned: what nobody has said the meaning of first, then what is sent
/// most. Deeds of our own are not among them.
pub async fn seen_names(tx: &mut Tx, behaviour: &dyn Behaviour) -> Result<Vec<SeenName>> {
    let mut plan: BTreeMap<String, PlannedName> =
        store::names(tx).await?.into_iter().map(|n| (n.name.clone(), n)).collect();
    let mut from: HashMap<String, Vec<From>> = HashMap::new();
    for origin in origins(tx).await? {
        from.entry(origin.name.clone()).or_default().push(origin);
    }
    let mut all = Vec::new();
    for count in behaviour.names(tx.organisation())? {
        let meant = meant(&count.name, plan.contains_key(&*count.name));
        let Some(meant) = meant else { continue };
        let planned = plan.remove(&*count.name);
        let from = from.remove(&*count.name).unwrap_or_default();
        all.push(SeenName { count, meant, planned, from });
    }
    all.extend(plan.into_values().map(never_seen));
    all.sort_by(|a, b| {
        let most = b.count.actions.cmp(&a.count.actions);
        a.meant.cmp(&b.meant).then(most).then_with(|| a.count.name.cmp(&b.count.name))
    });
    Ok(all)
}

/// One name, seen or not.
///
/// # Errors
/// `Missing` for a deed of our own, and for what was neither sent nor is free to be planned.
pub async fn seen_name(tx: &mut Tx, behaviour: &dyn Behaviour, name: &str) -> Result<SeenName> {
    let name = own::ledger_name(name).into_owned();
    let all = seen_names(tx, behaviour).await?;
    if let Some(found) = all.into_iter().find(|n| *n.count.name == *name) {
        return Ok(found);
    }
    let may = (own::is_free(&name) || planned(&name).is_some())
        && name.len() <= deedwell_core::Action::LONGEST_NAME
        && !name.chars().any(char::is_control);
    if !may {
        return Err(Error::Missing("name"));
    }
    let kind = deedwell_core::deed::kind_from_name(&name).into_owned();
    let mut unseen = never_seen(PlannedName { name, kind, note: String::new(), facts: Vec::new() });
    unseen.meant = meant(&unseen.count.name, false).unwrap_or(Meant::Unknown);
    unseen.planned = None;
    Ok(unseen)
}

fn meant(name: &str, is_planned: bool) -> Option<Meant> {
    match () {
        () if planned(name).is_some() => Some(Meant::Specified),
        () if is_planned => Some(Meant::Own),
        () if own::is_free(name) => Some(Meant::Unknown),
        () if name.starts_with("claimed.") => Some(Meant::Claim),
        () if is_kind(name) => None,
        () => Some(Meant::Unknown),
    }
}

fn never_seen(planned: PlannedName) -> SeenName {
    let count = NameCount {
        name: planned.name.as_str().into(),
        kind: planned.kind.as_str().into(),
        people: 0,
        actions: 0,
        of_visitors: 0,
        first_at: Timestamp::UNIX_EPOCH,
        last_at: Timestamp::UNIX_EPOCH,
        values: Vec::new(),
    };
    let meant = meant(&planned.name, true).unwrap_or(Meant::Own);
    SeenName { count, meant, planned: Some(planned), from: Vec::new() }
}
