"""The country: national politics, and the events of the timeline."""
