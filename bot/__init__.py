"""Safe to Ask: an assistant that answers whether it is safe to report abuse, and keeps nothing about who asked."""
