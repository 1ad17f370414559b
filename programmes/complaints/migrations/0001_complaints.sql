-- Complaints. Persons are those of deedwell-people; no key points there, so that a person can be forgotten.
-- What people gave is kept by the identity that gave it; the person beside it is whose that identity is now
-- (src/store/people.rs). Moments are microseconds.

create table complaint_settings (
    organisation      text not null,
    ombudsman         text not null default '',     -- who decides outside; '' for nobody
    ombudsman_address text not null default '',
    agent_minor       bigint,                        -- what one offer of an agent may come to; null: nothing
    host_minor        bigint,
    currency          text,                          -- of both; null where neither is set
    agent_points      bigint not null default 0,
    host_points       bigint not null default 0,
    primary key (organisation),
    check (agent_minor is null or (agent_minor >= 0 and currency is not null)),
    check (host_minor is null or (host_minor >= 0 and currency is not null)),
    check (agent_points >= 0 and host_points >= 0)
);

-- What was promised, since when. Nothing is ever changed here: a complaint names the version it was given.
create table complaint_promise (
    organisation text not null,
    version      bigint not null,
    since        bigint not null,
    staff        text not null,
    ack_count    bigint not null,
    ack_unit     text not null,
    answer_count bigint not null,
    answer_unit  text not null,
    end_count    bigint not null,
    end_unit     text not null,
    primary key (organisation, version),
    check (version > 0),
    check (ack_unit in ('business_hours', 'business_days', 'days')),
    check (answer_unit in ('business_hours', 'business_days', 'days')),
    check (end_unit in ('business_hours', 'business_days', 'days'))
);

create table complaint_cause (
    organisation    text not null,
    id              text not null,
    parent          text,                            -- null: of the first level
    name            text not null,
    created_at      bigint not null,
    fixed_at        bigint,
    fixed_by        text,
    fix_evidence    text,
    verified_at     bigint,
    verified_by     text,
    verify_evidence text,
    primary key (organisation, id),
    foreign key (organisation, parent) references complaint_cause (organisation, id),
    check ((fixed_at is null) = (fix_evidence is null)),
    check ((verified_at is null) = (verify_evidence is null)),
    -- Who fixed it does not check it.
    check (verified_by is null or verified_by <> fixed_by)
);

create table complaint_problem (
    organisation text not null,
    id           text not null,
    first        text not null,                      -- the complaint with which it began
    title        text not null,
    body         text not null,
    opened_at    bigint not null,
    opened_by    text not null,
    closed_at    bigint,
    outcome      text not null default '',
    primary key (organisation, id)
);

create table complaint_number (
    organisation text not null,
    last         bigint not null,
    primary key (organisation)
);

create table complaint (
    organisation    text not null,
    id              text not null,
    number          bigint not null,
    unit            text,
    person          text not null,
    identity        text not null,
    part            text not null,                   -- customer | visitor
    title           text not null,
    body            text not null,
    wish            text not null,
    order_reference text not null,
    search          text not null,                   -- number, title and body in lower case, for finding
    came_by         text not null,
    recorded_by     text,                            -- staff who wrote it down; null when said in person
    from_about      text,
    reference       text,                            -- in another system, for what was imported
    stage           text not null,
    stage_before    text,                            -- where it stood before it was marked as spam
    promise         bigint not null,                 -- the version; 0 is ours
    ack_due         bigint not null,
    answer_due      bigint not null,
    end_due         bigint not null,
    received_at     bigint not null,
    acknowledged_at bigint,
    answered_at     bigint,
    ended_at        bigint,
    next_due        bigint,                          -- what is owed next; null where nobody waits
    severity        bigint,
    vulnerable_at   bigint,                          -- seen by few
    assigned_to     text,
    cause           text,
    cause_at        bigint,
    problem         text,
    rating          bigint,
    rated_at        bigint,
    reopened        bigint not null default 0,
    primary key (organisation, id),
    unique (organisation, number),
    unique (organisation, reference),
    foreign key (organisation, unit) references unit (organisation, id),
    foreign key (organisation, cause) references complaint_cause (organisation, id),
    foreign key (organisation, problem) references complaint_problem (organisation, id),
    check (stage in ('received', 'acknowledged', 'assessed', 'investigating', 'offered', 'countered',
        'accepted', 'refused', 'escalated', 'put_right', 'closed', 'withdrawn', 'spam')),
    check (part in ('customer', 'visitor')),
    check (stage <> 'spam' or stage_before is not null),
    check (severity is null or severity between 1 and 4),
    check (rating is null or rating between 1 and 5),
    check (ack_due <= answer_due and answer_due <= end_due)
);
create index complaint_person on complaint (organisation, person);
create index complaint_identity on complaint (organisation, identity);
create index complaint_next on complaint (organisation, next_due);
create index complaint_stage on complaint (organisation, stage, received_at);
create index complaint_new on complaint (organisation, received_at);
create index complaint_cause_is on complaint (organisation, cause);
create index complaint_problem_is on complaint (organisation, problem);

