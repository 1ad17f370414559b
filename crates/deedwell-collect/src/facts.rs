//! What of a message stands in the ledger: its name, what it is about, its value, ids and quantities.
//! Words that speak of a person stay out; they are in what was sent, which is kept apart and thrown
//! away after a while.

use std::borrow::Cow;

use deedwell_core::deed::{is_kind, kind_from_name};
use deedwell_core::plan::own::is_claim;
use deedwell_core::plan::{own, planned};
use deedwell_core::text::cut;
use deedwell_core::{Action, Currency, Initiator, Money};
use serde_json::{Map, Value};

use crate::address::{ends_with_word, is_held, is_name};
use crate::machine;
use crate::message::{Call, Message, Problem};
use crate::source::SourceKind;

/// Characters of a fact that is a word: a category, a colour, not a letter to somebody.
const LONGEST_FACT: usize = 200;
/// Characters of the name of a fact.
const LONGEST_KEY: usize = 100;
const MOST_PRODUCTS: usize = 200;

/// Keys whose values name somebody or are somebody's own words. Addresses of pages, which hold tokens
/// and searches, are known by the last words of their keys.
const PERSONAL: [&str; 27] = [
    "address",
    "avatar",
    "birthday",
    "comment",
    "description",
    "email",
    "e_mail",
    "first_name",
    "firstname",
    "full_name",
    "fullname",
    "keywords",
    "last_name",
    "lastname",
    "message",
    "name",
    "phone",
    "query",
    "recipient",
    "review_body",
    "search",
    "share_message",
    "title",
    "token",
    "username",
    "user_name",
    "website",
];

/// Last words of keys whose values are addresses of pages: `$current_url`, `initialReferrer`, `page_path`.
const PAGES: [&str; 7] = ["url", "uri", "href", "referrer", "referer", "path", "pathname"];

/// Of a product, what is an id or a quantity.
const OF_A_PRODUCT: [&str; 9] = [
    "product_id",
    "sku",
    "category",
    "brand",
    "variant",
    "price",
    "quantity",
    "coupon",
    "position",
];

/// The name that the ledger keeps, and whether it had to be kept as a mere claim.
///
/// A public key reports behaviour. What earns, pays or is the company's own doing is kept under
/// `claimed.…`, where nothing reads it; so is, from any key, what calls itself a deed of one of our own
/// parts.
pub fn name(message: &Message, from: SourceKind) -> (Cow<'static, str>, bool) {
    let name = match message.call {
        Call::Track => message.name.as_str(),
        Call::Page => return ("page".into(), false),
        Call::Screen => return ("screen".into(), false),
        Call::Identify => return ("customers.identified".into(), false),
        // What is believed of it has another name (`groups`).
        Call::Group => return (claimed("accounts.joined"), true),
        Call::Alias => return ("customers.aliased".into(), false),
    };
    if let Some(planned) = planned(name) {
        return match from {
            SourceKind::Browser if !planned.public => (claimed(planned.kind), true),
            _ => (planned.name.into(), false),
        };
    }
    if is_kind(name) {
        let ours = from == SourceKind::Server && ORDERS.contains(&name);
        return if ours { (name.to_owned().into(), false) } else { (claimed(name), true) };
    }
    (cut(name, Action::LONGEST_NAME).to_owned().into(), false)
}

/// Kinds that a server may report by our own name for them.
pub const ORDERS: [&str; 3] = ["orders.placed", "orders.refunded", "orders.returned"];

/// Of what somebody reports under the number of a customer, with a key that anybody may have and without
/// the browser in which that customer is known.
pub fn claim_of(name: &str) -> Cow<'static, str> {
    if is_claim(name) { name.to_owned().into() } else { claimed(&kind_from_name(name)) }
}

fn claimed(kind: &str) -> Cow<'static, str> {
    cut(&format!("claimed.{}", kind.replace('.', "_")), Action::LONGEST_NAME).to_owned().into()
}

