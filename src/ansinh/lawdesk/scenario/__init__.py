"""What another level of money, or another edition of the law, would cost on a list: who gains, who loses."""
