"""The private PostgreSQL and Redis of a working tree. Standard library only: it runs before anything is installed."""
