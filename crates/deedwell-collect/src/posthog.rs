//! Messages as PostHog's libraries write them, in the words of the others.

use jiff::{SignedDuration, Timestamp};
use serde_json::value::{RawValue, to_raw_value};
use serde_json::{Map, Value};

/// The same message in Segment's words; as it stands where it is no such message.
pub fn translated(raw: &RawValue) -> Box<RawValue> {
    let whole = || raw.to_owned();
    let Ok(Value::Object(message)) = serde_json::from_str(raw.get()) else { return whole() };
    to_raw_value(&Value::Object(in_other_words(message))).unwrap_or_else(|_| whole())
}

fn in_other_words(mut message: Map<String, Value>) -> Map<String, Value> {
    let event =
        message.remove("event").and_then(|e| e.as_str().map(str::to_owned)).unwrap_or_default();
    let mut properties = match message.remove("properties") {
        Some(Value::Object(properties)) => properties,
        _ => Map::new(),
    };
    let mut said = Map::new();
    let mut say = |field: &str, value: Option<Value>| {
        if let Some(value) = value {
            said.insert(field.to_owned(), value);
        }
    };
    say("messageId", message.remove("uuid"));
    let ago = message.remove("offset").and_then(|ms| ms.as_i64()).and_then(ago);
    match (message.remove("timestamp"), ago) {
        (None, Some((happened, sent))) => {
            say("timestamp", Some(happened.to_string().into()));
            say("sentAt", Some(sent.to_string().into()));
        }
        (timestamp, _) => say("timestamp", timestamp),
    }
    let who = message.remove("distinct_id").or_else(|| properties.remove("distinct_id"));
    // A browser that nobody has named yet calls itself by the number of its device.
    let device = properties.get("$device_id").cloned();
    let is_device = device.is_some() && device == who;
    say(if is_device { "anonymousId" } else { "userId" }, who);
    say("anonymousId", properties.remove("$anon_distinct_id").or(device).filter(|_| !is_device));
    say("context", Some(library(&properties)));
    let set = |properties: &mut Map<String, Value>, field: &str| match properties.remove(field) {
        Some(Value::Object(set)) => set,
        _ => Map::new(),
    };
    let call = match event.as_str() {
        "$identify" | "$set" => {
            let mut traits = set(&mut properties, "$set_once");
            traits.extend(set(&mut properties, "$set"));
            if let Some(Value::Object(set)) = message.remove("$set") {
                traits.extend(set);
            }
            say("traits", Some(Value::Object(traits)));
            "identify"
        }
        "$create_alias" => {
            say("previousId", properties.remove("alias"));
            "alias"
        }
        "$groupidentify" => {
            say("groupId", properties.remove("$group_key"));
            say("traits", Some(Value::Object(set(&mut properties, "$group_set"))));
            "group"
        }
        "$pageview" => {
            say("properties", Some(Value::Object(properties)));
            "page"
        }
        "$screen" => {
            say("name", properties.remove("$screen_name"));
            say("properties", Some(Value::Object(properties)));
            "screen"
        }
        _ => {
            say("event", Some(Value::String(event)).filter(|e| e != ""));
            say("properties", Some(Value::Object(properties)));
            "track"
        }
    };
    say("type", Some(call.into()));
    said
}

/// So many milliseconds before it was sent, as a clock that is wrong by all that one can be tells it.
fn ago(milliseconds: i64) -> Option<(Timestamp, Timestamp)> {
    let start = Timestamp::UNIX_EPOCH;
    let ago = SignedDuration::from_millis(milliseconds.max(0));
    Some((start, start.checked_add(ago).ok()?))
}

fn library(properties: &Map<String, Value>) -> Value {
    serde_json::json!({ "library": {
        "name": properties.get("$lib"), "version": properties.get("$lib_version"),
    } })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(json: &str) -> Value {
        serde_json::from_str(translated(serde_json::from_str(json).unwrap()).get()).unwrap()
    }

    #[test]
    fn an_event_is_an_event() {
        let told = told(
            r#"{"event":"Order Completed","distinct_id":"u1","uuid":"m1","timestamp":"2026-03-02T12:00:00Z",
                "properties":{"$lib":"posthog-node","$lib_version":"5","total":3}}"#,
        );
        assert_eq!((&told["type"], &told["event"]), (&"track".into(), &"Order Completed".into()));
        assert_eq!((&told["userId"], &told["messageId"]), (&"u1".into(), &"m1".into()));
        assert_eq!(told["context"]["library"]["name"], "posthog-node");
        assert_eq!(told["properties"]["total"], 3);
    }

    #[test]
    fn a_device_is_nobody_yet() {
        let told =
            told(r#"{"event":"$pageview","properties":{"distinct_id":"d1","$device_id":"d1"}}"#);
        assert_eq!((&told["anonymousId"], told.get("userId")), (&"d1".into(), None));
        let named = self::told(
            r#"{"event":"$identify","distinct_id":"u1","properties":{"$anon_distinct_id":"d1","$set":{"email":"a@b.example"}}}"#,
        );
        assert_eq!((&named["userId"], &named["anonymousId"]), (&"u1".into(), &"d1".into()));
        assert_eq!(
            (&named["type"], &named["traits"]["email"]),
            (&"identify".into(), &"a@b.example".into())
        );
    }
}
