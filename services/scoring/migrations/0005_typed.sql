-- Paper ballots typed at the desk: nothing of them counts until a second person has typed the same.
create table typed_ballot (
    performance_id uuid not null references performance (id),
    seat_id uuid not null references panel_seat (id),
    marks jsonb not null,
    rule_set_version integer not null,
    reason text not null,
    typed_by text not null,
    typed_at timestamptz not null,
    primary key (performance_id, seat_id)
);
