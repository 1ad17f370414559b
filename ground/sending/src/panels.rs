//! What is shown of letters on pages of others: of somebody to staff, and to customers of themselves.

use deedwell_core::{Id, Person, Result};
use deedwell_store::Tx;
use deedwell_web::programme::Later;
use deedwell_web::{Frame, Panel};

use crate::letter::State;
use crate::site::is_sent;
use crate::store;
use crate::store::people::{wishes, words};

/// Letters that are looked at.
const NEWEST: usize = 200;

/// What they want, what they were sent, and what came back.
pub(crate) fn of_person<'a>(
    tx: &'a mut Tx,
    person: Id<Person>,
    frame: &'a Frame,
) -> Later<'a, Result<Option<Panel>>> {
    Box::pin(async move {
        let letters = store::letters_of(tx, person, NEWEST).await?;
        let topics = store::topics(tx).await?;
        if letters.is_empty() && topics.is_empty() {
            return Ok(None);
        }
        let said = words(tx, &[person]).await?;
        let wants = topics.iter().filter(|topic| {
            let word =
                |(_, purpose): &(String, String)| said.get(&(person, purpose.clone())).copied();
            topic.is_open() && topic.channels.iter().any(|by| is_sent(topic, word(by)))
        });
        let wants: Vec<&str> = wants.map(|topic| topic.name.as_str()).collect();
        let accepted = letters.iter().filter(|l| l.state == State::Accepted);
        let last = accepted.clone().filter_map(|l| l.answered_at).max();
        let back = letters.iter().filter(|l| l.bounced_at.is_some()).count();
        let mut facts = Vec::new();
        if !topics.is_empty() {
            let none = frame.t("sending-panel-no-topics");
            let wants = if wants.is_empty() { none } else { wants.join(", ") };
            facts.push((frame.t("sending-panel-topics"), wants));
        }
        facts.push((frame.t("sending-panel-sent"), frame.number(accepted.count())));
        if let Some(at) = last {
            facts.push((frame.t("sending-panel-last"), frame.moment(&at)));
        }
        if back > 0 {
            facts.push((frame.t("sending-state-bounced"), frame.number(back)));
        }
        if letters.iter().any(|l| l.complained_at.is_some()) {
            facts.push((frame.t("sending-panel-complained"), frame.t("sending-panel-yes")));
        }
        Ok(Some(Panel {
            title: frame.t("sending-name"),
            facts,
            note: wish(tx, person, frame).await?,
            href: format!("/console/letters/all?person={person}"),
            more: frame.t("sending-all-letters"),
        }))
    })
}

/// Less, or nothing for a while.
async fn wish(tx: &mut Tx, person: Id<Person>, frame: &Frame) -> Result<String> {
    let wish = wishes(tx, &[person]).await?.remove(&person).unwrap_or_default();
    if let Some(until) = wish.paused_until.filter(|until| *until > tx.now()) {
        return Ok(frame.w("sending-panel-paused", frame.moment(&until)));
    }
    Ok(match wish.fewer {
        crate::rules::Fewer::AsUsual => String::new(),
        fewer => frame.t(&format!("sending-fewer-{}", fewer.name())),
    })
}

pub(crate) fn of_me<'a>(
    tx: &'a mut Tx,
    me: Id<Person>,
    frame: &'a Frame,
) -> Later<'a, Result<Option<Panel>>> {
    Box::pin(async move {
        let letters = store::letters_of(tx, me, NEWEST).await?;
        let sent = letters.iter().filter(|l| l.state == State::Accepted).count();
        Ok(Some(Panel {
            title: frame.t("sending-mine"),
            facts: vec![(frame.t("sending-panel-sent"), frame.number(sent))],
            note: wish(tx, me, frame).await?,
            href: "/my-part/sent".to_owned(),
            more: frame.t("sending-mine-choose"),
        }))
    })
}