/// The properties that say what an action was worth, the best first; none where no money moves.
///
/// A name that has no meaning yet may get one later, and its value cannot be found out then. So what a
/// server's own event says that it brought is its value, planned or not, and a plan changes no amount.
fn amounts(name: &str, from: SourceKind) -> &'static [&'static str] {
    let kind = planned(name).map_or(name, |p| p.kind);
    match kind {
        "orders.placed" | "orders.refunded" | "orders.returned" => &["revenue", "total", "value"],
        _ if from == SourceKind::Server && own::is_free(name) => &["revenue", "total"],
        _ => &[],
    }
}

/// What machines do of themselves, and what only says that a letter was delivered or a picture in it
/// fetched: kept, never scored. Who somebody is and where they belong is said by a program of ours,
/// mostly with every visit: it is no deed of that customer. (Said with a public key, it is not even known
/// to be said by us; it stands there as a claim.)
pub fn initiator(message: &Message, name: &str, machine: bool) -> Initiator {
    let unasked = is_of_letters(name);
    let agent = message.context.get("userAgent").and_then(Value::as_str);
    if machine || unasked || agent.is_some_and(machine::says_so) {
        Initiator::Machine
    } else if matches!(message.call, Call::Identify | Call::Alias | Call::Group) {
        Initiator::Company
    } else {
        Initiator::Customer
    }
}

/// Whether it only says that a letter arrived, or not, or that something fetched what is in it, however it
/// is spelt: `email_opened`, `Email Open`.
fn is_of_letters(name: &str) -> bool {
    let bare = name.chars().filter(char::is_ascii_alphanumeric).take(32);
    let bare: String = bare.map(|c| c.to_ascii_lowercase()).collect();
    let what = bare.strip_prefix("emails").or_else(|| bare.strip_prefix("email"));
    what.is_some_and(|what| {
        ["open", "opened", "delivered", "delivery", "bounce", "bounced"].contains(&what)
    })
}

