"""Companies, models, chips, policies and other named things."""
