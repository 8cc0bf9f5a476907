"""The admin's first page: what needs somebody, and how that went over the last weeks."""
