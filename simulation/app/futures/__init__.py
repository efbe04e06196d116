"""The futures of a story: computed in the background once for everybody, and read for the screen."""
