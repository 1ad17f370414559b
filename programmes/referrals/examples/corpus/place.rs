//! A shop in which friends are brought: what its customers, its till and its staff do.

use std::path::PathBuf;

use deedwell_core::{Clock, Currency, Id, Money, Organisation, Person, Result, Staff};
use deedwell_orders::acts::{From, NewRefund};
use deedwell_orders::order::{Rank, ToldOrder};
use deedwell_orders::{OrderNoun, Stage};
use deedwell_people::account::acts::{NamedBy, New, open};
use deedwell_people::account::{AccountKind, members};
use deedwell_people::profile::{Word, traits};
use deedwell_people::{Arrival, IdentityKind, Known, Proof, Sign, meet_many};
use deedwell_points::scheme::{Scheme, Terms as Points, Worth};
use deedwell_referrals::acts;
use deedwell_referrals::acts::Landed;
use deedwell_referrals::terms::Terms;
use deedwell_store::{Db, Migration, Options};

pub const DAY_S: i64 = 86_400;
/// When it begins: a Monday morning.
pub const START: &str = "2026-03-02T09:00:00Z";
pub const MARY: Id<Staff> = Id::from_uuid(uuid::Uuid::from_u128(0xaa));

/// All that this programme stands on.
pub fn migrations() -> Vec<Migration> {
    [
        deedwell_store::MIGRATIONS,
        deedwell_web::MIGRATIONS,
        deedwell_people::MIGRATIONS,
        deedwell_orders::MIGRATIONS,
        deedwell_points::MIGRATIONS,
        deedwell_referrals::MIGRATIONS,
    ]
    .concat()
}

pub struct Place {
    pub db: Db,
    pub clock: Clock,
    pub organisation: Id<Organisation>,
    pub scheme: Id<Scheme>,
}

/// Does something in a transaction of its own, which is committed only when it succeeded.
macro_rules! does {
    ($place:expr, $tx:ident, $act:expr) => {{
        let mut transaction = $place.db.write($place.organisation).await?;
        let $tx = &mut transaction;
        let done = $act.await;
        if done.is_ok() {
            transaction.commit().await?;
        }
        done
    }};
}

impl Place {
    /// One with points of which a hundred are a pound, in a database that was just made.
    pub async fn open(url: &str, schema: Option<String>) -> Result<Self> {
        let clock = Clock::held(START.parse().map_err(deedwell_core::Error::fault)?);
        let options = Options { clock: clock.clone(), durable: false, schema };
        let db = Db::open(url, options).await?;
        db.migrate(&migrations()).await?;
        let organisation: Id<Organisation> = clock.new_id();
        let mut tx = db.write(organisation).await?;
        let insert = tx.query(
            "insert into organisation (organisation, name, slug, currency, zone, language, created_at)
             values ($1, 'Fell & Vale', $2, 'GBP', 'Europe/London', 'en', 0)",
        );
        tx.run(insert.bind(organisation.to_string())).await?;
        let worth = Some(Worth { amount: 100, money: Money::new(100, Currency::GBP) });
        let points = Points { worth, ..Points::default() };
        let scheme =
            deedwell_points::acts::setup::open_scheme(&mut tx, MARY, "points", &points).await?;
        tx.commit().await?;
        Ok(Self { db, clock, organisation, scheme })
    }

    /// On SQLite, in a folder of its own.
    pub async fn on_sqlite(name: &str) -> Result<(Self, PathBuf)> {
        let folder = std::env::temp_dir().join(format!("deedwell_referrals_{name}"));
        drop(std::fs::remove_dir_all(&folder));
        std::fs::create_dir_all(&folder).map_err(deedwell_core::Error::fault)?;
        let url = format!("sqlite:{}", folder.join("state.db").display());
        Ok((Self::open(&url, None).await?, folder))
    }

    pub fn days(&self, days: i64) {
        self.clock.advance(days * DAY_S);
    }

    pub fn usual_terms(&self) -> Terms {
        Terms::usual(self.scheme, Currency::GBP)
    }

    pub async fn promises(&self, terms: &Terms) -> Result<i64> {
        does!(self, tx, acts::set_terms(tx, MARY, terms))
    }

