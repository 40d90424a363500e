"""What was found, for a terminal, other tools, spreadsheets; the notes written anew."""
