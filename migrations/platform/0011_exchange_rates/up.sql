-- Exchange rates as they were published, kept for good: what was shown with them is explained by them later.

-- A day's rates by a source. Published again with other rates, the day has another row, and the last one counts.
create table platform.exchange_rate_publications (
  -- Ascending in the order of their coming: a process sees by the highest one whether it knows all.
  number bigint generated always as identity primary key,
  -- ecb: the European Central Bank's. seed: those that come with the program, for where there are no others.
  source text not null check (source in ('ecb', 'seed')),
  published_on date not null,
  fetched_at timestamptz not null default clock_timestamp(),
  -- Where from: an address, a file's name, the console.
  origin text not null check (length(origin) between 1 and 1000),
  -- Of the whole document, which may hold many days.
  document_sha256 text not null check (document_sha256 ~ '^[0-9a-f]{64}$'),
  -- Of this day's rates in their canonical form: the same day is in several documents.
  rates_sha256 text not null check (rates_sha256 ~ '^[0-9a-f]{64}$')
);
create index exchange_rate_publications_day
  on platform.exchange_rate_publications (source, published_on desc, number desc);

create table platform.exchange_rates (
  publication_number bigint not null references platform.exchange_rate_publications (number),
  currency text not null check (currency ~ '^[A-Z]{3}$' and currency <> 'EUR'),
  -- Units for one euro, with the decimals that were published.
  per_euro numeric not null check (per_euro between 0.001 and 10000000 and scale(per_euro) <= 9),
  primary key (publication_number, currency)
);
create index exchange_rates_currency on platform.exchange_rates (currency, publication_number desc);

-- History is not rewritten.
grant select, insert on platform.exchange_rate_publications, platform.exchange_rates to travelhub_platform;
