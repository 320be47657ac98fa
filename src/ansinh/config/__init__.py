"""Settings, addresses and wiring: what turns the rooms into one application."""