-- What customer and staff said to each other, and what staff said among themselves.
create table complaint_message (
    organisation text not null,
    id           text not null,
    complaint    text not null,
    part         text not null,                      -- customer | staff | note
    staff        text,                               -- null where the customer said it
    body         text not null,
    at           bigint not null,
    primary key (organisation, id),
    foreign key (organisation, complaint) references complaint (organisation, id),
    check (part in ('customer', 'staff', 'note')),
    check ((part = 'customer') = (staff is null))
);
create index complaint_message_of on complaint_message (organisation, complaint, at);

create table complaint_offer (
    organisation text not null,
    id           text not null,
    complaint    text not null,
    staff        text not null,
    upheld       text not null,
    redress      text not null,
    amount       bigint,
    currency     text,
    points       bigint not null,
    shop_order   text,                               -- the order of which money is given back
    body         text not null,
    made_at      bigint not null,
    sent_at      bigint,                             -- when the customer could read it
    approved_by  text,
    outcome      text not null,
    answered_at  bigint,
    reply        text not null default '',
    paid_at      bigint,
    paid_by      text,
    evidence     text not null default '',
    primary key (organisation, id),
    foreign key (organisation, complaint) references complaint (organisation, id),
    check (upheld in ('yes', 'partly', 'no')),
    check ((amount is null) = (currency is null)),
    check (outcome in ('awaits_approval', 'open', 'accepted', 'countered', 'refused', 'taken_back')),
    check (approved_by is null or approved_by <> staff),
    -- What was done was accepted, and something shows it.
    check (paid_at is null or (outcome = 'accepted' and length(evidence) > 0))
);
create index complaint_offer_of on complaint_offer (organisation, complaint, made_at);
-- One offer at a time waits for somebody.
create unique index complaint_offer_open on complaint_offer (organisation, complaint)
    where outcome in ('awaits_approval', 'open');

-- Each promise is broken once.
create table complaint_breach (
    organisation text not null,
    complaint    text not null,
    promised     text not null,                      -- acknowledgement | answer | end
    due_at       bigint not null,
    primary key (organisation, complaint, promised),
    foreign key (organisation, complaint) references complaint (organisation, id)
);

create table complaint_joined (
    organisation text not null,
    problem      text not null,
    person       text not null,
    identity     text not null,
    at           bigint not null,
    primary key (organisation, problem, identity),
    foreign key (organisation, problem) references complaint_problem (organisation, id)
);
create index complaint_joined_person on complaint_joined (organisation, person);
create index complaint_joined_identity on complaint_joined (organisation, identity);

create table complaint_template (
    organisation text not null,
    id           text not null,
    name         text not null,
    body         text not null,
    primary key (organisation, id),
    unique (organisation, name)
);

-- Up to when it was looked whose the identities are.
create table complaint_people (
    organisation text not null,
    looked_at    bigint not null,
    primary key (organisation)
);
