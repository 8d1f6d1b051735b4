-- Lots whose seed is fixed (and its hash told) before they are drawn; recusals lifted with a reason.

alter table lots add column promise text not null default '';   -- SHA-256 of the seed, told before the draw
alter table lots add column drawn_at timestamptz;               -- empty while only the seed is fixed
alter table lots add column shown integer not null default 0;   -- how many lines the big screen shows
alter table lots add column by_hand boolean not null default false;

alter table recusal add column lifted_reason text not null default '';   -- empty where the rule no longer asks for it
alter table lots add column reason text not null default '';             -- why it was drawn once more
