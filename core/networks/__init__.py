"""A person's own torch network: its layers found, its samples read in one pass, a copy edited.

These modules import torch, so they are imported only where a person hands over a network.
"""
