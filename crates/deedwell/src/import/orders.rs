//! A file of orders: a line for each thing that was bought, those of one order one after the other.

use std::path::Path;

use deedwell_core::{Currency, Error, Money, Result, Who};
use deedwell_orders::acts::{Past, bring};
use deedwell_orders::order::checked_reference;
use deedwell_orders::{Stage, ToldLine, ToldOrder, ToldRefund};
use deedwell_people::{Arrival, IdentityKind, Proof, Sign, meet_many};

use super::columns::Columns;
use super::csv_in::{CsvIn, Next};
use super::engine::{self, Draft, Setting, Source, Step, Written};
use super::mapping::{Mapping, wrong};
use super::moment::{self, Format, Zone};
use super::report::{Refusal, Report};
use super::{Import, source_name};

pub(super) const COLUMNS: [&str; 22] = [
    "order",
    "number",
    "placed_at",
    "currency",
    "customer_id",
    "email",
    "phone",
    "name",
    "total",
    "shipping",
    "tax",
    "tax_included",
    "discount",
    "refunded",
    "refunded_at",
    "unit",
    "channel",
    "product",
    "sku",
    "item",
    "quantity",
    "price",
];

/// Imports a CSV of orders. Of each order: `order`, `placed_at`, and by whom (`customer_id`, `email` or
/// `phone`); then, as far as the file has them, `number`, `currency`, `total`, `shipping`, `tax`,
/// `tax_included`, `discount`, `refunded`, `refunded_at`, `unit`, `channel`. Of each thing: `quantity`,
/// `price` (of one), `product`, `sku`, `item` (its name). What is of the whole order stands in its first
/// line; the others may leave it empty. An order that is here already stays as it is.
///
/// # Errors
/// As [`super::actions`].
pub async fn orders(import: &Import<'_>, path: &Path, mapping: &Mapping) -> Result<Report> {
    let setting = engine::setting(import).await?;
    let asked = import.source.as_deref().or(mapping.source.as_deref());
    let name = source_name(asked, path)?;
    let file = CsvIn::open(path, mapping.separator()?)?;
    let mut source = Orders::new(file, mapping, setting, name.clone())?;
    engine::run(import, name, &mut source).await
}

/// An order as some lines of the file have it.
pub(super) struct OrderDraft {
    line: u64,
    raw: Vec<String>,
    told: ToldOrder,
    unit: Option<deedwell_core::Id<deedwell_core::Unit>>,
}

impl Draft for OrderDraft {
    const BATCH: usize = 1_000;
    type Memory = ();

    /// An order is known by its reference, which the tables are asked for.
    fn message(&self) -> Option<&str> {
        None
    }

    async fn write(import: &Import<'_>, _: &mut (), batch: &[Self]) -> Result<Written> {
        let mut tx = import.db.write(import.organisation).await?;
        let arrival = |draft: &Self| {
            let first = draft.told.buyer.first()?;
            let mut arrival = Arrival::new(first.clone(), Proof::Import);
            arrival.signs.clone_from(&draft.told.buyer);
            arrival.name.clone_from(&draft.told.buyer_name);
            arrival.unit = draft.unit;
            arrival.met_at = Some(draft.told.placed_at);
            arrival.lenient = true;
            arrival.confirmed = false;
            Some(arrival)
        };
        let arrivals: Vec<Arrival> = batch.iter().filter_map(arrival).collect();
        let mut met = meet_many(&mut tx, &arrivals).await?.into_iter();
        let mut written = Written::default();
        let mut past = Vec::with_capacity(batch.len());
        for draft in batch {
            let known = if draft.told.buyer.is_empty() { None } else { met.next() };
            let who = match known {
                None => Who::System,
                Some(Ok(known)) => {
                    written.people += u64::from(known.is_new);
                    known.who()
                }
                Some(Err(fault @ Error::Fault(_))) => return Err(fault),
                Some(Err(e)) => {
                    let refusal = Refusal::new(draft.line, None, e.sentence());
                    written.refused.push((refusal, draft.raw.clone()));
                    continue;
                }
            };
            past.push(Past { told: draft.told.clone(), who, unit: draft.unit });
        }
        let mut actions = bring(&mut tx, &past).await?;
        actions.sort_by_key(|action| action.at);
        let placed = actions.iter().filter(|action| action.name == "orders.placed").count() as u64;
        written.added = placed;
        written.already = past.len() as u64 - placed;
        tx.record_many(actions)?;
        if !import.dry_run {
            tx.commit().await?;
        }
        Ok(written)
    }
}

