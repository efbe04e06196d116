"""The engine under the model: how rules are compiled, keyed draws, small functions; it knows nothing of councils."""
