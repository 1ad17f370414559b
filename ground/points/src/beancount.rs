//! The books as Beancount reads them, which proves them anew: each entry a transaction that balances, and in
//! the end an assertion for every account. There, what is owed is negative and what was given positive.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use deedwell_core::{Error, Id, Result, Timestamp};
use deedwell_store::Tx;
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::account::{Account, Posting};
use crate::scheme::Scheme;
use crate::store::{self, Booked};

/// Entries of one file.
pub const MOST_ENTRIES: usize = 200_000;
/// Entries read at a time.
const AT_ONCE: usize = 500;

/// The books of all schemes from one day to the end of another. What was before stands as one opening.
///
/// # Errors
/// `points.too_many_entries`.
pub async fn books(tx: &mut Tx, from: Option<Date>, to: Option<Date>) -> Result<String> {
    let schemes = store::schemes(tx).await?;
    let zone = store::zone(tx).await?;
    let mut books = Books::new(schemes, zone);
    let (mut after, mut written) = (None, 0);
    loop {
        let page = store::booked_after(tx, after.take(), AT_ONCE).await?;
        let full = page.len() == AT_ONCE;
        after = page.last().map(|b| (b.entry.at, b.entry.id.to_string()));
        for booked in &page {
            let day = books.day(booked.entry.at);
            if to.is_some_and(|to| day > to) {
                continue;
            }
            if from.is_some_and(|from| day < from) {
                books.bring_forward(booked)?;
                continue;
            }
            books.open(from)?;
            books.transaction(day, booked)?;
            written += 1;
        }
        if written > MOST_ENTRIES {
            return Err(Error::refused(
                "points.too_many_entries",
                "These are more than 200,000 entries. Please choose fewer months.",
            ));
        }
        if !full {
            books.open(from)?;
            return books.close();
        }
    }
}

struct Books {
    schemes: BTreeMap<Id<Scheme>, Scheme>,
    zone: TimeZone,
    text: String,
    sums: BTreeMap<(String, Id<Scheme>), i64>,
    opened: BTreeSet<String>,
    began: bool,
    last: Option<Date>,
}

impl Books {
    fn new(schemes: Vec<Scheme>, zone: TimeZone) -> Self {
        let schemes = schemes.into_iter().map(|scheme| (scheme.id, scheme)).collect();
        Self {
            schemes,
            zone,
            text: "option \"title\" \"Points\"\n".to_owned(),
            sums: BTreeMap::new(),
            opened: BTreeSet::new(),
            began: false,
            last: None,
        }
    }

    fn day(&self, at: Timestamp) -> Date {
        at.to_zoned(self.zone.clone()).date()
    }

    fn scheme(&self, id: Id<Scheme>) -> Result<&Scheme> {
        self.schemes.get(&id).ok_or_else(|| Error::fault("a posting in no scheme"))
    }

    fn add(&mut self, posting: &Posting) -> Result<String> {
        let account = self.account(posting)?;
        *self.sums.entry((account.clone(), posting.scheme)).or_default() -= posting.amount;
        Ok(account)
    }

    fn bring_forward(&mut self, booked: &Booked) -> Result<()> {
        booked.postings.iter().try_for_each(|posting| self.add(posting).map(drop))
    }

    /// `Liabilities:Points:Active:M0192…`: names of accounts begin with capitals.
    fn account(&self, posting: &Posting) -> Result<String> {
        let scheme = self.scheme(posting.scheme)?;
        let mut name: String = scheme.key.get(..1).unwrap_or("X").to_uppercase();
        name.push_str(scheme.key.get(1..).unwrap_or_default());
        let kind = match posting.account {
            Account::Pending => format!("Liabilities:{name}:Pending"),
            Account::Active => format!("Liabilities:{name}:Active"),
            Account::Owed => format!("Assets:{name}:Owed"),
            Account::Spent => format!("Equity:{name}:Spent"),
            Account::Expired => format!("Equity:{name}:Expired"),
            Account::Liability => format!("Liabilities:{name}:Unhonoured"),
            Account::Charity => format!("Liabilities:{name}:Charity"),
            Account::Expense => format!("Expenses:{name}"),
            Account::Breakage => format!("Income:{name}:Breakage"),
        };
        Ok(match posting.identity {
            Some(id) => format!("{kind}:M{}", id.uuid().simple().to_string().to_uppercase()),
            None => kind,
        })
    }

    /// Points are a commodity by their short word, money by its code.
    fn amount(&self, scheme: Id<Scheme>, amount: i64) -> Result<String> {
        let scheme = self.scheme(scheme)?;
        let commodity = match scheme.terms.currency {
            Some(currency) => currency.to_string(),
            None => scheme.key.to_uppercase(),
        };
        Ok(format!("{} {commodity}", scheme.terms.plain(amount)))
    }

    fn open_account(&mut self, day: Date, account: &str) {
        if self.opened.insert(account.to_owned()) {
            self.text.push_str(&format!("{day} open {account}\n"));
        }
    }

    /// What there was before, once.
    fn open(&mut self, from: Option<Date>) -> Result<()> {
        let Some(from) = from.filter(|_| !self.began) else {
            self.began = true;
            return Ok(());
        };
        self.began = true;
        let there: Vec<_> = self
            .sums
            .iter()
            .filter(|(_, sum)| **sum != 0)
            .map(|((a, s), n)| (a.clone(), *s, *n))
            .collect();
        if there.is_empty() {
            return Ok(());
        }
        for (account, _, _) in &there {
            self.open_account(from, account);
        }
        let mut text = format!("\n{from} * \"What there was before\"\n");
        for (account, scheme, amount) in there {
            writeln!(text, "  {account}  {}", self.amount(scheme, amount)?)
                .map_err(Error::fault)?;
        }
        self.text.push_str(&text);
        self.last = Some(from);
        Ok(())
    }

    fn transaction(&mut self, day: Date, booked: &Booked) -> Result<()> {
        if booked.postings.is_empty() {
            return Ok(());
        }
        let entry = &booked.entry;
        let mut text = format!("\n{day} * \"{}\"\n  entry: \"{}\"\n", entry.verb, entry.id);
        if !entry.kind.is_empty() {
            writeln!(text, "  because: \"{}\"", entry.kind).map_err(Error::fault)?;
        }
        for posting in &booked.postings {
            let account = self.add(posting)?;
            self.open_account(day, &account);
            let amount = self.amount(posting.scheme, -posting.amount)?;
            writeln!(text, "  {account}  {amount}").map_err(Error::fault)?;
        }
        self.text.push_str(&text);
        self.last = self.last.max(Some(day));
        Ok(())
    }

    /// What every account comes to, to be proven.
    fn close(mut self) -> Result<String> {
        let Some(last) = self.last else { return Ok(self.text) };
        let after = last.checked_add(1.day()).map_err(Error::fault)?;
        self.text.push('\n');
        for ((account, scheme), sum) in &self.sums {
            if self.opened.contains(account) {
                let amount = self.amount(*scheme, *sum)?;
                self.text.push_str(&format!("{after} balance {account}  {amount}\n"));
            }
        }
        Ok(self.text)
    }
}
