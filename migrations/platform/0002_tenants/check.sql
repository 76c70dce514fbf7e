select not has_schema_privilege('travelhub_app', 'platform', 'usage')
   and has_table_privilege('travelhub_platform', 'platform.tenants', 'select')
