-- What eligibility asks of a member: at work or retired, leader, year of birth.

alter table member
    add column category text not null default 'staff'
        constraint member_category_known check (category in ('staff', 'retired')),
    add column leader boolean not null default false,
    add column birth_year integer constraint member_birth_year_sane check (birth_year between 1900 and 2100);
