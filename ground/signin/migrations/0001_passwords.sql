-- Ways in that a customer adds to the code. All belong to the identity that was proven, not to a person:
-- when people are merged or taken apart, they go where the address goes. Moments are microseconds.

-- In which sessions somebody showed a moment ago, by a code, that they read what is sent to an address.
create table signin_proof (
    organisation text not null,
    session      text not null,                 -- the hash by which the session is kept
    identity     text not null,                 -- the address
    proven_at    bigint not null,
    primary key (organisation, session)
);

create table customer_password (
    organisation text not null,
    identity     text not null,                 -- an address
    hash         text not null,                 -- argon2id
    set_at       bigint not null,
    primary key (organisation, identity)
);
