"""Links that show a page's draft to people without an account."""
