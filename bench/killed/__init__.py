"""What a build imports that is to be killed (bench.killing)."""
