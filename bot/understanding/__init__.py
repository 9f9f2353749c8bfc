"""What a message says: its language, danger, topics and place. Pure functions and small classes; nothing of Rasa."""
