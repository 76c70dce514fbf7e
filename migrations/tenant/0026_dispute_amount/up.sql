-- An inquiry of a bank may become a dispute about another amount.
grant update (amount_minor) on disputes to travelhub_app;
