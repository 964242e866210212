"""The pages. Owns no models; reads through queries, writes through actions."""
