"""How the demo is started. `./run` calls `deploy.demo`; uses nothing but Python's own library, to be quick."""
