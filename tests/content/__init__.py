"""Every answer in every language against its brief and the charter."""
