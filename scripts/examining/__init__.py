"""One formula looked at from all sides: what can go wrong with its page, and the page itself."""
