"""What is promised: plans, their versions, promises, and what promises point at."""
