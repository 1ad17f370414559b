//! Stories of orders, on SQLite and, where `DEEDWELL_TEST_POSTGRES` names a server, on PostgreSQL.
mod calls;
mod forged;
mod refunds;
mod shuffled;
mod standing;

use deedwell_core::{Action, Id};
use deedwell_people::{IdentityKind, Proof, Sign};
use deedwell_store::Tx;
use deedwell_testing::{Setting, World};

use crate::acts::From;
use crate::order::{Rank, ToldLine, ToldOrder};
use crate::store::{self, NewShop, Shop};
use crate::wire::Wire;
use crate::{OrderNoun, Stage};

async fn worlds() -> Vec<World> {
    Setting { migrations: vec![crate::MIGRATIONS], ..Setting::default() }.worlds().await
}

/// A program with a server's key.
fn program() -> From {
    From {
        rank: Rank::Shop,
        shop: None,
        unit: None,
        prefix: String::new(),
        told_by: "key/till".into(),
        channel: "api",
        proof: Proof::Server,
    }
}

/// A shop that is connected, with the secret `hush`.
async fn shop(tx: &mut Tx, wire: Wire) -> Shop {
    let new = NewShop {
        wire,
        name: wire.title().into(),
        prefix: String::new(),
        unit: None,
        secret: "hush".into(),
    };
    let id = store::add_shop(tx, &new).await.unwrap();
    store::shop(tx, id).await.unwrap()
}

/// Two mugs and a lamp for 49.97, with 5.00 for delivery.
fn mugs(reference: &str) -> ToldOrder {
    let line = |reference: &str, sku: &str, quantity, gross| ToldLine {
        reference: reference.into(),
        product: sku.to_lowercase(),
        sku: sku.into(),
        name: sku.to_lowercase(),
        quantity,
        gross,
        ..ToldLine::default()
    };
    ToldOrder {
        reference: reference.into(),
        number: format!("#{reference}"),
        stage: Stage::Placed,
        was_placed: true,
        placed_at: "2026-11-02T10:00:00Z".parse().unwrap(),
        cancelled_at: None,
        currency: deedwell_core::Currency::GBP,
        total: None,
        shipping: 500,
        tax: 0,
        tax_included: false,
        discount: 0,
        extra: 0,
        lines: vec![line("1", "MUG", 2, 1_998), line("2", "LAMP", 1, 2_499)],
        refunds: Vec::new(),
        aliases: Vec::new(),
        buyer: vec![Sign::new(IdentityKind::Email, "ada@example.com", "").unwrap()],
        buyer_name: "Ada".into(),
        at: "2026-11-02T10:00:00Z".parse().unwrap(),
        channel: None,
    }
}

/// What the ledger's lines come to, each message counted once.
fn sum(actions: &[Action]) -> i64 {
    let mut seen = std::collections::HashSet::new();
    let first = |a: &&Action| a.message.as_ref().is_none_or(|m| seen.insert(m.clone()));
    let value = |a: &Action| {
        let minor = a.value.map_or(0, |money| money.minor);
        if a.name == "orders.refunded" { -minor.abs() } else { minor }
    };
    actions.iter().filter(first).map(value).sum()
}

async fn order_of(tx: &mut Tx, reference: &str) -> crate::Order {
    let id: Id<OrderNoun> = store::find(tx, reference).await.unwrap().unwrap();
    store::order(tx, id).await.unwrap()
}
