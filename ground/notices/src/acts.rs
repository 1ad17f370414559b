//! The verbs: what is to be told is found, told on the site, and told by letter.

use std::collections::{BTreeMap, HashMap};

use deedwell_core::behaviour::{Entries, Entry};
use deedwell_core::{Error, Id, Organisation, Part, Person, Result};
use deedwell_people::Proof;
use deedwell_sending::acts::{reserve, set_topic};
use deedwell_sending::store::people::zones;
use deedwell_sending::topic::{Basis, NewTopic};
use deedwell_sending::{Address, Content, EMAIL, NewLetter, Service, Words};
use deedwell_store::Tx;
use deedwell_web::i18n::{Arg, Language};
use deedwell_web::notice::{ByLetter, Notice, Tells, Whom};
use deedwell_web::{Deedwell, Site, Title, address};
use jiff::{SignedDuration, Timestamp};

use crate::how::How;
use crate::store::{self, Cause, NoticeRow};

/// What came to the ledger late is found, if it came within this time.
const LOOK_BACK: SignedDuration = SignedDuration::from_hours(1);
/// What happened longer ago when the ledger is first asked is told to nobody.
const FIRST_LOOK: SignedDuration = SignedDuration::from_hours(1);
/// After a long pause of the server, older news is no news.
const LONGEST_LOOK: SignedDuration = SignedDuration::from_hours(24 * 3);
/// Entries asked for at once.
const PAGE: usize = 1_000;
/// Causes told, and people written to, in one round.
const CAUSES: usize = 100;
const PEOPLE: usize = 500;
/// People told in one transaction.
const AT_ONCE: usize = 1_000;
/// Things in one letter; what is left stands in the next one.
pub const MOST_IN_LETTER: usize = 30;
/// The topic under which letters go that gather what came of what somebody took part in.
pub const TOPIC: &str = "taking_part";
/// What was told is kept so long.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 400);
const MOST_TIDIED: usize = 5_000;

/// The notice for a kind, and the part that tells it.
fn notice_for(tells: &[Tells], kind: &str) -> Option<(Tells, Notice)> {
    let find = |tells: &Tells| {
        let notice = tells.notices.iter().find(|notice| notice.kind == kind)?;
        Some((*tells, *notice))
    };
    tells.iter().find_map(find)
}

/// All of it. How many were told, on the site or by letter.
///
/// # Errors
/// When ledger or database cannot be read or written.
pub async fn keep(app: &Deedwell, organisation: Id<Organisation>, by_mail: bool) -> Result<u64> {
    find(app, organisation).await?;
    Ok(tell(app, organisation).await? + send(app, organisation, by_mail).await?)
}

/// Asks the ledger, which must have read to its end, what happened that customers are told of.
pub async fn find(app: &Deedwell, organisation: Id<Organisation>) -> Result<u64> {
    let mut tx = app.db().read(organisation).await?;
    let (now, before) = (tx.now(), store::looked_to(&mut tx).await?);
    drop(tx);
    let from = match before {
        Some(to) => {
            let back = to.checked_sub(LOOK_BACK).map_err(Error::fault)?;
            back.max(now.checked_sub(LONGEST_LOOK).map_err(Error::fault)?)
        }
        None => now.checked_sub(FIRST_LOOK).map_err(Error::fault)?,
    };
    let kinds = app.tells().iter().flat_map(|t| t.notices).map(|n| n.kind.to_owned());
    let mut ask =
        Entries { kinds: kinds.collect(), from: Some(from), limit: PAGE, ..Entries::default() };
    let mut causes = Vec::new();
    // Without kinds, everything would be asked for.
    while !ask.kinds.is_empty() {
        let page = app.behaviour().entries(organisation, &ask)?;
        causes.extend(page.entries.iter().filter_map(|entry| cause_of(app.tells(), entry)));
        ask.before = page.next;
        if page.next.is_none() || page.entries.is_empty() {
            break;
        }
    }
    let mut tx = app.db().write(organisation).await?;
    let mut added = 0;
    for some in causes.chunks(AT_ONCE) {
        added += store::add_causes(&mut tx, some).await?;
    }
    store::set_looked_to(&mut tx, now).await?;
    tx.commit().await?;
    Ok(added)
}

