//! The send ledger under kills, without a channel: what the ledger itself can do, and what it keeps.
//!
//! `ledger fill URL PEOPLE`: a state of its own with people and a run to all of them, begun.
//! `ledger send URL SINK CONNECTIONS`: takes, hands over and answers until nothing is due. Each letter that
//! may go is a line in SINK, as if a mail server had taken it over: written before the answer is.
//! `ledger storm URL SINK PEOPLE KILLS CONNECTIONS`: fills, then sends in processes of their own that are
//! killed at random moments, with a pause, a resumption and two changes of speed in between; lets staff send
//! again what is unclear, and judges.
//! `ledger judge URL SINK KILLS CONNECTIONS`: nobody is skipped, whoever has two has them under one
//! Message-ID, and no more have two than could have been in flight.

use std::collections::HashMap;
use std::io::{BufRead, Write};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use deedwell_core::{Id, Organisation};
use deedwell_people::{Arrival, IdentityKind, Proof, Sign};
use deedwell_sending::acts::{self, NewRun, To, Unclear};
use deedwell_sending::channel::{self, Answer, Desk, HandOver};
use deedwell_sending::topic::{Basis, NewTopic};
use deedwell_sending::{Address, Content, EMAIL, Run, State, store};
use deedwell_store::{Db, Options};

type Done<T> = Result<T, Box<dyn std::error::Error>>;

/// People in one transaction.
const AT_ONCE: usize = 5_000;

#[tokio::main]
async fn main() -> Done<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["fill", url, people] => fill(url, people.parse()?).await,
        ["send", url, sink, connections] => send(url, sink, connections.parse()?).await,
        ["storm", url, sink, people, kills, connections] => {
            storm(url, sink, people.parse()?, kills.parse()?, connections.parse()?).await
        }
        ["judge", url, sink, kills, connections] => {
            judge(url, sink, kills.parse()?, connections.parse()?).await
        }
        _ => Err("ledger fill|send|storm|judge …".into()),
    }
}

async fn open(url: &str) -> Done<(Db, Id<Organisation>)> {
    let db = Db::open(url, Options::default()).await?;
    let organisation = db.system_read().await?.find_first_organisation().await?;
    Ok((db, organisation.ok_or("there is no organisation")?))
}

async fn fill(url: &str, people: usize) -> Done<()> {
    let db = Db::open(url, Options::default()).await?;
    let lists = [
        deedwell_store::MIGRATIONS,
        deedwell_web::MIGRATIONS,
        deedwell_people::MIGRATIONS,
        deedwell_sending::MIGRATIONS,
    ];
    db.migrate(&lists.concat()).await?;
    let organisation: Id<Organisation> = db.clock().new_id();
    let mut tx = db.write(organisation).await?;
    let insert = tx.query(
        "insert into organisation (organisation, name, slug, currency, zone, language, created_at)
         values ($1, 'The Shop', 'shop', 'GBP', 'Europe/London', 'en', $2)",
    );
    let now = tx.now();
    tx.run(insert.bind(now)).await?;
    let topic = NewTopic {
        key: "news".to_owned(),
        name: "News".to_owned(),
        about: String::new(),
        basis: Basis::OptOut,
        is_confirmed_twice: false,
        words: "News of the shop.".to_owned(),
        channels: vec![EMAIL.to_owned()],
    };
    acts::set_topic(&mut tx, None, topic).await?;
    let new = NewRun {
        name: "To everybody".to_owned(),
        channel: EMAIL.to_owned(),
        topic: "news".to_owned(),
        content: Content::Template("news@1".to_owned()),
        rate_per_s: None,
        begin_at: None,
        until: None,
    };
    let run = acts::plan_run(&mut tx, None, &new).await?;
    tx.commit().await?;
    let began = Instant::now();
    for from in (0..people).step_by(AT_ONCE) {
        add(&db, organisation, run, from..people.min(from + AT_ONCE)).await?;
    }
    let mut tx = db.write(organisation).await?;
    acts::listed(&mut tx, run).await?;
    acts::start(&mut tx, None, run).await?;
    tx.commit().await?;
    println!("{people} people met and listed in {:.1} s", began.elapsed().as_secs_f64());
    db.close().await;
    Ok(())
}

