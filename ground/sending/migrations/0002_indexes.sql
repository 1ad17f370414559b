-- What is looked for by its moment is found by it, whatever the channel.
drop index letter_open;
create index letter_open on letter (organisation, next_at) where state = 'handed_over';
drop index letter_unclear;
create index letter_unclear on letter (organisation, handed_over_at, id) where state = 'ambiguous' and left_at is null;
