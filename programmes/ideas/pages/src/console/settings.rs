//! The promise, moderation, what stages are called, and the moves there are.

use std::collections::BTreeSet;

use askama::Template;
use axum::response::Response;
use deedwell_core::{Error, Result};
use deedwell_store::Tx as Transaction;
use deedwell_web::answer::{Errors, Render, on_with};
use deedwell_web::{Answer, Form, Frame, StaffMember, Tx, View};
use serde::Deserialize;
use utoipa::ToSchema;

use super::words::{self, Wrong};
use crate::board::Settings;
use crate::stage::{Stage, Stages};
use crate::{acts, store};

#[derive(Deserialize, ToSchema, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct SettingsForm {
    promise_days: String,
    /// `true`: a new idea is held until one of us has cleared it.
    #[serde(default)]
    moderated: String,
}

/// What the form sends: `label.planned`, and `used.planned` where the stage is used.
#[derive(ToSchema)]
#[expect(
    dead_code,
    reason = "it describes the fields, which are read as pairs because of their names"
)]
pub(super) struct StagesForm {
    #[schema(rename = "label.<stage>")]
    label: String,
    #[schema(rename = "used.<stage>")]
    used: Option<String>,
}

/// What the form sends; `move` once for each that is allowed.
#[derive(ToSchema)]
#[expect(
    dead_code,
    reason = "it describes the fields, which are read as pairs because they repeat"
)]
pub(super) struct MovesForm {
    /// `submitted.planned`
    #[schema(rename = "move")]
    moves: Vec<String>,
}

struct StageRow {
    stage: Stage,
    ours: String,
    label: String,
    used: bool,
    there: i64,
}

impl StageRow {
    fn is_optional(&self) -> bool {
        self.stage.is_optional()
    }

    fn name(&self) -> &'static str {
        self.stage.name()
    }
}

/// A cell of the table of moves; none where there is no such move at all.
struct Cell {
    value: String,
    words: String,
    checked: bool,
}

struct MoveRow {
    words: String,
    cells: Vec<Option<Cell>>,
}

#[derive(Template)]
#[template(path = "console/settings.html")]
pub(super) struct Page {
    frame: Frame,
    typed: SettingsForm,
    stages: Stages,
    rows: Vec<StageRow>,
    wrong: Wrong,
}

/// What somebody sent that could not be used.
#[derive(Default)]
struct Sent {
    settings: Option<SettingsForm>,
    /// Stage, label, used.
    stages: Vec<(Stage, String, bool)>,
    wrong: Wrong,
}

impl Page {
    async fn load(tx: &mut Transaction, frame: Frame, sent: Sent) -> Result<Self> {
        let stages = store::stages(tx).await?;
        let settings = store::settings(tx).await?;
        let mut rows = Vec::new();
        for stage in Stage::ALL.into_iter().filter(|stage| stage.is_listed()) {
            let typed = sent.stages.iter().find(|(s, ..)| *s == stage);
            let stands = || (stages.label(stage).to_owned(), stages.in_use(stage));
            let (label, used) = typed.map_or_else(stands, |(_, l, u)| (l.clone(), *u));
            let ours = words::ours(&frame, stage);
            rows.push(StageRow {
                stage,
                ours,
                label,
                used,
                there: store::ideas_at(tx, stage).await?,
            });
        }
        let typed = sent.settings.unwrap_or_else(|| SettingsForm {
            promise_days: settings.promise_days.to_string(),
            moderated: if settings.moderated { "true".to_owned() } else { String::new() },
        });
        Ok(Self { frame, typed, stages, rows, wrong: sent.wrong })
    }

    fn errors(&self, form: &str) -> Errors {
        self.wrong.at(form)
    }

    fn is_moderated(&self) -> bool {
        self.typed.moderated == "true"
    }

    fn word(&self, stage: Stage) -> String {
        words::stage(&self.frame, &self.stages, stage)
    }

    /// Where an idea may go: the heads of the table of moves.
    fn targets(&self) -> Vec<Stage> {
        let next = |stage: &Stage| Stage::ALL.iter().any(|from| from.next().contains(stage));
        self.stages.used().into_iter().filter(next).collect()
    }

    fn heads(&self) -> Vec<String> {
        self.targets().into_iter().map(|stage| self.word(stage)).collect()
    }

    fn move_rows(&self) -> Vec<MoveRow> {
        let from_some = self.stages.used().into_iter().filter(|from| !from.next().is_empty());
        from_some.map(|from| self.move_row(from)).collect()
    }

