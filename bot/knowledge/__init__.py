"""The dossier: facts, forces, places and services, with sources, dates and doubts."""
