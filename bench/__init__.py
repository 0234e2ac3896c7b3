"""What measures: builds, weights, the checker, the search. Nothing in scripts/ needs it."""
