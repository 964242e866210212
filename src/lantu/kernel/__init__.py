"""Words that everything speaks. Standard library only; imports nothing of Lantu above it."""
