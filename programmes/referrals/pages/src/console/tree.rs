//! Who brought whom: from one of them outwards, or those who brought most.

use askama::Template;
use deedwell_core::{Error, Id, Person, Result};
use deedwell_store::Tx as Work;
use deedwell_web::{Answer, Frame, Query, Tx, View};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::acts;
use crate::stage::Stage;
use crate::store::{self, LinkCounted};
use crate::words::{self, Badge};

#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
pub(super) struct TreeAsk {
    /// The id of whom it begins with; none for those who brought most.
    person: Option<String>,
}

pub(super) struct Leaf {
    person: Id<Person>,
    name: String,
    depth: usize,
    badge: Badge,
    href: String,
}

/// Somebody who brought friends, where nobody is asked for.
pub(super) struct Root {
    person: Id<Person>,
    name: String,
    friends: i64,
    paid: i64,
}

#[derive(Template)]
#[template(path = "console/tree.html")]
pub(super) struct Page {
    frame: Frame,
    root: Option<(Id<Person>, String)>,
    by: Option<(Id<Person>, String)>,
    leaves: Vec<Leaf>,
    is_cut: bool,
    roots: Vec<Root>,
}

impl Page {
    /// For the eye; the words say it for the ear.
    fn indent(&self, leaf: &Leaf) -> String {
        "— ".repeat(leaf.depth.saturating_sub(1))
    }
}

pub(super) async fn show(
    frame: Frame,
    Tx(mut tx): Tx,
    Query(ask): Query<TreeAsk>,
) -> Answer<View<Page>> {
    let person = ask.person.as_deref().map(str::trim).filter(|id| !id.is_empty());
    let person: Option<Id<Person>> = match person {
        Some(id) => Some(id.parse().map_err(|_| Error::Missing("person"))?),
        None => None,
    };
    let page = match person {
        Some(person) => of(&mut tx, frame, person).await?,
        None => {
            let roots = roots(&mut tx, &frame).await?;
            Page { frame, root: None, by: None, leaves: Vec::new(), is_cut: false, roots }
        }
    };
    Ok(View(page))
}

async fn of(tx: &mut Work, frame: Frame, person: Id<Person>) -> Result<Page> {
    let tree = acts::tree(tx, person).await?;
    let by = store::referrals_of_friend(tx, tree.root).await?;
    let by = by.into_iter().find(|r| r.stage != Stage::Lapsed).map(|r| r.referrer.person);
    let mut people: Vec<Id<Person>> = tree.nodes.iter().map(|node| node.person).collect();
    people.push(tree.root);
    people.extend(by);
    let names = words::named(tx, &frame, &people).await?;
    let name = |id: &Id<Person>| names.get(id).cloned().unwrap_or_default();
    let mut leaves = Vec::with_capacity(tree.nodes.len());
    // Depth first, so that whom somebody brought stands below them.
    let mut open: Vec<Id<Person>> = vec![tree.root];
    while let Some(at) = open.pop() {
        if let Some(node) = tree.nodes.iter().find(|node| node.person == at) {
            leaves.push(Leaf {
                person: node.person,
                name: name(&node.person),
                depth: node.depth,
                badge: words::stage_badge(&frame, node.stage),
                href: format!("/console/referrals/{}", node.referral),
            });
        }
        let below = tree.nodes.iter().rev().filter(|node| node.by == at);
        open.extend(below.map(|node| node.person));
    }
    Ok(Page {
        root: Some((tree.root, name(&tree.root))),
        by: by.map(|id| (id, name(&id))),
        is_cut: tree.is_cut,
        roots: Vec::new(),
        leaves,
        frame,
    })
}

async fn roots(tx: &mut Work, frame: &Frame) -> Result<Vec<Root>> {
    let (links, _) = store::links(tx, None, 0).await?;
    let some: Vec<LinkCounted> = links.into_iter().filter(|one| one.friends > 0).collect();
    let people: Vec<Id<Person>> = some.iter().filter_map(|one| one.person).collect();
    let names = words::named(tx, frame, &people).await?;
    let root = |one: LinkCounted| {
        let person = one.person?;
        let name = names.get(&person).cloned().unwrap_or_default();
        Some(Root { person, name, friends: one.friends, paid: one.paid })
    };
    Ok(some.into_iter().filter_map(root).collect())
}
