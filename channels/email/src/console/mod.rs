//! What staff see and do: the mail server and the check of it, how letters look, templates, what came back.
mod look;
mod returns;
mod settings;
mod template;
mod templates;

use deedwell_core::Result;
use deedwell_core::behaviour::Later;
use deedwell_store::Tx;
use deedwell_web::routes::Trouble;
use deedwell_web::{Needs, Right, Routes};

use crate::{Mail, store};

pub(crate) fn routes(mail: &Mail) -> Routes {
    ways(mail).and(written(mail)).and(returned())
}

const MANAGE: Needs = Needs::Staff(Right::ManageSettings);

fn ways(mail: &Mail) -> Routes {
    let [a, b, c, d, e] = std::array::from_fn(|_| mail.clone());
    Routes::new("email")
        .tells(troubles)
        .get("/console/email", MANAGE, "How letters are sent", move |f, t, q| {
            settings::show(a.clone(), f, t, q)
        })
        .query::<settings::Tried>()
        .post("/console/email", MANAGE, "Change how letters are sent", move |s, f, t, g| {
            settings::change(b.clone(), s, f, t, g)
        })
        .form::<settings::EmailSettingsForm>()
        .post("/console/email/keys", MANAGE, "New keys that sign letters", move |s, f, g| {
            settings::make_keys(c.clone(), s, f, g)
        })
        .post(
            "/console/email/check",
            MANAGE,
            "Check whether letters are believed",
            move |s, f, g| settings::check(d.clone(), s, f, g),
        )
        .post("/console/email/test", MANAGE, "Send yourself a letter", move |s, f, t| {
            settings::test(e.clone(), s, f, t)
        })
        .get("/console/email/look", MANAGE, "How letters look", look::show)
        .post("/console/email/look", MANAGE, "Change how letters look", look::change)
        .form::<look::EmailLookForm>()
        .post("/console/email/layout", MANAGE, "Change the layout of letters", look::change_layout)
        .form::<look::EmailLayoutForm>()
}

fn written(mail: &Mail) -> Routes {
    let [a, b] = std::array::from_fn(|_| mail.clone());
    Routes::new("email")
        .get("/console/email/templates", MANAGE, "Templates of letters", templates::show)
        .post("/console/email/templates", MANAGE, "A new template", templates::make)
        .form::<templates::TemplateNewForm>()
        .get("/console/email/templates/{template}", MANAGE, "A template", template::show)
        .query::<template::Which>()
        .post(
            "/console/email/templates/{template}",
            MANAGE,
            "Change what a template says",
            template::write,
        )
        .form::<template::TemplateSourceForm>()
        .post(
            "/console/email/templates/{template}/name",
            MANAGE,
            "Change its name and sample values",
            template::name,
        )
        .form::<template::TemplateNameForm>()
        .get(
            "/console/email/templates/{template}/preview",
            MANAGE,
            "A letter made of it",
            move |t, p, q| template::preview(a.clone(), t, p, q),
        )
        .query::<template::Which>()
        .post(
            "/console/email/templates/{template}/test",
            MANAGE,
            "Send yourself a letter made of it",
            move |s, t, p| template::test(b.clone(), s, t, p),
        )
        .post(
            "/console/email/templates/{template}/closing",
            MANAGE,
            "Put a template away",
            template::close,
        )
        .post(
            "/console/email/templates/{template}/reopening",
            MANAGE,
            "Take it out again",
            template::reopen,
        )
}

fn returned() -> Routes {
    Routes::new("email")
        .get("/console/email/returns", MANAGE, "What came back", returns::list)
        .query::<returns::ReturnsQuery>()
        .get("/console/email/returns/{id}", MANAGE, "One that came back", returns::show)
        .post(
            "/console/email/returns/{id}/seen",
            MANAGE,
            "It needs nobody's eye any more",
            returns::seen,
        )
}

/// What came back and nobody could place waits for somebody's eye.
fn troubles(tx: &mut Tx) -> Later<'_, Result<Vec<Trouble>>> {
    Box::pin(async {
        let unplaced = store::count_unplaced(tx).await?;
        let trouble = || Trouble {
            whose: Right::ManageSettings,
            key: "email-trouble-unplaced",
            what: unplaced.to_string(),
            href: "/console/email/returns?placed=no".to_owned(),
        };
        Ok((unplaced > 0).then(trouble).into_iter().collect())
    })
}
