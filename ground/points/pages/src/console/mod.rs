//! What staff see of points and do with them: [`overview`] with what waits, [`schemes`], [`rules`], [`rewards`],
//! a [`member`]'s account, what is owed ([`owed`]) and the [`books`].
mod books;
pub(crate) mod form;
mod member;
mod overview;
mod owed;
mod rewards;
mod rules;
mod schemes;

use deedwell_web::{Needs, Right, Routes};

pub(crate) fn routes() -> Routes {
    daily().and(settings())
}

fn daily() -> Routes {
    let host = Needs::Staff(Right::HostProgrammes);
    let money = Needs::Staff(Right::BookMoney);
    let people = Needs::Staff(Right::SeePeople);
    Routes::new("points")
        .get("/console/points", host, "Points: what there is, what waits", overview::show)
        .post("/console/points/approvals/{id}/approval", money, "It is theirs", overview::approve)
        .post("/console/points/approvals/{id}/refusal", money, "It is not theirs", overview::refuse)
        .form::<overview::WhyForm>()
        .post("/console/points/redemptions/{id}/honouring", host, "Handed over", overview::honour)
        .post(
            "/console/points/redemptions/{id}/undoing",
            money,
            "Give the points back",
            overview::undo,
        )
        .form::<overview::WhyForm>()
        .get("/console/points/members/{person}", people, "What somebody has", member::show)
        .query::<member::MemberAsk>()
        .post(
            "/console/points/members/{person}/adjustments",
            money,
            "More or less, by hand",
            member::adjust,
        )
        .form::<member::AdjustForm>()
        .get("/console/points/owed", money, "What is owed on a day", owed::show)
        .query::<owed::OwedAsk>()
        .get("/console/points/postings.csv", money, "Every posting as CSV", books::csv)
        .query::<books::BooksAsk>()
        .get("/console/points/books.beancount", money, "The books for Beancount", books::beancount)
        .query::<books::BooksAsk>()
}

fn settings() -> Routes {
    let manage = Needs::Staff(Right::ManageProgrammes);
    Routes::new("points")
        .get("/console/points/schemes/new", manage, "A new scheme", schemes::fresh)
        .post("/console/points/schemes", manage, "Make a scheme", schemes::open)
        .form::<schemes::SchemeForm>()
        .get("/console/points/schemes/{id}", manage, "One scheme, and what it was", schemes::show)
        .post("/console/points/schemes/{id}", manage, "Change a scheme", schemes::change)
        .form::<schemes::SchemeForm>()
        .post(
            "/console/points/schemes/{id}/closing",
            manage,
            "Nothing is earned any more",
            schemes::close,
        )
        .post(
            "/console/points/schemes/{id}/reopening",
            manage,
            "It is earned again",
            schemes::reopen,
        )
        .post(
            "/console/points/schemes/{id}/budgets",
            manage,
            "What a programme may give",
            schemes::budget,
        )
        .form::<schemes::BudgetForm>()
        .get("/console/points/rules", manage, "What earns what", rules::list)
        .post("/console/points/rules", manage, "Make a rule", rules::open)
        .form::<rules::RuleForm>()
        .get("/console/points/rules/{id}", manage, "One rule, and what it was", rules::show)
        .post("/console/points/rules/{id}", manage, "Change a rule", rules::change)
        .form::<rules::RuleForm>()
        .get("/console/points/rewards", manage, "What points are spent on", rewards::list)
        .post("/console/points/rewards", manage, "Make a reward", rewards::open)
        .form::<rewards::RewardForm>()
        .get("/console/points/rewards/{id}", manage, "One reward", rewards::show)
        .post("/console/points/rewards/{id}", manage, "Change a reward", rewards::change)
        .form::<rewards::RewardForm>()
        .post("/console/points/rewards/{id}/codes", manage, "Add codes", rewards::codes)
        .form::<rewards::CodesForm>()
}
