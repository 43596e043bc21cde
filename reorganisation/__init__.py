"""How the organisation changes: reorganisations with a date, and imports of it as a whole."""
