-- When and where a match is planned, told anew when that changes.

alter table message drop constraint message_kind_check;
alter table message add constraint message_kind_check
    check (kind in ('draw', 'time', 'call', 'result', 'placing'));
alter table muted drop constraint muted_kind_check;
alter table muted add constraint muted_kind_check
    check (kind in ('draw', 'time', 'call', 'result', 'placing'));
