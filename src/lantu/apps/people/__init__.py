"""Organisations, users, permissions, the audit trail and the outbox: who does what."""
