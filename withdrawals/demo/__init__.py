"""The demo's people and a month of their requests, made by the domain itself."""
