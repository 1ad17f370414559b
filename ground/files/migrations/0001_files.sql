-- What people add to what they write: one row a file, and what it consists of in a table beside it, so that
-- lists do not read it. Moments are microseconds.
create table file (
    organisation text not null,
    id           text not null,
    about        text not null,                 -- the thing it belongs to: complaint/<id>
    part         text not null,                 -- the words beside which it stands; '' for the thing itself
    identity     text,                          -- of the customer who added it
    staff        text,                          -- or of the member of staff
    kind         text not null,                 -- jpeg | png | pdf, as it is kept
    name         text not null,                 -- made harmless
    alt          text not null,                 -- what it shows, in words; '' for unsaid
    width        bigint,                        -- of pictures alone
    height       bigint,
    size         bigint not null,
    etag         text not null,                 -- SHA-256 of what is kept
    added_at     bigint not null,
    primary key (organisation, id),
    foreign key (organisation) references organisation (organisation)
);
create index file_about on file (organisation, about, id);
create index file_identity on file (organisation, identity);

create table file_content (
    organisation text not null,
    file         text not null,
    small        bigint not null,               -- 1: to stand in a conversation
    bytes        {bytes} not null,
    primary key (organisation, file, small),
    foreign key (organisation, file) references file (organisation, id)
);

-- How much came on a day of UTC. A row of today is locked until what came is written: limits hold exactly.
create table file_day (
    organisation text not null,
    day          text not null,
    whom         text not null,                 -- an identity or a member of staff; '' for everybody together
    size         bigint not null,
    primary key (organisation, day, whom)
);
