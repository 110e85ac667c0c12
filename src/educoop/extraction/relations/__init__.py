"""From mentions to rows: who did what with whom, sentence by sentence, then for the whole document."""
