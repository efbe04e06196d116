"""What a world is made of: tables and log, codes, parameters, services, measures, kinds of events, errors."""
