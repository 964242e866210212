"""What happens when nobody waits for it: outbox, channels, periodic jobs, the one worker."""
