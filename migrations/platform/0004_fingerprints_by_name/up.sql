-- Fingerprints named roles by their numbers, which another server gives anew: a platform restored there would
-- have been told that every schema drifted. They name them by name now, and are taken again.
update platform.schemas set fingerprint = null where fingerprint is not null;
