"""The pages of places: a map on which every unit is equally large, what became of each, who serves and lives there."""
