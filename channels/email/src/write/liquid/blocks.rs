//! `for` and `capture`, counted. A range is walked, never laid out; `tablerow`, `cycle`, `include` and
//! `render` are left out: nobody needs them in a letter, and each is a way to write what is not escaped
//! or not counted.

use std::collections::HashMap;
use std::io::Write;

use liquid_core::model::{KString, KStringRef, Scalar, ValueView};
use liquid_core::parser::{BlockElement, TryMatchToken};
use liquid_core::runtime::{Interrupt, InterruptRegister, StackFrame};
use liquid_core::{
    BlockReflection, Error, Expression, Language, ParseBlock, Renderable, Result, Runtime,
    TagBlock, TagTokenIter, Template, Value, ValueCow,
};
use liquid_lib::stdlib::ForloopObject;

use super::budget::{Bounded, LARGEST_VALUE, MOST_STEPS, spend, too_large};

#[derive(Copy, Clone, Debug)]
pub(super) struct For;

impl BlockReflection for For {
    fn start_tag(&self) -> &str {
        "for"
    }
    fn end_tag(&self) -> &str {
        "endfor"
    }
    fn description(&self) -> &str {
        "Once for each of a list."
    }
}

#[derive(Debug)]
enum Over {
    List(Expression),
    Range(Expression, Expression),
}

#[derive(Debug)]
struct Loop {
    name: KString,
    over: Over,
    body: Template,
    otherwise: Option<Template>,
    limit: Option<Expression>,
    offset: Option<Expression>,
    is_reversed: bool,
}

impl ParseBlock for For {
    fn parse(
        &self,
        mut arguments: TagTokenIter<'_>,
        mut tokens: TagBlock<'_, '_>,
        options: &Language,
    ) -> Result<Box<dyn Renderable>> {
        let name = arguments.expect_next("Identifier expected.")?.expect_identifier();
        let name = KString::from_ref(name.into_result()?);
        let word = arguments.expect_next("\"in\" expected.")?.expect_str("in");
        word.into_result_custom_msg("\"in\" expected.")?;
        let over = match arguments.expect_next("List or range expected.")?.expect_value() {
            TryMatchToken::Matches(list) => Over::List(list),
            TryMatchToken::Fails(token) => {
                let (first, last) = token.expect_range().into_result()?;
                Over::Range(first, last)
            }
        };
        let (mut limit, mut offset, mut is_reversed) = (None, None, false);
        while let Some(token) = arguments.next() {
            match token.as_str() {
                "limit" => limit = Some(attribute(&mut arguments)?),
                "offset" => offset = Some(attribute(&mut arguments)?),
                "reversed" => is_reversed = true,
                _ => {
                    let says = "\"limit\", \"offset\" or \"reversed\" expected.";
                    return Err(token.raise_custom_error(says));
                }
            }
        }
        let (mut body, mut otherwise) = (Vec::new(), None);
        while let Some(element) = tokens.next()? {
            match element {
                BlockElement::Tag(mut tag) if tag.name() == "else" => {
                    tag.tokens().expect_nothing()?;
                    otherwise = Some(Template::new(tokens.parse_all(options)?));
                    break;
                }
                element => body.push(element.parse(&mut tokens, options)?),
            }
        }
        tokens.assert_empty();
        let body = Template::new(body);
        Ok(Box::new(Loop { name, over, body, otherwise, limit, offset, is_reversed }))
    }

    fn reflection(&self) -> &dyn BlockReflection {
        self
    }
}

/// `limit: 3`.
fn attribute(arguments: &mut TagTokenIter<'_>) -> Result<Expression> {
    let colon = arguments.expect_next("\":\" expected.")?.expect_str(":");
    colon.into_result_custom_msg("\":\" expected.")?;
    arguments.expect_next("Value expected.")?.expect_value().into_result()
}

fn whole(expression: &Expression, runtime: &dyn Runtime) -> Result<i64> {
    let value = expression.evaluate(runtime)?;
    let number = value.as_scalar().and_then(|scalar| scalar.to_integer());
    number.ok_or_else(|| Error::with_msg("Whole number expected"))
}

fn whole_or(expression: Option<&Expression>, runtime: &dyn Runtime, or: usize) -> Result<usize> {
    let Some(expression) = expression else { return Ok(or) };
    Ok(usize::try_from(whole(expression, runtime)?.max(0)).unwrap_or(or).min(or))
}

