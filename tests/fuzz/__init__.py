"""Payloads as an attacker sends them: recorded posts, made hostile one value at a time."""
