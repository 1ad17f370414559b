//! The list of accounts.

use std::collections::HashMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use deedwell_core::behaviour::Behaviour;
use deedwell_core::{Account, Currency, Id, Organisation, Result, Timestamp};
use deedwell_people::account::{AccountAsk, AccountKind, AccountOrder, Line, list as kept};
use deedwell_web::address::Address;
use deedwell_web::answer::{Choice, Pages};
use deedwell_web::{Answer, Deedwell, Frame, Query, Right, Site, Tx, View};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{called, href, kind_words, kinds};
use crate::figures::RollUp;
use crate::store::activities_of;

/// Accounts that are put in an order by what their members did.
const MOST_SORTED: usize = 20_000;

#[derive(Deserialize, IntoParams, Clone, Debug, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct ListAsk {
    /// Words of the name or a reference.
    pub q: Option<String>,
    /// `company`, `household`, `other`.
    pub kind: Option<String>,
    /// `1`: also those that are closed.
    pub closed: Option<String>,
    /// `name`, `members`, `seen`, `spent`, `newest`.
    pub sort: Option<String>,
    pub page: Option<u64>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Sort {
    Name,
    Members,
    /// By what members did, as the ledger knows it.
    Seen,
    Spent,
    Newest,
}

impl Sort {
    const ALL: [Self; 5] = [Self::Name, Self::Members, Self::Seen, Self::Spent, Self::Newest];

    const fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Members => "members",
            Self::Seen => "seen",
            Self::Spent => "spent",
            Self::Newest => "newest",
        }
    }

    /// What is not known is the usual order.
    fn parse(text: Option<&str>) -> Self {
        Self::ALL.into_iter().find(|s| Some(s.name()) == text).unwrap_or(Self::Name)
    }

    fn kept(self) -> AccountOrder {
        match self {
            Self::Name | Self::Seen | Self::Spent => AccountOrder::Name,
            Self::Members => AccountOrder::Members,
            Self::Newest => AccountOrder::Newest,
        }
    }
}

fn said(text: &Option<String>) -> Option<&str> {
    text.as_deref().map(str::trim).filter(|t| !t.is_empty())
}

impl ListAsk {
    pub fn sort(&self) -> Sort {
        Sort::parse(said(&self.sort))
    }

    pub fn ask(&self) -> AccountAsk {
        AccountAsk {
            search: said(&self.q).unwrap_or_default().to_owned(),
            kind: said(&self.kind).and_then(AccountKind::parse),
            closed_too: said(&self.closed).is_some(),
            order: self.sort().kept(),
        }
    }

    /// The same question as an address, without the page.
    pub fn address(&self, path: &str) -> Address {
        Address::to(path)
            .with_some("q", said(&self.q))
            .with_some("kind", said(&self.kind))
            .with_some("closed", said(&self.closed))
            .with_some("sort", said(&self.sort))
    }

    fn is_filtered(&self) -> bool {
        [&self.q, &self.kind, &self.closed].iter().any(|f| said(f).is_some())
    }
}

/// What the members of accounts did.
pub(super) type Did = HashMap<Id<Account>, RollUp>;

pub(super) async fn did(
    tx: &mut deedwell_store::Tx,
    behaviour: &dyn Behaviour,
    organisation: Id<Organisation>,
    accounts: &[Id<Account>],
    now: Timestamp,
) -> Result<Did> {
    let all = activities_of(tx, behaviour, organisation, accounts).await?;
    Ok(all.into_iter().map(|(account, did)| (account, RollUp::of(&did, now))).collect())
}

/// Everything that matches, in the order asked.
pub(super) async fn all(
    tx: &mut deedwell_store::Tx,
    behaviour: &dyn Behaviour,
    organisation: Id<Organisation>,
    ask: &ListAsk,
    currency: Currency,
) -> Result<Vec<Id<Account>>> {
    let mut ids = kept::matching(tx, &ask.ask(), MOST_SORTED, 0).await?;
    if matches!(ask.sort(), Sort::Seen | Sort::Spent) {
        let now = tx.now();
        let did = did(tx, behaviour, organisation, &ids, now).await?;
        match ask.sort() {
            Sort::Seen => {
                ids.sort_by_key(|id| std::cmp::Reverse(did.get(id).and_then(|did| did.last_at)))
            }
            _ => ids.sort_by_key(|id| {
                std::cmp::Reverse(did.get(id).map_or(0, |did| did.spent_in(currency)))
            }),
        }
    }
    Ok(ids)
}

