create table staff (
    organisation  text not null,
    id            text not null,
    email         text not null,                -- lower case
    name          text not null,
    title         text not null default '',     -- what customers read beside the name: runs the workshop
    role          text not null,                -- owner, manager, marketer, agent, host, analyst, viewer
    unit          text,
    password_hash text,                         -- argon2id; null until the invitation is accepted
    totp_secret   text,                         -- base32; null without a second factor
    totp_step     bigint not null default 0,    -- the last step that was used: a code works once
    epoch         bigint not null default 0,    -- raised to end every session
    language      text,
    created_at    bigint not null,
    closed_at     bigint,
    primary key (organisation, id),
    unique (organisation, email),
    foreign key (organisation) references organisation (organisation)
);

create table session (
    organisation text not null,
    hash         text not null,                 -- of the token in the cookie
    part         text not null,                 -- staff | customer
    staff        text,
    identity     text,
    person       text,
    epoch        bigint not null default 0,
    created_at   bigint not null,
    seen_at      bigint not null,
    expires_at   bigint not null,
    primary key (organisation, hash)
);
create index session_staff on session (organisation, staff);

-- Links and codes with one purpose, for one person, that work once and expire.
create table door (
    organisation text not null,
    hash         text not null,
    purpose      text not null,                 -- invitation, reset, demo, code, second_factor, token
    about        text not null,                 -- whom it is for: a staff id, an address
    tries        bigint not null default 0,
    created_at   bigint not null,
    expires_at   bigint not null,
    used_at      bigint,
    primary key (organisation, hash)
);
create index door_about on door (organisation, purpose, about);

-- The one link that begins everything, before there is an organisation.
create table setup (
    hash       text primary key,
    created_at bigint not null,
    used_at    bigint
);

create table api_key (
    organisation text not null,
    id           text not null,
    kind         text not null,                 -- server | sign_in
    name         text not null,
    hash         text not null,                 -- of a server key; the id alone for a sign-in key
    secret       text,                          -- of a sign-in key: signatures are checked with it
    scope        text not null,                 -- read | write
    created_at   bigint not null,
    revoked_at   bigint,
    used_at      bigint,
    primary key (organisation, id)
);
create index api_key_hash on api_key (organisation, hash);
