"""Links inside the site, and addresses that last."""
