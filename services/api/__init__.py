"""Services, conditions and techniques in the read API."""
