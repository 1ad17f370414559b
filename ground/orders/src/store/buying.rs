//! What somebody bought.

use deedwell_core::{Id, Person, Result};
use deedwell_store::Tx;

use super::lists::{MOST_OF_PERSON, OrdersAsk, list};
use crate::order::Order;
use crate::value::{Bought, Goods};

/// The orders of these people, the latest first, whichever of their identities bought.
pub async fn orders_of(tx: &mut Tx, people: &[Id<Person>]) -> Result<Vec<Order>> {
    let mut all = Vec::new();
    for person in people {
        let ask = OrdersAsk { person: Some(*person), ..OrdersAsk::default() };
        all.extend(list(tx, &ask, MOST_OF_PERSON, 0).await?);
    }
    all.sort_by_key(|order| std::cmp::Reverse((order.placed_at, order.id)));
    Ok(all)
}

/// What a person's buying comes to, with the goods behind it.
pub async fn bought_by(tx: &mut Tx, person: Id<Person>) -> Result<Bought> {
    let orders = orders_of(tx, &[person]).await?;
    let find = tx.query(
        "select l.shop_order, cast(sum(l.quantity) as bigint) as quantity,
            cast(sum(case when l.cost is null then 1 else 0 end) as bigint) as unknown,
            cast(sum(coalesce((select sum(r.quantity) from order_return r where r.organisation = $1
                and r.shop_order = l.shop_order and r.line = l.reference), 0)) as bigint) as returned,
            cast(sum(coalesce(l.cost, 0)) as bigint) as cost,
            cast(sum(case when l.quantity = 0 then 0 else coalesce(l.cost, 0) *
                coalesce((select sum(r.quantity) from order_return r where r.organisation = $1
                and r.shop_order = l.shop_order and r.line = l.reference), 0) / l.quantity end)
                as bigint) as cost_returned
         from order_line l join shop_order o on o.organisation = $1 and o.id = l.shop_order
         join identity i on i.organisation = $1 and i.id = o.identity
         where l.organisation = $1 and i.person = $2
         group by l.shop_order",
    );
    let mut goods = std::collections::HashMap::new();
    for row in tx.list(find.bind(person)).await? {
        let of = Goods {
            quantity: row.number("quantity")?,
            returned: row.number("returned")?,
            cost: (row.number("unknown")? == 0)
                .then(|| {
                    Ok::<_, deedwell_core::Error>(
                        row.number("cost")? - row.number("cost_returned")?,
                    )
                })
                .transpose()?,
        };
        goods.insert(row.id("shop_order")?, of);
    }
    Ok(Bought::of(&orders, &goods))
}
