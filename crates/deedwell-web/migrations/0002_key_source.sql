-- A key that takes the place of another speaks for the same source: customers' numbers that it vouches
-- for are those of the first key of the line. Null for the first.
alter table api_key add column source text;
