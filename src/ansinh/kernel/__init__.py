"""What every room needs and knows nothing of any room: text, dates, money, sheets, messages, errors."""
