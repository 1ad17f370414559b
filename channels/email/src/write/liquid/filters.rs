//! Filters, counted: most are the library's behind a guard that looks at what goes in and what comes
//! out; those that could grow beyond any measure within one call are ours.

use std::fmt;

use liquid_core::parser::{FilterArguments, ParameterReflection, PluginRegistry};
use liquid_core::{
    Error, Expression, Filter, FilterReflection, ParseFilter, Result, Runtime, Value, ValueView,
};
use liquid_lib::stdlib;

use super::budget::{LARGEST_VALUE, spend, too_large};

/// Values of one list.
const MOST_VALUES: usize = 1_000;
/// Letters of a pattern for a date.
const LONGEST_PATTERN: usize = 60;

pub(super) fn register(filters: &mut PluginRegistry<Box<dyn ParseFilter>>) {
    let library: [Box<dyn ParseFilter>; 45] = [
        stdlib::Abs.into(),
        stdlib::Append.into(),
        stdlib::AtLeast.into(),
        stdlib::AtMost.into(),
        stdlib::Capitalize.into(),
        stdlib::Ceil.into(),
        stdlib::Compact.into(),
        stdlib::Concat.into(),
        stdlib::Default.into(),
        stdlib::DividedBy.into(),
        stdlib::Downcase.into(),
        stdlib::Escape.into(),
        stdlib::EscapeOnce.into(),
        stdlib::First.into(),
        stdlib::Floor.into(),
        stdlib::Last.into(),
        stdlib::Lstrip.into(),
        stdlib::Map.into(),
        stdlib::Minus.into(),
        stdlib::Modulo.into(),
        stdlib::NewlineToBr.into(),
        stdlib::Plus.into(),
        stdlib::Prepend.into(),
        stdlib::Remove.into(),
        stdlib::RemoveFirst.into(),
        stdlib::ReplaceFirst.into(),
        stdlib::Reverse.into(),
        stdlib::Round.into(),
        stdlib::Rstrip.into(),
        stdlib::Size.into(),
        stdlib::Slice.into(),
        stdlib::Sort.into(),
        stdlib::SortNatural.into(),
        stdlib::Split.into(),
        stdlib::Strip.into(),
        stdlib::StripHtml.into(),
        stdlib::StripNewlines.into(),
        stdlib::Times.into(),
        stdlib::Truncate.into(),
        stdlib::TruncateWords.into(),
        stdlib::Uniq.into(),
        stdlib::Upcase.into(),
        stdlib::UrlDecode.into(),
        stdlib::UrlEncode.into(),
        stdlib::Where.into(),
    ];
    for filter in library {
        let name = filter.reflection().name().to_owned();
        filters.register(name, Box::new(Guarded(filter)));
    }
    for own in Own::ALL {
        filters.register(own.name.to_owned(), Box::new(own));
    }
}

/// Bytes of a value, and whether it is small enough to be worked on.
fn measured(value: &dyn ValueView) -> Result<usize> {
    if let Some(list) = value.as_array() {
        if usize::try_from(list.size()).unwrap_or(usize::MAX) > MOST_VALUES {
            return Err(Error::with_msg(format!("A list became longer than {MOST_VALUES}")));
        }
        let mut bytes = 0;
        for value in list.values() {
            bytes += 16 + if value.is_scalar() { value.to_kstr().len() } else { 64 };
            if bytes > LARGEST_VALUE {
                return Err(too_large());
            }
        }
        return Ok(bytes);
    }
    let bytes = if value.is_scalar() { value.to_kstr().len() } else { 64 };
    if bytes > LARGEST_VALUE { Err(too_large()) } else { Ok(bytes) }
}

/// A filter of the library.
#[derive(Clone)]
struct Guarded(Box<dyn ParseFilter>);

#[derive(Debug)]
struct GuardedFilter(Box<dyn Filter>);

impl fmt::Display for GuardedFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl ParseFilter for Guarded {
    fn parse(&self, arguments: FilterArguments<'_>) -> Result<Box<dyn Filter>> {
        Ok(Box::new(GuardedFilter(self.0.parse(arguments)?)))
    }

    fn reflection(&self) -> &dyn FilterReflection {
        self.0.reflection()
    }
}

impl Filter for GuardedFilter {
    fn evaluate(&self, input: &dyn ValueView, runtime: &dyn Runtime) -> Result<Value> {
        spend(runtime, measured(input)?)?;
        let value = self.0.evaluate(input, runtime)?;
        spend(runtime, measured(&value)?)?;
        Ok(value)
    }
}

type Does = fn(&dyn ValueView, &[String]) -> Result<Value>;

/// A filter of ours: its words are given as text.
#[derive(Clone, Copy)]
struct Own {
    name: &'static str,
    least: usize,
    most: usize,
    does: Does,
}

