//! Points for programs of the organisation's own, as JSON under `/api/points`.
//!
//! Ids are texts, moments RFC 3339, amounts as the scheme writes them: `"120"` points, `"12.50"` of money.
//! Every POST carries a `key` of the program's own, for ever: the same key with the same body is answered
//! with what came of it, with another body it is refused (`points.key_used`). A program names somebody by our
//! id, or by a sign that its server vouches for.
mod give;
mod take;

use axum::extract::Path;
use axum::response::Response;
use deedwell_core::{Error, Id, Person, Result};
use deedwell_people::head_of;
use deedwell_points::acts::{self, Because, Earn, PayOut, PayTo, Spend};
use deedwell_points::store;
use deedwell_web::{Answer, Json, Needs, Query, Routes, Tx, done};
use jiff::SignedDuration;

use self::give::{
    BalanceGiven, EarnedGiven, PaidGiven, PointsSpentGiven, PostingsGiven, RedeemedGiven,
    ReversedGiven, RewardGiven, SchemeGiven,
};
use self::take::{
    ConfirmNew, EarnNew, PayOutNew, PostingsAsk, RedeemNew, ReverseNew, SpendNew, keyed, whom,
};

pub(crate) fn routes() -> Routes {
    let (read, write) = (Needs::KeyToRead, Needs::KeyToWrite);
    Routes::new("points")
        .get("/api/points/schemes", read, "Schemes: points, credit", schemes)
        .gives::<Vec<SchemeGiven>>()
        .get("/api/points/rewards", read, "What points can be spent on", rewards)
        .gives::<Vec<RewardGiven>>()
        .get("/api/points/people/{id}", read, "What somebody has", balances)
        .gives::<Vec<BalanceGiven>>()
        .get(
            "/api/points/people/{id}/postings",
            read,
            "What happened to it, the latest first",
            postings,
        )
        .query::<PostingsAsk>()
        .gives::<PostingsGiven>()
        .post("/api/points/earnings", write, "Somebody earns", earn)
        .json::<EarnNew>()
        .gives::<EarnedGiven>()
        .post("/api/points/confirmations", write, "What was pending can be spent", confirm)
        .json::<ConfirmNew>()
        .gives::<ReversedGiven>()
        .post("/api/points/spendings", write, "Somebody spends", spend)
        .json::<SpendNew>()
        .gives::<PointsSpentGiven>()
        .post(
            "/api/points/reversals",
            write,
            "Take back what was earned, give back what was spent",
            reverse,
        )
        .json::<ReverseNew>()
        .gives::<ReversedGiven>()
        .post("/api/points/pay-outs", write, "Points become credit, or a gift", pay_out)
        .json::<PayOutNew>()
        .gives::<PaidGiven>()
        .post("/api/points/redemptions", write, "Somebody asks for a reward", redeem)
        .json::<RedeemNew>()
        .gives::<RedeemedGiven>()
}

async fn schemes(Tx(mut tx): Tx) -> Answer<axum::Json<Vec<SchemeGiven>>> {
    let all = store::schemes(&mut tx).await?;
    Ok(axum::Json(all.iter().map(SchemeGiven::of).collect()))
}

async fn rewards(Tx(mut tx): Tx) -> Answer<axum::Json<Vec<RewardGiven>>> {
    let schemes = store::schemes(&mut tx).await?;
    let all = store::rewards(&mut tx, false).await?;
    let given = all.iter().filter_map(|reward| {
        let scheme = schemes.iter().find(|s| s.id == reward.scheme)?;
        Some(RewardGiven::of(reward, scheme))
    });
    Ok(axum::Json(given.collect()))
}

async fn balances(
    Tx(mut tx): Tx,
    Path(id): Path<Id<Person>>,
) -> Answer<axum::Json<Vec<BalanceGiven>>> {
    let person = head_of(&mut tx, id).await?;
    let mut given = Vec::new();
    for (scheme, balance) in store::balances(&mut tx, person).await? {
        let scheme = store::scheme(&mut tx, scheme).await?;
        given.push(BalanceGiven::of(&scheme, balance));
    }
    Ok(axum::Json(given))
}

async fn postings(
    Tx(mut tx): Tx,
    Path(id): Path<Id<Person>>,
    Query(ask): Query<PostingsAsk>,
) -> Answer<axum::Json<PostingsGiven>> {
    let person = head_of(&mut tx, id).await?;
    let scheme = take::scheme(&mut tx, ask.scheme.as_deref()).await?;
    let lines = store::last_lines(&mut tx, scheme.id, person, ask.most()?).await?;
    Ok(axum::Json(PostingsGiven::of(&scheme, &lines)))
}

