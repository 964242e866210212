"""What is to be kept running or done: systems, programmes, tasks."""
