"""From mentions to rows: who did what with whom, sentence by sentence, then for the whole document.

`syntax` reads who is what to which verb, `things` tells what has no proper name, `parts` who takes part in what. The
rest holds the rules (`frames`, `emit`), what is known while a document is read (`state`, `ledger`), people and their
offices, whom phrases mean, and what is settled at the end (`finish`).
"""
