-- Which idea became of one that was kept elsewhere: the same file again adds nothing.
create table idea_import (
    organisation text not null,
    source       text not null,                 -- the system it came from: canny, fider, …
    external_id  text not null,                 -- what it was called there
    idea         text not null,
    at           bigint not null,               -- when it was brought here
    primary key (organisation, source, external_id),
    foreign key (organisation, idea) references idea (organisation, id)
);
create index idea_import_idea on idea_import (organisation, idea);
