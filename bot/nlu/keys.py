"""Names under which the components leave what they found in Rasa's message, and so in `parse_data`."""

LANGUAGE = "language"  # mapping: code, confidence, script, shares (language -> probability)
DANGER_PHRASES = "danger_phrases"  # list of danger topic ids found by phrase
TOPICS = "topics"  # mapping: topics (list of [id, probability]), offered, danger, unsure
PLACE = "place"  # mapping: place (mapping or None), candidates (list of mappings)
MODEL_FILE = "model.joblib"
