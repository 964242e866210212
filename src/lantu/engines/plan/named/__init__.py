"""Things with a name of their own: projects, places, actors."""