async fn earn(Tx(mut tx): Tx, Json(new): Json<EarnNew>) -> Answer<Response> {
    let scheme = take::scheme(&mut tx, new.scheme.as_deref()).await?;
    let who = whom(&mut tx, new.person.as_ref(), new.sign.as_ref()).await?;
    let pending_until = match new.pending_days {
        Some(days) if (1..=365).contains(&days) => {
            let length = SignedDuration::from_hours(24 * days);
            Some(tx.now().checked_add(length).map_err(Error::fault)?)
        }
        None | Some(0) => None,
        Some(_) => {
            return Err(Error::invalid("pending_days", "Please give 0 to 365 days.").into());
        }
    };
    let earn = Earn {
        who,
        scheme: scheme.id,
        amount: scheme.terms.read("amount", &new.amount)?,
        because: Because::new(new.kind, new.about),
        key: keyed(&tx, &new.key)?,
        pending_until,
        expires_at: None,
    };
    let earned = acts::earn(&mut tx, &earn).await?;
    let given = EarnedGiven::of(&scheme, &earned);
    done(tx, given).await
}

async fn confirm(Tx(mut tx): Tx, Json(new): Json<ConfirmNew>) -> Answer<Response> {
    let key = keyed(&tx, &new.of)?;
    let is_new = acts::confirm(&mut tx, &key).await?;
    done(tx, ReversedGiven { amount: None, is_new }).await
}

async fn spend(Tx(mut tx): Tx, Json(new): Json<SpendNew>) -> Answer<Response> {
    let scheme = take::scheme(&mut tx, new.scheme.as_deref()).await?;
    let spend = Spend {
        who: whom(&mut tx, new.person.as_ref(), new.sign.as_ref()).await?,
        scheme: scheme.id,
        amount: scheme.terms.read("amount", &new.amount)?,
        because: Because::new(new.kind, new.about),
        key: keyed(&tx, &new.key)?,
        handed_over: true,
        reward: None,
    };
    let spent = acts::spend(&mut tx, &spend).await?;
    let given = PointsSpentGiven::of(&scheme, spent);
    done(tx, given).await
}

async fn reverse(Tx(mut tx): Tx, Json(new): Json<ReverseNew>) -> Answer<Response> {
    let key = keyed(&tx, &new.of)?;
    let why = new.why.unwrap_or_default();
    let scheme = scheme_of(&mut tx, &key).await?;
    let reversed = match (&new.part, &new.amount) {
        (Some(part), Some(amount)) => {
            if part.is_empty() || part.len() > 100 || part.chars().any(char::is_control) {
                return Err(Error::invalid("part", "A part is called by 1 to 100 letters.").into());
            }
            let amount = scheme.terms.read("amount", amount)?;
            acts::reverse_part(&mut tx, &key, part, amount, &why).await?
        }
        (None, None) => acts::reverse(&mut tx, &key, &why).await?,
        _ => {
            let both = "To take a part back, please send both part and amount.";
            return Err(Error::invalid("part", both).into());
        }
    };
    let amount = Some(scheme.terms.plain(reversed.amount));
    done(tx, ReversedGiven { amount, is_new: reversed.entry.is_some() }).await
}

async fn scheme_of(tx: &mut deedwell_store::Tx, key: &str) -> Result<deedwell_points::Scheme> {
    let entry = store::entry_by_key(tx, key, "").await?.ok_or(Error::Missing("earning"))?;
    store::scheme(tx, entry.scheme).await
}

async fn pay_out(Tx(mut tx): Tx, Json(new): Json<PayOutNew>) -> Answer<Response> {
    let scheme = take::scheme(&mut tx, new.scheme.as_deref()).await?;
    let to = PayTo::parse(&new.to)
        .ok_or_else(|| Error::invalid("to", "Please send credit or charity."))?;
    let ask = PayOut {
        who: whom(&mut tx, new.person.as_ref(), new.sign.as_ref()).await?,
        scheme: scheme.id,
        amount: scheme.terms.read("amount", &new.amount)?,
        to,
        key: keyed(&tx, &new.key)?,
    };
    let paid = acts::pay_out(&mut tx, &ask).await?;
    let into = match (to, scheme.terms.credit) {
        (PayTo::Credit, Some(credit)) => store::scheme(&mut tx, credit).await?,
        _ => scheme.clone(),
    };
    let given = PaidGiven::of(&scheme, &into, paid);
    done(tx, given).await
}

async fn redeem(Tx(mut tx): Tx, Json(new): Json<RedeemNew>) -> Answer<Response> {
    let wrong = |_| Error::invalid("reward", "This is no id.");
    let reward = new.reward.parse().map_err(wrong)?;
    let who = whom(&mut tx, new.person.as_ref(), new.sign.as_ref()).await?;
    let key = keyed(&tx, &new.key)?;
    let redeemed = acts::redeem(&mut tx, who, reward, &key).await?;
    done(tx, RedeemedGiven::of(redeemed)).await
}
