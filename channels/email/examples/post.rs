//! A notice to many people, for `bench/letters` and for the check that kills the sender.
//!
//! `post fill URL PEOPLE PORT`: a state of its own with people, a template, keys, a run to all of them, and
//! a mail server on this machine.
//! `post send URL`: sends until nothing is due any more, as a server does. `post pause|resume URL`,
//! `post speed URL PER_SECOND`, `post again URL`: what staff may do meanwhile, and with what is unclear.
//! `post tell URL`: how it stands, as JSON. `post alone PORT COUNT`: what each part takes by itself.

use std::sync::Arc;
use std::time::{Duration, Instant};

use deedwell_core::{Id, Organisation, Who};
use deedwell_email::check::Names;
use deedwell_email::mailer::made::{Given, values};
use deedwell_email::mailer::ways::OfOrganisation;
use deedwell_email::mailer::{Mail, Mailer, Places};
use deedwell_email::setting::{Look, Operators};
use deedwell_email::smtp::server::{Limits, Server, Tls};
use deedwell_email::smtp::{Envelope, Outcome, Pool};
use deedwell_email::write::letter::{Head, Sender, letter};
use deedwell_email::write::page::{Format, LAYOUT, Pressed, Source};
use deedwell_email::write::sign::{Keys, Signer};
use deedwell_email::{acts, store};
use deedwell_outbound::{Allow, MailHost, Outbound};
use deedwell_people::{Arrival, IdentityKind, Proof, Sign};
use deedwell_sending::acts as sending;
use deedwell_sending::store::LettersAsk;
use deedwell_sending::topic::{Basis, NewTopic};
use deedwell_sending::{Address, Content, EMAIL, Run, State, channel};
use deedwell_store::{Db, Options};
use serde_json::json;
use tokio::sync::watch;

type Done<T> = Result<T, Box<dyn std::error::Error>>;

/// People in one transaction.
const AT_ONCE: usize = 5_000;
const DOMAINS: usize = 40;

#[tokio::main]
async fn main() -> Done<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["fill", url, people, port] => fill(url, people.parse()?, port.parse()?).await,
        ["send", url] => send(url).await,
        ["tell", url] => tell(url).await,
        ["alone", port, count] => alone(port.parse()?, count.parse()?).await,
        [what @ ("pause" | "resume" | "again"), url] => step(url, what, None).await,
        ["speed", url, per_s] => step(url, "speed", Some(per_s.parse()?)).await,
        _ => Err("post fill|send|tell|alone|pause|resume|again|speed …".into()),
    }
}

async fn open(url: &str) -> Done<(Db, Id<Organisation>)> {
    let db = Db::open(url, Options::default()).await?;
    let organisation = db.system_read().await?.find_first_organisation().await?;
    Ok((db, organisation.ok_or("there is no organisation")?))
}

fn mail() -> Done<Mail> {
    let client = Outbound::new(Allow::parse("127.0.0.1/32")?)?;
    let places = Places { public_url: "https://shop.example".to_owned(), base_domain: None };
    Ok(Mail {
        operators_client: client.clone(),
        client,
        operators: Arc::new(Operators::default()),
        places: Arc::new(places),
        names: Names::nowhere(),
        nudge: Arc::default(),
    })
}

fn source() -> Source {
    Source {
        subject: "{{ person.first_name }}, three things for {{ town }}".to_owned(),
        format: Format::Mjml,
        body: include_str!("post/notice.mjml").to_owned(),
        text: String::new(),
    }
}

fn data(n: usize) -> serde_json::Map<String, serde_json::Value> {
    let things =
        ["lamp", "kettle", "rug"].map(|thing| json!({ "name": thing, "price": n % 90 + 9 }));
    let data = json!({ "town": format!("Town {}", n % 700), "things": things, "number": n });
    data.as_object().cloned().unwrap_or_default()
}

/// A state of its own, with all that letters need and nothing beside it.
async fn begin(url: &str) -> Done<(Db, Id<Organisation>)> {
    let db = Db::open(url, Options::default()).await?;
    let all = [
        deedwell_store::MIGRATIONS,
        deedwell_people::MIGRATIONS,
        deedwell_web::MIGRATIONS,
        deedwell_sending::MIGRATIONS,
        deedwell_email::MIGRATIONS,
    ];
    db.migrate(&all.concat()).await?;
    let mut tx = db.system().await?;
    if tx.find_first_organisation().await?.is_none() {
        let insert = tx.query_all(
            "insert into organisation (organisation, name, slug, currency, zone, language, created_at)
             values ($1, 'Lamps', 'lamps', 'GBP', 'UTC', 'en', $2)",
        );
        let (id, now): (Id<Organisation>, _) = (tx.new_id(), tx.now());
        tx.run(insert.bind(id).bind(now)).await?;
    }
    tx.commit().await?;
    drop(db);
    open(url).await
}

