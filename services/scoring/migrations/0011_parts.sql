-- Parts may not change while a file is looked through: how often any came tells whether one did.
alter table material add column touched integer not null default 0;
