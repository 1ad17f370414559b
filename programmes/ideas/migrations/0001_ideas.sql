-- Ideas. Persons are those of deedwell-people; no key points there, so that a person can be forgotten
-- without their idea. Moments are microseconds, days are texts such as 2027-03-01.

create table idea_settings (
    organisation text not null,
    promise_days bigint not null default 10,    -- by then a new idea has its first official answer
    moderated    bigint not null default 0,     -- 1: a new idea is held until a member of staff clears it
    primary key (organisation),
    check (promise_days between 1 and 365),
    check (moderated in (0, 1))
);

-- What the organisation calls a stage, and whether it uses it. No row: our word, in use.
create table idea_stage (
    organisation text not null,
    stage        text not null,
    label        text not null,
    used         bigint not null default 1,
    primary key (organisation, stage),
    check (used in (0, 1))
);

-- The moves an organisation allows. No rows at all: every move of ours.
create table idea_move (
    organisation text not null,
    from_stage   text not null,
    to_stage     text not null,
    primary key (organisation, from_stage, to_stage)
);

create table idea_board (
    organisation text not null,
    id           text not null,
    key          text not null,                 -- a short word for addresses
    name         text not null,
    intro        text not null,
    unit         text,                          -- null: of the whole organisation
    place        bigint not null,               -- the order in which boards are shown
    created_at   bigint not null,
    closed_at    bigint,                        -- null while it takes ideas
    primary key (organisation, id),
    unique (organisation, key),
    foreign key (organisation, unit) references unit (organisation, id)
);

create table idea (
    organisation    text not null,
    id              text not null,
    board           text not null,
    unit            text,
    author          text not null,              -- the person
    author_identity text not null,
    author_part     text not null,              -- customer | visitor
    title           text not null,
    body            text not null,
    search          text not null,              -- title and body in lower case, for finding
    stage           text not null,
    stage_before    text,                       -- where it stood before it was merged or marked as spam
    merged_into     text,
    root            text not null,              -- itself, or the idea at the end of merged_into
    created_at      bigint not null,
    due_at          bigint not null,            -- the first official answer was promised by then
    edited_at       bigint,
    answered_at     bigint,                     -- the first official answer; null while the clock runs
    held_at         bigint,                     -- not public until cleared; null when public
    decided         text,                       -- yes | no, the last that was said; null before
    shipped_at      bigint,                     -- the first time
    reason          text,                       -- why not (now); null unless that was said
    refused_on      text,
    revisit_on      text,
    evidence        text,                       -- what shows that it shipped
    grade           bigint,                     -- the last one given, 1 to 5; internal
    votes           bigint not null default 0,  -- these four: see src/rank.rs, and store::recount
    customer_votes  bigint not null default 0,
    comments        bigint not null default 0,
    hot             double precision not null,
    primary key (organisation, id),
    foreign key (organisation, board) references idea_board (organisation, id),
    foreign key (organisation, unit) references unit (organisation, id),
    foreign key (organisation, merged_into) references idea (organisation, id),
    check (stage in ('submitted', 'under_review', 'needs_info', 'planned', 'in_progress', 'shipped',
        'measured', 'not_now', 'declined', 'withdrawn', 'spam', 'merged')),
    -- Nobody is told no without a reason and a day, within five years, on which we look again.
    check (stage not in ('not_now', 'declined') or (
        reason is not null and length(reason) > 0
        and refused_on is not null and length(refused_on) = 10
        and revisit_on is not null and length(revisit_on) = 10
        and revisit_on > refused_on
        and revisit_on <= (cast(substr(refused_on, 1, 4) as bigint) + 5) || substr(refused_on, 5))),
    check (stage not in ('shipped', 'measured') or evidence is not null),
    check (stage not in ('spam', 'merged') or stage_before is not null),
    check ((stage = 'merged' and merged_into is not null and root <> id)
        or (stage <> 'merged' and merged_into is null and root = id)),
    check (grade is null or grade between 1 and 5),
    check (votes >= customer_votes and customer_votes >= 0 and comments >= 0)
);
create index idea_board_new on idea (organisation, board, created_at);
create index idea_board_hot on idea (organisation, board, hot);
create index idea_new on idea (organisation, created_at);
create index idea_stage_is on idea (organisation, stage);
create index idea_root on idea (organisation, root);
create index idea_author on idea (organisation, author);
create index idea_due on idea (organisation, due_at);

