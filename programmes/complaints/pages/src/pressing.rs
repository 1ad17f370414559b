//! What this programme tells the rest of Deedwell: what its things are called, what waits, and what there
//! is of somebody.

use std::collections::HashMap;
use std::sync::OnceLock;

use deedwell_core::{Error, Id, Person, Result};
use deedwell_people::names;
use deedwell_store::Tx;
use deedwell_web::address::Address;
use deedwell_web::finding::{Finding, Findings, Reader, Search, excerpt};
use deedwell_web::i18n::{Arg, Language, Messages};
use deedwell_web::programme::{Later, WaitingItem};
use deedwell_web::{Frame, Panel, Right, Title, Waiting};

use crate::complaint::Complaint;
use crate::store::{self, Ask, Which};
use crate::words;

/// Complaints of one person that are counted.
const MOST_OF_PERSON: usize = 500;

/// For `complaint/<id>`: the number alone. Titles stand in timelines that others read too, and a
/// complaint is between its customer and us.
pub(crate) fn titles<'a>(
    tx: &'a mut Tx,
    abouts: &'a [String],
) -> Later<'a, Result<HashMap<String, Title>>> {
    Box::pin(async move {
        let id = |about: &String| about.strip_prefix("complaint/")?.parse().ok();
        let ids: Vec<Id<Complaint>> = abouts.iter().filter_map(id).collect();
        let title = |(id, number, ..): (Id<Complaint>, i64, String, _)| {
            let (site, console) =
                (format!("/complaints/{id}"), format!("/console/complaints/{id}"));
            (format!("complaint/{id}"), Title { words: format!("#{number}"), site, console })
        };
        let mut all: HashMap<_, _> =
            store::titles(tx, &ids).await?.into_iter().map(title).collect();
        all.extend(problem_titles(tx, abouts).await?);
        Ok(all)
    })
}

/// For `problem/<id>`: in words of ours, which everybody may read.
async fn problem_titles(tx: &mut Tx, abouts: &[String]) -> Result<Vec<(String, Title)>> {
    let mut all = Vec::new();
    for about in abouts {
        let Some(Ok(id)) = about.strip_prefix("problem/").map(str::parse) else { continue };
        let problem = match store::problem(tx, id).await {
            Ok(problem) => problem,
            Err(Error::Missing(_)) => continue,
            Err(error) => return Err(error),
        };
        let site = format!("/complaints/problems/{id}");
        let console = "/console/complaints/causes".to_owned();
        all.push((about.clone(), Title { words: problem.title, site, console }));
    }
    Ok(all)
}

/// Complaints in which the customer waits for us, what is due first on top.
pub(crate) fn waiting<'a>(
    tx: &'a mut Tx,
    most: usize,
    language: &'static Language,
) -> Later<'a, Result<Waiting>> {
    Box::pin(async move {
        let ask = Ask { which: Which::Ours, ..Ask::default() };
        let count = u64::try_from(store::count(tx, &ask).await?).unwrap_or(0);
        if most == 0 || count == 0 {
            return Ok(Waiting { count, first: Vec::new() });
        }
        let found = store::some(tx, &ask, most, 0).await?;
        let people: Vec<_> = found.iter().map(|c| c.by.person).collect();
        let names = names(tx, &people).await?;
        let mut first = Vec::new();
        for complaint in found {
            let name = names.get(&complaint.by.person).filter(|name| !name.is_empty()).cloned();
            let name = match name {
                Some(name) => name,
                None => say(language, "complaints-somebody", 0)?,
            };
            first.push(WaitingItem {
                person: Some(complaint.by.person),
                name,
                about: say(language, "complaints-waiting-about", complaint.number)?,
                verb: say(language, "complaints-waiting-verb", 0)?,
                due_at: complaint.next_due().map(|(_, at)| at),
                href: format!("/console/complaints/{}", complaint.id),
                words: complaint.title,
            });
        }
        Ok(Waiting { count, first })
    })
}

fn say(language: &Language, key: &str, n: i64) -> Result<String> {
    static MESSAGES: OnceLock<Option<Messages>> = OnceLock::new();
    let messages = MESSAGES.get_or_init(|| Messages::new(crate::MESSAGES.iter().copied()).ok());
    let messages = messages.as_ref().ok_or_else(|| Error::fault("messages of complaints"))?;
    let count = Arg::Text(language.number(n));
    let said = messages.find(language, key, &[("n", Arg::Number(n)), ("count", count)]);
    Ok(said.unwrap_or_else(|| key.to_owned()))
}

