//! Random operations on points by many writers, for whoever kills them: `e2e/checks/47-points`.
//!
//! `begin DATABASE`, then `work DATABASE SEED WRITERS FILE` until it is killed or `UNTIL` operations were
//! acknowledged; `check DATABASE FILE…` proves that all adds up and that nothing acknowledged is missing;
//! `books DATABASE` prints the books. What was committed is acknowledged in FILE, a line for each operation.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use deedwell_core::{Clock, Currency, Error, Id, Money, Organisation, Result, Staff, Who};
use deedwell_people::{IdentityKind, Proof, Sign};
use deedwell_points::acts::{self, Because, Earn, PayOut, PayTo, Spend, setup};
use deedwell_points::reward::{HonouredBy, Reward, RewardTerms};
use deedwell_points::scheme::{Expiry, Scheme, Shortfall, Terms, Worth};
use deedwell_points::{beancount, check, store};
use deedwell_store::{Db, Options, Tx};
use jiff::SignedDuration;

const MEMBERS: usize = 100;
/// Operations on one member in one transaction, at most.
const MOST_AT_ONCE: u64 = 30;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("threads");
    let done = runtime.block_on(async {
        match words.as_slice() {
            ["begin", database] => begin(database).await,
            ["work", database, seed, writers, until, file] => {
                let number = |text: &str| text.parse::<u64>().expect("a number");
                work(database, number(seed), number(writers), number(until), file).await
            }
            ["check", database, files @ ..] => look(database, files).await,
            ["books", database] => books(database).await,
            _ => panic!("begin DATABASE | work DATABASE SEED WRITERS UNTIL FILE | check DATABASE FILE… | books DATABASE"),
        }
    });
    if let Err(error) = done {
        eprintln!("FAILED: {error}");
        std::process::exit(1);
    }
}

async fn open(database: &str) -> Result<Db> {
    Db::open(database, Options { clock: Clock::Real, durable: true, schema: None }).await
}

async fn only(db: &Db) -> Result<Id<Organisation>> {
    let mut tx = db.system_read().await?;
    tx.find_first_organisation().await?.ok_or(Error::Missing("organisation"))
}

async fn begin(database: &str) -> Result<()> {
    let db = open(database).await?;
    let all = [
        deedwell_store::MIGRATIONS,
        deedwell_people::MIGRATIONS,
        deedwell_web::MIGRATIONS,
        deedwell_points::MIGRATIONS,
    ];
    db.migrate(&all.concat()).await?;
    let id: Id<Organisation> = db.clock().new_id();
    let mut tx = db.write(id).await?;
    let insert = tx.query(
        "insert into organisation (organisation, name, slug, currency, zone, language, created_at)
         values ($1, 'The Shop', 'shop', 'GBP', 'Europe/London', 'en', 0)",
    );
    tx.run(insert).await?;
    let staff: Id<Staff> = tx.new_id();
    let credit = Terms::credit("Credit", Currency::GBP);
    let credit = setup::open_scheme(&mut tx, staff, "credit", &credit).await?;
    let terms = Terms {
        worth: Some(Worth { amount: 3, money: Money::new(1, Currency::GBP) }),
        credit: Some(credit),
        charity: "Lifeboats".to_owned(),
        match_percent: 50,
        expiry: Expiry::Never,
        shortfall: Shortfall::Pending,
        most_by_hand: 1_000_000,
        ..Terms::default()
    };
    let points = setup::open_scheme(&mut tx, staff, "points", &terms).await?;
    let lamp = RewardTerms {
        name: "Lamp".to_owned(),
        words: String::new(),
        cost: 25,
        stock: None,
        honoured_by: HonouredBy::Staff,
    };
    setup::open_reward(&mut tx, staff, points, &lamp).await?;
    for n in 0..MEMBERS {
        let sign = Sign::new(IdentityKind::Login, &format!("member{n}"), "shop")?;
        deedwell_people::ensure(&mut tx, &sign, Proof::Server, "").await?;
    }
    tx.commit().await.map(drop)
}

/// What every writer knows.
struct Shop {
    db: Db,
    organisation: Id<Organisation>,
    points: Id<Scheme>,
    lamp: Id<Reward>,
    members: Vec<Who>,
    file: Mutex<File>,
    done: AtomicU64,
    retried: AtomicU64,
    until: u64,
    seed: u64,
}

async fn members(tx: &mut Tx) -> Result<Vec<Who>> {
    let list =
        tx.query("select id, person from identity where organisation = $1 order by value, id");
    let rows = tx.list(list).await?;
    let one = |row: &deedwell_store::Row| {
        Ok(Who::Customer { identity: row.id("id")?, person: row.id("person")? })
    };
    rows.iter().map(one).collect()
}

