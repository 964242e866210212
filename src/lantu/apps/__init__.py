"""The Django applications: places, people, registry, and the pages (web)."""
