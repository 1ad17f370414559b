//! Words that are written once and sent often: a text with places such as `{{name}}`.

use deedwell_core::{Error, Id, Result};

use crate::words::{self, LONGEST_NAME, LONGEST_TEXT};

/// What may be filled in.
pub const PLACES: [&str; 5] = ["name", "number", "answer_by", "end_by", "shop"];
pub const MOST_TEMPLATES: usize = 200;

#[derive(Clone, PartialEq, Debug)]
pub struct Template {
    pub id: Id<Self>,
    pub name: String,
    pub body: String,
}

/// # Errors
/// `Invalid` for a place that there is not, or that does not end.
pub fn checked(name: &str, body: &str) -> Result<(String, String)> {
    let name = words::required_line("name", "the template a name", name, LONGEST_NAME)?;
    let body = words::required_text("body", "what it says", body, LONGEST_TEXT)?;
    fill(&body, |_| String::new())?;
    Ok((name, body))
}

/// Fills the places. What is filled in is not looked at again.
pub fn fill(body: &str, value: impl Fn(&str) -> String) -> Result<String> {
    let (mut said, mut rest) = (String::new(), body);
    while let Some((before, after)) = rest.split_once("{{") {
        said.push_str(before);
        let Some((place, after)) = after.split_once("}}") else {
            return Err(Error::invalid("body", "A place begins with {{ and does not end with }}."));
        };
        let place = place.trim();
        if !PLACES.contains(&place) {
            let all = PLACES.map(|place| format!("{{{{{place}}}}}")).join(", ");
            let place: String = place.chars().take(40).collect();
            let sentence = format!("There is no place {{{{{place}}}}}. There are {all}.");
            return Err(Error::invalid("body", sentence));
        }
        said.push_str(&value(place));
        rest = after;
    }
    said.push_str(rest);
    Ok(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_filled_once() {
        let said = fill("Dear {{ name }}, by {{answer_by}}.", |place| match place {
            "name" => "Ada {{shop}}".to_owned(),
            _ => "Friday".to_owned(),
        });
        assert_eq!(said.unwrap(), "Dear Ada {{shop}}, by Friday.");
        assert_eq!(fill("no places }} here", |_| String::new()).unwrap(), "no places }} here");
        assert!(fill("{{secret}}", |_| String::new()).is_err());
        assert!(checked("Hello", "{{name").is_err() && checked("", "x").is_err());
    }
}
