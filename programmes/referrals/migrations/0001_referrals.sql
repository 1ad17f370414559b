-- Friends who were brought. Everything is kept by the identity that was seen; whose that is, is read from
-- deedwell-people each time, so that people may be made one and two again. Moments are microseconds.

-- What was promised, since when. Nothing is ever changed here: a referral names the version under which the
-- friend came.
create table referral_terms (
    organisation    text not null,
    version         bigint not null,
    since           bigint not null,
    staff           text not null,
    stage           text not null,               -- open | closed: whether friends can be brought
    scheme          text not null,               -- of points: in which both are rewarded
    referrer_reward bigint not null,             -- an amount of that scheme
    friend_reward   bigint not null,
    currency        text not null,
    least           bigint not null,             -- what the friend's order has to be worth, in minor units
    return_days     bigint not null,             -- so long goods may come back
    visit_days      bigint not null,             -- so long a visit counts
    month_cap       bigint not null,             -- friends of one referrer that are rewarded in a month; 0: none
    day_limit       bigint not null,             -- more friends of one referrer in a day are looked at by staff
    strangers       bigint not null,             -- so many strangers from outside
    stranger_hours  bigint not null,             -- within so many hours: the link stands on a page of coupons
    anyway_percent  bigint not null,             -- of the friends who would have come anyway
    saved           bigint not null,             -- what it costs us to win such a customer otherwise
    yearly_percent  bigint not null,             -- by which later money is worth less
    primary key (organisation, version),
    check (version > 0),
    check (stage in ('open', 'closed')),
    check (referrer_reward >= 0 and friend_reward >= 0 and least >= 0),
    check (return_days >= 0 and visit_days > 0)
);

-- The link of somebody, and its code.
create table referral_link (
    organisation text not null,
    id           text not null,
    identity     text not null,
    code         text not null,                  -- seven letters and figures, the last a check
    made_at      bigint not null,
    closed_at    bigint,
    primary key (organisation, id),
    unique (organisation, code),
    unique (organisation, identity)              -- one link, whoever presses twice
);

create table referral_share (
    organisation text not null,
    id           text not null,
    link         text not null,
    channel      text not null,
    at           bigint not null,
    primary key (organisation, id),
    foreign key (organisation, link) references referral_link (organisation, id)
);
create index referral_share_link on referral_share (organisation, link, at);

-- Somebody came by a link, or said its code.
create table referral_visit (
    organisation text not null,
    id           text not null,
    link         text not null,
    identity     text not null,                  -- who came: mostly a browser, before anybody knows whose
    way          text not null,                  -- link | spoken
    host         text not null,                  -- of the page on which the link stood; '' for none
    at           bigint not null,
    seen_at      bigint,                         -- when we knew who that was, and what followed
    primary key (organisation, id),
    unique (organisation, link, identity),       -- who comes again has come
    foreign key (organisation, link) references referral_link (organisation, id),
    check (way in ('link', 'spoken'))
);
create index referral_visit_open on referral_visit (organisation, at) where seen_at is null;
create index referral_visit_identity on referral_visit (organisation, identity);
create index referral_visit_link on referral_visit (organisation, link, at);

-- A friend whom we know came by somebody.
create table referral (
    organisation   text not null,
    id             text not null,
    link           text not null,
    visit          text not null,
    referrer       text not null,                -- identities
    friend         text not null,
    stage          text not null,
    way            text not null,
    terms          bigint not null,
    came_at        bigint not null,
    identified_at  bigint not null,
    shop_order     text,                         -- the order by which it qualified
    order_at       bigint,
    order_worth    bigint,
    qualified_at   bigint,
    hold_until     bigint,
    decided_at     bigint,
    decided_by     text,                         -- staff; null where the rules decided
    findings       text not null default '[]',   -- JSON: codes with what shows them
    why            text not null default '',     -- what staff said
    appealed_at    bigint,
    appellant      text,                         -- the identity that appealed
    appeal         text not null default '',
    appeal_answered_at bigint,
    answer         text not null default '',
    booking        bigint not null default 0,    -- how often the rewards were booked: part of their keys
    referrer_paid  bigint not null default 0,    -- amounts as they stand booked
    friend_paid    bigint not null default 0,
    paid_at        bigint,
    ended_at       bigint,                       -- taken back, rejected, lapsed
    primary key (organisation, id),
    unique (organisation, visit),
    foreign key (organisation, link) references referral_link (organisation, id),
    foreign key (organisation, terms) references referral_terms (organisation, version),
    check (stage in ('identified', 'held', 'review', 'approved', 'paid', 'rejected', 'clawed_back',
        'lapsed')),
    check (stage not in ('held', 'review', 'approved', 'paid') or shop_order is not null),
    check (way in ('link', 'spoken'))
);
create index referral_referrer on referral (organisation, referrer);
create index referral_friend on referral (organisation, friend);
create index referral_order on referral (organisation, shop_order);
create index referral_stage on referral (organisation, stage, hold_until);
create index referral_came on referral (organisation, stage, came_at);

-- Somebody says that they recommended us.
create table referral_recommendation (
    organisation text not null,
    id           text not null,
    identity     text not null,
    about        text not null,                  -- what was recommended: product/<id>; '' for all of us
    to_whom      text not null,                  -- a hash; '' where it was said to everybody
    channel      text not null,
    evidence     text not null,
    at           bigint not null,
    primary key (organisation, id),
    unique (organisation, identity, about, to_whom, channel),
    check (evidence in ('click_through', 'friends_statement', 'public_post', 'self_report'))
);
create index referral_recommendation_at on referral_recommendation (organisation, at);

-- Up to which change orders and people were looked at.
create table referral_reader (
    organisation text not null,
    orders_to    bigint not null,
    people_to    bigint not null,
    primary key (organisation)
);
