//! Friends who were brought to the shop in the last months: rewarded, held, looked at, refused and appealed,
//! taken back, and some who only came.

use anyhow::{Context, Result};
use deedwell_core::{Channel, Clock, Currency, Money, Timestamp, Who};
use deedwell_orders::Stage as OrderStage;
use deedwell_orders::acts::{From, NewRefund};
use deedwell_orders::order::{OrderNoun, Rank, ToldOrder};
use deedwell_people::profile::{Word, traits};
use deedwell_people::{Arrival, IdentityKind, Known, Proof, Sign, meet_many};
use deedwell_referrals::acts;
use deedwell_referrals::deed::Channel as By;
use deedwell_referrals::said::{Evidence, NewRecommendation};
use deedwell_referrals::terms::Terms;
use deedwell_store::{Db, Tx};
use jiff::SignedDuration;

use super::shop::Shop;

/// Customers with a link of their own.
const LINKS: usize = 12;
/// Everybody's points wait for staff above five hundred; a reward does not.
const REFERRER: i64 = 500;
const FRIEND: i64 = 300;

/// A friend: what they are called, whose link it was, when they came and bought, in days before today.
struct Friend {
    name: &'static str,
    by: usize,
    came: i64,
    bought: Option<(i64, i64)>,
}

const fn friend(name: &'static str, by: usize, came: i64, bought: Option<(i64, i64)>) -> Friend {
    Friend { name, by, came, bought }
}

const FRIENDS: [Friend; 9] = [
    friend("Niamh Oakley", 0, 70, Some((68, 6_450))),
    friend("Tariq Lowther", 0, 69, Some((66, 3_800))),
    friend("Bea Garth", 1, 68, Some((67, 2_950))),
    friend("Owen Sark", 2, 66, Some((65, 8_120))),
    friend("Ines Calder", 3, 64, Some((63, 4_400))),
    friend("Huw Tarn", 4, 62, Some((60, 5_200))),
    friend("Petra Wath", 5, 11, Some((9, 3_300))),
    friend("Joss Fairley", 6, 8, None),
    friend("Dilys Moor", 1, 4, None),
];
/// Whose order came back after the reward, and who lives with whoever brought them.
const RETURNS: usize = 4;
const LIVES_WITH: usize = 5;

struct Story<'a> {
    db: &'a Db,
    clock: &'a Clock,
    shop: &'a Shop,
    to: Timestamp,
}

/// How many friends there are.
pub async fn bring(db: &Db, clock: &Clock, shop: &Shop, to: Timestamp) -> Result<usize> {
    let story = Story { db, clock, shop, to };
    let codes = story.links().await?;
    let mut friends: Vec<Option<Known>> = FRIENDS.iter().map(|_| None).collect();
    let mut orders = Vec::new();
    for day in (0..=72).rev() {
        story.at(day)?;
        let mut is_busy = matches!(day, 0 | 20 | 28);
        for (n, friend) in FRIENDS.iter().enumerate() {
            if friend.came == day {
                friends[n] = Some(story.comes(n, &codes[friend.by]).await?);
                is_busy = true;
            }
            if let (Some((at, pence)), Some(known)) = (friend.bought, friends[n])
                && at == day
            {
                orders.push((n, story.buys(n, known, pence).await?));
                is_busy = true;
            }
        }
        if day == 60 {
            story.comes_again(&codes[7]).await?;
        }
        if day == 20 {
            story.regrets(&orders).await?;
        }
        if is_busy || day == 60 {
            acts::keep(db, shop.organisation).await?;
        }
    }
    clock.set(to);
    acts::keep(db, shop.organisation).await?;
    Ok(FRIENDS.len() + 1)
}

