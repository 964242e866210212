"""Rounds (填报轮次): windows that were opened, who has answered, who is to be reminded."""