create table idea_tag (
    organisation text not null,
    idea         text not null,
    tag          text not null,
    primary key (organisation, idea, tag),
    foreign key (organisation, idea) references idea (organisation, id)
);
create index idea_tag_tag on idea_tag (organisation, tag);

-- The words of the titles, for finding what was said before.
create table idea_word (
    organisation text not null,
    word         text not null,
    idea         text not null,
    primary key (organisation, word, idea),
    foreign key (organisation, idea) references idea (organisation, id)
);
create index idea_word_idea on idea_word (organisation, idea);

-- A vote stays on the idea on which it was cast. Who votes for an idea with others merged into it is
-- counted over all of them, so that un-merging has nothing to put back.
create table idea_vote (
    organisation text not null,
    idea         text not null,
    person       text not null,
    identity     text not null,
    part         text not null,                 -- customer | visitor
    at           bigint not null,
    recorded_by  text,                          -- the member of staff who heard it; null when cast in person
    heard_on     text,                          -- the channel on which it was heard
    note         text,
    primary key (organisation, idea, person),   -- one vote a person
    foreign key (organisation, idea) references idea (organisation, id),
    check (part in ('customer', 'visitor')),
    check (recorded_by is null or (heard_on is not null and note is not null))
);
create index idea_vote_person on idea_vote (organisation, person);

-- When a person last took part on a board: what a share of votes is a share of.
create table idea_active (
    organisation text not null,
    board        text not null,
    person       text not null,
    last_at      bigint not null,
    primary key (organisation, board, person),
    foreign key (organisation, board) references idea_board (organisation, id)
);
create index idea_active_last on idea_active (organisation, board, last_at);

create table idea_follower (
    organisation text not null,
    idea         text not null,
    person       text not null,
    identity     text not null,
    at           bigint not null,
    stopped_at   bigint,                        -- wants to hear no more of it, as voter or author either
    primary key (organisation, idea, person),
    foreign key (organisation, idea) references idea (organisation, id)
);
create index idea_follower_person on idea_follower (organisation, person);

create table idea_comment (
    organisation text not null,
    id           text not null,
    idea         text not null,                 -- the one on which it was made
    reply_to     text,
    part         text not null,                 -- customer | visitor | staff
    person       text,
    identity     text,
    staff        text,
    internal     bigint not null default 0,     -- 1: a note among staff, never public
    body         text not null,                 -- '' once withdrawn
    at           bigint not null,
    withdrawn_at bigint,
    hidden_at    bigint,
    thanks       bigint not null default 0,
    primary key (organisation, id),
    foreign key (organisation, idea) references idea (organisation, id),
    foreign key (organisation, reply_to) references idea_comment (organisation, id),
    check (internal in (0, 1)),
    check (internal = 0 or part = 'staff'),
    check ((part = 'staff' and staff is not null and person is null)
        or (part <> 'staff' and staff is null and person is not null and identity is not null))
);
create index idea_comment_idea on idea_comment (organisation, idea, at);
create index idea_comment_person on idea_comment (organisation, person);

create table idea_thanks (
    organisation text not null,
    comment      text not null,
    person       text not null,
    at           bigint not null,
    primary key (organisation, comment, person),
    foreign key (organisation, comment) references idea_comment (organisation, id)
);

-- Official answers. A correction is a new version; what was said before is kept.
create table idea_answer (
    organisation text not null,
    id           text not null,
    version      bigint not null,
    idea         text not null,
    staff        text not null,
    body         text not null,
    at           bigint not null,
    primary key (organisation, id, version),
    foreign key (organisation, idea) references idea (organisation, id)
);
create index idea_answer_idea on idea_answer (organisation, idea, at);

