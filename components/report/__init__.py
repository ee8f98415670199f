"""The report of an edit: one HTML file that needs no server, no network and no other file."""

from weight_surgery.components.report.page import ENDING, export_report, report_html

__all__ = ["ENDING", "export_report", "report_html"]
