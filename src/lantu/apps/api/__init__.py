"""The endpoints under /api/v1/. Owns no models; reads through queries, writes through actions."""