async fn fill(url: &str, people: usize, port: u16) -> Done<()> {
    let (db, organisation) = begin(url).await?;
    let mut tx = db.write(organisation).await?;
    let mut setting = store::setting(&mut tx).await?;
    setting.host = "127.0.0.1".to_owned();
    setting.port = i64::from(port);
    setting.tls = Tls::None;
    setting.sender.address = "hello@shop.example".to_owned();
    setting.return_address = "bounces@shop.example".to_owned();
    store::keep_setting(&mut tx, &setting).await?;
    store::add_key(&mut tx, "shop.example", "dw1", &Keys::make()?).await?;
    acts::make_template(&mut tx, Who::System, "notice", "Notice").await?;
    acts::write_template(&mut tx, Who::System, "notice", "en", source()).await?;
    let topic = NewTopic {
        key: "news".to_owned(),
        name: "News".to_owned(),
        about: String::new(),
        basis: Basis::OptOut,
        is_confirmed_twice: false,
        words: "Yes, news.".to_owned(),
        channels: vec![EMAIL.to_owned()],
    };
    sending::set_topic(&mut tx, None, topic).await?;
    let new = sending::NewRun {
        name: "Spring".to_owned(),
        channel: EMAIL.to_owned(),
        topic: "news".to_owned(),
        content: Content::Template("notice".to_owned()),
        rate_per_s: None,
        begin_at: None,
        until: None,
    };
    let run = sending::plan_run(&mut tx, None, &new).await?;
    tx.commit().await?;
    for begin in (0..people).step_by(AT_ONCE) {
        let mut tx = db.write(organisation).await?;
        let some: Vec<(usize, String)> = (begin..(begin + AT_ONCE).min(people))
            .map(|n| (n, format!("c{n}@d{}.example", n % DOMAINS)))
            .collect();
        let arrivals: Vec<Arrival> = some
            .iter()
            .map(|(_, address)| {
                Ok(Arrival::new(Sign::new(IdentityKind::Email, address, "")?, Proof::Server))
            })
            .collect::<Done<_>>()?;
        let known = deedwell_people::ensure_many(&mut tx, &arrivals).await?;
        let to = some.iter().zip(&known).map(|((n, address), known)| {
            Ok(sending::To {
                identity: known.identity,
                address: Address::email(address)?,
                data: data(*n),
            })
        });
        sending::add_recipients(&mut tx, run, &to.collect::<Done<Vec<_>>>()?).await?;
        tx.commit().await?;
    }
    let mut tx = db.write(organisation).await?;
    sending::listed(&mut tx, run).await?;
    sending::start(&mut tx, None, run).await?;
    tx.commit().await?;
    db.close().await;
    Ok(())
}

/// Until every letter has its answer, or somebody ends us.
async fn send(url: &str) -> Done<()> {
    let (db, organisation) = open(url).await?;
    let lost = channel::recover(&db).await?;
    let mailer = Mailer::new(db.clone(), mail()?, Limits::default());
    let (stop, stopped) = watch::channel(false);
    let sending = tokio::spawn(mailer.keep_sending(stopped));
    let begun = Instant::now();
    let before = counts(&db, organisation).await?;
    println!("sending, {lost} unclear");
    let mut last = Instant::now();
    loop {
        tokio::time::sleep(Duration::from_millis(100)).await;
        let now = counts(&db, organisation).await?;
        let open = now(State::Reserved) + now(State::HandedOver);
        if open == 0 {
            let sent = now(State::Accepted) - before(State::Accepted);
            let took = last.duration_since(begun).as_secs_f64().max(0.001);
            println!(
                "{}",
                json!({ "sent": sent, "seconds": took, "per_s": sent as f64 / took, "peak_mb": peak_mb() })
            );
            break;
        }
        last = Instant::now();
    }
    let _ = stop.send(true);
    sending.await?;
    db.close().await;
    Ok(())
}

async fn the_run(tx: &mut deedwell_store::Tx) -> Done<Id<Run>> {
    let runs = deedwell_sending::store::runs(tx, 1).await?;
    Ok(runs.first().map(|run| run.id).ok_or("there is no run")?)
}

async fn counts(db: &Db, organisation: Id<Organisation>) -> Done<impl Fn(State) -> u64> {
    let mut tx = db.read(organisation).await?;
    let run = the_run(&mut tx).await?;
    let counts = deedwell_sending::store::counts(&mut tx, Some(run)).await?;
    Ok(move |state| counts.get(&state).copied().unwrap_or(0))
}

