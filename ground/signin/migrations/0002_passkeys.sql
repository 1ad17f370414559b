-- Passkeys belong to the address that was proven when they were added.
create table passkey (
    organisation text not null,
    id           text not null,
    identity     text not null,
    credential   text not null,                 -- the id that its holder gave it, base64url
    handle       text not null,                 -- by which its holder names the account: chance, of one identity
    algorithm    text not null,                 -- es256, eddsa
    public_key   text not null,                 -- base64url
    counter      bigint not null,               -- of the last signature; 0 where its holder counts none
    name         text not null,
    created_at   bigint not null,
    used_at      bigint,
    primary key (organisation, id),
    unique (organisation, credential)
);
create index passkey_identity on passkey (organisation, identity);