    fn move_row(&self, from: Stage) -> MoveRow {
        let allowed = self.stages.next(from);
        let cell = |to: Stage| {
            let values = [("from", self.word(from)), ("to", self.word(to))];
            from.next().contains(&to).then(|| Cell {
                value: format!("{}.{}", from.name(), to.name()),
                words: self.frame.m("ideas-staff-move-words", &values),
                checked: allowed.contains(&to),
            })
        };
        MoveRow { words: self.word(from), cells: self.targets().into_iter().map(cell).collect() }
    }
}

const SETTINGS: &str = "/console/ideas/settings";

pub(super) async fn show(frame: Frame, Tx(mut tx): Tx) -> Answer<View<Page>> {
    Ok(View(Page::load(&mut tx, frame, Sent::default()).await?))
}

async fn again(tx: &mut Transaction, frame: Frame, sent: Sent) -> Answer<Response> {
    let status = sent.wrong.status;
    Ok(Page::load(tx, frame, sent).await?.respond_with(status))
}

pub(super) async fn change(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Form(form): Form<SettingsForm>,
) -> Answer<Response> {
    let settings = Settings {
        promise_days: form.promise_days.trim().parse().unwrap_or(0),
        moderated: form.moderated == "true",
    };
    let Err(error) = acts::set_settings(&mut tx, me.id, settings).await else {
        tx.commit().await?;
        return Ok(on_with(SETTINGS, "said-saved"));
    };
    let wrong = Wrong::of(&frame, "settings", &[("promise_days", "promise_days")], error)?;
    again(&mut tx, frame, Sent { settings: Some(form), wrong, ..Sent::default() }).await
}

pub(super) async fn name_stages(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Answer<Response> {
    let named = stages_of(&pairs)?;
    let stands = store::stages(&mut tx).await?;
    for (stage, label, used) in &named {
        let changed = label.trim() != stands.label(*stage) || *used != stands.in_use(*stage);
        if !changed {
            continue;
        }
        if let Err(error) = acts::set_stage(&mut tx, me.id, *stage, label, *used).await {
            let field = format!("label.{}", stage.name());
            let wrong = Wrong::of(&frame, "stages", &[("label", &field)], error)?;
            return again(&mut tx, frame, Sent { stages: named, wrong, ..Sent::default() }).await;
        }
    }
    tx.commit().await?;
    Ok(on_with(SETTINGS, "said-saved"))
}

fn stages_of(pairs: &[(String, String)]) -> Result<Vec<(Stage, String, bool)>> {
    let unknown = || Error::invalid("form", "This form has a field that is not known.");
    let mut named = Vec::new();
    let used: BTreeSet<&str> =
        pairs.iter().filter_map(|(name, _)| name.strip_prefix("used.")).collect();
    for (name, value) in pairs {
        match name.split_once('.') {
            Some(("label", stage)) => {
                let stage = Stage::parse(stage).filter(|s| s.is_listed()).ok_or_else(unknown)?;
                // What cannot be switched off has no box.
                let used = !stage.is_optional() || used.contains(stage.name());
                named.push((stage, value.clone(), used));
            }
            Some(("used", _)) => {}
            _ => return Err(unknown()),
        }
    }
    Ok(named)
}

pub(super) async fn set_moves(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Answer<Response> {
    let allowed = match moves_of(&pairs) {
        // All of ours, said one by one, are ours.
        Ok(moves) if moves.len() == all_moves() => acts::restrict_moves(&mut tx, me.id, &[]).await,
        Ok(moves) => acts::restrict_moves(&mut tx, me.id, &moves).await,
        Err(error) => Err(error),
    };
    let Err(error) = allowed else {
        tx.commit().await?;
        return Ok(on_with(SETTINGS, "said-saved"));
    };
    let wrong = Wrong::of(&frame, "moves", &[("moves", "moves")], error)?;
    again(&mut tx, frame, Sent { wrong, ..Sent::default() }).await
}

fn all_moves() -> usize {
    Stage::ALL.iter().map(|stage| stage.next().len()).sum()
}

fn moves_of(pairs: &[(String, String)]) -> Result<Vec<(Stage, Stage)>> {
    let read = |(name, value): &(String, String)| {
        let (from, to) = value.split_once('.').filter(|_| name == "move")?;
        Some((Stage::parse(from)?, Stage::parse(to)?))
    };
    let moves: Option<Vec<_>> = pairs.iter().map(read).collect();
    let moves =
        moves.ok_or_else(|| Error::invalid("form", "This form has a field that is not known."))?;
    if moves.is_empty() {
        return Err(Error::invalid(
            "moves",
            "Without any move no idea could be answered. Please allow some, or go back to ours.",
        ));
    }
    Ok(moves)
}

pub(super) async fn reset_moves(me: StaffMember, Tx(mut tx): Tx) -> Answer<Response> {
    acts::restrict_moves(&mut tx, me.id, &[]).await?;
    tx.commit().await?;
    Ok(on_with(SETTINGS, "ideas-staff-said-moves-reset"))
}
