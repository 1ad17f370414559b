-- How an organisation sends, a row each. Made when it is first asked for.
create table sending_setting (
    organisation text not null,
    secret       text not null,                 -- signs the links in letters; never shown
    quiet_from   bigint,                        -- minutes after midnight of whoever is written to; null for none
    quiet_until  bigint,
    message_domain text,                        -- what stands behind the @ of a Message-ID; the organisation's host where null
    held_at      bigint,                        -- what was reserved until then is not sent before staff say so
    held_why     text,                          -- restored | away
    generation   bigint not null default 0,     -- counts with the server's mark on the disk (src/restored.rs)
    beat_at      bigint not null default 0,     -- when a server last said that it runs
    primary key (organisation),
    foreign key (organisation) references organisation (organisation)
);

-- How much somebody is sent at most; all of them hold.
create table sending_cap (
    organisation text not null,
    id           text not null,
    channel      text not null default '',      -- '' for all of them together
    most         bigint not null,
    span         text not null,                 -- hours: rolling | day, week, month: of their own calendar
    hours        bigint not null default 0,     -- of a rolling one
    created_at   bigint not null,
    primary key (organisation, id),
    check (span in ('hours', 'day', 'week', 'month')),
    check (most between 1 and 1000),
    check ((span = 'hours') = (hours > 0))
);

-- About what letters are sent that nobody has to get.
create table topic (
    organisation text not null,
    key          text not null,
    name         text not null,
    about        text not null default '',
    basis        text not null,                 -- opt_in | opt_out
    confirmed    text not null,                 -- once | twice: an opt-in counts when a link in a letter was answered
    words        text not null,                 -- what is shown to whoever is asked
    version      bigint not null default 1,     -- of these words
    place        bigint not null,
    created_at   bigint not null,
    closed_at    bigint,                        -- nothing is sent about it any more
    primary key (organisation, key),
    check (basis in ('opt_in', 'opt_out')),
    check (confirmed in ('once', 'twice'))
);

-- What was shown before; never edited.
create table topic_version (
    organisation text not null,
    topic        text not null,
    version      bigint not null,
    words        text not null,
    at           bigint not null,
    staff        text,
    primary key (organisation, topic, version),
    foreign key (organisation, topic) references topic (organisation, key)
);

-- The purpose under which consents to a topic by a channel stand (deedwell-people, consent).
create table topic_channel (
    organisation text not null,
    topic        text not null,
    channel      text not null,
    purpose      text not null,
    primary key (organisation, topic, channel),
    unique (organisation, purpose),             -- a purpose speaks of one topic and channel
    foreign key (organisation, topic) references topic (organisation, key),
    foreign key (organisation, purpose) references consent_purpose (organisation, key)
);

-- How it can be shown that somebody consented: beside the word itself, which stands in consent. Never edited.
create table consent_proof (
    organisation text not null,
    consent      text not null,
    identity     text not null,
    topic        text not null,
    channel      text not null,
    version      bigint not null,               -- of the topic's words
    shown        text not null,                 -- those words
    page         text not null,                 -- where: an address of ours, or the name of a program's key
    peer         text not null default '',      -- the network address it came from
    agent        text not null default '',      -- the browser, as it called itself
    letter       text,                          -- whose link was answered
    asked_at     bigint not null,
    answered_at  bigint not null,
    primary key (organisation, consent)
);
create index consent_proof_identity on consent_proof (organisation, identity);
create index consent_proof_topic on consent_proof (organisation, topic, answered_at);

-- Somebody asked for a topic; it counts once the link in the letter is answered.
create table subscription_request (
    organisation text not null,
    id           text not null,
    token        text not null,                 -- the hash of the link's
    topic        text not null,
    channel      text not null,
    address      text not null,
    version      bigint not null,
    shown        text not null,
    page         text not null,
    peer         text not null default '',
    agent        text not null default '',
    asked_at     bigint not null,
    ends_at      bigint not null,
    confirmed_at bigint,
    primary key (organisation, id),
    unique (organisation, token),
    foreign key (organisation, topic) references topic (organisation, key)
);

-- What somebody wants less of. By identity, so that it follows people as their signs do.
create table sending_preference (
    organisation text not null,
    identity     text not null,
    fewer        text not null default 'as_usual', -- as_usual | week: one a week | month: one a month
    paused_until bigint,
    at           bigint not null,
    primary key (organisation, identity),
    check (fewer in ('as_usual', 'week', 'month'))
);

