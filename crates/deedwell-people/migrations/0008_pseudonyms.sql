-- The name under which others see somebody, which staff see beside the one they know. It belongs to a sign, so
-- that it goes where the sign goes when people become one or two.
create table pseudonym (
    organisation text not null,
    identity     text not null,
    words        text not null,
    looks        text not null,                 -- how it looks: two that look the same are the same
    chosen_at    bigint not null,
    primary key (organisation, identity),
    unique (organisation, looks),               -- nobody goes about as somebody else
    foreign key (organisation, identity) references identity (organisation, id)
);

-- Whoever asked to be forgotten themselves: 'customer'; '' for staff and programs.
alter table erasure add column part text not null default '';
