"""A whole made-up province as registers keep it: people, households, papers, statuses, and what goes wrong in them."""
