"""The registry (sổ bộ): places, offices, people, households, their statuses, and how each fact is known."""
