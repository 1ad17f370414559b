-- A company or household that persons belong to.
create table account (
    organisation text not null,
    id           text not null,
    name         text not null,                 -- '' while unknown
    named_by     text not null,                 -- staff: no program names it otherwise; told: a program or a file did
    kind         text not null,
    note         text not null default '',
    search       text not null,                 -- name and references in lower case, for finding
    unit         text,
    created_at   bigint not null,
    closed_at    bigint,
    version      bigint not null default 1,     -- one more with every change, for who changes what they have read
    primary key (organisation, id),
    check (kind in ('company', 'household', 'other')),
    check (named_by in ('staff', 'told'))
);
create index account_name on account (organisation, name);

-- By what other systems know it.
create table account_reference (
    organisation text not null,
    scope        text not null default '',      -- the system for which the value holds; '' for what programs report
    value        text not null,
    account      text not null,
    said_at      bigint not null,
    primary key (organisation, scope, value),   -- one reference, one account
    foreign key (organisation, account) references account (organisation, id)
);
create index account_reference_account on account_reference (organisation, account);

-- What is said of an account: the last word counts, as with traits of people.
create table account_trait (
    organisation text not null,
    account      text not null,
    key          text not null,
    value        text not null,                 -- JSON
    proof        text not null,
    source       text not null,                 -- source/…, staff/…, key/…, import
    said_at      bigint not null,
    primary key (organisation, account, key),
    foreign key (organisation, account) references account (organisation, id)
);

-- Who belongs to it, by the identity of whom it was said: whoever that identity is, is a member. So nothing
-- is moved when people are made one, and nothing is lost when they are two again.
create table account_member (
    organisation text not null,
    account      text not null,
    identity     text not null,
    role         text not null default '',      -- in the organisation's words
    since        bigint not null,
    until        bigint,                        -- when they left; null while they belong to it
    proof        text not null,
    source       text not null,
    primary key (organisation, account, identity),
    foreign key (organisation, account) references account (organisation, id),
    foreign key (organisation, identity) references identity (organisation, id)
);
create index account_member_identity on account_member (organisation, identity);
