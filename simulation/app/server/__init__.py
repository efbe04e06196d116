"""Serving the workshop: the server, the files for the browser, messages to browsers, the check of the machine."""
