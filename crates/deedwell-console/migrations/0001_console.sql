-- A second factor that is being set up: it counts only once a code from it was seen.
create table totp_draft (
    organisation text not null,
    staff        text not null,
    secret       text not null,                 -- base32
    created_at   bigint not null,
    primary key (organisation, staff),
    foreign key (organisation, staff) references staff (organisation, id)
);

-- Ways in without the telephone, each of which works once.
create table recovery_code (
    organisation text not null,
    staff        text not null,
    hash         text not null,
    created_at   bigint not null,
    used_at      bigint,
    primary key (organisation, staff, hash),
    foreign key (organisation, staff) references staff (organisation, id)
);

-- When somebody of ours was last here; outlives their sessions.
create table staff_seen (
    organisation text not null,
    staff        text not null,
    seen_at      bigint not null,
    primary key (organisation, staff),
    foreign key (organisation, staff) references staff (organisation, id)
);

create index audit_at on audit (organisation, at, id);
