"""What the person sees: one panel a file, figures as pure functions."""
