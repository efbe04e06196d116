"""The story that a room tells: the state it came to, the events and levers it has, and the words for all of it."""
