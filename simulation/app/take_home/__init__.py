"""The page that people take home (on the screen: Report), and its files."""
