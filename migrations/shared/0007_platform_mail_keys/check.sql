select to_regclass('platform.mail_keys') is not null and to_regclass('platform.mail_keys_signing') is not null
   and has_table_privilege('travelhub_platform', 'platform.mail_keys', 'select')
   and not has_table_privilege('travelhub_app', 'platform.mail_keys', 'select')
