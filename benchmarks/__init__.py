"""How fast the simulation is: measured in pairs in one run, as ratios, on a workload that is written down."""
