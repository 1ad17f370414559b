//! What happened to an order, as the ledger keeps it: ids and quantities.

use deedwell_core::Id;
use deedwell_core::{Deed, Kind, Money, Unit};
use serde::{Deserialize, Serialize};

/// Lines that a deed tells of; an order may have more.
const MOST_TOLD: usize = 100;

/// Its fields are the action's facts. The tag is the kind; it is not repeated in the facts.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum OrderDeed {
    #[serde(rename = "orders.placed")]
    Placed { order_id: String, products: Vec<Bought> },
    /// Its worth changed.
    #[serde(rename = "orders.updated")]
    Updated { order_id: String },
    #[serde(rename = "orders.cancelled")]
    Cancelled { order_id: String },
    #[serde(rename = "orders.refunded")]
    Refunded {
        order_id: String,
        refund: String,
        /// What was given back, in minor units, where that is not the difference it made: an order that
        /// was cancelled before is worth nothing already.
        amount: i64,
    },
    #[serde(rename = "orders.returned")]
    Returned { order_id: String, refund: String, products: Vec<Bought> },
}

/// Some of one thing. The names are those of the specification of events, so that questions about what was
/// bought mean the same whoever told of it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Bought {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub product_id: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sku: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub category: String,
    pub quantity: i64,
    /// Of one, as a decimal; none where the line was given away or not counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<f64>,
}

/// A deed, of which order, and what difference it made.
pub struct Done<'a> {
    pub about: String,
    pub unit: Option<Id<Unit>>,
    pub value: Option<Money>,
    pub deed: &'a OrderDeed,
}

impl OrderDeed {
    pub fn kind(&self) -> Kind {
        match self {
            Self::Placed { .. } => "orders.placed",
            Self::Updated { .. } => "orders.updated",
            Self::Cancelled { .. } => "orders.cancelled",
            Self::Refunded { .. } => "orders.refunded",
            Self::Returned { .. } => "orders.returned",
        }
    }
}

/// No more of them than a line of the ledger should hold.
pub fn told(mut products: Vec<Bought>) -> Vec<Bought> {
    products.truncate(MOST_TOLD);
    products
}

impl Serialize for Done<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut facts = serde_json::to_value(self.deed).map_err(serde::ser::Error::custom)?;
        if let Some(object) = facts.as_object_mut() {
            object.remove("kind");
        }
        facts.serialize(serializer)
    }
}

impl Deed for Done<'_> {
    fn kind(&self) -> Kind {
        self.deed.kind()
    }

    fn about(&self) -> Option<String> {
        Some(self.about.clone())
    }

    fn unit(&self) -> Option<Id<Unit>> {
        self.unit
    }

    fn value(&self) -> Option<Money> {
        self.value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLES: [(&str, &str); 5] = [
        ("orders.placed", include_str!("../ledger/orders.placed.1.json")),
        ("orders.updated", include_str!("../ledger/orders.updated.1.json")),
        ("orders.cancelled", include_str!("../ledger/orders.cancelled.1.json")),
        ("orders.refunded", include_str!("../ledger/orders.refunded.1.json")),
        ("orders.returned", include_str!("../ledger/orders.returned.1.json")),
    ];

    #[test]
    fn every_line_ever_written_still_reads() {
        for (kind, sample) in SAMPLES {
            let mut facts: serde_json::Value = serde_json::from_str(sample).unwrap();
            let written = facts.clone();
            facts["kind"] = kind.into();
            let deed: OrderDeed = serde_json::from_value(facts).unwrap();
            assert_eq!(deed.kind(), kind);
            let done = Done { about: "order/1001".into(), unit: None, value: None, deed: &deed };
            assert_eq!(serde_json::to_value(&done).unwrap(), written, "{kind}");
        }
    }
}
