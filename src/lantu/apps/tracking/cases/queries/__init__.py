"""Cases as pages, endpoints and files show them: frozen values, always within the actor's scope."""
