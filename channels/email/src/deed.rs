//! What staff and programs do to how letters are sent.

use deedwell_core::{Deed, Kind, Result, Who};
use deedwell_store::{Tx, audit};
use serde::Serialize;

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum What {
    SettingsChanged,
    LookChanged,
    LayoutChanged,
    KeyMade,
    Checked,
    TestSent,
    TemplateMade(String),
    TemplateChanged(String),
    TemplateClosed(String),
    TemplateReopened(String),
}

#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct EmailDeed {
    #[serde(skip)]
    pub what: What,
}

impl Deed for EmailDeed {
    fn kind(&self) -> Kind {
        match self.what {
            What::SettingsChanged => "email.settings_changed",
            What::LookChanged => "email.look_changed",
            What::LayoutChanged => "email.layout_changed",
            What::KeyMade => "email.key_made",
            What::Checked => "email.checked",
            What::TestSent => "email.test_sent",
            What::TemplateMade(_) => "email.template_made",
            What::TemplateChanged(_) => "email.template_changed",
            What::TemplateClosed(_) => "email.template_closed",
            What::TemplateReopened(_) => "email.template_reopened",
        }
    }

    fn about(&self) -> Option<String> {
        match &self.what {
            What::TemplateMade(key)
            | What::TemplateChanged(key)
            | What::TemplateClosed(key)
            | What::TemplateReopened(key) => Some(format!("template/{key}")),
            _ => None,
        }
    }
}

/// In the ledger for everybody who asks what happened, in the audit log for whoever asks who did it.
pub(crate) async fn note(tx: &mut Tx, who: Who, what: What) -> Result<()> {
    let deed = EmailDeed { what };
    tx.record(who, &deed).await?;
    let staff = if let Who::Staff(id) = who { Some(id) } else { None };
    audit(tx, staff, deed.kind(), deed.about().as_deref(), &serde_json::json!({})).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_deed_reads_as_its_sample() {
        let key = || "thanks".to_owned();
        let samples = [
            (What::SettingsChanged, include_str!("../ledger/email.settings_changed.1.json")),
            (What::LookChanged, include_str!("../ledger/email.look_changed.1.json")),
            (What::LayoutChanged, include_str!("../ledger/email.layout_changed.1.json")),
            (What::KeyMade, include_str!("../ledger/email.key_made.1.json")),
            (What::Checked, include_str!("../ledger/email.checked.1.json")),
            (What::TestSent, include_str!("../ledger/email.test_sent.1.json")),
            (What::TemplateMade(key()), include_str!("../ledger/email.template_made.1.json")),
            (What::TemplateChanged(key()), include_str!("../ledger/email.template_changed.1.json")),
            (What::TemplateClosed(key()), include_str!("../ledger/email.template_closed.1.json")),
            (
                What::TemplateReopened(key()),
                include_str!("../ledger/email.template_reopened.1.json"),
            ),
        ];
        for (what, sample) in samples {
            let deed = EmailDeed { what };
            assert_eq!(serde_json::to_string(&deed).unwrap(), sample.trim(), "{deed:?}");
        }
    }
}
