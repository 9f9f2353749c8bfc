"""Text-message arithmetic: alphabets and segments. Knows no provider and no topic."""
