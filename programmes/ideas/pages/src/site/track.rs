//! How far an idea has come, as steps with their days.

use std::collections::BTreeMap;

use deedwell_web::Frame;
use jiff::Timestamp;

use super::words;
use crate::idea::Idea;
use crate::stage::{Stage, Stages};
use crate::store::HistoryLine;

pub(crate) struct Step {
    pub words: String,
    pub at: Option<Timestamp>,
    pub done: bool,
    /// Where it stands, and from where it may go on.
    pub here: bool,
}

/// The way of an idea that nobody refuses.
const WAY: [Stage; 5] =
    [Stage::Submitted, Stage::UnderReview, Stage::Planned, Stage::InProgress, Stage::Shipped];

pub(crate) fn track(
    frame: &Frame,
    stages: &Stages,
    idea: &Idea,
    history: &[HistoryLine],
) -> Vec<Step> {
    let step = |(stage, at): (Stage, Option<Timestamp>)| Step {
        words: match stage {
            Stage::Submitted => frame.t("ideas-step-submitted"),
            other => words::capital(&words::stage(frame, stages, other)),
        },
        at,
        done: at.is_some() && stage != idea.stage || is_end(stage) && at.is_some(),
        here: stage == idea.stage && !is_end(stage),
    };
    way(idea.stage, idea.created_at, stages, history).into_iter().map(step).collect()
}

/// Nothing need follow.
const fn is_end(stage: Stage) -> bool {
    matches!(
        stage,
        Stage::Shipped | Stage::Measured | Stage::NotNow | Stage::Declined | Stage::Withdrawn
    )
}

/// Stages with the day on which each was reached last; those still to come have none. What was passed
/// over is left out, and so is what was undone by going back.
fn way(
    now: Stage,
    created_at: Timestamp,
    stages: &Stages,
    history: &[HistoryLine],
) -> Vec<(Stage, Option<Timestamp>)> {
    let mut reached = BTreeMap::from([(Stage::Submitted, created_at)]);
    // Coming back from spam is nothing that happened to the idea itself.
    for line in history.iter().filter(|line| line.from != Stage::Spam) {
        reached.insert(line.to, line.at);
    }
    let place = |stage: Stage| WAY.iter().position(|one| *one == stage);
    let on_the_way = match now {
        Stage::NeedsInfo => place(Stage::UnderReview),
        other => place(other),
    };
    let mut way: Vec<_> = WAY
        .into_iter()
        .enumerate()
        .filter_map(|(i, stage)| {
            let at = reached.get(&stage).copied();
            let ahead = on_the_way.is_some_and(|here| i > here);
            match (ahead, at) {
                (true, _) => stages.in_use(stage).then_some((stage, None)),
                (false, None) => None,
                (false, at) => Some((stage, at)),
            }
        })
        .collect();
    if place(now).is_none() {
        let ahead = way.iter().position(|(_, at)| at.is_none()).unwrap_or(way.len());
        way.insert(ahead, (now, reached.get(&now).copied()));
    }
    way
}

#[cfg(test)]
mod tests {
    use deedwell_core::Part;

    use super::*;
    use crate::stage::Stage::*;

    fn at(day: i64) -> Timestamp {
        Timestamp::from_second(day * 86_400).unwrap()
    }

    fn told(now: Stage, moves: &[(Stage, Stage, i64)]) -> Vec<(Stage, Option<i64>)> {
        let line = |(from, to, day): &(Stage, Stage, i64)| HistoryLine {
            from: *from,
            to: *to,
            part: Part::Staff,
            staff: None,
            text: None,
            reason: None,
            revisit_on: None,
            evidence: None,
            at: at(*day),
        };
        let history: Vec<_> = moves.iter().map(line).collect();
        let way = way(now, at(0), &Stages::default(), &history);
        way.into_iter().map(|(s, at)| (s, at.map(|at| at.as_second() / 86_400))).collect()
    }

    #[test]
    fn a_new_idea_has_its_way_before_it() {
        let ahead = [(UnderReview, None), (Planned, None), (InProgress, None), (Shipped, None)];
        assert_eq!(told(Submitted, &[])[0], (Submitted, Some(0)));
        assert_eq!(told(Submitted, &[])[1..], ahead);
    }

    #[test]
    fn what_was_passed_over_is_left_out() {
        let moves = [(Submitted, Planned, 2), (Planned, Shipped, 9), (Shipped, Measured, 20)];
        let way =
            [(Submitted, Some(0)), (Planned, Some(2)), (Shipped, Some(9)), (Measured, Some(20))];
        assert_eq!(told(Measured, &moves), way);
    }

    #[test]
    fn a_no_ends_the_way() {
        let moves = [(Submitted, UnderReview, 1), (UnderReview, NotNow, 3)];
        let way = [(Submitted, Some(0)), (UnderReview, Some(1)), (NotNow, Some(3))];
        assert_eq!(told(NotNow, &moves), way);
    }

    #[test]
    fn going_back_takes_steps_away_again() {
        let moves =
            [(Submitted, Planned, 1), (Planned, UnderReview, 5), (UnderReview, NeedsInfo, 6)];
        let way = told(NeedsInfo, &moves);
        let begins =
            [(Submitted, Some(0)), (UnderReview, Some(5)), (NeedsInfo, Some(6)), (Planned, None)];
        assert_eq!(way[..4], begins);
    }
}
