-- How an organisation sends letters by e-mail, a row each. Where there is none, the operator's server sends.
create table email_setting (
    organisation text not null,
    host         text not null default '',      -- '' for the operator's mail server
    port         bigint not null default 587,
    tls          text not null default 'required', -- required | implicit | offered | none
    login        text not null default '',
    password     text not null default '',      -- as it is: it has to be said; never shown
    sender_name  text not null default '',
    sender_address text not null default '',
    reply_to     text not null default '',
    return_address text not null default '',    -- where bounces come in; '' for the sender's
    per_s        bigint,                        -- letters a second, in all; null for as fast as the server takes them
    domain_per_s bigint,                        -- and to one domain
    logo         text not null default '',
    colour       text not null default '',
    footer       text not null default '',
    postal_address text not null default '',
    layout       text not null default '',      -- '' for the one that is built in
    return_secret text not null,                -- by which what comes back is known to be ours
    changed_at   bigint not null,
    checked_at   bigint,
    findings     text not null default '',      -- JSON: what the last check found
    primary key (organisation),
    foreign key (organisation) references organisation (organisation),
    check (tls in ('required', 'implicit', 'offered', 'none')),
    check (per_s between 1 and 10000),
    check (domain_per_s between 1 and 10000)
);

-- The keys that sign, of one domain. Those before stay, so that what is under way can be verified.
create table email_key (
    organisation text not null,
    id           text not null,
    domain       text not null,
    selector     text not null,
    rsa          text not null,                 -- base64, as the next three
    rsa_public   text not null,
    ed25519      text not null,
    ed25519_public text not null,
    made_at      bigint not null,
    retired_at   bigint,
    primary key (organisation, id),
    unique (organisation, domain, selector)
);

-- What letters are made from.
create table email_template (
    organisation text not null,
    key          text not null,
    name         text not null,
    sample       text not null default '{}',    -- JSON: values for previews
    made_at      bigint not null,
    closed_at    bigint,
    primary key (organisation, key)
);

-- What it says, in one language; never edited: who changes it adds a version.
create table email_template_version (
    organisation text not null,
    template     text not null,
    language     text not null,
    version      bigint not null,
    subject      text not null,
    format       text not null,                 -- words | mjml | html
    body         text not null,
    text         text not null default '',      -- '' to have it made of the page
    made_at      bigint not null,
    staff        text,                          -- null for a program
    primary key (organisation, template, language, version),
    foreign key (organisation, template) references email_template (organisation, key),
    check (format in ('words', 'mjml', 'html'))
);

-- What came back: bounces, complaints, and what nobody could read.
create table email_return (
    organisation text not null,
    id           text not null,
    hash         text not null,                 -- of what came: the same again is the same
    kind         text not null,                 -- bounce | complaint | automatic | unknown
    severity     text not null default '',      -- hard | soft
    came_at      bigint not null,
    letter       text,                          -- null where none of ours is meant
    address      text not null default '',
    status       text not null default '',
    diagnostic   text not null default '',
    raw          text not null,                 -- base64
    seen_at      bigint,                        -- staff looked at what could not be placed
    primary key (organisation, id),
    unique (organisation, hash),
    check (kind in ('bounce', 'complaint', 'automatic', 'unknown'))
);
create index email_return_came on email_return (organisation, came_at);
create index email_return_address on email_return (organisation, address);
