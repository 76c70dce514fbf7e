-- Statistics are bounded: what a bound left out is counted, so that whoever looks is told that it was. And sums are
-- ordered by how fast they say that answers were, where they lie.

-- Kinds of errors that made room for others, in a process or in `platform.error_groups`.
create table platform.left_out_errors (
  day date not null primary key,
  kinds bigint not null check (kinds > 0)
);
grant select, insert, update, delete on platform.left_out_errors to travelhub_platform;

-- The bucket, from one, that holds the nearest rank of a share; null where nothing was counted.
create function platform.bucket_at(bigint[], double precision) returns integer
language sql immutable strict parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select min(place)::integer
    from (select place, sum(amount) over (order by place) as seen, sum(amount) over () as everything
            from unnest($1) with ordinality as u (amount, place)) b
   where everything > 0 and seen >= greatest(1, ceil($2 * everything::double precision))
$$;

-- How many lie in the first so many buckets.
create function platform.counted_through(bigint[], integer) returns bigint
language sql immutable strict parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(sum(amount), 0)::bigint from unnest($1[1:$2]) as u (amount)
$$;
