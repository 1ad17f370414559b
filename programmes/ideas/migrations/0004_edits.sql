-- What an idea said before its author changed the words: for staff, who look at what was changed.
create table idea_edit (
    organisation text not null,
    id           text not null,
    idea         text not null,
    title        text not null,
    body         text not null,
    at           bigint not null,               -- when other words took its place
    primary key (organisation, id),
    foreign key (organisation, idea) references idea (organisation, id)
);
create index idea_edit_idea on idea_edit (organisation, idea, at);
