"""What every service stands on: configuration, log, database, bus, HTTP and live pages. Knows no sport and no noun."""
