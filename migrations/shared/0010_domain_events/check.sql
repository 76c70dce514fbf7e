select has_function_privilege(
         'travelhub_platform', 'platform.record_domain_event(uuid, uuid, text, uuid, jsonb, text)', 'execute')
   and not has_function_privilege(
         'travelhub_app', 'platform.record_domain_event(uuid, uuid, text, uuid, jsonb, text)', 'execute')
