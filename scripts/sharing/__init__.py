"""One build on many machines: which of them runs what authors wrote, and how it comes together."""
