"""Written instructions of leaders (批示): given, replied to, accepted or returned; all is kept."""
