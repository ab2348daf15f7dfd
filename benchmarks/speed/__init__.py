"""What a training costs, beside three ways in which a user would write it; and what the commands cost."""
