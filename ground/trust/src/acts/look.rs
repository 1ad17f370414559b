//! Looks at who acted on a thing, and counts apart those who look like one.

use std::collections::{BTreeSet, HashMap, HashSet};

use deedwell_core::{Error, Id, Identity, Person, Result, Timestamp};
use deedwell_store::Tx;

use super::quarantine::suspect;
use super::trusted::mark;
use crate::cluster::{Acted, Cluster, Verdict, edges, judge};
use crate::mark::Wanted;
use crate::quarantine::{Grounds, Suspected};
use crate::store;

/// Acts on one thing that are looked at together: the latest.
pub const MOST_LOOKED: usize = 20_000;

/// What was found among who acted on one thing.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Found {
    pub clusters: Vec<Cluster>,
    /// Who is to be counted apart there, and why.
    pub whom: Vec<(Id<Identity>, Grounds)>,
}

/// What was found, and what came of it.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Looked {
    pub clusters: Vec<Cluster>,
    /// How many came to be counted apart by it.
    pub new: usize,
}

/// `acted`: by which identity somebody acted on this thing, and when. Looked at again, nothing happens twice;
/// what staff lifted stays lifted.
pub async fn look(tx: &mut Tx, about: &str, acted: &[(Id<Identity>, Timestamp)]) -> Result<Looked> {
    let found = find(tx, acted).await?;
    let new = put_apart(tx, about, &found).await?;
    Ok(Looked { clusters: found.clusters, new })
}

/// The first half, which only reads: who looks like one. Much may have to be read, and nobody waits for it.
pub async fn find(tx: &mut Tx, acted: &[(Id<Identity>, Timestamp)]) -> Result<Found> {
    let latest = acted.len().saturating_sub(MOST_LOOKED);
    let mut acted = acted.to_vec();
    acted.sort_unstable_by_key(|(identity, at)| (*at, *identity));
    let acted = acted.split_off(latest);
    let identities: BTreeSet<Id<Identity>> = acted.iter().map(|(identity, _)| *identity).collect();
    let identities: Vec<Id<Identity>> = identities.into_iter().collect();
    let known = store::known(tx, &identities).await?;
    let met_at: HashMap<Id<Person>, Timestamp> =
        known.values().map(|known| (known.person, known.met_at)).collect();
    let edges = edges(&store::signs_of(tx, &identities).await?, &met_at);
    let persons: Vec<Acted> = acted
        .iter()
        .filter_map(|(identity, at)| {
            known.get(identity).map(|known| Acted { person: known.person, at: *at })
        })
        .collect();
    // Orders only ever speak for people, so it is enough to ask for those of whom something looks amiss.
    let mut bought = HashSet::new();
    for person in judge(&persons, &edges, &bought).into_iter().flat_map(|cluster| cluster.people) {
        if mark(tx, person, Wanted::Anything, None).await?.is_ok() {
            bought.insert(person);
        }
    }
    let clusters = judge(&persons, &edges, &bought);
    let mut whom = Vec::new();
    for cluster in clusters.iter().filter(|cluster| cluster.verdict == Verdict::Quarantined) {
        let of = |identity: &&Id<Identity>| {
            known.get(identity).is_some_and(|known| cluster.people.contains(&known.person))
        };
        let theirs = identities.iter().filter(of);
        whom.extend(theirs.map(|identity| (*identity, Grounds::of(cluster))));
    }
    Ok(Found { clusters, whom })
}

/// The second half: those are counted apart there. How many had not been.
pub async fn put_apart(tx: &mut Tx, about: &str, found: &Found) -> Result<usize> {
    let mut new = 0;
    for (identity, grounds) in &found.whom {
        let suspected = Suspected {
            identity: *identity,
            about: about.to_owned(),
            grounds: grounds.clone(),
            note: String::new(),
        };
        match suspect(tx, None, &suspected).await {
            Ok(put) => new += usize::from(put.is_new),
            // Forgotten since it was looked.
            Err(Error::Missing(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(new)
}
