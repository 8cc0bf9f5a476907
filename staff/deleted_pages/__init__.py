"""Pages that were deleted, kept for a while so that they can be brought back."""
