//! What programs send.

use deedwell_core::{Error, Id, Person, Result, Who};
use deedwell_people::{IdentityKind, Proof, Sign, ensure, head_of};
use deedwell_points::acts;
use deedwell_points::scheme::Scheme;
use deedwell_points::store;
use deedwell_store::Tx;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

/// Letters of a key that a program sends.
const LONGEST_KEY: usize = 120;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SignNew {
    /// `email`, `phone`, `login`, `card`, …
    kind: String,
    value: String,
    /// The system for which the value holds; none: everywhere.
    scope: Option<String>,
}

/// Whose points are meant: by our id, or by a sign that the program's server vouches for.
pub(super) async fn whom(
    tx: &mut Tx,
    person: Option<&String>,
    sign: Option<&SignNew>,
) -> Result<Who> {
    match (person, sign) {
        (Some(id), None) => {
            let wrong = |_| Error::invalid("person", "This is no id.");
            let id: Id<Person> = id.parse().map_err(wrong)?;
            let person = head_of(tx, id).await?;
            let identity = store::identity_of(tx, person).await?;
            Ok(Who::Customer { identity, person })
        }
        (None, Some(sign)) => {
            let kind = IdentityKind::parse(&sign.kind)
                .ok_or_else(|| Error::invalid("sign", "There is no such kind of sign."))?;
            let scope = sign.scope.as_deref().unwrap_or_default();
            let sign = Sign::new(kind, &sign.value, scope)?;
            let known = ensure(tx, &sign, Proof::Server, "").await?;
            Ok(Who::Customer { identity: known.identity, person: known.person })
        }
        _ => Err(Error::invalid("person", "Please name somebody: by person, or by sign.")),
    }
}

/// Keys of programs are apart from those of programmes, and each program has its own.
pub(super) fn keyed(tx: &Tx, key: &str) -> Result<String> {
    let good = !key.is_empty() && key.len() <= LONGEST_KEY && !key.chars().any(char::is_control);
    if !good {
        return Err(Error::invalid("key", "A key is 1 to 120 letters, digits and signs."));
    }
    let name: String = tx.key().unwrap_or_default().chars().take(15).collect();
    Ok(format!("api/{name}/{key}"))
}

/// The scheme of this short word; the usual one where none is named.
pub(super) async fn scheme(tx: &mut Tx, key: Option<&str>) -> Result<Scheme> {
    match key.filter(|key| !key.is_empty()) {
        Some(key) => store::scheme_by_key(tx, key).await,
        None => acts::usual_scheme(tx).await,
    }
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(super) struct PostingsAsk {
    /// The short word of a scheme; none: the usual one.
    pub scheme: Option<String>,
    /// 1 to 100; 20 unless said otherwise.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<usize>,
}

impl PostingsAsk {
    pub fn most(&self) -> Result<usize> {
        let most = self.limit.unwrap_or(20);
        let good = (1..=100).contains(&most);
        good.then_some(most).ok_or_else(|| Error::invalid("limit", "A limit is from 1 to 100."))
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct EarnNew {
    /// Of the program's own: the same key again is the same earning.
    pub key: String,
    /// Our id; or else:
    pub person: Option<String>,
    /// A sign that the program's server vouches for.
    pub sign: Option<SignNew>,
    /// The short word of a scheme; none: the usual one.
    pub scheme: Option<String>,
    /// `"120"`, or `"12.50"` of money.
    pub amount: String,
    /// Because of what: `courses.finished`.
    pub kind: String,
    /// What that is about: `course/7`.
    #[serde(default)]
    pub about: String,
    /// So long it cannot be spent yet.
    pub pending_days: Option<i64>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ConfirmNew {
    /// The key under which it was earned.
    pub of: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SpendNew {
    pub key: String,
    /// Our id; or else:
    pub person: Option<String>,
    /// A sign that the program's server vouches for.
    pub sign: Option<SignNew>,
    pub scheme: Option<String>,
    pub amount: String,
    /// Because of what: `orders.placed`.
    pub kind: String,
    /// `order/7`.
    #[serde(default)]
    pub about: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ReverseNew {
    /// The key under which it was earned or spent.
    pub of: String,
    /// To take back a part: its own name, and how much.
    pub part: Option<String>,
    pub amount: Option<String>,
    /// The customer reads it.
    pub why: Option<String>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PayOutNew {
    pub key: String,
    /// Our id; or else:
    pub person: Option<String>,
    /// A sign that the program's server vouches for.
    pub sign: Option<SignNew>,
    pub scheme: Option<String>,
    pub amount: String,
    /// `credit`, `charity`.
    pub to: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RedeemNew {
    pub key: String,
    /// Our id; or else:
    pub person: Option<String>,
    /// A sign that the program's server vouches for.
    pub sign: Option<SignNew>,
    /// The id of the reward.
    pub reward: String,
}
