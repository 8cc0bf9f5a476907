"""When pages about health were last reviewed, and when they are to be again."""
