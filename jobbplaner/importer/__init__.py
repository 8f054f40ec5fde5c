"""Files from earlier systems: staged with COPY, checked as sets, taken whole or not at all."""
