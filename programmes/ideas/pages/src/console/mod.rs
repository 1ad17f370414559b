//! What staff see and do: triage, the desk of an idea, boards and settings, releases.
//!
//! Read [`list`] first, what waits for an answer; then [`desk`], one idea with everything about it,
//! and the small files of its verbs: [`answer`], [`talk`], [`keep`], [`merge`], [`behalf`], [`money`].
//! [`boards`], [`settings`] and [`releases`] are pages of their own. A form that cannot be used is
//! shown again with what was typed ([`words::Wrong`]).
mod answer;
mod ask;
mod behalf;
mod boards;
mod bulk;
mod credit;
mod desk;
mod export;
mod keep;
mod list;
mod merge;
mod money;
mod releases;
mod settings;
mod shown;
mod talk;
#[cfg(test)]
pub(crate) mod tests;
mod words;

use deedwell_web::{Needs, Right, Routes};

const HOST: Needs = Needs::Staff(Right::HostProgrammes);
const MANAGE: Needs = Needs::Staff(Right::ManageProgrammes);
const BOOK: Needs = Needs::Staff(Right::BookMoney);

pub(crate) fn routes() -> Routes {
    lists().and(desk_routes()).and(votes_and_merges()).and(money_routes()).and(set_up())
}

fn lists() -> Routes {
    Routes::new("ideas")
        .get("/console/ideas", HOST, "What waits for an answer, and every idea", list::show)
        .query::<ask::ListAsk>()
        .get("/console/ideas/export", HOST, "The list as a CSV file", export::show)
        .query::<ask::ListAsk>()
        .post("/console/ideas/bulk", HOST, "Tag several ideas, or mark them as spam", bulk::bulk)
        .form::<bulk::BulkForm>()
        .post("/console/ideas/bulk/undo", HOST, "Undo that", bulk::undo)
        .form::<bulk::UndoForm>()
        .get("/console/ideas/releases", HOST, "Releases, drafts too", releases::show)
        .query::<releases::ReleasesAsk>()
        .post("/console/ideas/releases", HOST, "Write a release", releases::write)
        .form::<releases::ReleaseForm>()
        .post(
            "/console/ideas/releases/{id}/publication",
            HOST,
            "Publish a draft",
            releases::publish,
        )
}

fn desk_routes() -> Routes {
    Routes::new("ideas")
        .get("/console/ideas/{id}", HOST, "The desk of an idea", desk::show)
        .post("/console/ideas/{id}/answer", HOST, "Answer officially, or move", answer::answer)
        .form::<answer::AnswerForm>()
        .post(
            "/console/ideas/{id}/answers/{answer}/correction",
            HOST,
            "Correct an answer; what was said before is kept",
            answer::correct,
        )
        .form::<answer::CorrectionForm>()
        .post("/console/ideas/{id}/comments", HOST, "Comment for everybody to read", talk::comment)
        .form::<talk::CommentForm>()
        .post("/console/ideas/{id}/notes", HOST, "Write a note for colleagues", talk::note)
        .form::<talk::NoteForm>()
        .post(
            "/console/ideas/{id}/comments/{comment}/hiding",
            HOST,
            "Take a comment from view, with a reason",
            talk::hide,
        )
        .form::<talk::HideForm>()
        .post(
            "/console/ideas/{id}/comments/{comment}/restoring",
            HOST,
            "Show a comment again",
            talk::restore,
        )
        .post("/console/ideas/{id}/tags", HOST, "Other tags", keep::retag)
        .form::<keep::TagsForm>()
        .post("/console/ideas/{id}/board", HOST, "To another board", keep::move_to_board)
        .form::<keep::ToBoardForm>()
        .post("/console/ideas/{id}/grade", HOST, "Grade it, among staff", keep::grade)
        .form::<keep::GradeForm>()
        .post("/console/ideas/{id}/holding", HOST, "Take it from view for now", keep::hold)
        .form::<keep::RemovalForm>()
        .post("/console/ideas/{id}/spam", HOST, "Mark it as spam", keep::spam)
        .form::<keep::RemovalForm>()
        .post("/console/ideas/{id}/clearing", HOST, "Show it again where it stood", keep::clear)
}

fn votes_and_merges() -> Routes {
    Routes::new("ideas")
        .get("/console/ideas/{id}/merge", HOST, "Find an idea to merge into", merge::show)
        .query::<merge::MergeAsk>()
        .post("/console/ideas/{id}/merge", HOST, "Merge it into another", merge::merge)
        .form::<merge::MergeForm>()
        .post("/console/ideas/{id}/unmerging", HOST, "Take it out again", merge::unmerge)
        .get("/console/ideas/{id}/votes", HOST, "Votes that staff recorded", behalf::show)
        .query::<behalf::VotesAsk>()
        .post("/console/ideas/{id}/votes", HOST, "Record a customer's vote", behalf::vote)
        .form::<behalf::VoteForm>()
        .post(
            "/console/ideas/{id}/votes/revocation",
            HOST,
            "Revoke a vote that staff recorded",
            behalf::revoke,
        )
        .form::<behalf::RevokeForm>()
}

fn money_routes() -> Routes {
    Routes::new("ideas")
        .get("/console/ideas/{id}/money", BOOK, "What it earned, saved and cost", money::show)
        .query::<money::MoneyAsk>()
        .post("/console/ideas/{id}/money", BOOK, "Book an amount", money::book)
        .form::<money::EntryForm>()
        .post(
            "/console/ideas/{id}/money/{entry}/taking-back",
            BOOK,
            "Take an entry back by a counter-entry",
            money::take_back,
        )
        .form::<money::BackForm>()
        .post("/console/ideas/{id}/credit", BOOK, "Say whose merit it is", money::share)
        .form::<credit::CreditForm>()
}

fn set_up() -> Routes {
    Routes::new("ideas")
        .get("/console/ideas/boards", MANAGE, "Boards", boards::show)
        .post("/console/ideas/boards", MANAGE, "Open a board", boards::open)
        .form::<boards::BoardForm>()
        .get("/console/ideas/boards/{id}", MANAGE, "One board", boards::show_one)
        .post("/console/ideas/boards/{id}", MANAGE, "Change a board", boards::change)
        .form::<boards::BoardForm>()
        .post("/console/ideas/boards/{id}/closing", MANAGE, "Close a board", boards::close)
        .post("/console/ideas/boards/{id}/reopening", MANAGE, "Reopen a board", boards::reopen)
        .get("/console/ideas/settings", MANAGE, "Promise, stages, moves", settings::show)
        .post("/console/ideas/settings", MANAGE, "Promise and moderation", settings::change)
        .form::<settings::SettingsForm>()
        .post("/console/ideas/stages", MANAGE, "What stages are called", settings::name_stages)
        .form::<settings::StagesForm>()
        .post("/console/ideas/moves", MANAGE, "The moves there are", settings::set_moves)
        .form::<settings::MovesForm>()
        .post("/console/ideas/moves/reset", MANAGE, "Back to our moves", settings::reset_moves)
}
