"""The JSON face: one package a feature, routes and schemas."""
