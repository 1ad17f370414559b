//! What programs are given.

use deedwell_core::{Result, Timestamp};
use deedwell_measure::Estimate;
use deedwell_referrals::tree::Tree;
use deedwell_store::Tx as Work;
use serde::Serialize;
use utoipa::ToSchema;

use crate::referral::{Link, Referral};
use crate::said::SaidAndDone;
use crate::store;
use crate::terms::Version;

#[derive(Serialize, ToSchema)]
#[schema(as = ReferralsReferralsGiven)]
pub(super) struct ReferralsGiven {
    pub referrals: Vec<ReferralGiven>,
    /// The cursor of the next page; none on the last.
    pub next: Option<String>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = ReferralsReferralGiven)]
pub(super) struct ReferralGiven {
    id: String,
    link: String,
    /// Who brought the friend, and the friend.
    referrer: String,
    friend: String,
    /// `identified`, `held`, `review`, `approved`, `paid`, `rejected`, `clawed_back` or `lapsed`.
    stage: String,
    /// `link` or `spoken`.
    way: String,
    terms: i64,
    came_at: String,
    /// The order by which it qualified.
    order: Option<String>,
    qualified_at: Option<String>,
    held_until: Option<String>,
    decided_at: Option<String>,
    paid_at: Option<String>,
    ended_at: Option<String>,
    /// What speaks against it, by its code.
    reasons: Vec<String>,
    /// As the scheme of the terms writes amounts.
    referrer_reward: String,
    friend_reward: String,
    appealed_at: Option<String>,
}

fn at(at: Option<Timestamp>) -> Option<String> {
    at.map(|at| at.to_string())
}

impl ReferralGiven {
    pub async fn of(tx: &mut Work, of: Referral) -> Result<Self> {
        let terms = store::terms(tx, of.terms).await?.terms;
        let scheme = deedwell_points::store::scheme(tx, terms.scheme).await?.terms;
        Ok(Self {
            id: of.id.to_string(),
            link: of.link.to_string(),
            referrer: of.referrer.person.to_string(),
            friend: of.friend.person.to_string(),
            stage: of.stage.name().to_owned(),
            way: of.way.name().to_owned(),
            terms: of.terms,
            came_at: of.came_at.to_string(),
            order: of.bought.map(|bought| bought.order.to_string()),
            qualified_at: at(of.qualified_at),
            held_until: at(of.hold_until),
            decided_at: at(of.decided_at),
            paid_at: at(of.paid_at),
            ended_at: at(of.ended_at),
            reasons: of.findings.iter().map(|f| f.reason.name().to_owned()).collect(),
            referrer_reward: scheme.plain(of.referrer_paid),
            friend_reward: scheme.plain(of.friend_paid),
            appealed_at: at(of.appealed_at),
        })
    }
}

#[derive(Serialize, ToSchema)]
#[schema(as = ReferralsLinkGiven)]
pub(super) struct LinkGiven {
    id: String,
    code: String,
    /// The path of the page of this link, on the site.
    path: String,
    made_at: String,
    closed_at: Option<String>,
}

impl LinkGiven {
    pub fn of(link: Link) -> Self {
        Self {
            id: link.id.to_string(),
            path: format!("/f/{}", link.code),
            code: link.code,
            made_at: link.made_at.to_string(),
            closed_at: at(link.closed_at),
        }
    }
}

#[derive(Serialize, ToSchema)]
#[schema(as = ReferralsLinksGiven)]
pub(super) struct LinksGiven {
    links: Vec<LinkGiven>,
}

impl LinksGiven {
    pub fn of(links: Vec<Link>) -> Self {
        Self { links: links.into_iter().map(LinkGiven::of).collect() }
    }
}

