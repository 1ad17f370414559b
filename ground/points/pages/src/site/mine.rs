//! My points: what I have, what waits, what ends when, and what I can do with it.

use askama::Template;
use deedwell_core::{Id, Person, Result};
use deedwell_points::acts::PayTo;
use deedwell_points::reward::{Reward, Stage};
use deedwell_points::scheme::Scheme;
use deedwell_points::store::{self, Redemption};
use deedwell_store::Tx as Transaction;
use deedwell_web::answer::{Choice, Errors};
use deedwell_web::{Answer, Frame, Me, Query, Tx, View};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::words::{self, LineShown, LotShown};

/// Lines and lots that are shown; the rest is in statements.
const MOST: usize = 20;

#[derive(Deserialize, IntoParams, Default)]
#[serde(deny_unknown_fields)]
pub(crate) struct MineAsk {
    /// The short word of a scheme; none: the first.
    scheme: Option<String>,
}

/// What somebody has in one scheme, for the choice on top.
struct Held {
    key: String,
    name: String,
    words: String,
    here: bool,
}

impl Held {
    fn href(&self) -> String {
        format!("/points?scheme={}", self.key)
    }
}

#[derive(Template)]
#[template(path = "site/mine.html")]
pub(crate) struct Page {
    frame: Frame,
    schemes: Vec<Held>,
    shown: Option<Shown>,
    redemptions: Vec<Redemption>,
    errors: Errors,
    amount: String,
}

/// One scheme with all that is there.
struct Shown {
    scheme: Scheme,
    balance: String,
    owed: bool,
    pending: Option<String>,
    expiry: String,
    worth: String,
    lots: Vec<LotShown>,
    lines: Vec<LineShown>,
    rewards: Vec<RewardShown>,
    ways: Vec<Choice>,
    least: String,
    /// Pressed twice, it is done once.
    key: String,
}

struct RewardShown {
    reward: Reward,
    cost: String,
    can: bool,
    /// Why not, where it cannot be had.
    why_not: String,
    key: String,
}

impl Page {
    pub async fn load(
        tx: &mut Transaction,
        frame: Frame,
        me: Id<Person>,
        wanted: Option<&str>,
        (errors, amount): (Errors, String),
    ) -> Result<Self> {
        let balances = store::balances(tx, me).await?;
        let all = store::schemes(tx).await?;
        let mine = |s: &&Scheme| s.closed_at.is_none() || balances.contains_key(&s.id);
        // Credit that nobody ever had is no choice.
        let some = |s: &&Scheme| s.terms.currency.is_none() || balances.contains_key(&s.id);
        let schemes: Vec<Scheme> = all.iter().filter(mine).filter(some).cloned().collect();
        let chosen = words::chosen(&schemes, wanted.unwrap_or_default());
        let held = schemes.iter().map(|scheme| Held {
            key: scheme.key.clone(),
            name: scheme.terms.name.clone(),
            words: scheme
                .terms
                .words(balances.get(&scheme.id).copied().unwrap_or_default().balance()),
            here: Some(scheme.id) == chosen.map(|c| c.id),
        });
        let held = held.collect();
        let shown = match chosen {
            Some(scheme) => Some(Shown::load(tx, &frame, me, scheme.clone()).await?),
            None => None,
        };
        let redemptions = store::redemptions_of(tx, me, MOST).await?;
        Ok(Self { frame, schemes: held, shown, redemptions, errors, amount })
    }

    fn stage(&self, redemption: &Redemption) -> String {
        self.frame.t(&format!("points-stage-{}", redemption.stage.name()))
    }

    fn tone(&self, redemption: &Redemption) -> &'static str {
        match redemption.stage {
            Stage::Asked => "wait",
            Stage::Honoured => "up",
            Stage::Undone => "line",
        }
    }

    fn ways(&self) -> Vec<Choice> {
        self.shown.as_ref().map(|shown| shown.ways.clone()).unwrap_or_default()
    }

    fn can_undo(&self, redemption: &Redemption) -> bool {
        redemption.stage == Stage::Asked
    }
}

impl Shown {
    async fn load(
        tx: &mut Transaction,
        frame: &Frame,
        me: Id<Person>,
        scheme: Scheme,
    ) -> Result<Self> {
        let balance = store::balance(tx, scheme.id, me).await?;
        let lots = store::lots_of(tx, scheme.id, me, 200).await?;
        let mut open: Vec<_> = lots.iter().filter(|lot| lot.remains > 0).collect();
        open.sort_by_key(|lot| {
            (!lot.active, lot.expires_at.is_none(), lot.expires_at, lot.pending_until)
        });
        let lots =
            open.into_iter().take(MOST).map(|lot| LotShown::of(frame, &scheme, lot)).collect();
        let lines = store::last_lines(tx, scheme.id, me, MOST).await?;
        let lines = lines.iter().map(|line| LineShown::of(frame, &scheme, line)).collect();
        let mut rewards = Vec::new();
        for reward in store::rewards(tx, false).await?.into_iter().filter(|r| r.scheme == scheme.id)
        {
            let missing = reward.terms.cost - balance.balance().min(balance.active);
            let why_not = if reward.left == Some(0) {
                frame.t("points-sold-out")
            } else if missing > 0 {
                frame.w("points-missing", scheme.terms.words(missing))
            } else {
                String::new()
            };
            let cost = scheme.terms.words(reward.terms.cost);
            let key = press_key(tx);
            rewards.push(RewardShown { can: why_not.is_empty(), reward, cost, why_not, key });
        }
        let terms = &scheme.terms;
        let worth = terms.worth.filter(|_| balance.active > 0);
        Ok(Self {
            balance: terms.words(balance.balance()),
            owed: balance.balance() < 0,
            pending: (balance.pending > 0).then(|| terms.words(balance.pending)),
            expiry: words::expiry(frame, terms.expiry),
            worth: worth.map(|w| frame.money(&w.of(balance.active))).unwrap_or_default(),
            lots,
            lines,
            rewards,
            ways: ways(frame, &scheme),
            least: terms.words(terms.pay_out_least),
            key: press_key(tx),
            scheme,
        })
    }
}

/// Minted with the page, so that a button that is pressed twice does one thing.
pub(super) fn press_key(tx: &Transaction) -> String {
    format!("press/{}", tx.new_id::<Scheme>())
}

fn ways(frame: &Frame, scheme: &Scheme) -> Vec<Choice> {
    let terms = &scheme.terms;
    let mut ways = Vec::new();
    if terms.credit.is_some() && terms.worth.is_some() {
        ways.push((PayTo::Credit.name(), frame.t("points-pay-credit")));
    }
    if !terms.charity.is_empty() {
        let said = match terms.match_percent {
            0 => frame.w("points-pay-charity", &terms.charity),
            percent => frame.m(
                "points-pay-charity-more",
                &[("what", terms.charity.clone()), ("percent", frame.number(percent))],
            ),
        };
        ways.push((PayTo::Charity.name(), said));
    }
    let first = ways.first().map(|(value, _)| *value).unwrap_or_default();
    Choice::list(ways, first)
}

pub(super) async fn show(
    me: Me,
    frame: Frame,
    Tx(mut tx): Tx,
    Query(ask): Query<MineAsk>,
) -> Answer<View<Page>> {
    let nothing = (Errors::none(), String::new());
    Ok(View(Page::load(&mut tx, frame, me.person, ask.scheme.as_deref(), nothing).await?))
}
