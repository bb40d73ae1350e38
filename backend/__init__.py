"""Podo Budget's server side: the ledger, its services and the faces it shows to the web."""
