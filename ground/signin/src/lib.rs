//! Customers sign in by a proven identity: the shop's signed token, or a code.
//!
//! Read [`token`] and [`code`] for the rules, [`carry`] for how a code gets to its address, `door` for the pages of the door, `home` for the first
//! page of the site, [`guest`] for what a browser did before we knew whose it is, [`pseudonym`] for what others may see a customer called, `my_part` for what a customer sees of themselves, `password` for the password that they may set and `passkey` for those of
//! their devices, and `proof` for what a change of these asks for. What happened is told in
//! [`deed`].
mod browser;
pub mod carry;
pub mod code;
pub mod deed;
mod door;
pub mod guest;
mod home;
mod letter;
mod link;
mod my_part;
mod passkey;
mod password;
mod password_door;
mod proof;
pub mod pseudonym;
pub mod seen;
mod shop;
#[cfg(test)]
mod tests;
pub mod token;

pub use deed::SigninDeed;

use deedwell_core::{Id, Identity, Result};
use deedwell_store::{Migration, Tx};
use deedwell_web::{Needs, Routes};

use my_part::{data, held, leaving, names, page, passkeys, sessions, ways_in};

pub const MIGRATIONS: &[Migration] = &[
    Migration {
        owner: "signin",
        name: "0001_passwords",
        sql: include_str!("../migrations/0001_passwords.sql"),
    },
    Migration {
        owner: "signin",
        name: "0002_passkeys",
        sql: include_str!("../migrations/0002_passkeys.sql"),
    },
];

/// What these pages say, by language.
pub const MESSAGES: &[(&str, &str)] =
    &[("en", include_str!("../locales/en.ftl")), ("de", include_str!("../locales/de.ftl"))];

/// With the log as the way by which codes travel.
pub fn routes() -> Routes {
    routes_with(carry::by_the_log())
}

/// With somebody who carries codes to addresses.
pub fn routes_with(carry: carry::Carry) -> Routes {
    door_routes(carry.clone())
        .and(my_routes(carry.clone()))
        .and(ways_in_routes(carry.clone()))
        .and(passkey_routes(carry))
}

fn door_routes(carry: carry::Carry) -> Routes {
    Routes::new("signin")
        .get("/", Needs::Anybody, "The first page of the site", home::show)
        .get("/sign-in", Needs::Anybody, "The customers' door", door::show)
        .query::<door::SignInAsk>()
        .post("/sign-in", Needs::Anybody, "Ask for a code", move |a, b, c, d, e, f| {
            door::ask(carry.clone(), a, b, c, d, e, f)
        })
        .form::<door::AskForCode>()
        .post("/sign-in/code", Needs::Anybody, "Sign in by the code", door::answer)
        .form::<door::TypedCode>()
        .get("/sign-in/password", Needs::Anybody, "The door by a password", password_door::show)
        .query::<door::SignInAsk>()
        .post("/sign-in/password", Needs::Anybody, "Sign in by a password", password_door::sign_in)
        .form::<password_door::SignInByPassword>()
        .post(
            "/sign-in/passkey/asking",
            Needs::Anybody,
            "What a passkey is to sign",
            passkey::door::asking,
        )
        .gives::<passkey::door::ToSign>()
        .post("/sign-in/passkey", Needs::Anybody, "Sign in by a passkey", passkey::door::sign_in)
        .form::<passkey::door::SignInByPasskey>()
        .get("/sign-in/link", Needs::Anybody, "Coming from the letter: sign in?", link::show)
        .query::<link::Link>()
        .post("/sign-in/link", Needs::Anybody, "Sign in by the link", link::sign_in)
        .form::<link::Link>()
        .get("/sign-in/token", Needs::Anybody, "Coming from the shop: go on as whom?", shop::show)
        .query::<shop::Token>()
        .post("/sign-in/token", Needs::Anybody, "Sign in by the shop's token", shop::sign_in)
        .form::<shop::Token>()
        .post("/sign-out", Needs::Anybody, "Sign out", door::sign_out)
        .get("/forgotten/{id}", Needs::Anybody, "How far a forgetting has come", leaving::receipt)
}

