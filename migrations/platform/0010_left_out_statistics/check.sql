select has_table_privilege('travelhub_platform', 'platform.left_out_errors', 'select, insert, update, delete')
   and platform.bucket_at(array[0, 9, 1, 0], 0.9) = 2 and platform.bucket_at(array[0, 9, 1, 0], 0.95) = 3
   and platform.bucket_at(array[0, 0], 0.5) is null
   and platform.counted_through(array[1, 2, 4], 2) = 3 and platform.counted_through(array[1, 2, 4], 0) = 0
