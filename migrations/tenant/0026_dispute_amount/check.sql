select has_column_privilege('travelhub_app', 'disputes', 'amount_minor', 'update')
