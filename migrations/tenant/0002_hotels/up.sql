-- What a tenant has to offer, apart from price and stock: cities, hotels and their room types.
-- Words stand in *_texts tables, one row a language; search keys are folded and transliterated.

create table cities (
  tenant_id uuid not null,
  city_code text not null check (city_code ~ '^[A-Z]{3}$'),
  country_code text not null check (country_code ~ '^[A-Z]{2}$'),
  latitude double precision not null check (latitude between -90 and 90),
  longitude double precision not null check (longitude between -180 and 180),
  zone text not null,
  primary key (tenant_id, city_code)
);
select tenancy.protect('cities');

-- The search key sorts by code point, so that a prefix is a range of the index.
create table city_texts (
  tenant_id uuid not null,
  city_code text not null,
  locale text not null check (locale in ('en', 'ru', 'de', 'ar', 'ja')),
  name text not null check (name <> ''),
  search_key text collate "C" not null check (search_key <> ''),
  primary key (tenant_id, city_code, locale),
  foreign key (tenant_id, city_code) references cities (tenant_id, city_code)
);
create index city_texts_search on city_texts (tenant_id, search_key, city_code);
select tenancy.protect('city_texts');

create table amenities (
  tenant_id uuid not null,
  amenity_code text not null check (amenity_code ~ '^[a-z][a-z_]{1,30}$'),
  applies_to text not null check (applies_to in ('hotel', 'room')),
  position smallint not null,
  primary key (tenant_id, amenity_code)
);
select tenancy.protect('amenities');

create table amenity_texts (
  tenant_id uuid not null,
  amenity_code text not null,
  locale text not null check (locale in ('en', 'ru', 'de', 'ar', 'ja')),
  name text not null check (name <> ''),
  primary key (tenant_id, amenity_code, locale),
  foreign key (tenant_id, amenity_code) references amenities (tenant_id, amenity_code)
);
select tenancy.protect('amenity_texts');

-- Times of day and nights are the property's own, in its zone.
create table hotels (
  tenant_id uuid not null,
  hotel_id uuid not null,
  city_code text not null,
  stars smallint not null check (stars between 1 and 5),
  rating_tenths smallint not null check (rating_tenths between 0 and 100),
  review_count integer not null default 0 check (review_count >= 0),
  recommended_score integer not null default 0,
  latitude double precision not null check (latitude between -90 and 90),
  longitude double precision not null check (longitude between -180 and 180),
  zone text not null,
  check_in_from time not null,
  check_out_until time not null,
  amenity_codes text[] not null default '{}',
  active boolean not null default true,
  primary key (tenant_id, hotel_id),
  foreign key (tenant_id, city_code) references cities (tenant_id, city_code)
);
create index hotels_city on hotels (tenant_id, city_code);
select tenancy.protect('hotels');

create table hotel_texts (
  tenant_id uuid not null,
  hotel_id uuid not null,
  locale text not null check (locale in ('en', 'ru', 'de', 'ar', 'ja')),
  name text not null check (name <> ''),
  description text not null,
  address text not null,
  primary key (tenant_id, hotel_id, locale),
  foreign key (tenant_id, hotel_id) references hotels (tenant_id, hotel_id)
);
select tenancy.protect('hotel_texts');

create table room_types (
  tenant_id uuid not null,
  room_type_id uuid not null,
  hotel_id uuid not null,
  position smallint not null,
  adults_max smallint not null check (adults_max between 1 and 9),
  children_max smallint not null check (children_max between 0 and 8),
  guests_max smallint not null check (guests_max between adults_max and 9),
  square_metres smallint not null check (square_metres > 0),
  bed_codes text[] not null check (cardinality(bed_codes) > 0),
  amenity_codes text[] not null default '{}',
  primary key (tenant_id, room_type_id),
  foreign key (tenant_id, hotel_id) references hotels (tenant_id, hotel_id)
);
create index room_types_hotel on room_types (tenant_id, hotel_id);
select tenancy.protect('room_types');

create table room_type_texts (
  tenant_id uuid not null,
  room_type_id uuid not null,
  locale text not null check (locale in ('en', 'ru', 'de', 'ar', 'ja')),
  name text not null check (name <> ''),
  description text not null,
  primary key (tenant_id, room_type_id, locale),
  foreign key (tenant_id, room_type_id) references room_types (tenant_id, room_type_id)
);
select tenancy.protect('room_type_texts');