struct Orders<'a> {
    file: CsvIn,
    columns: Columns,
    mapping: &'a Mapping,
    setting: Setting,
    zone: Zone,
    format: Format,
    source: String,
    /// The lines of the order that is being read: the number of the first, and all of them.
    pending: Option<(u64, Vec<csv::StringRecord>)>,
    /// What came after them, to be given next.
    after: Option<Next>,
}

type Unfit = (&'static str, String);

fn unfit(name: &'static str) -> impl Fn(Error) -> Unfit {
    move |error| (name, error.sentence().into_owned())
}

impl<'a> Orders<'a> {
    fn new(file: CsvIn, mapping: &'a Mapping, setting: Setting, source: String) -> Result<Self> {
        let columns = Columns::find(file.headings(), &COLUMNS, &[], mapping)?;
        for needed in ["order", "placed_at"] {
            if !columns.has(needed) {
                return Err(wrong(format!(
                    "The file has no column “{needed}”. A mapping can say which of its columns that is."
                )));
            }
        }
        let zone = mapping.zone()?.unwrap_or_else(|| setting.zone.clone());
        let format = mapping.time();
        let (pending, after) = (None, None);
        Ok(Self { file, columns, mapping, setting, zone, format, source, pending, after })
    }

    /// The first line of an order says what is of all of it.
    fn draft(&self, line: u64, lines: &[csv::StringRecord]) -> Result<OrderDraft, Unfit> {
        let Some(first) = lines.first() else {
            return Err(("order", "There is no order here.".to_owned()));
        };
        let text = |name: &str| self.columns.text(first, name);
        let moment = |name: &'static str| {
            moment::read(text(name), &self.format, &self.zone, self.setting.now)
                .map(|read| read.at)
                .map_err(|sentence| (name, sentence))
        };
        let reference = checked_reference("order", text("order")).map_err(unfit("order"))?;
        let placed_at = moment("placed_at")?;
        let currency = match text("currency") {
            "" => self.setting.currency,
            code => code.to_ascii_uppercase().parse().map_err(unfit("currency"))?,
        };
        let money = |name: &'static str| money(text(name), currency).map_err(unfit(name));
        let items = lines.iter().map(|fields| self.item(fields, currency));
        let items: Vec<ToldLine> = items.filter_map(Result::transpose).collect::<Result<_, _>>()?;
        let refunded = money("refunded")?;
        let refunded_at = match text("refunded_at") {
            "" => placed_at,
            _ => moment("refunded_at")?,
        };
        let refund = ToldRefund {
            reference: "import".to_owned(),
            at: refunded_at,
            amount: refunded,
            reason: String::new(),
            lines: Vec::new(),
            word_at: refunded_at,
        };
        let number = text("number");
        let told = ToldOrder {
            number: if number.is_empty() { reference.clone() } else { number.to_owned() },
            stage: Stage::Placed,
            was_placed: true,
            placed_at,
            cancelled_at: None,
            currency,
            total: if text("total").is_empty() { None } else { Some(money("total")?) },
            shipping: money("shipping")?,
            tax: money("tax")?,
            tax_included: matches!(text("tax_included"), "1" | "true" | "yes"),
            discount: money("discount")?,
            extra: 0,
            lines: items,
            refunds: if refunded > 0 { vec![refund] } else { Vec::new() },
            aliases: Vec::new(),
            buyer: self.buyer(first)?,
            buyer_name: deedwell_people::person::clean_name(text("name")).map_err(unfit("name"))?,
            at: placed_at,
            channel: Some(if text("channel") == "shop" { "shop" } else { "import" }),
            reference,
        };
        told.check().map_err(unfit("order"))?;
        let unit = self.setting.unit(text("unit")).map_err(|e| ("unit", e))?;
        Ok(OrderDraft { line, raw: first.iter().map(str::to_owned).collect(), told, unit })
    }

    /// A thing that was bought; none where the line speaks of none.
    fn item(
        &self,
        fields: &csv::StringRecord,
        currency: Currency,
    ) -> Result<Option<ToldLine>, Unfit> {
        let text = |name: &str| self.columns.text(fields, name).to_owned();
        let (product, sku, name) = (text("product"), text("sku"), text("item"));
        let said = [&product, &sku, &name, &text("price")];
        if said.iter().all(|word| word.is_empty()) {
            return Ok(None);
        }
        let quantity: i64 = match text("quantity").as_str() {
            "" => 1,
            number => number
                .parse()
                .map_err(|_| ("quantity", "A quantity is a whole number.".to_owned()))?,
        };
        let price = money(&text("price"), currency).map_err(unfit("price"))?;
        let gross = price.checked_mul(quantity);
        let gross = gross.ok_or(("price", "This is too much money.".to_owned()))?;
        Ok(Some(ToldLine { product, sku, name, quantity, gross, ..ToldLine::default() }))
    }

    fn buyer(&self, fields: &csv::StringRecord) -> Result<Vec<Sign>, Unfit> {
        let mut signs = Vec::new();
        for (name, kind) in [
            ("customer_id", IdentityKind::Import),
            ("email", IdentityKind::Email),
            ("phone", IdentityKind::Phone),
        ] {
            let text = self.columns.text(fields, name);
            let value = match kind {
                IdentityKind::Phone if !text.is_empty() => self.mapping.phone(text),
                _ => text.to_owned(),
            };
            if !value.is_empty() {
                signs.push(Sign::new(kind, &value, &self.source).map_err(unfit(name))?);
            }
        }
        Ok(signs)
    }

    fn belongs(&self, fields: &csv::StringRecord) -> bool {
        let order = self.columns.text(fields, "order");
        let first = self.pending.as_ref().and_then(|(_, lines)| lines.first());
        first.is_some_and(|first| order.is_empty() || order == self.columns.text(first, "order"))
    }

    /// The order that was read, now that something else follows.
    fn finished(&mut self) -> Option<Step<OrderDraft>> {
        let (line, lines) = self.pending.take()?;
        Some(match self.draft(line, &lines) {
            Ok(draft) => Step::Draft(draft),
            Err((name, sentence)) => {
                let refusal = Refusal::new(line, self.columns.heading(name), sentence);
                let first = lines.first().map(|l| l.iter().map(str::to_owned).collect());
                Step::Refused(refusal, first.unwrap_or_default())
            }
        })
    }
}