fn cause_of(tells: &[Tells], entry: &Entry) -> Option<Cause> {
    // What customers do themselves is no news of ours.
    if matches!(entry.part, Part::Customer | Part::Visitor) && entry.staff.is_none() {
        return None;
    }
    let (_, notice) = notice_for(tells, &entry.kind)?;
    let about = entry.about.as_deref()?.to_owned();
    let person = match notice.whom {
        Whom::TheOne => Some(entry.counterpart?),
        Whom::All => None,
    };
    Some(Cause { id: entry.id, kind: entry.kind.to_string(), about, at: entry.at, person })
}

/// Writes down who is to hear, and when a letter is due. How many.
pub async fn tell(app: &Deedwell, organisation: Id<Organisation>) -> Result<u64> {
    let causes = store::untold(&mut app.db().read(organisation).await?, CAUSES).await?;
    let site = app.site_of(organisation).await?;
    let mut told = 0;
    for cause in &causes {
        told += tell_one(app, &site, cause).await?;
    }
    Ok(told)
}

async fn tell_one(app: &Deedwell, site: &Site, cause: &Cause) -> Result<u64> {
    let mut tx = app.db().read(site.organisation).await?;
    let found = notice_for(app.tells(), &cause.kind);
    let identities = match (found, cause.person) {
        // A part that is no more tells nobody.
        (None, _) => Vec::new(),
        (Some(_), Some(person)) => {
            // Whoever was made one with somebody hears as who they are now; who was forgotten, not.
            let head = match deedwell_people::head_of(&mut tx, person).await {
                Ok(head) => Some(head),
                Err(Error::Missing(_)) => None,
                Err(error) => return Err(error),
            };
            match head {
                Some(head) => store::identity_of(&mut tx, head).await?.into_iter().collect(),
                None => Vec::new(),
            }
        }
        (Some((tells, _)), None) => (tells.took_part)(&mut tx, &cause.about).await?,
    };
    drop(tx);
    let by = found.map_or(ByLetter::AsChosen, |(_, notice)| notice.by);
    let mut told = 0;
    for some in identities.chunks(AT_ONCE) {
        let mut tx = app.db().write(site.organisation).await?;
        let people = store::people(&mut tx, some).await?;
        let ids: Vec<Id<Person>> = people.values().copied().collect();
        let wishes = store::wishes(&mut tx, &ids).await?;
        let zones = zones(&mut tx, &ids).await?;
        let mut to = Vec::with_capacity(some.len());
        for identity in some {
            let Some(person) = people.get(identity) else { continue };
            let how = match by {
                ByLetter::AtOnce => How::AtOnce,
                ByLetter::AsChosen => wishes.get(person).copied().unwrap_or_default(),
            };
            let zone = zones.get(person).unwrap_or(&site.zone);
            to.push((*identity, how.due(tx.now(), zone)?));
        }
        told += store::add_notices(&mut tx, cause.id, &to).await?;
        tx.commit().await?;
    }
    let mut tx = app.db().write(site.organisation).await?;
    store::set_told(&mut tx, cause.id).await?;
    tx.commit().await?;
    Ok(told)
}

/// Reserves the letters that are due. Where no mail goes, the site alone tells. How many letters.
pub async fn send(app: &Deedwell, organisation: Id<Organisation>, by_mail: bool) -> Result<u64> {
    let people = store::due(&mut app.db().read(organisation).await?, PEOPLE).await?;
    let site = app.site_of(organisation).await?;
    let mut letters = 0;
    for person in people {
        let mut tx = app.db().write(organisation).await?;
        letters += send_to(app, &mut tx, &site, person, by_mail).await?;
        tx.commit().await?;
    }
    Ok(letters)
}

