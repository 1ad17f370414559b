-- Somebody was forgotten: the receipt, which says nothing of them.
create table erasure (
    organisation  text not null,
    id            text not null,
    person        text,                         -- who it is; null once nothing is known of them
    why           text not null,                -- asked, not_needed, mistake
    staff         text,                         -- who asked for it; null for a program
    key           text not null default '',     -- the server key of that program
    asked_at      bigint not null,
    people        bigint not null default 0,    -- persons that were one
    identities    bigint not null default 0,
    actions       bigint not null default 0,    -- that went from the files of the ledger
    unreadable_at bigint,                       -- from then on nothing of them can be read
    gone_at       bigint,                       -- and from then on nothing of them is on the disk
    tx            bigint,                       -- blocks of the log after this one never had them
    block         bigint,
    primary key (organisation, id),
    check (why in ('asked', 'not_needed', 'mistake'))
);
-- Signs that came to somebody else than the person who was made for them.
create index identity_founded on identity (organisation, founded) where founded <> origin;
create index erasure_asked on erasure (organisation, asked_at);

-- By what they are recognised where they are still to be forgotten. Removed once they are gone.
create table erasure_mark (
    organisation  text not null,
    erasure       text not null,
    kind          text not null,                -- person, identity: an id; word: an address, …; login
    value         text not null,
    primary key (organisation, erasure, kind, value),
    foreign key (organisation, erasure) references erasure (organisation, id),
    check (kind in ('person', 'identity', 'word', 'login'))
);