    /// Somebody with these signs, the first the one that was seen.
    pub async fn meets(&self, signs: Vec<Sign>, proof: Proof) -> Result<Known> {
        let Some(first) = signs.first().cloned() else {
            return Err(deedwell_core::Error::Missing("sign"));
        };
        let arrival = Arrival { signs, lenient: true, ..Arrival::new(first, proof) };
        let met: Result<Vec<Result<Known>>> = does!(self, tx, meet_many(tx, &[arrival]));
        met?.pop().unwrap_or(Err(deedwell_core::Error::Missing("person")))
    }

    /// A customer who shows that an address is theirs.
    pub async fn known(&self, address: &str) -> Result<Known> {
        self.meets(vec![mail(address)?], Proof::Code).await
    }

    /// They sign in on this browser.
    pub async fn signs_in(&self, address: &str, screen: &str) -> Result<Known> {
        self.meets(vec![mail(address)?, browser(screen)?], Proof::Code).await
    }

    pub async fn code_of(&self, address: &str) -> Result<String> {
        let who = self.known(address).await?.who();
        does!(self, tx, acts::make_link(tx, who)).map(|link| link.code)
    }

    /// Somebody follows a link on this browser.
    pub async fn follows(&self, code: &str, screen: &str, host: &str) -> Result<Landed> {
        let visitor = self.meets(vec![browser(screen)?], Proof::Claimed).await?.who();
        does!(self, tx, acts::land(tx, visitor, code, host))
    }

    /// An order of somebody with these signs, placed now.
    pub async fn buys(
        &self,
        buyer: Vec<Sign>,
        reference: &str,
        pence: i64,
    ) -> Result<Id<OrderNoun>> {
        let now = self.clock.now();
        let told = ToldOrder {
            reference: reference.to_owned(),
            number: reference.to_owned(),
            stage: Stage::Placed,
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
            buyer,
            buyer_name: String::new(),
            at: now,
            channel: None,
        };
        self.is_told(&told).await
    }

    pub async fn is_told(&self, told: &ToldOrder) -> Result<Id<OrderNoun>> {
        let from = From {
            rank: Rank::Shop,
            shop: None,
            unit: None,
            prefix: String::new(),
            told_by: "key/till".to_owned(),
            channel: "shop",
            proof: Proof::Server,
        };
        does!(self, tx, deedwell_orders::acts::tell(tx, &from, told))
    }

    pub async fn gives_back(&self, order: Id<OrderNoun>, pence: i64) -> Result<()> {
        let back = NewRefund { amount: pence, told_by: "key/till".into(), ..NewRefund::default() };
        does!(self, tx, deedwell_orders::acts::refund(tx, order, &back)).map(drop)
    }

    /// Both belong to one account of this kind.
    pub async fn lives_with(&self, kind: AccountKind, people: &[Id<Person>]) -> Result<()> {
        let new =
            New { name: "Together".into(), kind, note: String::new(), unit: None, reference: None };
        let mut tx = self.db.write(self.organisation).await?;
        let (account, _) = open(&mut tx, &new, NamedBy::Staff).await?;
        let word = self.word();
        for person in people {
            members::add(&mut tx, account, *person, None, "", &word).await?;
        }
        tx.commit().await.map(drop)
    }

    /// What a server says of somebody.
    pub async fn is_said(&self, of: &Known, key: &str, value: &str) -> Result<()> {
        let mut said = serde_json::Map::new();
        said.insert(key.to_owned(), value.into());
        let said = traits::Said { identity: of.identity, traits: said, word: self.word() };
        does!(self, tx, traits::keep(tx, &[said])).map(drop)
    }

    fn word(&self) -> Word {
        Word { source: "key/till".into(), proof: Proof::Server, at: self.clock.now() }
    }

    /// What each minute does.
    pub async fn keeps(&self) -> Result<u64> {
        acts::keep(&self.db, self.organisation).await
    }
}

pub fn mail(address: &str) -> Result<Sign> {
    Sign::new(IdentityKind::Email, address, "")
}

pub fn phone(number: &str) -> Result<Sign> {
    Sign::new(IdentityKind::Phone, number, "")
}

pub fn browser(screen: &str) -> Result<Sign> {
    Sign::new(IdentityKind::Browser, screen, "")
}
