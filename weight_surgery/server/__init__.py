"""What stands between the page and those who reach it: settings, safety, figures, logs."""