-- Addresses to which nothing is sent. The address goes when somebody is forgotten, its hash stays.
create table suppression (
    organisation text not null,
    channel      text not null,
    hash         text not null,
    reason       text not null,                 -- hard_bounce | soft_bounce | complaint | staff
    address      text,
    note         text not null default '',
    source       text not null,                 -- staff/…, key/…, import, channel
    letter       text,
    at           bigint not null,
    until_at     bigint,                        -- soft bounces end by themselves
    primary key (organisation, channel, hash, reason),
    check (reason in ('hard_bounce', 'soft_bounce', 'complaint', 'staff'))
);
create index suppression_at on suppression (organisation, at);

-- What a letter says; of a run, once for all of its letters.
create table letter_content (
    organisation text not null,
    id           text not null,
    subject      text not null default '',
    text         text not null default '',
    html         text not null default '',
    headers      text not null default '[]',    -- JSON: pairs of name and value
    template     text,                          -- the channel's own name for it; the rest is then empty
    keep         text not null default 'always', -- always | until_answered: a secret
    created_at   bigint not null,
    gone_at      bigint,                        -- a secret that was answered: emptied
    primary key (organisation, id),
    check (keep in ('always', 'until_answered'))
);

-- One message to many.
create table letter_run (
    organisation text not null,
    id           text not null,
    name         text not null,
    channel      text not null,
    topic        text not null,
    content      text not null,
    state        text not null,                 -- planned | running | paused | finished | cancelled
    rate_per_s   double precision,              -- null for as fast as the channel can
    allowance    double precision not null default 0, -- letters that may go now, as of allowed_at
    allowed_at   bigint not null,
    begin_at     bigint not null,               -- not before
    until_at     bigint,                        -- what could not be sent by then is not sent
    source       text not null,                 -- staff/…, key/…
    created_at   bigint not null,
    listed_at    bigint,                        -- all recipients are reserved
    started_at   bigint,
    finished_at  bigint,
    primary key (organisation, id),
    foreign key (organisation, topic) references topic (organisation, key),
    foreign key (organisation, content) references letter_content (organisation, id),
    check (state in ('planned', 'running', 'paused', 'finished', 'cancelled'))
);
create index letter_run_state on letter_run (organisation, state, created_at);

-- The send ledger: one row for each recipient and message.
create table letter (
    organisation text not null,
    id           text not null,                 -- stands in the Message-ID
    key          text not null,                 -- the same again is the same letter
    fingerprint  text not null,                 -- of what was asked under this key
    channel      text not null,
    lane         text not null,                 -- service | single | the run: each is taken from by itself
    service      text,                          -- what sort of service letter; null for one about a topic
    topic        text,
    run          text,
    identity     text,                          -- whom it is for; null where nobody knows
    address      text not null,
    message_id   text not null,
    content      text not null,
    data         text not null default '',      -- JSON, for the template
    about        text,
    source       text not null,                 -- staff/…, key/…, system
    state        text not null,                 -- reserved | handed_over | accepted | refused | suppressed | ambiguous | cancelled
    reason       text not null default '',      -- why it waits, or why it was not sent: a code
    detail       text not null default '',      -- what the other side said
    created_at   bigint not null,
    next_at      bigint not null,               -- not before; leased or handed over: when that is over
    until_at     bigint,                        -- afterwards it is of no use
    lease        text,
    attempts     bigint not null default 0,     -- hand-overs
    handed_over_at bigint,                      -- the last
    answered_at  bigint,
    bounced_at   bigint,
    bounce       text,                          -- hard | soft
    complained_at bigint,
    left_at      bigint,                        -- ambiguous, and staff decided to leave it
    primary key (organisation, id),
    unique (organisation, key),
    check (state in ('reserved', 'handed_over', 'accepted', 'refused', 'suppressed', 'ambiguous', 'cancelled')),
    check ((service is null) <> (topic is null))
);
create index letter_due on letter (organisation, channel, lane, next_at, id) where state = 'reserved';
create index letter_open on letter (organisation, channel, next_at) where state = 'handed_over';
create index letter_unclear on letter (organisation, handed_over_at) where state = 'ambiguous';
create index letter_identity on letter (organisation, identity, created_at);
create index letter_of_run on letter (organisation, run, state) where run is not null;
create index letter_single on letter (organisation, id) where run is null;

-- What happened to a letter beside its course: deferred, bounced, complained of, decided.
create table letter_note (
    organisation text not null,
    id           text not null,
    letter       text not null,
    at           bigint not null,
    what         text not null,
    detail       text not null default '',
    primary key (organisation, id),
    foreign key (organisation, letter) references letter (organisation, id)
);
create index letter_note_letter on letter_note (organisation, letter, at);

-- Whose letters are being counted: a row is held while it is, so that two servers never count at once.
create table letter_turn (
    organisation text not null,
    person       text not null,
    at           bigint not null,
    primary key (organisation, person)
);