#[derive(Serialize, ToSchema)]
#[schema(as = ReferralsTermsGiven)]
pub(super) struct TermsGiven {
    version: i64,
    since: String,
    /// Whether friends can be brought now.
    is_open: bool,
    /// The key of the points in which both are rewarded.
    scheme: String,
    referrer_reward: String,
    friend_reward: String,
    /// What the friend's order has to be worth, in `currency`.
    least: String,
    currency: String,
    return_days: i64,
    visit_days: i64,
    month_cap: i64,
}

impl TermsGiven {
    pub async fn of(tx: &mut Work, now: &Version) -> Result<Self> {
        let terms = &now.terms;
        let scheme = deedwell_points::store::scheme(tx, terms.scheme).await?;
        Ok(Self {
            version: now.version,
            since: now.since.to_string(),
            is_open: terms.is_open,
            referrer_reward: scheme.terms.plain(terms.referrer_reward),
            friend_reward: scheme.terms.plain(terms.friend_reward),
            scheme: scheme.key,
            least: terms.least.decimal(),
            currency: terms.least.currency.as_str().to_owned(),
            return_days: terms.return_days,
            visit_days: terms.visit_days,
            month_cap: terms.month_cap,
        })
    }
}

#[derive(Serialize, ToSchema)]
#[schema(as = ReferralsTreeGiven)]
pub(super) struct TreeGiven {
    root: String,
    /// The nearest first.
    friends: Vec<FriendGiven>,
    /// There are more, or deeper ones, than are given.
    is_cut: bool,
}

#[derive(Serialize, ToSchema)]
#[schema(as = ReferralsFriendGiven)]
pub(super) struct FriendGiven {
    person: String,
    /// Who brought them.
    by: String,
    depth: usize,
    referral: String,
    stage: String,
}

impl TreeGiven {
    pub fn of(tree: &Tree) -> Self {
        let friend = |node: &deedwell_referrals::tree::Node| FriendGiven {
            person: node.person.to_string(),
            by: node.by.to_string(),
            depth: node.depth,
            referral: node.referral.to_string(),
            stage: node.stage.name().to_owned(),
        };
        Self {
            root: tree.root.to_string(),
            friends: tree.nodes.iter().map(friend).collect(),
            is_cut: tree.is_cut,
        }
    }
}

#[derive(Serialize, ToSchema)]
#[schema(as = ReferralsSaidAndDoneGiven)]
pub(super) struct SaidAndDoneGiven {
    said_and_did: u64,
    said_only: u64,
    did_only: u64,
    neither: u64,
    /// Said so lately that nobody knows yet.
    too_early: u64,
    /// Of those who said it, the share who did it.
    did_of_said: Option<ShareGiven>,
    /// Of those who said nothing, the share who did it.
    did_of_silent: Option<ShareGiven>,
    /// Of those who did it, the share who had not said it.
    silent_of_did: Option<ShareGiven>,
    /// How closely both go together, from −1 to 1.
    phi: Option<f64>,
}

/// A share of one with its interval of 95 %.
#[derive(Serialize, ToSchema)]
#[schema(as = ReferralsShareGiven)]
pub(super) struct ShareGiven {
    value: f64,
    low: f64,
    high: f64,
    n: u64,
}

impl SaidAndDoneGiven {
    pub fn of(all: &SaidAndDone) -> Self {
        let share = |of: Option<Estimate>| {
            of.map(|e| ShareGiven {
                value: e.value,
                low: e.interval.low,
                high: e.interval.high,
                n: e.n,
            })
        };
        Self {
            said_and_did: all.said_and_did,
            said_only: all.said_only,
            did_only: all.did_only,
            neither: all.neither,
            too_early: all.too_early,
            did_of_said: share(all.did_of_said()),
            did_of_silent: share(all.did_of_silent()),
            silent_of_did: share(all.silent_of_did()),
            phi: all.phi(),
        }
    }
}

#[derive(Serialize, ToSchema)]
#[schema(as = ReferralsRecommendationGiven)]
pub(super) struct RecommendationGiven {
    /// False where the same was told before.
    pub is_new: bool,
}
