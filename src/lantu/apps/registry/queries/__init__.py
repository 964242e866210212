"""What pages, endpoints and commands read: small frozen values, never rows."""
