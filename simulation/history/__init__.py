"""How a world begins and what is kept of it: initial state, building, recording."""