impl Story<'_> {
    fn at(&self, day: i64) -> Result<()> {
        self.clock.set(self.to.checked_sub(SignedDuration::from_hours(24 * day + 1))?);
        Ok(())
    }

    async fn tx(&self) -> Result<Tx> {
        let mut tx = self.db.write(self.shop.organisation).await?;
        tx.came_by(Channel::SITE);
        Ok(tx)
    }

    fn who(&self, n: usize) -> Result<Who> {
        // The first customers have points already; these are others.
        self.shop.who.iter().copied().nth(n * 3 + 1).context("the shop has too few customers")
    }

    /// What is promised, and the links of some, by which ways they went on.
    async fn links(&self) -> Result<Vec<String>> {
        self.at(72)?;
        let mut tx = self.tx().await?;
        let schemes = deedwell_points::store::schemes(&mut tx).await?;
        let points =
            schemes.iter().find(|s| s.key == "points").context("the shop has no points")?;
        let usual = Terms::usual(points.id, Currency::GBP);
        let terms = Terms {
            referrer_reward: REFERRER,
            friend_reward: FRIEND,
            least: Money::new(2_500, Currency::GBP),
            anyway_percent: 20,
            saved: 1_200,
            ..usual
        };
        acts::set_terms(&mut tx, self.shop.staff_named("")?, &terms).await?;
        let mut codes = Vec::with_capacity(LINKS);
        for n in 0..LINKS {
            let who = self.who(n)?;
            codes.push(acts::make_link(&mut tx, who).await?.code);
            acts::share(&mut tx, who, By::ALL[n % By::ALL.len()]).await?;
            if n % 3 == 0 {
                let said = NewRecommendation {
                    about: String::new(),
                    to: String::new(),
                    channel: "survey".to_owned(),
                    evidence: Evidence::SelfReport,
                };
                acts::recommend(&mut tx, who, &said).await?;
            }
        }
        tx.commit().await?;
        Ok(codes)
    }

    /// Somebody new follows the link, and signs in in that browser.
    async fn comes(&self, n: usize, code: &str) -> Result<Known> {
        let mut tx = self.tx().await?;
        let browser = Sign::new(IdentityKind::Browser, &format!("demo-friend-{n}"), "")?;
        let visitor = deedwell_people::ensure(&mut tx, &browser, Proof::Claimed, "").await?;
        acts::land(&mut tx, visitor.who(), code, "").await?;
        let name = FRIENDS[n].name;
        let address = format!("{}@friends.example", name.to_lowercase().replace(' ', "."));
        let email = Sign::new(IdentityKind::Email, &address, "")?;
        let arrival = Arrival {
            signs: vec![email.clone(), browser],
            name: name.to_owned(),
            ..Arrival::new(email, Proof::Code)
        };
        let known = meet_many(&mut tx, &[arrival]).await?.pop().context("nobody came")??;
        if n == LIVES_WITH {
            let both = [self.who(FRIENDS[n].by)?, known.who()];
            self.lives_together(&mut tx, &both).await?;
        }
        tx.commit().await?;
        Ok(known)
    }

    async fn lives_together(&self, tx: &mut Tx, both: &[Who]) -> Result<()> {
        let word = || Word { source: "key/till".into(), proof: Proof::Server, at: tx.now() };
        let mut all = Vec::new();
        for who in both {
            let Who::Customer { identity, .. } = who else { continue };
            let mut said = serde_json::Map::new();
            said.insert("shipping_address".to_owned(), "3 Becks Lane, Fellside".into());
            all.push(traits::Said { identity: *identity, traits: said, word: word() });
        }
        traits::keep(tx, &all).await?;
        Ok(())
    }

    /// A customer of years follows a friend's link: that is no new customer, and they are told so.
    async fn comes_again(&self, code: &str) -> Result<()> {
        let old = self.shop.known.iter().copied().nth(30).context("too few customers")?;
        let mut tx = self.tx().await?;
        acts::land(&mut tx, old.who(), code, "").await?;
        tx.commit().await?;
        acts::keep(self.db, self.shop.organisation).await?;
        self.orders(old, "friend-again", 4_750).await.map(drop)
    }

    async fn buys(
        &self,
        n: usize,
        known: Known,
        pence: i64,
    ) -> Result<deedwell_core::Id<OrderNoun>> {
        self.orders(known, &format!("friend-{n}"), pence).await
    }

    async fn orders(
        &self,
        known: Known,
        reference: &str,
        pence: i64,
    ) -> Result<deedwell_core::Id<OrderNoun>> {
        let mut tx = self.db.write(self.shop.organisation).await?;
        let signs = deedwell_people::person::identities(&mut tx, known.person).await?;
        let mail = signs.iter().find(|one| one.kind == IdentityKind::Email);
        let mail = mail.context("a friend without an address")?;
        let now = tx.now();
        let told = ToldOrder {
            reference: reference.to_owned(),
            number: reference.to_owned(),
            stage: OrderStage::Placed,
            was_placed: true,
            placed_at: now,
            cancelled_at: None,
            currency: Currency::GBP,
            total: Some(pence),
            shipping: 0,
            tax: 0,
            tax_included: true,
            discount: 0,
            extra: 0,
            lines: Vec::new(),
            refunds: Vec::new(),
            aliases: Vec::new(),
            buyer: vec![Sign::new(IdentityKind::Email, &mail.value, "")?],
            buyer_name: String::new(),
            at: now,
            channel: None,
        };
        let from = From {
            rank: Rank::Shop,
            shop: None,
            unit: None,
            prefix: String::new(),
            told_by: "key/till".to_owned(),
            channel: "shop",
            proof: Proof::Server,
        };
        let order = deedwell_orders::acts::tell(&mut tx, &from, &told).await?;
        tx.commit().await?;
        Ok(order)
    }

    /// One sends everything back after both were rewarded; one who was refused says why that is wrong.
    async fn regrets(&self, orders: &[(usize, deedwell_core::Id<OrderNoun>)]) -> Result<()> {
        let mut tx = self.db.write(self.shop.organisation).await?;
        for (_, order) in orders.iter().filter(|(n, _)| *n == RETURNS) {
            let amount = FRIENDS[RETURNS].bought.map_or(0, |(_, pence)| pence);
            let back = NewRefund { amount, told_by: "key/till".into(), ..NewRefund::default() };
            deedwell_orders::acts::refund(&mut tx, *order, &back).await?;
        }
        let who = self.who(7)?;
        let Who::Customer { person, .. } = who else { anyhow::bail!("a visitor with a link") };
        for refused in deedwell_referrals::store::referrals_by(&mut tx, person, 10).await? {
            if refused.stage == deedwell_referrals::stage::Stage::Rejected {
                let why = "They had bought once at the counter as a child. Does that count?";
                acts::appeal(&mut tx, who, refused.id, why).await?;
            }
        }
        tx.commit().await?;
        Ok(())
    }
}
