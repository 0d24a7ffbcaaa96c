"""Measures the app beside what anybody could write instead: ``scripts/bench``.

Every result is a ratio. Both sides run on the same machine in the same minutes, in turns, so that a
slow machine slows both. :mod:`benchmarks.catalogue` lists what is measured; each measurement has a
file here, and the programs that it starts lie in ``programs``.
"""