/// An amount; nought where nothing is written.
fn money(text: &str, currency: Currency) -> Result<i64> {
    if text.is_empty() { Ok(0) } else { Money::parse(text, currency).map(|money| money.minor) }
}

impl Source for Orders<'_> {
    type Draft = OrderDraft;

    fn next(&mut self) -> Step<OrderDraft> {
        loop {
            let next = self.after.take().unwrap_or_else(|| self.file.next());
            match next {
                Next::Line { number, fields } => {
                    if self.belongs(&fields) {
                        if let Some((_, lines)) = &mut self.pending {
                            lines.push(fields);
                        }
                        continue;
                    }
                    let finished = self.finished();
                    self.pending = Some((number, vec![fields]));
                    if let Some(step) = finished {
                        return step;
                    }
                }
                other if self.pending.is_some() => {
                    self.after = Some(other);
                    if let Some(step) = self.finished() {
                        return step;
                    }
                }
                Next::End => return Step::End,
                Next::Broken(refusal) => return Step::Broken(refusal),
                Next::Refused(refusal, raw) => return Step::Refused(refusal, raw),
            }
        }
    }

    fn place(&self) -> (u64, u64) {
        self.file.place()
    }

    fn headings(&self) -> &[String] {
        self.file.headings()
    }

    fn notes(&mut self) -> Vec<String> {
        self.columns.ignored().into_iter().collect()
    }
}
