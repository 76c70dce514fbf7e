select count(*) = 0 from platform.schemas where fingerprint is not null
