"""The ledger on a screen: pages drawn by the server, of use with JavaScript off, smoother with it."""
