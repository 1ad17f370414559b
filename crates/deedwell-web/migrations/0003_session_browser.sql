-- The family of the browser in which somebody signed in, for who looks at where they are signed in: firefox,
-- chrome, …, and on what: android, windows, …; '' where it is not known.
alter table session add column browser text not null default '';
create index session_identity on session (organisation, identity);
