"""Coming and going: an account with its first ledger, made in the browser or by the first message."""
