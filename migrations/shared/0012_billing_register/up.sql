-- Every partner's invoices in one place, for those who look after the platform's own money: what it takes to find and
-- to sum them. The invoices themselves lie with their partners; both are written in one transaction.
create table shared.billing_register (
  tenant_id uuid not null,
  invoice_id uuid not null,
  number text not null,
  period_from date not null,
  currency text not null,
  total_minor bigint not null,
  state text not null check (state in ('open', 'paid', 'void')),
  issued_at timestamptz not null,
  due_on date not null,
  closed_at timestamptz,
  primary key (tenant_id, invoice_id)
);
create index billing_register_issued on shared.billing_register (issued_at, invoice_id);
comment on index shared.billing_register_issued is 'not led by tenant: operators read the invoices of all partners';
select tenancy.protect_shared('billing_register', 'select, insert', 'select');
grant update (state, closed_at) on shared.billing_register to travelhub_app;