#[derive(Template)]
#[template(path = "console/list.html")]
pub(super) struct Page {
    frame: Frame,
    ask: ListAsk,
    sort: Sort,
    rows: Vec<Row>,
    total: u64,
    pages: Pages,
    /// Whether there is any account at all, filters apart.
    any: bool,
}

struct Row {
    name: String,
    href: String,
    /// Empty where it says no more than the name.
    reference: String,
    kind: String,
    is_closed: bool,
    members: i64,
    last_at: Option<Timestamp>,
    purchases: u64,
    spent: String,
}

pub(super) async fn list(
    app: State<Deedwell>,
    site: Arc<Site>,
    frame: Frame,
    Tx(mut tx): Tx,
    Query(ask): Query<ListAsk>,
) -> Answer<View<Page>> {
    let (behaviour, sort) = (app.behaviour(), ask.sort());
    let total = kept::count(&mut tx, &ask.ask()).await? as u64;
    let base = ask.address("/console/accounts").to_string();
    let pages = Pages::new(ask.page.unwrap_or(1), total, kept::PAGE as u64, base);
    let skip = (pages.here as usize - 1) * kept::PAGE;
    let ids = if matches!(sort, Sort::Seen | Sort::Spent) {
        let all = all(&mut tx, behaviour, site.organisation, &ask, frame.currency()).await?;
        all.into_iter().skip(skip).take(kept::PAGE).collect()
    } else {
        kept::matching(&mut tx, &ask.ask(), kept::PAGE, skip).await?
    };
    let lines = kept::lines(&mut tx, &ids).await?;
    let did = did(&mut tx, behaviour, site.organisation, &ids, frame.now).await?;
    let rows = lines.iter().map(|line| row(&frame, line, did.get(&line.id))).collect();
    let everything = AccountAsk { closed_too: true, ..AccountAsk::default() };
    let any = total > 0 || kept::count(&mut tx, &everything).await? > 0;
    Ok(View(Page { frame, ask, sort, rows, total, pages, any }))
}

fn row(frame: &Frame, line: &Line, did: Option<&RollUp>) -> Row {
    let reference = if line.name.is_empty() { "" } else { line.reference.as_str() };
    Row {
        name: called(frame, line.called(), line.id),
        href: href(line.id),
        reference: reference.to_owned(),
        kind: kind_words(frame, line.kind),
        is_closed: line.closed_at.is_some(),
        members: line.members,
        last_at: did.and_then(|d| d.last_at),
        purchases: did.map_or(0, |d| d.purchases),
        spent: did.map(|d| super::account::amounts(frame, &d.spent)).unwrap_or_default(),
    }
}

/// A column's head: where a click leads, and whether it rules already.
struct Head {
    href: String,
    words: String,
    rules: bool,
    way: &'static str,
    class: &'static str,
}

impl Page {
    fn head(&self, sort: Sort, key: &str, class: &'static str) -> Head {
        Head {
            href: self.ask.address("/console/accounts").with("sort", sort.name()).to_string(),
            words: self.frame.t(key),
            rules: self.sort == sort,
            way: if sort == Sort::Name { "ascending" } else { "descending" },
            class,
        }
    }

    fn name_head(&self) -> Head {
        self.head(Sort::Name, "accounts-name", "")
    }

    fn number_heads(&self) -> [Head; 2] {
        [
            self.head(Sort::Members, "accounts-members", "num"),
            self.head(Sort::Seen, "accounts-last-seen", "num"),
        ]
    }

    fn spent_head(&self) -> Head {
        self.head(Sort::Spent, "accounts-spent", "num")
    }

    fn sorts(&self) -> Vec<Choice> {
        let words = |s: Sort| (s.name(), self.frame.t(&format!("accounts-sort-{}", s.name())));
        Choice::list(Sort::ALL.into_iter().map(words), self.sort.name())
    }

    fn kinds(&self) -> Vec<Choice> {
        kinds(&self.frame, Some("accounts-any-kind"), said(&self.ask.kind).unwrap_or_default())
    }

    fn q(&self) -> &str {
        self.ask.q.as_deref().unwrap_or_default()
    }

    fn closed_too(&self) -> bool {
        said(&self.ask.closed).is_some()
    }

    fn export_href(&self) -> String {
        self.ask.address("/console/accounts/export").to_string()
    }

    fn may_change(&self) -> bool {
        self.frame.may(Right::ChangePeople)
    }

    fn may_export(&self) -> bool {
        self.frame.may(Right::ExportPeople)
    }
}
