"""Areas, code vintages, geometry and the working calendar: what everything else happens in."""
