"""Neighbourhoods and arrangements: what happens in places rather than in anybody's head."""