fn my_routes(carry: carry::Carry) -> Routes {
    let me = Needs::Customer;
    Routes::new("signin")
        .get("/my-part", me, "What I did here, and how I am known", page::show)
        .post("/my-part/name", me, "Change my name", names::rename)
        .form::<names::MyName>()
        .post("/my-part/pseudonym", me, "Choose the name that others see", names::call)
        .form::<names::MyPseudonym>()
        .get("/my-part/data.json", me, "All that is kept of me", data::data)
        .get("/my-part/sessions", me, "Where I am signed in", sessions::show)
        .post("/my-part/sessions/ending", me, "Sign out somewhere else", sessions::end)
        .form::<sessions::EndSession>()
        .post("/my-part/sessions/others/ending", me, "Sign out elsewhere", sessions::end_others)
        .get("/my-part/leaving", me, "Leave, or be forgotten", leaving::show)
        .post("/my-part/leaving", me, "Leave", leaving::leave)
        .form::<leaving::Leave>()
        .post(
            "/my-part/forgetting/code",
            me,
            "Ask for a code to be forgotten",
            move |a, b, c, d, e, f| leaving::send_code(carry.clone(), a, b, c, d, e, f),
        )
        .form::<leaving::ForgetCode>()
        .post("/my-part/forgetting", me, "Be forgotten for good", leaving::forget)
        .form::<leaving::ForgetMe>()
        .of_person(held::of_person)
        .holds(held::holds)
}

/// How a customer comes in, beside the code.
fn ways_in_routes(carry: carry::Carry) -> Routes {
    let me = Needs::Customer;
    let (codes, sets, removes) = (carry.clone(), carry.clone(), carry);
    Routes::new("signin")
        .get("/my-part/ways-in", me, "How I sign in", ways_in::show)
        .post(
            "/my-part/ways-in/code",
            me,
            "Ask for a code to change how I sign in",
            move |a, b, c, d, e, f| ways_in::send_code(codes.clone(), a, b, c, d, e, f),
        )
        .form::<ways_in::ProveCode>()
        .post("/my-part/ways-in/proof", me, "Show that it is me", ways_in::prove)
        .form::<ways_in::ProveMe>()
        .post("/my-part/ways-in/password", me, "Set a password", move |a, b, c, d, e| {
            ways_in::set_password(sets.clone(), a, b, c, d, e)
        })
        .form::<ways_in::SetPassword>()
        .post(
            "/my-part/ways-in/password/removing",
            me,
            "Remove my password",
            move |a, b, c, d, e, f| ways_in::remove_password(removes.clone(), a, b, c, d, e, f),
        )
        .form::<ways_in::RemovePassword>()
}

fn passkey_routes(carry: carry::Carry) -> Routes {
    let me = Needs::Customer;
    let (adds, removes) = (carry.clone(), carry);
    Routes::new("signin")
        .post(
            "/my-part/ways-in/passkeys/asking",
            me,
            "What a new passkey is to sign",
            passkeys::asking,
        )
        .gives::<passkeys::ToAdd>()
        .post("/my-part/ways-in/passkeys", me, "Add a passkey", move |a, b, c, d, e, f| {
            passkeys::add(adds.clone(), a, b, c, d, e, f)
        })
        .form::<passkeys::AddPasskey>()
        .post("/my-part/ways-in/passkeys/name", me, "Name a passkey", passkeys::rename)
        .form::<passkeys::NamePasskey>()
        .post(
            "/my-part/ways-in/passkeys/removing",
            me,
            "Remove a passkey",
            move |a, b, c, d, e, f| passkeys::remove(removes.clone(), a, b, c, d, e, f),
        )
        .form::<passkeys::RemovePasskey>()
}

/// Takes away every way in of somebody who is forgotten.
///
/// # Errors
/// A fault.
pub async fn forget(tx: &mut Tx, whom: &[Id<Identity>]) -> Result<()> {
    for identity in whom {
        password::remove(tx, *identity).await?;
        passkey::forget(tx, *identity).await?;
        proof::forget(tx, *identity).await?;
    }
    Ok(())
}
