"""How often one visitor does something: counted once for all processes of the deployment."""
