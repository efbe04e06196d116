"""What the server keeps of its visitors: their states, undo and redo, links, votes on phones."""
