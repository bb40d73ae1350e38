"""Payment notices as a ledger meets them: known already, typed by hand before, or cancelled."""
