"""Many pages changed at once: conditions pasted as a list, ticks, prices, words; each change has one undo."""
