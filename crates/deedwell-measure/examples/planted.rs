//! How often a planted recovery is found, and how often one is found that is none:
//! `cargo run --release -p deedwell-measure --example planted -- 1000 300`.
//!
//! So many made-up shops, in each of which so many were helped, for each effect: some buyers complained and were helped, most never complained,
//! and who buys much complains sooner, so that without matching that alone would look like an effect. The
//! effect is what is planted in what the helped did afterwards; all of them *say* that they are delighted,
//! whatever they do. One line for each effect; `e2e/checks` reads them.

use deedwell_measure::{Afterwards, Buyer, compare_recovered, wilson};

const DAYS: f64 = 90.0;
const OTHERS: usize = 2_500;
/// The share of the helped who buy once more because of it; below nought, who leave because of it.
const EFFECTS: [f64; 6] = [0.0, 0.2, 0.35, 0.5, -0.2, -0.35];

/// splitmix64 (Steele, Lea and Flood 2014).
struct Chance(u64);

impl Chance {
    fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }
}

#[derive(Default)]
struct Shop {
    buyers: Vec<Buyer>,
    helped: Vec<(usize, f64)>,
    others: Vec<usize>,
    /// Who of the helped say that they are satisfied.
    delighted: u64,
}

fn main() {
    let asked = std::env::args().nth(1).and_then(|n| n.parse().ok());
    let shops: u64 = asked.unwrap_or(300);
    let asked = std::env::args().nth(2).and_then(|n| n.parse().ok());
    let helped: usize = asked.unwrap_or(300);
    let only: Option<f64> = std::env::args().nth(3).and_then(|n| n.parse().ok());
    for effect in EFFECTS.into_iter().filter(|effect| only.is_none_or(|only| only == *effect)) {
        let (mut counts, mut differences, mut delighted) = ([0_u64; 4], 0.0, 0);
        for seed in 0..shops {
            let shop = shop(seed * 1_000_003 + 17, effect, helped);
            let said = compare_recovered(&shop.buyers, &shop.helped, &shop.others, DAYS, 0.95);
            let Some(said) = said else { continue };
            differences += said.difference().map_or(0.0, |d| d.difference.value);
            counts[match said {
                Afterwards::More(_) => 0,
                Afterwards::Less(_) => 1,
                Afterwards::NoDifference(_) => 2,
                Afterwards::NoEvidenceYet { .. } => 3,
            }] += 1;
            let satisfied = wilson(shop.delighted as f64, helped as u64, 0.95);
            delighted += u64::from(satisfied.is_some_and(|s| s.interval.low > 0.8));
        }
        let [more, less, same, nothing] = counts;
        println!(
            "effect {effect} helped {helped} shops {shops} more {more} less {less} no_difference {same} no_evidence \
             {nothing} mean_difference {:.3} delighted {delighted}",
            differences / shops as f64,
        );
    }
}

fn shop(seed: u64, effect: f64, helped: usize) -> Shop {
    let mut chance = Chance(seed);
    let mut shop = Shop::default();
    while shop.helped.len() < helped || shop.others.len() < OTHERS {
        let at = 400.0 + 200.0 * chance.share();
        let gap = 20.0 + 200.0 * chance.share();
        let (mut orders, mut day) = (Vec::new(), gap * chance.share());
        while day <= 700.0 {
            orders.push((day, 5.0 + 40.0 * chance.share()));
            day += gap * (0.5 + chance.share());
        }
        let before = orders.iter().filter(|(day, _)| *day <= at).count();
        let who = shop.buyers.len();
        if shop.helped.len() < helped && chance.share() < before as f64 / 100.0 {
            shop.helped.push((who, at));
            shop.delighted += u64::from(chance.share() < 0.95);
            if chance.share() < effect {
                orders.push((at + DAYS * chance.share().max(0.01), 20.0));
            }
            let leaves = chance.share() < -effect;
            orders.retain(|(day, _)| !leaves || *day <= at);
            orders.sort_by(|a, b| a.0.total_cmp(&b.0));
        } else if shop.others.len() < OTHERS {
            shop.others.push(who);
        } else {
            continue;
        }
        shop.buyers.push(Buyer { orders });
    }
    shop
}