async fn work(database: &str, seed: u64, writers: u64, until: u64, file: &str) -> Result<()> {
    let db = open(database).await?;
    let organisation = only(&db).await?;
    let mut tx = db.read(organisation).await?;
    let points = store::scheme_by_key(&mut tx, "points").await?.id;
    let lamp = store::rewards(&mut tx, false).await?.first().map(|r| r.id);
    let members = members(&mut tx).await?;
    drop(tx);
    let file = OpenOptions::new().create(true).append(true).open(file).map_err(Error::fault)?;
    let shop = Arc::new(Shop {
        db,
        organisation,
        points,
        lamp: lamp.ok_or(Error::Missing("reward"))?,
        members,
        file: Mutex::new(file),
        done: AtomicU64::new(0),
        retried: AtomicU64::new(0),
        until,
        seed,
    });
    let mut tasks = tokio::task::JoinSet::new();
    for n in 0..writers {
        tasks.spawn(write(Arc::clone(&shop), n));
    }
    while let Some(ended) = tasks.join_next().await {
        ended.map_err(Error::fault)??;
    }
    println!(
        "{} operations, {} tried again",
        shop.done.load(Ordering::SeqCst),
        shop.retried.load(Ordering::SeqCst)
    );
    Ok(())
}

/// A generator of its own, so that a run can be told again by its seed.
struct Chance(u64);

