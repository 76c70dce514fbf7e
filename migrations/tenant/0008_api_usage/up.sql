-- Who still calls which version of which route, by day: what decides when a version can go. No more about a caller
-- than that; the path is the route's template, never an address.
create table api_usage (
  tenant_id uuid not null,
  day date not null,
  method text not null check (method ~ '^[A-Z]{3,7}$'),
  path text not null check (length(path) between 1 and 200),
  version integer not null check (version between 1 and 9),
  calls bigint not null check (calls > 0),
  primary key (tenant_id, day, method, path, version)
);
select tenancy.protect('api_usage');