async fn tell(url: &str) -> Done<()> {
    let (db, organisation) = open(url).await?;
    let mut tx = db.read(organisation).await?;
    let run = the_run(&mut tx).await?;
    let counts = deedwell_sending::store::counts(&mut tx, Some(run)).await?;
    let counts: std::collections::BTreeMap<&str, u64> =
        counts.iter().map(|(s, n)| (s.name(), *n)).collect();
    let ask = LettersAsk { state: Some(State::Ambiguous), ..LettersAsk::default() };
    let unclear = deedwell_sending::store::letters(&mut tx, &ask, 100_000).await?;
    let unclear: Vec<_> =
        unclear.into_iter().map(|row| json!([row.address, row.message_id])).collect();
    println!("{}", json!({ "counts": counts, "unclear": unclear }));
    Ok(())
}

async fn step(url: &str, what: &str, per_s: Option<f64>) -> Done<()> {
    let (db, organisation) = open(url).await?;
    let mut tx = db.write(organisation).await?;
    let run = the_run(&mut tx).await?;
    match what {
        "pause" => sending::pause(&mut tx, None, run).await?,
        "resume" => sending::resume(&mut tx, None, run).await?,
        "speed" => sending::set_speed(&mut tx, None, run, per_s.filter(|n| *n > 0.0)).await?,
        _ => {
            let count =
                sending::decide_all(&mut tx, None, sending::Unclear::Again, 100_000).await?;
            println!("{count} go again");
        }
    }
    tx.commit().await?;
    db.close().await;
    Ok(())
}

/// What each part takes, one after the other on one processor; and the sink as fast as it is.
async fn alone(port: u16, count: usize) -> Done<()> {
    let pressed = Pressed::of(&source(), LAYOUT).map_err(|fault| fault.why)?;
    let of = OfOrganisation {
        name: "Lamps".to_owned(),
        language: "en".to_owned(),
        zone: "UTC".to_owned(),
        site: "https://shop.example".to_owned(),
    };
    let given = |n| Given {
        name: format!("Ada {n}"),
        email: format!("c{n}@d.example"),
        unsubscribe_url: "https://shop.example/u/0123456789".to_owned(),
        preferences_url: "https://shop.example/sent/0123456789".to_owned(),
        data: data(n),
    };
    let sender = Sender {
        name: "Lamps".to_owned(),
        address: "hello@shop.example".to_owned(),
        reply_to: String::new(),
    };
    let head = |n: usize| Head {
        sender: &sender,
        to: "ada@example.com",
        to_name: "Ada",
        message_id: if n.is_multiple_of(2) { "<a@b.example>" } else { "<c@b.example>" },
        at: jiff::Timestamp::UNIX_EPOCH,
        headers: &[],
    };
    let look = Look::default();
    let rendering = per_s(count, |n| {
        let filled =
            pressed.fill(&values(&given(n), &of, &look, "en")).map_err(|fault| fault.why)?;
        Ok(letter(&head(n), &filled)?)
    })?;
    let filled = pressed.fill(&values(&given(7), &of, &look, "en")).map_err(|fault| fault.why)?;
    let plain = letter(&head(1), &filled)?;
    let signer = Signer::new(&Keys::make()?, "shop.example", "dw1")?;
    let signing = per_s(count, |_| Ok(signer.signed(&plain)?))?;
    let signed = Arc::new(signer.signed(&plain)?);
    let server = Server {
        host: MailHost::parse("127.0.0.1", port)?,
        tls: Tls::None,
        login: None,
        hello: "shop.example".to_owned(),
    };
    let pool = Pool::new(mail()?.client, server, Limits::default(), 20);
    let (begun, many) = (Instant::now(), count * 4);
    let tasks: Vec<_> = (0..20)
        .map(|_| {
            let (pool, letter) = (pool.clone(), Arc::clone(&signed));
            tokio::spawn(async move {
                let envelope = Envelope { from: "a@shop.example", to: "ada@example.com" };
                for _ in 0..many / 20 {
                    let outcome = pool.deliver(envelope, &letter).await;
                    assert!(matches!(outcome, Outcome::Accepted(_)), "{outcome:?}");
                }
            })
        })
        .collect();
    for task in tasks {
        task.await?;
    }
    let sink = many as f64 / begun.elapsed().as_secs_f64();
    println!(
        "{}",
        json!({ "rendering_per_s": rendering, "signing_both_per_s": signing, "sink_per_s": sink, "letter_bytes": signed.len() })
    );
    Ok(())
}

fn per_s(count: usize, does: impl Fn(usize) -> Done<Vec<u8>>) -> Done<f64> {
    let begun = Instant::now();
    for n in 0..count {
        std::hint::black_box(does(n)?);
    }
    Ok(count as f64 / begun.elapsed().as_secs_f64())
}

fn peak_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kb = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kb.unwrap_or(0) / 1024
}
