"""People: their passwords, what proves who calls, and how often one may guess."""
