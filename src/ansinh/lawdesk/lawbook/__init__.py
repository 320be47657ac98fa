"""The lawbook: every programme as a jurist reads it – article, rule, decision table, stories with results."""
