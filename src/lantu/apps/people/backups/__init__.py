"""Backups: one moment of database and files, checked before anything is put back; and soundness."""
