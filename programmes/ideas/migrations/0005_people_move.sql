-- Who somebody is may turn out later, and may be taken back. So what people gave is kept by the identity
-- that gave it; the person beside it is whose that identity is now (src/store/people.rs).
create table idea_vote_by (
    organisation text not null,
    idea         text not null,
    person       text not null,
    identity     text not null,
    part         text not null,                 -- customer | visitor
    at           bigint not null,
    recorded_by  text,                          -- the member of staff who heard it; null when cast in person
    heard_on     text,                          -- the channel on which it was heard
    note         text,
    primary key (organisation, idea, identity),
    foreign key (organisation, idea) references idea (organisation, id),
    check (part in ('customer', 'visitor')),
    check (recorded_by is null or (heard_on is not null and note is not null))
);
insert into idea_vote_by (organisation, idea, person, identity, part, at, recorded_by, heard_on, note)
    select organisation, idea, person, identity, part, at, recorded_by, heard_on, note from idea_vote
    where true order by at on conflict do nothing;
drop table idea_vote;
alter table idea_vote_by rename to idea_vote;
create index idea_vote_of on idea_vote (organisation, person);
create index idea_vote_on on idea_vote (organisation, idea, person);
create index idea_vote_identity on idea_vote (organisation, identity);

create table idea_follower_by (
    organisation text not null,
    idea         text not null,
    person       text not null,
    identity     text not null,
    at           bigint not null,
    stopped_at   bigint,                        -- wants to hear no more of it, as voter or author either
    primary key (organisation, idea, identity),
    foreign key (organisation, idea) references idea (organisation, id)
);
insert into idea_follower_by (organisation, idea, person, identity, at, stopped_at)
    select organisation, idea, person, identity, at, stopped_at from idea_follower
    where true order by at on conflict do nothing;
drop table idea_follower;
alter table idea_follower_by rename to idea_follower;
create index idea_follower_of on idea_follower (organisation, person);
create index idea_follower_identity on idea_follower (organisation, identity);

create table idea_active_by (
    organisation text not null,
    board        text not null,
    person       text not null,
    identity     text not null,
    last_at      bigint not null,
    primary key (organisation, board, identity),
    foreign key (organisation, board) references idea_board (organisation, id)
);
insert into idea_active_by (organisation, board, person, identity, last_at)
    select a.organisation, a.board, a.person, coalesce((select min(i.id) from identity i
        where i.organisation = a.organisation and i.person = a.person), a.person), a.last_at
    from idea_active a where true on conflict do nothing;
drop table idea_active;
alter table idea_active_by rename to idea_active;
create index idea_active_at on idea_active (organisation, board, last_at);
create index idea_active_identity on idea_active (organisation, identity);

create table idea_thanks_by (
    organisation text not null,
    comment      text not null,
    person       text not null,
    identity     text not null,
    at           bigint not null,
    primary key (organisation, comment, identity),
    foreign key (organisation, comment) references idea_comment (organisation, id)
);
insert into idea_thanks_by (organisation, comment, person, identity, at)
    select t.organisation, t.comment, t.person, coalesce((select min(i.id) from identity i
        where i.organisation = t.organisation and i.person = t.person), t.person), t.at
    from idea_thanks t where true on conflict do nothing;
drop table idea_thanks;
alter table idea_thanks_by rename to idea_thanks;
create index idea_thanks_identity on idea_thanks (organisation, identity);

create index idea_author_identity on idea (organisation, author_identity);
create index idea_comment_identity on idea_comment (organisation, identity);

-- Up to when it was looked whose the identities are.
create table idea_people (
    organisation text not null,
    looked_at    bigint not null,
    primary key (organisation)
);
