"""The designer of routes: what its pages show and ask; what is done to a route is `procedures.redrawing`."""