impl Chance {
    fn of(&mut self, n: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

/// What a writer did to each member: the keys it may speak of again.
#[derive(Default)]
struct Mine {
    earned: HashMap<usize, Vec<(String, i64)>>,
    spent: HashMap<usize, Vec<(String, i64)>>,
}

async fn write(shop: Arc<Shop>, writer: u64) -> Result<()> {
    let mut chance = Chance(shop.seed.wrapping_mul(1_000_003).wrapping_add(writer));
    let mut mine = Mine::default();
    let mut round = 0_u64;
    while shop.done.load(Ordering::SeqCst) < shop.until {
        round += 1;
        if round.is_multiple_of(50) {
            // Another keeper may have been first.
            match acts::keep(&shop.db, shop.organisation).await {
                Ok(_) | Err(Error::TooMany { .. }) => {}
                Err(error) if is_deadlock(&error) => {}
                Err(error) => return Err(error),
            }
        }
        let member = chance.of(shop.members.len() as u64) as usize;
        let before = chance.0;
        match batch(&shop, writer, round, member, &mut mine, &mut chance).await {
            Ok(lines) => {
                let mut file = shop.file.lock().expect("the file");
                let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
                file.write_all(text.as_bytes()).map_err(Error::fault)?;
                shop.done.fetch_add(lines.len() as u64, Ordering::SeqCst);
            }
            Err(Error::TooMany { .. }) => {
                shop.retried.fetch_add(1, Ordering::SeqCst);
                chance.0 = before;
            }
            Err(error) if is_deadlock(&error) => {
                shop.retried.fetch_add(1, Ordering::SeqCst);
                chance.0 = before;
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

fn is_deadlock(error: &Error) -> bool {
    error.to_string().contains("deadlock detected")
}

/// Some operations on one member in one transaction. What was refused as it should be is done too.
async fn batch(
    shop: &Shop,
    writer: u64,
    round: u64,
    member: usize,
    mine: &mut Mine,
    chance: &mut Chance,
) -> Result<Vec<String>> {
    let mut tx = shop.db.write(shop.organisation).await?;
    let mut lines = Vec::new();
    let (mut earned, mut spent) = (Vec::new(), Vec::new());
    for n in 0..=chance.of(MOST_AT_ONCE) {
        let key = format!("{}/{writer}/{round}/{n}", shop.seed);
        let place = Place { member, key, mine, earned: &mut earned, spent: &mut spent };
        lines.push(one(&mut tx, shop, place, chance).await?);
    }
    tx.commit().await?;
    mine.earned.entry(member).or_default().extend(earned);
    mine.spent.entry(member).or_default().extend(spent);
    Ok(lines)
}

struct Place<'a> {
    member: usize,
    key: String,
    mine: &'a Mine,
    earned: &'a mut Vec<(String, i64)>,
    spent: &'a mut Vec<(String, i64)>,
}

fn some(list: Option<&Vec<(String, i64)>>, chance: &mut Chance) -> Option<(String, i64)> {
    let list = list.filter(|list| !list.is_empty())?;
    list.get(chance.of(list.len() as u64) as usize).cloned()
}

async fn one(tx: &mut Tx, shop: &Shop, at: Place<'_>, chance: &mut Chance) -> Result<String> {
    let who = shop.members[at.member];
    let key = at.key.clone();
    match chance.of(20) {
        0..8 => {
            let amount = chance.of(60) as i64 + 1;
            let mut earn = earning(shop, who, amount, &key);
            if chance.of(4) == 0 {
                let length = SignedDuration::from_millis(chance.of(8_000) as i64);
                earn.pending_until = tx.now().checked_add(length).ok();
            }
            if chance.of(4) == 0 {
                let length = SignedDuration::from_millis(chance.of(20_000) as i64 + 1);
                earn.expires_at = tx.now().checked_add(length).ok();
            }
            acts::earn(tx, &earn).await?;
            at.earned.push((key.clone(), amount));
            Ok(format!("earned\t{key}\t{amount}"))
        }
        8..12 => {
            let amount = chance.of(90) as i64 + 1;
            let done = acts::spend(tx, &spending(shop, who, amount, &key)).await;
            kept_or_refused(tx, &key, amount, done.map(drop), at.spent).await
        }
        12..15 => replay(tx, shop, &at, chance).await,
        15 => reverse(tx, some(at.mine.earned.get(&at.member), chance)).await,
        16 => reverse(tx, some(at.mine.spent.get(&at.member), chance)).await,
        17 => confirm(tx, some(at.mine.earned.get(&at.member), chance)).await,
        18 => reward(tx, shop, who, &key, chance).await,
        _ => {
            let to = if chance.of(2) == 0 { PayTo::Credit } else { PayTo::Charity };
            let amount = chance.of(50) as i64 + 3;
            let ask = PayOut { who, scheme: shop.points, amount, to, key: key.clone() };
            match acts::pay_out(tx, &ask).await {
                Ok(paid) => Ok(format!("paid_out\t{key}\t{}", paid.took)),
                Err(error) => refused(tx, &key, error).await,
            }
        }
    }
}

fn earning(shop: &Shop, who: Who, amount: i64, key: &str) -> Earn {
    Earn {
        who,
        scheme: shop.points,
        amount,
        because: Because::new("ideas.put_forward", format!("idea/{key}")),
        key: key.to_owned(),
        pending_until: None,
        expires_at: None,
    }
}

fn spending(shop: &Shop, who: Who, amount: i64, key: &str) -> Spend {
    Spend {
        who,
        scheme: shop.points,
        amount,
        because: Because::new("orders.placed", format!("order/{key}")),
        key: key.to_owned(),
        handed_over: true,
        reward: None,
    }
}

/// What was refused left nothing behind: the others of the batch go on.
async fn refused(tx: &mut Tx, key: &str, error: Error) -> Result<String> {
    let Error::Refused { code, .. } = error else { return Err(error) };
    if !["points.not_enough", "points.too_little"].contains(&code) {
        return Err(Error::Refused { code, sentence: format!("{code}: {key}").into() });
    }
    let left = store::entry_by_key(tx, key, "").await?;
    assert!(left.is_none(), "{key} was refused and stands there");
    Ok(format!("refused\t{key}\t0"))
}

async fn kept_or_refused(
    tx: &mut Tx,
    key: &str,
    amount: i64,
    done: Result<()>,
    keep: &mut Vec<(String, i64)>,
) -> Result<String> {
    match done {
        Ok(()) => {
            keep.push((key.to_owned(), amount));
            Ok(format!("spent\t{key}\t{amount}"))
        }
        Err(error) => refused(tx, key, error).await,
    }
}

/// What was asked before is asked again: nothing comes of it; with another amount it is refused.
async fn replay(tx: &mut Tx, shop: &Shop, at: &Place<'_>, chance: &mut Chance) -> Result<String> {
    let who = shop.members[at.member];
    let Some((key, amount)) = some(at.mine.earned.get(&at.member), chance) else {
        return Ok("nothing\t-\t0".to_owned());
    };
    if chance.of(3) == 0 {
        let other = acts::earn(tx, &earning(shop, who, amount + 1, &key)).await;
        let is_refused = matches!(&other, Err(Error::Refused { code: "points.key_used", .. }));
        assert!(is_refused, "another body under {key}: {other:?}");
    } else {
        let again = acts::earn(tx, &earning(shop, who, amount, &key)).await?;
        assert!(!again.is_new && again.amount == amount, "{key} was booked twice");
    }
    Ok(format!("replayed\t{key}\t{amount}"))
}

async fn reverse(tx: &mut Tx, which: Option<(String, i64)>) -> Result<String> {
    let Some((key, amount)) = which else { return Ok("nothing\t-\t0".to_owned()) };
    acts::reverse(tx, &key, "").await?;
    let again = acts::reverse(tx, &key, "").await?;
    assert_eq!(again, acts::Reversed::default(), "{key} was taken back twice");
    Ok(format!("reversed\t{key}\t{amount}"))
}

async fn confirm(tx: &mut Tx, which: Option<(String, i64)>) -> Result<String> {
    let Some((key, amount)) = which else { return Ok("nothing\t-\t0".to_owned()) };
    acts::confirm(tx, &key).await?;
    assert!(!acts::confirm(tx, &key).await?, "{key} was confirmed twice");
    Ok(format!("confirmed\t{key}\t{amount}"))
}

async fn reward(
    tx: &mut Tx,
    shop: &Shop,
    who: Who,
    key: &str,
    chance: &mut Chance,
) -> Result<String> {
    let asked = match acts::redeem(tx, who, shop.lamp, key).await {
        Ok(asked) => asked,
        Err(error) => return refused(tx, key, error).await,
    };
    let staff: Id<Staff> = tx.new_id();
    let way = chance.of(4);
    if way > 0 {
        acts::honour(tx, staff, asked.id).await?;
        assert!(acts::honour(tx, staff, asked.id).await.is_err(), "{key} was settled twice");
    }
    if way == 3 {
        acts::undo(tx, Some(staff), asked.id, "Broken").await?;
        assert!(acts::undo(tx, Some(staff), asked.id, "Broken").await.is_err(), "{key}");
    }
    Ok(format!("redeemed\t{key}\t25"))
}

async fn look(database: &str, files: &[&str]) -> Result<()> {
    let db = open(database).await?;
    let organisation = only(&db).await?;
    let mut tx = db.read(organisation).await?;
    let problems = check::problems(&mut tx).await?;
    let off = tx.query(
        "select count(*) as n from (select scheme from points_posting where organisation = $1
         group by scheme having sum(amount) <> 0) s",
    );
    let off = tx.one(off).await?.number("n")?;
    let negative = tx.query(
        "select count(*) as n from (select p.identity from points_posting p
         where p.organisation = $1 and p.identity <> '' and p.account <> 'member.owed'
         group by p.scheme, p.identity, p.account having sum(p.amount) < 0) s",
    );
    let negative = tx.one(negative).await?.number("n")?;
    let twice = tx.query(
        "select count(*) as n from (select e.origin from points_entry e
         where e.organisation = $1 and e.verb = 'honoured' group by e.origin having count(*) > 1) s",
    );
    let twice = tx.one(twice).await?.number("n")?;
    let (entries, missing, acknowledged) = acknowledged(&mut tx, files).await?;
    println!(
        "{acknowledged} acknowledged, {entries} entries; sums that are not 0: {off}; negative: {negative}; settled twice: {twice}; missing: {missing}; other problems: {}",
        problems.len()
    );
    if off + negative + twice + missing + problems.len() as i64 > 0 {
        return Err(Error::fault(format!("it does not add up: {problems:?}")));
    }
    Ok(())
}

/// How many entries there are, and how many that were acknowledged are missing or other than they were.
async fn acknowledged(tx: &mut Tx, files: &[&str]) -> Result<(usize, i64, usize)> {
    let mut amounts: HashMap<String, i64> = HashMap::new();
    let mut after = String::new();
    loop {
        let list = tx.query(
            "select key, amount from points_entry
             where organisation = $1 and step = '' and key > $2 order by key limit 20000",
        );
        let rows = tx.list(list.bind(&after)).await?;
        let Some(last) = rows.last() else { break };
        after = last.text("key")?;
        for row in &rows {
            amounts.insert(row.text("key")?, row.number("amount")?);
        }
    }
    let (mut missing, mut all) = (0, 0);
    for file in files {
        for line in BufReader::new(File::open(file).map_err(Error::fault)?).lines() {
            let line = line.map_err(Error::fault)?;
            let mut parts = line.split('\t');
            let (Some(verb), Some(key), Some(amount)) = (parts.next(), parts.next(), parts.next())
            else {
                continue;
            };
            all += 1;
            let due = amount.parse::<i64>().ok();
            let there = amounts.get(key).copied();
            let wrong = match verb {
                "earned" | "spent" | "redeemed" | "paid_out" => there != due,
                "refused" => there.is_some(),
                _ => false,
            };
            missing += i64::from(wrong);
        }
    }
    Ok((amounts.len(), missing, all))
}

async fn books(database: &str) -> Result<()> {
    let db = open(database).await?;
    let organisation = only(&db).await?;
    let mut tx = db.read(organisation).await?;
    print!("{}", beancount::books(&mut tx, None, None).await?);
    Ok(())
}