/// The values of a list, or of an object as pairs.
fn values(list: &dyn ValueView) -> Result<Vec<ValueCow<'_>>> {
    if let Some(list) = list.as_array() {
        return Ok(list.values().map(ValueCow::Borrowed).collect());
    }
    if let Some(object) = list.as_object() {
        let pair = |(key, value): (liquid_core::model::KStringCow<'_>, &dyn ValueView)| {
            Value::Array(vec![Value::scalar(key.into_owned()), value.to_value()]).into()
        };
        return Ok(object.iter().map(pair).collect());
    }
    if list.is_state() || list.is_nil() {
        return Ok(Vec::new());
    }
    Err(Error::with_msg(format!("A list is expected, not {}", list.type_name())))
}

impl Loop {
    fn each(
        &self,
        over: Vec<ValueCow<'_>>,
        writer: &mut dyn Write,
        runtime: &dyn Runtime,
    ) -> Result<()> {
        let count = over.len();
        for (place, value) in over.iter().enumerate() {
            spend(runtime, 0)?;
            let forloop = ForloopObject::new(place, count);
            let mut root = HashMap::<KStringRef<'_>, &dyn ValueView>::new();
            root.insert("forloop".into(), &forloop);
            root.insert(self.name.as_ref(), value);
            let scope = StackFrame::new(runtime, &root);
            self.body.render_to(writer, &scope)?;
            let interrupt = scope.registers().get_mut::<InterruptRegister>().reset();
            if let Some(Interrupt::Break) = interrupt {
                break;
            }
        }
        Ok(())
    }
}

impl Renderable for Loop {
    fn render_to(&self, writer: &mut dyn Write, runtime: &dyn Runtime) -> Result<()> {
        // One more than there are steps, so that a longer one is an error and not cut short.
        let most = MOST_STEPS as usize + 1;
        let limit = whole_or(self.limit.as_ref(), runtime, most)?;
        let offset = whole_or(self.offset.as_ref(), runtime, most)?;
        let offset = if self.offset.is_some() { offset } else { 0 };
        let list;
        let mut over: Vec<ValueCow<'_>> = match &self.over {
            Over::List(expression) => {
                list = expression.evaluate(runtime)?;
                values(list.as_view())?.into_iter().skip(offset).take(limit).collect()
            }
            Over::Range(first, last) => {
                let (first, last) = (whole(first, runtime)?, whole(last, runtime)?);
                let range = (first..=last).skip(offset);
                range.take(limit).map(|n| Value::Scalar(Scalar::new(n)).into()).collect()
            }
        };
        if self.is_reversed {
            over.reverse();
        }
        match (&self.otherwise, over.is_empty()) {
            (Some(otherwise), true) => otherwise.render_to(writer, runtime),
            _ => self.each(over, writer, runtime),
        }
    }
}

#[derive(Copy, Clone, Debug)]
pub(super) struct Capture;

impl BlockReflection for Capture {
    fn start_tag(&self) -> &str {
        "capture"
    }
    fn end_tag(&self) -> &str {
        "endcapture"
    }
    fn description(&self) -> &str {
        "Keeps what it comes to under a name."
    }
}

#[derive(Debug)]
struct Captured {
    name: KString,
    body: Template,
}

impl ParseBlock for Capture {
    fn parse(
        &self,
        mut arguments: TagTokenIter<'_>,
        mut tokens: TagBlock<'_, '_>,
        options: &Language,
    ) -> Result<Box<dyn Renderable>> {
        let name = arguments.expect_next("Identifier expected")?.expect_identifier();
        let name = KString::from_ref(name.into_result()?);
        arguments.expect_nothing()?;
        let body = Template::new(tokens.parse_all(options)?);
        tokens.assert_empty();
        Ok(Box::new(Captured { name, body }))
    }

    fn reflection(&self) -> &dyn BlockReflection {
        self
    }
}

impl Renderable for Captured {
    fn render_to(&self, _: &mut dyn Write, runtime: &dyn Runtime) -> Result<()> {
        let mut taken = Bounded::new(LARGEST_VALUE);
        self.body.render_to(&mut taken, runtime)?;
        let text = taken.text().map_err(|_| too_large())?;
        spend(runtime, text.len())?;
        runtime.set_global(self.name.clone(), Value::scalar(text));
        Ok(())
    }
}