/// How often somebody complained, and whether something is open.
pub(crate) fn of_person<'a>(
    tx: &'a mut Tx,
    person: Id<Person>,
    frame: &'a Frame,
) -> Later<'a, Result<Option<Panel>>> {
    Box::pin(async move {
        let all = store::complaints_of(tx, person, MOST_OF_PERSON).await?;
        let Some(last) = all.first() else { return Ok(None) };
        let open = all.iter().filter(|c| !c.stage.is_over()).count();
        let facts = vec![
            (frame.t("complaints-panel-all"), frame.number(all.len())),
            (frame.t("complaints-panel-open"), frame.number(open)),
            (frame.t("complaints-panel-last"), frame.day(&last.received_at)),
        ];
        Ok(Some(Panel {
            title: frame.t("complaints-name"),
            facts,
            note: String::new(),
            href: format!("/console/complaints/{}", last.id),
            more: frame.t("complaints-panel-more"),
        }))
    })
}

pub(crate) fn of_me<'a>(
    tx: &'a mut Tx,
    me: Id<Person>,
    frame: &'a Frame,
) -> Later<'a, Result<Option<Panel>>> {
    Box::pin(async move {
        let all = store::complaints_of(tx, me, MOST_OF_PERSON).await?;
        let Some(last) = all.first() else { return Ok(None) };
        let open = all.iter().filter(|c| !c.stage.is_over()).count();
        let facts = vec![
            (frame.t("complaints-panel-last"), last.title.clone()),
            (frame.t("complaints-panel-open"), frame.number(open)),
        ];
        Ok(Some(Panel {
            title: frame.t("complaints-mine"),
            facts,
            note: String::new(),
            href: "/complaints/mine".to_owned(),
            more: frame.t("complaints-mine-all"),
        }))
    })
}

/// Complaints by words of their titles and texts, or by number: on the site one's own and what went wrong for
/// many, in the console all.
pub(crate) fn finds<'a>(
    tx: &'a mut Tx,
    search: &'a Search<'a>,
) -> Later<'a, Result<Option<Findings>>> {
    Box::pin(async move {
        let frame = search.frame;
        let (all, mut first) = match search.reader {
            Reader::Site(me) => (String::new(), on_site(tx, search, me).await?),
            Reader::Console if !frame.may(Right::HostProgrammes) => return Ok(None),
            Reader::Console => {
                let ask = Ask {
                    which: Which::All,
                    search: Some(search.words.to_owned()),
                    ..Ask::default()
                };
                let found = store::some(tx, &ask, search.most, 0).await?;
                let of = |c: Complaint| finding(frame, &c, format!("/console/complaints/{}", c.id));
                let all = Address::to("/console/complaints").with("which", Which::All.name());
                (all.with("q", search.words).to_string(), found.into_iter().map(of).collect())
            }
        };
        first.truncate(search.most);
        Ok(Some(Findings { heading: frame.t("complaints-name"), all, first }))
    })
}

/// Of what somebody complained themselves, so much is looked through.
const MOST_OWN: usize = 200;

async fn on_site(tx: &mut Tx, search: &Search<'_>, me: Option<Id<Person>>) -> Result<Vec<Finding>> {
    let mut all = Vec::new();
    if let Some(me) = me {
        let own = store::complaints_of(tx, me, MOST_OWN).await?;
        let own = own.iter().filter(|c| {
            search.fits(&[&c.title, &c.text, &c.order_reference, &c.number.to_string()])
        });
        all.extend(own.map(|c| finding(search.frame, c, format!("/complaints/{}", c.id))));
    }
    let problems = store::problems(tx, MOST_OWN).await?;
    let fitting = problems.into_iter().filter(|p| search.fits(&[&p.title, &p.text]));
    all.extend(fitting.map(|problem| Finding {
        detail: search.frame.n("complaints-joined", problem.joined),
        excerpt: excerpt(&problem.text),
        at: problem.opened_at,
        href: format!("/complaints/problems/{}", problem.id),
        title: problem.title,
    }));
    Ok(all)
}

fn finding(frame: &Frame, complaint: &Complaint, href: String) -> Finding {
    let badge = words::my_badge(frame, complaint.stage);
    Finding {
        title: complaint.title.clone(),
        excerpt: excerpt(&complaint.text),
        detail: format!("#{} · {}", complaint.number, badge.words),
        at: complaint.received_at,
        href,
    }
}
