select count(*) = 8 from pg_class
 where oid in (to_regclass('cities'), to_regclass('city_texts'), to_regclass('amenities'), to_regclass('amenity_texts'),
               to_regclass('hotels'), to_regclass('hotel_texts'), to_regclass('room_types'),
               to_regclass('room_type_texts'))
   and relrowsecurity and relforcerowsecurity
