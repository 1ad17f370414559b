-- What was bought. Amounts are minor units of the order's currency, moments microseconds.

-- Where orders come from: a shop that tells us by signed calls.
create table shop (
    organisation text not null,
    id           text not null,
    kind         text not null,                 -- shopify | woocommerce | stripe
    name         text not null,
    prefix       text not null default '',      -- before its order numbers, where two shops count alike
    unit         text,
    secret       text not null,                 -- with which it signs
    created_at   bigint not null,
    closed_at    bigint,
    last_at      bigint,                        -- when it last said something that was taken
    primary key (organisation, id),
    foreign key (organisation, unit) references unit (organisation, id),
    check (kind in ('shopify', 'woocommerce', 'stripe'))
);

-- What a shop called us with. Bodies stay only of what we could not read.
create table shop_call (
    organisation text not null,
    id           text not null,
    shop         text not null,
    reference    text not null,                 -- the shop's own name for the call; not signed, so not believed
    topic        text not null,
    received_at  bigint not null,
    outcome      text not null,                 -- taken | left | unreadable
    why          text not null default '',      -- a code
    about        text not null default '',      -- the order's reference
    body         text not null default '',
    primary key (organisation, id),
    foreign key (organisation, shop) references shop (organisation, id),
    check (outcome in ('taken', 'left', 'unreadable'))
);
create index shop_call_at on shop_call (organisation, shop, received_at);
create index shop_call_old on shop_call (organisation, received_at);

create table product (
    organisation text not null,
    id           text not null,
    reference    text not null,                 -- its number in the shop
    name         text not null,                 -- '' while unknown
    category     text not null default '',
    search       text not null,                 -- name, category and references in lower case
    created_at   bigint not null,
    changed_at   bigint not null,
    primary key (organisation, id),
    unique (organisation, reference)
);
create index product_name on product (organisation, name);

-- What is bought of a product: a size, a colour; one without a name where there is but one.
create table variant (
    organisation text not null,
    id           text not null,
    product      text not null,
    reference    text not null,                 -- '' for the only one
    sku          text not null default '',
    name         text not null default '',
    price        bigint,                        -- of one; null while unknown
    cost         bigint,                        -- what one costs us; null while unknown
    currency     text,                          -- of both
    primary key (organisation, id),
    unique (organisation, product, reference),
    foreign key (organisation, product) references product (organisation, id),
    check ((price is null and cost is null) or currency is not null)
);
create index variant_sku on variant (organisation, sku);

create table shop_order (
    organisation text not null,
    id           text not null,
    reference    text not null,                 -- one in the organisation, the shop's prefix before it
    number       text not null,                 -- as people call it: #1001
    shop         text,                          -- null: a program, a file, an event
    unit         text,
    identity     text,                          -- who bought; null for nobody we can name
    stage        text not null,                 -- awaited: others spoke of it, itself was not told yet
    placed_at    bigint not null,
    cancelled_at bigint,
    currency     text not null,
    total        bigint not null,
    shipping     bigint not null default 0,
    tax          bigint not null default 0,
    tax_included bigint not null default 0,     -- 1: prices of lines have the tax in them
    discount     bigint not null default 0,     -- beside those of lines
    extra        bigint not null default 0,     -- fees, tips, duties
    differs      bigint not null default 0,     -- the total less what the parts come to
    channel      text not null,
    -- Which word on it stands: by rank of who says it, then by when, then by what.
    word_rank    bigint not null,
    word_at      bigint not null,
    word_hash    text not null,
    was_placed   bigint not null default 0,     -- 1 once any word said so
    recorded_at  bigint,                        -- when its placing went into the ledger
    cancel_recorded_at bigint,
    counted      bigint not null default 0,     -- what the ledger's lines about it come to
    changed_at   bigint not null,
    primary key (organisation, id),
    unique (organisation, reference),           -- one order, whoever tells of it
    foreign key (organisation, shop) references shop (organisation, id),
    foreign key (organisation, unit) references unit (organisation, id),
    check (stage in ('awaited', 'open', 'placed', 'cancelled')),
    check (tax_included in (0, 1)),
    check (was_placed in (0, 1))
);
create index shop_order_at on shop_order (organisation, placed_at);
create index shop_order_identity on shop_order (organisation, identity);
create index shop_order_changed on shop_order (organisation, changed_at);
create index shop_order_number on shop_order (organisation, number);

create table order_line (
    organisation text not null,
    shop_order   text not null,
    place        bigint not null,
    reference    text not null,                 -- the shop's number of the line; its place where there is none
    variant      text,
    name         text not null,
    quantity     bigint not null,
    gross        bigint not null,               -- for all of the line
    discount     bigint not null,
    cost         bigint,                        -- what all of it costs us, as we knew it then; null for unknown
    primary key (organisation, shop_order, place),
    unique (organisation, shop_order, reference),
    foreign key (organisation, shop_order) references shop_order (organisation, id),
    foreign key (organisation, variant) references variant (organisation, id),
    check (quantity >= 0)
);
create index order_line_variant on order_line (organisation, variant);

-- Money given back, and things: each may be nought, not both.
create table order_refund (
    organisation text not null,
    shop_order   text not null,
    reference    text not null,                 -- one in the order
    at           bigint not null,
    amount       bigint not null,
    reason       text not null default '',
    told_by      text not null,                 -- shop/…, key/…, staff/…, source/…, import
    word_at      bigint not null,
    recorded     bigint,                        -- the amount that the ledger knows; null: not recorded
    primary key (organisation, shop_order, reference),
    foreign key (organisation, shop_order) references shop_order (organisation, id),
    check (amount >= 0)
);
create index order_refund_at on order_refund (organisation, at);

create table order_return (
    organisation text not null,
    shop_order   text not null,
    refund       text not null,
    line         text not null,                 -- the reference of the line
    quantity     bigint not null,
    recorded_at  bigint,
    primary key (organisation, shop_order, refund, line),
    foreign key (organisation, shop_order, refund) references order_refund (organisation, shop_order, reference),
    check (quantity > 0)
);

-- Other names of an order: of its payment, its invoice.
create table order_alias (
    organisation text not null,
    alias        text not null,
    shop_order   text not null,
    primary key (organisation, alias),
    foreign key (organisation, shop_order) references shop_order (organisation, id)
);
create index order_alias_order on order_alias (organisation, shop_order);
