-- When an organisation works. No row in calendar: Monday to Friday, nine to five, in its own zone.
-- Days are texts such as 2027-03-01, hours are minutes since midnight, weekdays 1 (Monday) to 7.

create table calendar (
    organisation text not null,
    zone         text not null,                 -- an IANA name
    changed_at   bigint not null,
    primary key (organisation)
);

create table calendar_span (
    organisation text not null,
    weekday      bigint not null,
    opens        bigint not null,
    closes       bigint not null,               -- 1440 is the end of the day
    primary key (organisation, weekday, opens),
    foreign key (organisation) references calendar (organisation),
    check (weekday between 1 and 7),
    check (opens >= 0 and opens < closes and closes <= 1440)
);

-- A day unlike its weekday: closed, or open for other hours.
create table calendar_day (
    organisation text not null,
    day          text not null,
    name         text not null,
    opens        bigint,                        -- null: closed all day
    closes       bigint,
    feed         text,                          -- the name of the file it came with; null when typed
    added_at     bigint not null,
    primary key (organisation, day),
    check (length(day) = 10),
    check ((opens is null and closes is null)
        or (opens >= 0 and opens < closes and closes <= 1440))
);
