"""What keeps a conversation from leaving a trace."""
