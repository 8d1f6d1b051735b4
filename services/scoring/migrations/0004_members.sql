-- A copy of who members are, so that a judge or chief can be named by the staff number and act signed in.
create table member (
    id uuid primary key,
    staff_number text not null,
    name text not null,
    unit text not null,
    active boolean not null,
    revision bigint not null
);
create index member_staff_number on member (staff_number);