async fn send_to(
    app: &Deedwell,
    tx: &mut Tx,
    site: &Site,
    person: Id<Person>,
    by_mail: bool,
) -> Result<u64> {
    let rows = store::waiting(tx, person, MOST_IN_LETTER).await?;
    let address = store::address_of(tx, person).await?;
    let address = address.filter(|(.., proof)| by_mail && *proof > Proof::Claimed);
    let to =
        address.and_then(|(identity, value, _)| Some((identity, Address::email(&value).ok()?)));
    let Some((identity, to)) = to else {
        store::set_sent(tx, &rows, None).await?;
        return Ok(0);
    };
    let letter = Letter { app, site, language: language(site) };
    let is_urgent = |row: &NoticeRow| {
        notice_for(app.tells(), &row.cause.kind).is_some_and(|(_, n)| n.by == ByLetter::AtOnce)
    };
    let (urgent, gathered): (Vec<_>, Vec<_>) = rows.into_iter().partition(is_urgent);
    let mut sent = 0;
    for row in urgent {
        let rows = [row];
        let Some((key, words)) = letter.words(tx, &rows, "at-once").await? else {
            store::set_sent(tx, &rows, None).await?;
            continue;
        };
        let new = NewLetter::service(Service::Answer, to.clone(), key.clone(), words);
        let about = Some(rows[0].cause.about.clone());
        reserve(tx, &NewLetter { identity: Some(identity), about, ..new }).await?;
        store::set_sent(tx, &rows, Some(&key)).await?;
        sent += 1;
    }
    let words =
        if gathered.is_empty() { None } else { letter.words(tx, &gathered, "chosen").await? };
    let key = match words {
        Some((key, words)) if has_topic(tx, &letter).await? => {
            let content = Content::Own(words);
            let new = NewLetter::about_topic(TOPIC, to, identity, key.clone(), content);
            reserve(tx, &new).await?;
            sent += 1;
            Some(key)
        }
        _ => None,
    };
    store::set_sent(tx, &gathered, key.as_deref()).await?;
    Ok(sent)
}

fn language(site: &Site) -> &'static Language {
    Language::named(&site.language).unwrap_or_else(|| Language::english())
}

/// Whether letters go about it. The topic is made when the first letter is due; where staff closed it, or
/// there is no room for one more, the site alone tells.
async fn has_topic(tx: &mut Tx, letter: &Letter<'_>) -> Result<bool> {
    let topics = deedwell_sending::store::topics(tx).await?;
    if let Some(topic) = topics.iter().find(|topic| topic.key == TOPIC) {
        return Ok(topic.is_open() && topic.goes_by(EMAIL));
    }
    let new = NewTopic {
        key: TOPIC.to_owned(),
        name: letter.say("notices-topic", &[]),
        about: letter.say("notices-topic-about", &[]),
        basis: Basis::OptOut,
        is_confirmed_twice: false,
        words: letter.say("notices-topic-words", &[]),
        channels: vec![EMAIL.to_owned()],
    };
    match set_topic(tx, None, new).await {
        Ok(_) => Ok(true),
        Err(Error::Refused { .. } | Error::Invalid { .. }) => Ok(false),
        Err(error) => Err(error),
    }
}

/// What letters say.
struct Letter<'a> {
    app: &'a Deedwell,
    site: &'a Site,
    language: &'static Language,
}

impl Letter<'_> {
    fn say(&self, key: &str, args: &[(&str, Arg)]) -> String {
        self.app.messages().find(self.language, key, args).unwrap_or_else(|| key.to_owned())
    }

    /// Its key and words; none where nothing of it can be shown any more.
    async fn words(
        &self,
        tx: &mut Tx,
        rows: &[NoticeRow],
        about: &str,
    ) -> Result<Option<(String, Words)>> {
        let lines = lines(self.app, tx, rows).await?;
        let Some(first) = lines.first() else { return Ok(None) };
        let shown = |line: &Line| {
            let words = self.app.messages().find(self.language, &line.key(), &line.args());
            words.unwrap_or_else(|| line.title.words.clone())
        };
        let each = |line: &Line| {
            let link = address::whole(self.app.settings(), self.site, &line.title.site);
            format!("{}\n{link}", shown(line))
        };
        let things: Vec<String> = lines.iter().map(each).collect();
        let subject = match lines.len() {
            1 => shown(first),
            n => self.say("notices-letter-subject", &[("n", Arg::Number(n as i64))]),
        };
        let here = address::whole(self.app.settings(), self.site, "/my-notices");
        let args = [
            ("site", Arg::Text(self.site.name.clone())),
            ("link", Arg::Text(here)),
            ("things", Arg::Text(things.join("\n\n"))),
        ];
        let text = self.say(&format!("notices-letter-{about}"), &args);
        let Some(row) = rows.first() else { return Ok(None) };
        let key = format!("notices/{}/{}", row.cause.id, row.identity);
        let subject = cut(&subject, deedwell_sending::letter::LONGEST_SUBJECT);
        Ok(Some((key, Words { subject, text, ..Words::default() })))
    }
}

fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some(_) => text.chars().take(most - 1).chain(['…']).collect(),
        None => text.to_owned(),
    }
}

/// A thing of which something is told.
pub(crate) struct Line {
    pub kind: String,
    pub title: Title,
    pub at: Timestamp,
    pub is_seen: bool,
}

impl Line {
    /// The message that says it.
    pub fn key(&self) -> String {
        format!("told-{}", self.kind.replace(['.', '_'], "-"))
    }

    pub fn args(&self) -> [(&'static str, Arg); 1] {
        [("title", Arg::Text(self.title.words.clone()))]
    }
}

/// Of many deeds of one thing, the one that stands first in its part's list: an answer that also moved an
/// idea is one piece of news. Things that cannot be shown any more are left out.
pub(crate) async fn lines(app: &Deedwell, tx: &mut Tx, rows: &[NoticeRow]) -> Result<Vec<Line>> {
    let titles = titles(app, tx, rows).await?;
    let rank = |kind: &str| {
        let kinds = app.tells().iter().flat_map(|t| t.notices);
        kinds.map(|n| n.kind).position(|k| k == kind).unwrap_or(usize::MAX)
    };
    let mut best: BTreeMap<&str, &NoticeRow> = BTreeMap::new();
    for row in rows {
        let place = best.entry(&row.cause.about).or_insert(row);
        if rank(&row.cause.kind) < rank(&place.cause.kind) {
            *place = row;
        }
    }
    let mut best: Vec<&NoticeRow> = best.into_values().collect();
    best.sort_by_key(|row| (row.cause.at, row.cause.id));
    Ok(best.into_iter().filter_map(|row| line(&titles, row)).collect())
}

fn line(titles: &HashMap<String, Title>, row: &NoticeRow) -> Option<Line> {
    let title = titles.get(&row.cause.about)?.clone();
    let kind = row.cause.kind.clone();
    Some(Line { kind, title, at: row.cause.at, is_seen: row.seen_at.is_some() })
}

/// Each as it is, for the page.
pub(crate) async fn each(app: &Deedwell, tx: &mut Tx, rows: &[NoticeRow]) -> Result<Vec<Line>> {
    let titles = titles(app, tx, rows).await?;
    Ok(rows.iter().filter_map(|row| line(&titles, row)).collect())
}

async fn titles(app: &Deedwell, tx: &mut Tx, rows: &[NoticeRow]) -> Result<HashMap<String, Title>> {
    let mut abouts: Vec<String> = rows.iter().map(|row| row.cause.about.clone()).collect();
    abouts.sort_unstable();
    abouts.dedup();
    let mut titles = HashMap::new();
    for programme in app.programmes() {
        titles.extend((programme.titles)(tx, &abouts).await?);
    }
    Ok(titles)
}

/// How often they hear by letter; what waits is due by it.
///
/// # Errors
/// When the database cannot be written.
pub async fn choose(
    tx: &mut Tx,
    (person, identity): (Id<Person>, Id<deedwell_core::Identity>),
    how: How,
    site_zone: &jiff::tz::TimeZone,
) -> Result<()> {
    store::set_wish(tx, identity, how).await?;
    let zones = zones(tx, &[person]).await?;
    let due_at = how.due(tx.now(), zones.get(&person).unwrap_or(site_zone))?;
    store::set_due(tx, person, due_at).await
}

/// What had its time goes; how many rows.
pub async fn tidy(tx: &mut Tx) -> Result<u64> {
    let before = tx.now().checked_sub(KEPT).map_err(Error::fault)?;
    store::tidy(tx, before, MOST_TIDIED).await
}
