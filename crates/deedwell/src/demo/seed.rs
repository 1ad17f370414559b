//! The committed seed: what the shop sells, who works there, what its customers would like.

use anyhow::{Context, Result};
use serde::Deserialize;

#[derive(Deserialize)]
pub struct Names {
    pub given: Vec<String>,
    pub family: Vec<String>,
}

#[derive(Deserialize)]
pub struct Product {
    pub sku: String,
    pub name: String,
    pub category: String,
    pub unit: String,
    /// Pence.
    pub price: i64,
    pub season: Option<String>,
    /// Typical days until it is bought again.
    pub rebuy_days: Option<u32>,
}

#[derive(Deserialize)]
pub struct Member {
    pub name: String,
    pub email: String,
    pub role: String,
    pub title: String,
    pub unit: Option<String>,
}

#[derive(Deserialize)]
pub struct Shop {
    pub name: String,
    pub boards: Vec<Board>,
    pub units: Vec<Unit>,
    pub releases: Vec<Release>,
    pub accounts: Vec<Account>,
}

#[derive(Deserialize)]
pub struct Account {
    pub name: String,
    pub kind: String,
    pub unit: String,
    pub note: String,
    pub members: usize,
    /// What the first of them is there.
    pub first: String,
}

#[derive(Deserialize)]
pub struct Board {
    pub key: String,
    pub name: String,
    pub intro: String,
}

#[derive(Deserialize)]
pub struct Unit {
    pub key: String,
    pub name: String,
}

#[derive(Deserialize)]
pub struct Release {
    pub title: String,
    pub text: String,
    pub ideas: Vec<String>,
    pub months_ago: u32,
}

#[derive(Deserialize)]
pub struct Idea {
    pub key: String,
    pub unit: String,
    pub board: String,
    pub title: String,
    pub body: String,
    pub tags: Vec<String>,
    pub stage: String,
    pub popularity: f64,
    pub answer: Option<Answer>,
    pub reason: Option<String>,
    pub revisit_months: Option<i32>,
    pub merged_into: Option<String>,
    pub grade: Option<i64>,
    pub money: Option<Vec<Money>>,
    pub comments: Vec<Comment>,
}

#[derive(Deserialize)]
pub struct Answer {
    pub by: String,
    pub text: String,
}

#[derive(Deserialize)]
pub struct Money {
    pub kind: String,
    pub pence: i64,
    pub basis: String,
    pub note: String,
}

#[derive(Deserialize)]
pub struct Comment {
    pub staff: bool,
    #[serde(default)]
    pub by: Option<String>,
    pub text: String,
}

pub struct Seed {
    pub names: Names,
    pub products: Vec<Product>,
    pub staff: Vec<Member>,
    pub shop: Shop,
    /// Oldest first.
    pub ideas: Vec<Idea>,
}

impl Seed {
    pub fn read() -> Result<Self> {
        fn part<T: serde::de::DeserializeOwned>(name: &'static str, text: &str) -> Result<T> {
            serde_json::from_str(text).context(name)
        }
        Ok(Self {
            names: part("names", include_str!("../../seed/names.json"))?,
            products: part("products", include_str!("../../seed/products.json"))?,
            staff: part("staff", include_str!("../../seed/staff.json"))?,
            shop: part("shop", include_str!("../../seed/shop.json"))?,
            ideas: part("ideas", include_str!("../../seed/ideas.json"))?,
        })
    }
}
