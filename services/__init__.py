"""Services, conditions and techniques, and the reader that brings in old pages."""
