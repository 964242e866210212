"""What waits for somebody (待办), who stands in for whom, and what somebody is told."""
