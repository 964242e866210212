"""The audit trail: guarded by triggers, sealed in linked batches, verified, read by auditors."""