-- Every change of stage but merging, which idea_merge holds.
create table idea_history (
    organisation text not null,
    id           text not null,
    idea         text not null,
    from_stage   text not null,
    to_stage     text not null,
    part         text not null,                 -- who moved it: customer | visitor | staff
    staff        text,
    answer       text,                          -- the official answer it was said with
    reason       text,
    revisit_on   text,
    evidence     text,
    at           bigint not null,
    primary key (organisation, id),
    foreign key (organisation, idea) references idea (organisation, id)
);
create index idea_history_idea on idea_history (organisation, idea, at);

-- The merges that stand. Un-merging removes the row; the ledger keeps both acts.
create table idea_merge (
    organisation text not null,
    idea         text not null,
    merged_into  text not null,
    staff        text not null,
    at           bigint not null,
    primary key (organisation, idea),
    foreign key (organisation, idea) references idea (organisation, id),
    foreign key (organisation, merged_into) references idea (organisation, id)
);

-- What staff took from public view, and why: shown to everybody.
create table idea_removal (
    organisation text not null,
    id           text not null,
    idea         text not null,
    comment      text,                          -- null: the idea itself
    reason       text not null,
    staff        text not null,
    at           bigint not null,
    restored_at  bigint,
    primary key (organisation, id),
    foreign key (organisation, idea) references idea (organisation, id),
    foreign key (organisation, comment) references idea_comment (organisation, id),
    check (length(reason) > 0)
);
create index idea_removal_at on idea_removal (organisation, at);

create table idea_grade (
    organisation text not null,
    id           text not null,
    idea         text not null,
    staff        text not null,
    grade        bigint not null,               -- 1 poor to 5 excellent
    note         text not null,
    at           bigint not null,
    primary key (organisation, id),
    foreign key (organisation, idea) references idea (organisation, id),
    check (grade between 1 and 5)
);
create index idea_grade_idea on idea_grade (organisation, idea, at);

-- What an idea earned, saved and cost. Never edited: an entry is taken back by a counter-entry.
create table idea_money (
    organisation text not null,
    id           text not null,
    idea         text not null,
    kind         text not null,                 -- earned | saved | cost
    amount_minor bigint not null,               -- below nought in a counter-entry only
    currency     text not null,
    basis        text not null,                 -- experiment | matched | claimed
    note         text not null,
    staff        text not null,
    reverses     text,
    at           bigint not null,
    primary key (organisation, id),
    unique (organisation, reverses),            -- taken back once
    foreign key (organisation, idea) references idea (organisation, id),
    foreign key (organisation, reverses) references idea_money (organisation, id),
    check (kind in ('earned', 'saved', 'cost')),
    check (basis in ('experiment', 'matched', 'claimed')),
    check (length(note) > 0),
    check ((reverses is null and amount_minor > 0) or (reverses is not null and amount_minor < 0))
);
create index idea_money_idea on idea_money (organisation, idea, at);

-- Whose it is, when staff said so; together a million. No rows: the authors share equally.
create table idea_credit (
    organisation     text not null,
    idea             text not null,
    person           text not null,
    share_millionths bigint not null,
    primary key (organisation, idea, person),
    foreign key (organisation, idea) references idea (organisation, id),
    check (share_millionths between 1 and 1000000)
);

-- The changelog: you asked, here it is.
create table idea_release (
    organisation text not null,
    id           text not null,
    title        text not null,
    body         text not null,
    staff        text not null,
    created_at   bigint not null,
    published_at bigint,                        -- null while it is a draft
    primary key (organisation, id)
);
create index idea_release_published on idea_release (organisation, published_at);

create table idea_release_idea (
    organisation text not null,
    entry        text not null,                 -- the release
    idea         text not null,
    primary key (organisation, entry, idea),
    foreign key (organisation, entry) references idea_release (organisation, id),
    foreign key (organisation, idea) references idea (organisation, id)
);
