-- Run as superuser in each database of the product, and in template1 where tests make databases of their own.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS pgcrypto;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT CREATE, USAGE ON SCHEMA public TO jobbakten_owner;
GRANT USAGE ON SCHEMA public TO jobbakten_app;