/// What it is about: `order/1001`.
pub fn about(message: &Message) -> Option<String> {
    let good = |about: &String| {
        about.len() <= Action::LONGEST_ABOUT && !about.chars().any(char::is_control)
    };
    if message.call == Call::Group {
        return Some(format!("group/{}", message.group.as_deref()?)).filter(good);
    }
    let id = |key: &str| match message.properties.get(key)? {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let about = [("order", "order_id"), ("product", "product_id"), ("product", "sku")];
    let about = about.into_iter().find_map(|(what, key)| Some(format!("{what}/{}", id(key)?)))?;
    Some(about).filter(good)
}

/// What an order was worth, in its own currency or else in that of the organisation: revenue as the
/// specification means it (with discounts, without shipping and tax), or the total where there is none.
pub fn value(
    message: &Message,
    name: &str,
    from: SourceKind,
    own: Currency,
) -> Result<Option<Money>, Problem> {
    let amounts = amounts(name, from);
    let Some(amount) = amounts.iter().find_map(|k| message.properties.get(*k)) else {
        return Ok(None);
    };
    let wrong = Problem::MoneyUnreadable;
    let currency = match message.properties.get("currency") {
        Some(Value::String(text)) => text.to_ascii_uppercase().parse().map_err(|_| wrong)?,
        _ => own,
    };
    match amount {
        Value::Number(number) => rounded(number.as_f64().ok_or(wrong)?, currency).map(Some),
        Value::String(text) => Money::parse(text.trim(), currency).map(Some).map_err(|_| wrong),
        _ => Err(wrong),
    }
}

/// A number of JavaScript as money: `59.97` may arrive as 59.97000000000000597.
fn rounded(number: f64, currency: Currency) -> Result<Money, Problem> {
    let digits = usize::try_from(currency.digits()).unwrap_or(2);
    Money::parse(&format!("{number:.digits$}"), currency).map_err(|_| Problem::MoneyUnreadable)
}

/// Ids and quantities as a JSON object; '' for none.
pub fn facts(message: &Message) -> Result<String, Problem> {
    if !matches!(message.call, Call::Track | Call::Page | Call::Screen) {
        return Ok(String::new());
    }
    let mut facts = Map::new();
    for (key, value) in &message.properties {
        if is_personal(key) || is_held(key, value) {
            continue;
        }
        match value {
            Value::Array(products) if key == "products" => {
                let products = products.iter().take(MOST_PRODUCTS).filter_map(Value::as_object);
                facts.insert(key.clone(), products.map(product).collect());
            }
            value if is_plain(value) => {
                facts.insert(key.clone(), value.clone());
            }
            _ => {}
        }
    }
    if facts.is_empty() {
        return Ok(String::new());
    }
    let facts = Value::Object(facts).to_string();
    if facts.len() > Action::LARGEST_FACTS { Err(Problem::FactsTooLarge) } else { Ok(facts) }
}

fn is_personal(key: &str) -> bool {
    let small = key.trim_start_matches('$').to_ascii_lowercase();
    let page = PAGES.iter().any(|word| ends_with_word(key, word));
    key.chars().count() > LONGEST_KEY || PERSONAL.contains(&small.as_str()) || page || is_name(key)
}

fn is_plain(value: &Value) -> bool {
    match value {
        Value::Bool(_) | Value::Number(_) => true,
        Value::String(text) => {
            text.chars().count() <= LONGEST_FACT && !text.contains('@') && !is_page(text)
        }
        _ => false,
    }
}

/// Whether a text is the address of a page, whatever its key is called.
fn is_page(text: &str) -> bool {
    let text = text.trim_start();
    text.starts_with('/') || text.contains("://") || text.starts_with("www.")
}

fn product(product: &Map<String, Value>) -> Value {
    let kept = product.iter().filter(|(k, v)| OF_A_PRODUCT.contains(&k.as_str()) && is_plain(v));
    Value::Object(kept.map(|(k, v)| (k.clone(), v.clone())).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::Around;

    fn message(json: &str) -> Message {
        let received_at = "2026-03-02T12:00:00Z".parse().unwrap();
        let around = Around { received_at, sent_at: None, context: None, call: None };
        Message::read(serde_json::from_str(json).unwrap(), &around).unwrap()
    }

    fn track(event: &str, properties: &str) -> Message {
        message(&format!(
            r#"{{"type":"track","event":"{event}","userId":"u","properties":{properties}}}"#
        ))
    }

    #[test]
    fn a_public_key_earns_nothing() {
        let named = |event: &str, from| name(&track(event, "{}"), from);
        let (browser, server) = (SourceKind::Browser, SourceKind::Server);
        for event in ["Order Completed", "Completed Order", "Order Refunded", "orders.placed"] {
            let (name, is_claim) = named(event, browser);
            assert!(is_claim && name.starts_with("claimed.orders_"), "{name}");
            assert_eq!(named(event, server), (event.to_owned().into(), false));
        }
        for event in ["ideas.voted", "points.earned", "people.merged", "staff.joined", "claimed.x"]
        {
            for from in [browser, server] {
                let (name, is_claim) = named(event, from);
                assert!(is_claim && name.starts_with("claimed."), "{name}");
            }
        }
        assert_eq!(named("Product Viewed", browser), ("Product Viewed".into(), false));
        assert_eq!(named("order completed", browser), ("order completed".into(), false));
    }

    #[test]
    fn money_is_exact() {
        let value_of = |event: &str, properties: &str, from| {
            value(&track(event, properties), event, from, Currency::GBP)
        };
        let value = |properties: &str| value_of("Order Completed", properties, SourceKind::Server);
        let is = |minor, currency: &str| Ok(Some(Money::new(minor, currency.parse().unwrap())));
        assert_eq!(value(r#"{"revenue":59.97}"#), is(5_997, "GBP"));
        assert_eq!(value(r#"{"revenue":0.1,"total":9}"#), is(10, "GBP"));
        assert_eq!(value(r#"{"total":"1234.50","currency":"eur"}"#), is(123_450, "EUR"));
        assert_eq!(value(r#"{"total":1200,"currency":"JPY"}"#), is(1_200, "JPY"));
        assert_eq!(value(r#"{"total":1.2345,"currency":"KWD"}"#), is(1_234, "KWD"));
        assert_eq!(value("{}"), Ok(None));
        for wrong in [r#"{"total":1e300}"#, r#"{"total":"a lot"}"#, r#"{"total":1,"currency":"£"}"#]
        {
            assert_eq!(value(wrong), Err(Problem::MoneyUnreadable), "{wrong}");
        }
        let (browser, server) = (SourceKind::Browser, SourceKind::Server);
        assert_eq!(value_of("Kauf", r#"{"revenue":5}"#, server), is(500, "GBP"));
        for (event, properties, from) in [
            ("Kauf", r#"{"revenue":5}"#, browser),
            ("Kauf", r#"{"value":5}"#, server),
            ("Checkout Started", r#"{"revenue":5}"#, server),
            ("claimed.ideas_earned", r#"{"revenue":5}"#, server),
        ] {
            assert_eq!(value_of(event, properties, from), Ok(None), "{event}");
        }
    }

    #[test]
    fn words_of_people_stay_out() {
        let facts = facts(&track(
            "Product Viewed",
            r#"{"product_id":"p1","price":9.5,"email":"ada@x.example","Query":"my illness","note":"ask ada@x.example",
                "url":"https://x/?token=1","products":[{"product_id":"p2","name":"Ada's cup","quantity":2}],"nested":{"a":1}}"#,
        ));
        let facts: Value = serde_json::from_str(&facts.unwrap()).unwrap();
        let due = serde_json::json!({"product_id":"p1","price":9.5,"products":[{"product_id":"p2","quantity":2}]});
        assert_eq!(facts, due);
        assert_eq!(
            about(&track("x", r#"{"order_id":7,"product_id":"p"}"#)).as_deref(),
            Some("order/7")
        );
    }

    #[test]
    fn addresses_of_pages_stay_out_whatever_they_are_called() {
        let page = "https://shop.example/basket?token=secret";
        for key in [
            "url",
            "$current_url",
            "$initial_current_url",
            "$referrer",
            "$initial_referrer",
            "referer",
            "link_url",
            "page_url",
            "image_url",
            "path",
            "$pathname",
            "page_path",
            "href",
            "redirect_uri",
            "linkURL",
            "initialReferrer",
            "$initial_pathname",
            "$session_entry_url",
            "seen_at",
        ] {
            for value in [page, "/basket?token=secret", "HTTPS://shop.example/?token=secret"] {
                let properties = format!(r#"{{"step":2,"{key}":"{value}"}}"#);
                let facts = facts(&track("x", &properties)).unwrap();
                assert_eq!(facts, r#"{"step":2}"#, "{key}: {value}");
            }
            let bare = facts(&track("x", &format!(r#"{{"step":2,"{key}":"basket?token=1"}}"#)));
            assert_eq!(bare.unwrap().contains("token"), key == "seen_at", "{key}");
        }
        let stays = r#"{"colour":"red/blue","curl":"3b"}"#;
        let sent = stays.replacen('{', r#"{"ip":"203.0.113.0","$ip":"203.0.113.0","#, 1);
        assert_eq!(facts(&track("x", &sent)).unwrap(), stays);
    }

    #[test]
    fn that_a_letter_was_opened_is_nobodys_act() {
        let opened = track("Email Opened", "{}");
        assert_eq!(initiator(&opened, "Email Opened", false), Initiator::Machine);
    }
}