async fn add(
    db: &Db,
    organisation: Id<Organisation>,
    run: Id<Run>,
    range: std::ops::Range<usize>,
) -> Done<()> {
    let mut tx = db.write(organisation).await?;
    let mut arrivals = Vec::new();
    for n in range.clone() {
        let sign = Sign::new(IdentityKind::Email, &address(n), "")?;
        arrivals.push(Arrival::new(sign, Proof::Server));
    }
    let known = deedwell_people::ensure_many(&mut tx, &arrivals).await?;
    let mut to = Vec::new();
    for (n, known) in range.zip(known) {
        let data = [("n".to_owned(), n.into())].into_iter().collect();
        to.push(To { identity: known.identity, address: Address::email(&address(n))?, data });
    }
    acts::add_recipients(&mut tx, run, &to).await?;
    tx.commit().await?;
    Ok(())
}

fn address(n: usize) -> String {
    format!("c{n}@d{}.example", n % 40)
}

/// As a channel does, with a file in place of a mail server.
async fn send(url: &str, sink: &str, connections: usize) -> Done<()> {
    let (db, organisation) = open(url).await?;
    let unclear = channel::recover(&db).await?;
    let desk = Desk::open(db.clone());
    let file = std::fs::OpenOptions::new().create(true).append(true).open(sink)?;
    let file = Arc::new(Mutex::new(file));
    let (queue, letters) = async_queue(connections * 4);
    let mut workers = tokio::task::JoinSet::new();
    for _ in 0..connections {
        let (desk, file, letters) = (desk.clone(), Arc::clone(&file), Arc::clone(&letters));
        workers.spawn(async move {
            let mut sent = 0_u64;
            loop {
                let next = letters.lock().await.recv().await;
                let Some(due) = next else { return sent };
                if deliver(&desk, &file, &due).await.unwrap_or(false) {
                    sent += 1;
                }
            }
        });
    }
    let began = Instant::now();
    loop {
        let due = channel::take(&db, EMAIL, 500).await?;
        let is_idle = due.is_empty();
        for one in due {
            queue.send(one).await.map_err(|_| "nobody takes letters any more")?;
        }
        if is_idle && !goes_on(&db, organisation).await? {
            break;
        }
        if is_idle {
            // On PostgreSQL another server might live, so what a kill left is lost after a while only.
            channel::sweep(&db, organisation).await?;
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
    drop(queue);
    let sent: u64 = workers.join_all().await.into_iter().sum();
    let seconds = began.elapsed().as_secs_f64();
    println!(
        "{sent} letters in {seconds:.1} s: {:.0}/s; {unclear} were unclear",
        sent as f64 / seconds
    );
    db.close().await;
    Ok(())
}

type Queue = tokio::sync::mpsc::Sender<channel::Due>;
type Letters = Arc<tokio::sync::Mutex<tokio::sync::mpsc::Receiver<channel::Due>>>;

fn async_queue(room: usize) -> (Queue, Letters) {
    let (queue, letters) = tokio::sync::mpsc::channel(room);
    (queue, Arc::new(tokio::sync::Mutex::new(letters)))
}

/// Whether anything is still to come.
async fn goes_on(db: &Db, organisation: Id<Organisation>) -> Done<bool> {
    let mut tx = db.read(organisation).await?;
    let open = store::runs(&mut tx, 10).await?.iter().any(|run| !run.state.is_over());
    Ok(open || !store::waiting(&mut tx).await?.is_empty())
}

async fn deliver(desk: &Desk, file: &Mutex<std::fs::File>, due: &channel::Due) -> Done<bool> {
    if desk.hand_over(due.handed()).await? != HandOver::Go {
        return Ok(false);
    }
    let line = format!("{} {}\n", due.message_id, due.to.as_str());
    file.lock().map_err(|_| "a writer died")?.write_all(line.as_bytes())?;
    desk.answer(due.handed(), Answer::Accepted(String::new())).await?;
    Ok(true)
}

fn begin(url: &str, sink: &str, connections: usize) -> Done<Child> {
    let program = std::env::current_exe()?;
    let args = ["send", url, sink, &connections.to_string()].map(str::to_owned);
    Ok(Command::new(program).args(args).stdout(Stdio::null()).spawn()?)
}

async fn storm(url: &str, sink: &str, people: usize, kills: usize, connections: usize) -> Done<()> {
    fill(url, people).await?;
    let (db, organisation) = open(url).await?;
    let mut seed = 20_261_123_u64;
    for kill in 0..kills {
        let mut child = begin(url, sink, connections)?;
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        // Long enough to begin, short enough that all of them strike.
        tokio::time::sleep(Duration::from_millis(150 + (seed >> 33) % 900)).await;
        let mut tx = db.write(organisation).await?;
        let run = store::runs(&mut tx, 1).await?.remove(0);
        match kill {
            k if k == kills / 4 => acts::set_speed(&mut tx, None, run.id, Some(2_000.0)).await?,
            k if k == kills / 3 => acts::pause(&mut tx, None, run.id).await?,
            k if k == kills / 3 + 1 => acts::resume(&mut tx, None, run.id).await?,
            k if k == kills / 2 => acts::set_speed(&mut tx, None, run.id, None).await?,
            _ => {}
        }
        tx.commit().await?;
        child.kill()?;
        child.wait()?;
    }
    let mut child = begin(url, sink, connections)?;
    let ended = child.wait()?;
    if !ended.success() {
        return Err("the last sender did not come to its end".into());
    }
    let mut tx = db.write(organisation).await?;
    let unclear = acts::decide_all(&mut tx, None, Unclear::Again, usize::MAX / 2).await?;
    tx.commit().await?;
    println!("{unclear} letters were unclear after {kills} kills, and go again");
    db.close().await;
    begin(url, sink, connections)?.wait()?;
    judge(url, sink, kills, connections).await
}

async fn judge(url: &str, sink: &str, kills: usize, connections: usize) -> Done<()> {
    let (db, organisation) = open(url).await?;
    let mut tx = db.read(organisation).await?;
    let run = store::runs(&mut tx, 1).await?.remove(0);
    let counts = store::counts(&mut tx, Some(run.id)).await?;
    let total: u64 = counts.values().sum();
    let accepted = counts.get(&State::Accepted).copied().unwrap_or(0);
    let mut ids: HashMap<String, Vec<String>> = HashMap::new();
    let file = std::io::BufReader::new(std::fs::File::open(sink)?);
    for line in file.lines() {
        let line = line?;
        let (id, to) = line.split_once(' ').ok_or("a line without an address")?;
        ids.entry(to.to_owned()).or_default().push(id.to_owned());
    }
    let twice: Vec<_> = ids.values().filter(|ids| ids.len() > 1).collect();
    let doubled: usize = twice.iter().map(|ids| ids.len() - 1).sum();
    let other_id = twice.iter().filter(|ids| ids.iter().any(|id| *id != ids[0])).count();
    let skipped = total - ids.len() as u64;
    drop(tx);
    println!(
        "letters {total}, accepted {accepted}, reached {}, skipped {skipped}, doubled {doubled} (may be {}), under another Message-ID {other_id}, states {counts:?}",
        ids.len(),
        kills * connections,
    );
    db.close().await;
    let is_good =
        skipped == 0 && other_id == 0 && accepted == total && doubled <= kills * connections;
    if is_good { Ok(()) } else { Err("the ledger did not keep its word".into()) }
}
