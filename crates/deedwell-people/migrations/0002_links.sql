-- What was said to belong together: never edited. Who is one person follows from all of it, taken in the
-- order in which it was said; see src/book.rs.
create table link (
    organisation text not null,
    id           text not null,                 -- what was said, hashed: said again, it is the same
    said_at      bigint not null,               -- when it first reached us
    message      text not null,                 -- the message that said it; ''
    proof        text not null,
    told_by      text not null,                 -- source/…, staff/…; '' for the person themselves
    confirmed    bigint not null default 1,     -- 0: nobody showed that the companions are theirs
    void_at      bigint,                        -- staff took it back; null while it counts
    void_by      text,
    void_why     text,
    primary key (organisation, id),
    check ((void_at is null) = (void_why is null))
);

create table link_sign (
    organisation text not null,
    link         text not null,
    place        bigint not null,               -- 0 is the sign that was seen
    kind         text not null,
    value        text not null,
    scope        text not null,
    refused      text not null default '',      -- why it was not believed: two_people, too_many, prove_it
    primary key (organisation, link, place),
    foreign key (organisation, link) references link (organisation, id)
);
create index link_sign_sign on link_sign (organisation, kind, value, scope);
create index link_sign_refused on link_sign (organisation, refused, link);

-- Two persons that staff say are one. Undone, the row stays.
create table person_merge (
    organisation text not null,
    id           text not null,
    kept         text not null,                 -- whose page and name stand for both
    merged       text not null,
    reason       text not null,
    staff        text not null,
    at           bigint not null,
    undone_at    bigint,
    undone_by    text,
    undone_why   text,
    primary key (organisation, id),
    foreign key (organisation, kept) references person (organisation, id),
    foreign key (organisation, merged) references person (organisation, id),
    check (kept <> merged),
    check (length(reason) > 0),
    check ((undone_at is null) = (undone_why is null))
);
create index person_merge_kept on person_merge (organisation, kept);
create index person_merge_merged on person_merge (organisation, merged);
create index person_merge_at on person_merge (organisation, at);

-- Two persons of whom staff say that they are not one: nobody is asked again.
create table person_apart (
    organisation text not null,
    person       text not null,                 -- the lesser id of the two
    other        text not null,
    reason       text not null,
    staff        text not null,
    at           bigint not null,
    primary key (organisation, person, other),
    foreign key (organisation, person) references person (organisation, id),
    foreign key (organisation, other) references person (organisation, id),
    check (person < other)
);

-- How many signs of a kind somebody has at most, where that is not ours (src/rules.rs).
create table sign_limit (
    organisation text not null,
    kind         text not null,
    most         bigint not null,
    at           bigint not null,               -- links said before keep what they tied
    primary key (organisation, kind),
    check (most between 1 and 100)
);

-- Values that name nobody here: an address that a whole office uses.
create table sign_blocked (
    organisation text not null,
    kind         text not null,
    value        text not null,
    staff        text not null,
    at           bigint not null,
    primary key (organisation, kind, value)
);

alter table person add column head text;                              -- with whom they are one; mostly themselves
alter table person add column known bigint not null default 0;        -- by nothing any more 0, by claims 1, by proof 2
alter table person add column linked_at bigint not null default 0;    -- the last link that concerned them:
alter table person add column linked_by text not null default '';     -- its message and id
create index person_head on person (organisation, head);

alter table identity add column origin text;                          -- whose it is by links alone; person is whom that one is one with
alter table identity add column founded text;                         -- the person that was made for it
alter table identity add column moved_at bigint;                      -- when it last came to another person
alter table identity add column weak bigint not null default 0;       -- 1: it is theirs by a word that nobody confirmed
alter table identity add column loose bigint not null default 0;      -- 1: no link that counts holds it any more
create index identity_origin on identity (organisation, origin);
create index identity_moved on identity (organisation, moved_at);

update person set head = id;
update person set known = 1 where exists (select 1 from identity i
    where i.organisation = person.organisation and i.person = person.id);
update person set known = 2 where exists (select 1 from identity i
    where i.organisation = person.organisation and i.person = person.id and i.proven_at is not null);
update identity set origin = person;
update identity set founded = person where id = (select min(k.id) from identity k
    where k.organisation = identity.organisation and k.person = identity.person);

-- What was known before links were kept stands as one link a person.
insert into link (organisation, id, said_at, message, proof, told_by)
    select organisation, id, created_at, '', case when known = 2 then 'import' else 'claimed' end, ''
    from person where known > 0;
insert into link_sign (organisation, link, place, kind, value, scope)
    select i.organisation, i.person,
        row_number() over (partition by i.organisation, i.person order by i.created_at, i.id) - 1,
        i.kind, i.value, i.scope
    from identity i join person p on p.organisation = i.organisation and p.id = i.person
    where p.known = 1 or i.proven_at is not null;

-- And how each sign was proven, after it was tied.
insert into link (organisation, id, said_at, message, proof, told_by)
    select i.organisation, i.id, p.created_at + 1, '', i.proof, ''
    from identity i join person p on p.organisation = i.organisation and p.id = i.person
    where i.proven_at is not null and i.proof <> 'import';
insert into link_sign (organisation, link, place, kind, value, scope)
    select organisation, id, 0, kind, value, scope from identity
    where proven_at is not null and proof <> 'import';
