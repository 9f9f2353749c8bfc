"""From topics, place and language to an Answer: sentences of the locales, figures and sources of the dossier."""
