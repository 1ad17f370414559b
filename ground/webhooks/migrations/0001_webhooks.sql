-- Where something is told of what is recorded here.
create table webhook_endpoint (
    organisation text not null,
    id           text not null,
    address      text not null,
    description  text not null default '',
    kinds        text not null default '',       -- with spaces between; '' for all
    believes     text not null,                  -- proven | all: claims and visitors too
    secret       text not null,                  -- whsec_…, as it is: it has to sign
    secret_before text,                          -- signs beside the new one until it ends
    secret_before_ends_at bigint,
    created_at   bigint not null,
    changed_at   bigint not null,                -- steps with every change of what is due
    read_tx      bigint not null,                -- what is due of the log up to here was decided
    read_block   bigint not null,
    off_at       bigint,                         -- nothing becomes due and nothing is sent
    off_why      text,                           -- staff | gone | failing | full
    failing_since_at bigint,                     -- the first failure after the last success
    paused_until bigint,                         -- it asked for a pause
    primary key (organisation, id),
    foreign key (organisation) references organisation (organisation)
);

-- What is to be told to one endpoint.
create table webhook_delivery (
    organisation text not null,
    id           text not null,                  -- the same in every attempt
    endpoint     text not null,
    action       text,                           -- null for a test
    kind         text not null,
    body         text not null,                  -- as it is sent, byte for byte
    due_at       bigint not null,                -- when it was decided
    state        text not null,                  -- waiting | delivered | failed
    attempts     bigint not null default 0,      -- since it was last asked for
    next_at      bigint not null,
    ended_at     bigint,                         -- delivered or failed
    lease        text,
    leased_until bigint,
    primary key (organisation, id),
    unique (organisation, endpoint, action),     -- an action is told to an endpoint once
    foreign key (organisation, endpoint) references webhook_endpoint (organisation, id)
);
create index webhook_delivery_due on webhook_delivery (organisation, endpoint, state, next_at);
create index webhook_delivery_listed on webhook_delivery (organisation, endpoint, due_at, id);

-- What came of each attempt.
create table webhook_attempt (
    organisation text not null,
    id           text not null,
    delivery     text not null,
    at           bigint not null,
    took_ms      bigint not null,
    status       bigint,                         -- of the answer; null where none came
    failure      text,                           -- why none came: a code of deedwell-outbound
    answer       text not null default '',       -- its beginning
    primary key (organisation, id),
    foreign key (organisation, delivery) references webhook_delivery (organisation, id)
);
create index webhook_attempt_delivery on webhook_attempt (organisation, delivery, at);
