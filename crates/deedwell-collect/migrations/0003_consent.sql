-- The category to which somebody must have consented, as the page's banner calls it; '' for none.
alter table source add column consent text not null default '';
