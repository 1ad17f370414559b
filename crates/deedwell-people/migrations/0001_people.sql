create table person (
    organisation text not null,
    id           text not null,
    name         text not null,                 -- '' while unknown
    search       text not null,                 -- name and identity values in lower case, for finding
    language     text,
    unit         text,                          -- where they were first met; null where there are no units
    tests        bigint not null default 0,     -- 1: a test account, left out of every measure
    created_at   bigint not null,               -- when they were first met
    primary key (organisation, id)
);
create index person_name on person (organisation, name);
create index person_created on person (organisation, created_at);

-- A sign by which a person is known. The ledger's subjects point here.
create table identity (
    organisation text not null,
    id           text not null,
    person       text not null,
    kind         text not null,                 -- email, phone, login, card, browser, import
    value        text not null,                 -- as deedwell-people/src/sign.rs writes it
    scope        text not null default '',      -- the source for which the value holds; '' for everywhere
    proof        text not null,                 -- claimed, import, staff, server, token, code: from weak to strong
    proven_at    bigint,                        -- null while claimed
    created_at   bigint not null,
    primary key (organisation, id),
    unique (organisation, kind, value, scope),  -- one sign, one person
    foreign key (organisation, person) references person (organisation, id)
);
create index identity_person on identity (organisation, person);

create table person_tag (
    organisation text not null,
    person       text not null,
    tag          text not null,
    tagged_at    bigint not null,
    primary key (organisation, person, tag),
    foreign key (organisation, person) references person (organisation, id)
);
create index person_tag_tag on person_tag (organisation, tag);

-- A question to the list of people that somebody of the staff keeps under a name.
create table people_view (
    organisation text not null,
    id           text not null,
    staff        text not null,                 -- whose view
    name         text not null,
    question     text not null,                 -- the query string of the list
    created_at   bigint not null,
    primary key (organisation, id),
    unique (organisation, staff, name)          -- a name means one thing to one person
);
