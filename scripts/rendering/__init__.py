"""MkDocs, of which only what changed is rendered: a page is kept with all that it was made from."""
