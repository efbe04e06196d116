"""What a world is made of: tables, parameters, services, the matrix, measures, kinds of events, spells."""
