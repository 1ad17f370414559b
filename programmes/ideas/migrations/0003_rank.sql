-- Where each idea stands in the orders that depend on others: so that a page of a long list is read
-- from an index. Derived from idea and idea_active; see src/store/ranks.rs.
create table idea_rank (
    organisation text not null,
    idea         text not null,
    board        text not null,
    top          double precision not null,     -- the lower end of its Wilson interval
    lot          bigint not null,               -- drawn anew every day
    primary key (organisation, idea),
    foreign key (organisation, idea) references idea (organisation, id)
);
create index idea_rank_top on idea_rank (organisation, top, idea);
create index idea_rank_board_top on idea_rank (organisation, board, top, idea);
create index idea_rank_lot on idea_rank (organisation, lot, idea);
create index idea_rank_board_lot on idea_rank (organisation, board, lot, idea);

-- Up to when they were all worked out. No row: at once.
create table idea_ranked (
    organisation text not null,
    day          text not null,                 -- whose lots were drawn
    active_at    bigint not null,               -- the last time somebody had taken part
    primary key (organisation)
);

create index idea_hot on idea (organisation, hot, id);

insert into idea_rank (organisation, idea, board, top, lot)
    select organisation, id, board, 0, 0 from idea;
