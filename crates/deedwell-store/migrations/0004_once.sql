-- Requests of programs that came with a key of their own, and how each was answered: sent again, one
-- is answered again and not done again. See deedwell-store/src/once.rs.
create table once (
    organisation text not null,
    sender       text not null,                 -- the server key that asked
    key          text not null,                 -- the program's own word for this request
    print        text not null,                 -- of the request: the same key for another is refused
    answer       text not null,                 -- JSON; empty only until its transaction commits
    at           bigint not null,
    primary key (organisation, sender, key)
);
create index once_at on once (organisation, at);