impl Own {
    const ALL: [Self; 5] = [
        Self { name: "replace", least: 1, most: 2, does: replace },
        Self { name: "join", least: 0, most: 1, does: join },
        Self { name: "date", least: 1, most: 1, does: date },
        // In HTML every value is escaped, unless the last word of its author is that it is HTML.
        Self { name: "raw", least: 0, most: 0, does: raw },
        Self { name: super::super::marks::ESCAPED, least: 0, most: 0, does: escaped },
    ];
}

impl FilterReflection for Own {
    fn name(&self) -> &str {
        self.name
    }
    fn description(&self) -> &str {
        ""
    }
    fn positional_parameters(&self) -> &'static [ParameterReflection] {
        &[]
    }
    fn keyword_parameters(&self) -> &'static [ParameterReflection] {
        &[]
    }
}

impl ParseFilter for Own {
    fn parse(&self, mut arguments: FilterArguments<'_>) -> Result<Box<dyn Filter>> {
        let words: Vec<Expression> = arguments.positional.collect();
        if words.len() < self.least || words.len() > self.most || arguments.keyword.next().is_some()
        {
            let sentence = format!("{} takes {} to {} values", self.name, self.least, self.most);
            return Err(Error::with_msg(sentence));
        }
        Ok(Box::new(OwnFilter { own: *self, words }))
    }

    fn reflection(&self) -> &dyn FilterReflection {
        self
    }
}

struct OwnFilter {
    own: Own,
    words: Vec<Expression>,
}

impl fmt::Debug for OwnFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.own.name)
    }
}

impl fmt::Display for OwnFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.own.name)
    }
}

impl Filter for OwnFilter {
    fn evaluate(&self, input: &dyn ValueView, runtime: &dyn Runtime) -> Result<Value> {
        let mut bytes = measured(input)?;
        let mut words = Vec::with_capacity(self.words.len());
        for word in &self.words {
            let word = word.evaluate(runtime)?;
            bytes += measured(word.as_view())?;
            words.push(word.to_kstr().into_string());
        }
        spend(runtime, bytes)?;
        let value = (self.own.does)(input, &words)?;
        spend(runtime, measured(&value)?)?;
        Ok(value)
    }
}

fn replace(input: &dyn ValueView, words: &[String]) -> Result<Value> {
    let (text, what) = (input.to_kstr(), &words[0]);
    let with = words.get(1).map_or("", String::as_str);
    let times = if what.is_empty() {
        text.chars().count() + 1
    } else {
        text.matches(what.as_str()).count()
    };
    if text.len().saturating_add(times.saturating_mul(with.len())) > LARGEST_VALUE {
        return Err(too_large());
    }
    Ok(Value::scalar(text.replace(what.as_str(), with)))
}

fn join(input: &dyn ValueView, words: &[String]) -> Result<Value> {
    let between = words.first().map_or(" ", String::as_str);
    let Some(list) = input.as_array() else {
        return Err(Error::with_msg("join wants a list"));
    };
    let parts: Vec<String> = list.values().map(|value| value.to_kstr().into_string()).collect();
    let bytes: usize = parts.iter().map(String::len).sum();
    if bytes.saturating_add(parts.len().saturating_mul(between.len())) > LARGEST_VALUE {
        return Err(too_large());
    }
    Ok(Value::scalar(parts.join(between)))
}

/// A day or moment as people write it: `{{ order.at | date: "%d.%m.%Y" }}`. What is none is left as it is.
fn date(input: &dyn ValueView, words: &[String]) -> Result<Value> {
    let (text, pattern) = (input.to_kstr(), &words[0]);
    if pattern.len() > LONGEST_PATTERN || !is_pattern(pattern) {
        return Err(Error::with_msg("That is no pattern for a date, such as %d.%m.%Y"));
    }
    let text = text.as_str();
    let moment =
        text.parse::<jiff::Timestamp>().ok().map(|at| at.to_zoned(jiff::tz::TimeZone::UTC));
    let moment = moment.or_else(|| text.parse::<jiff::Zoned>().ok());
    let day = || text.parse::<jiff::civil::DateTime>().ok()?.to_zoned(jiff::tz::TimeZone::UTC).ok();
    let Some(moment) = moment.or_else(day) else {
        return Ok(input.to_value());
    };
    let written = jiff::fmt::strtime::format(pattern, &moment);
    written.map(Value::scalar).map_err(|_| Error::with_msg("That is no pattern for a date"))
}

/// A width (`%99999d`) would be as many letters, so there is none.
fn is_pattern(pattern: &str) -> bool {
    let mut rest = pattern.chars();
    while let Some(c) = rest.next() {
        if c != '%' {
            continue;
        }
        let directive = rest.by_ref().find(|c| !"-_0^#".contains(*c));
        if !directive.is_some_and(|c| c.is_ascii_alphabetic() || c == '%') {
            return false;
        }
    }
    true
}

fn raw(input: &dyn ValueView, _: &[String]) -> Result<Value> {
    Ok(input.to_value())
}

fn escaped(input: &dyn ValueView, _: &[String]) -> Result<Value> {
    if input.is_nil() {
        return Ok(Value::Nil);
    }
    Ok(Value::scalar(super::super::marks::escape(&input.to_kstr())))
}
