//! What was owed, worked out again line by line.

use std::collections::{BTreeMap, HashMap};

use deedwell_core::behaviour::{Late, Matter, Owed, Window};
use deedwell_core::{Action, Id, Initiator, Part, Person, Timestamp};

use super::grid_oracle::Row;
use super::oracle::{Line, Oracle};

/// The same matters in some order, the same numbers for the same people, the same that is late.
pub fn agrees(owed: &Owed, oracle: &Oracle, window: &Window) {
    let meanings = super::world::meanings();
    assert_eq!(owed.programmes.len(), meanings.len());
    for (found, (programme, meaning)) in owed.programmes.iter().zip(meanings) {
        assert_eq!(found.programme, programme);
        let row = Row { oracle, window, meaning };
        let kept = oracle.kept();
        let valid = row.valid(&kept, window.unit);
        let here = |c: &Action| c.at >= window.from && c.at < window.to;
        let due: Vec<(Id<Person>, Matter)> = valid
            .iter()
            .filter(|(_, c)| here(c))
            .map(|(_, c)| (oracle.person(c).unwrap(), matter(&row, &kept, c)))
            .collect();
        let bare = |m: &Matter| format!("{:?}", Matter { whose: 0, ..*m });
        let mut ours: Vec<String> = found.matters.iter().map(bare).collect();
        let mut theirs: Vec<String> = due.iter().map(|(_, m)| bare(m)).collect();
        ours.sort();
        theirs.sort();
        assert_eq!(ours, theirs, "{programme}");
        let (mut by_number, mut by_person) = (HashMap::new(), HashMap::new());
        found.matters.iter().for_each(|m| *by_number.entry(m.whose).or_insert(0) += 1);
        due.iter().for_each(|(who, _)| *by_person.entry(*who).or_insert(0) += 1);
        let counts = |mut counts: Vec<i32>| {
            counts.sort_unstable();
            counts
        };
        let (a, b) = (by_number.into_values().collect(), by_person.into_values().collect());
        assert_eq!(counts(a), counts(b), "what each brought");
        let late = late(&row, &kept, &valid);
        let mut told: Vec<String> = found.late.iter().map(|l| format!("{l:?}")).collect();
        told.sort();
        assert_eq!(told, late, "{programme}");
    }
}

fn last(row: &Row<'_>, kept: &[Line<'_>], c: &Action, kinds: &[&str]) -> Option<Timestamp> {
    let events = row.events(kept, c, kinds).into_iter().map(|(_, a)| a.at);
    events.filter(|at| *at < row.window.to).max()
}

fn matter(row: &Row<'_>, kept: &[Line<'_>], c: &Action) -> Matter {
    let (m, o) = (row.meaning, row.meaning.owes);
    let since = |at: Timestamp| (at.as_microsecond() - c.at.as_microsecond()).max(0) as f64 / 1e6;
    let first = |kinds, staff| row.first(kept, c, kinds, staff);
    let decided = first(m.decided, false);
    let is_no = |a: &Action| {
        let facts: serde_json::Value = serde_json::from_str(&a.facts).unwrap_or_default();
        let words: Vec<serde_json::Value> = vec![false.into(), "never".into()];
        a.name == "ideas.decided" && words.contains(&facts["yes"])
    };
    let decisions = row.events(kept, c, m.decided).into_iter().map(|(_, a)| a);
    let yes = decisions.filter(|a| a.at < row.window.to && !is_no(a)).map(|a| a.at).min();
    let at_or_after = |kinds| decided.is_some_and(|d| last(row, kept, c, kinds) >= Some(d));
    let mut official = row.oracle.kept();
    official.retain(|(_, a)| {
        c.about.is_some()
            && a.about == c.about
            && m.official_answers.contains(&&*a.name)
            && a.at < row.window.to
    });
    let author = row.about(kept, c).and_then(|(_, first)| row.oracle.person(first));
    let others = row
        .peers(kept, None)
        .into_iter()
        .any(|(_, a)| c.about.is_some() && a.about == c.about && row.oracle.person(a) != author);
    let is_tested = |a: &Action| row.oracle.person(a).is_some_and(|p| row.oracle.is_test(p));
    Matter {
        unit: c.unit,
        whose: 0,
        age_s: since(row.window.to),
        answered_s: first(m.official_answers, true).map(since),
        by_machine: official.iter().any(|(_, a)| {
            !is_tested(a) && (a.initiator == Initiator::Machine || a.part == Part::System)
        }),
        decided_s: decided.map(since),
        yes_s: yes.map(since),
        done_s: first(m.implemented, false).map(since),
        explained: at_or_after(o.explained_by),
        others,
        told: at_or_after(o.told_by),
    }
}

fn late(row: &Row<'_>, kept: &[Line<'_>], valid: &[Line<'_>]) -> Vec<String> {
    let (m, o) = (row.meaning, row.meaning.owes);
    let any = [m.company_responses, m.official_answers, m.decided, m.implemented, o.ended_by];
    let ours = any.concat();
    let mut by_unit: BTreeMap<_, Late> = BTreeMap::new();
    for (_, c) in valid.iter().filter(|(_, c)| c.at < row.window.to) {
        let answered = row.first(kept, c, m.official_answers, true).is_some();
        let waits = !answered && last(row, kept, c, o.ended_by).is_none();
        let hours = (row.window.to.as_microsecond() - c.at.as_microsecond()) as f64 / 3.6e9;
        let unanswered = waits && hours > f64::from(o.answer_h);
        let broken = last(row, kept, c, o.broken_by) > last(row, kept, c, &ours);
        if unanswered || broken {
            let late = by_unit.entry(c.unit).or_insert(Late { unit: c.unit, ..Late::default() });
            late.unanswered += u64::from(unanswered);
            late.broken += u64::from(broken);
        }
    }
    let mut told: Vec<String> = by_unit.values().map(|l| format!("{l:?}")).collect();
    told.sort();
    told
}
