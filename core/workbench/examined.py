"""What a sceptic asks a workbench about one edit."""

from __future__ import annotations

from weight_surgery.core.collateral import Collateral, collateral_csv
from weight_surgery.core.export import file_stem
from weight_surgery.core.recognition import Recognition
from weight_surgery.core.specs import SurgerySpec
from weight_surgery.core.workbench.examination import Examination
from weight_surgery.core.workbench.measured import Measured


class Examined:
    """Answers about single edits, from what is measured of them."""

    _measured: Measured

    def examination(self, spec: SurgerySpec) -> Examination:
        """Return what is left in the embeddings, what the weights tell, and what chance can do."""
        return self._measured.examination(spec)

    def recognition(self, spec: SurgerySpec) -> Recognition:
        """Return how alike samples are before and after one edit."""
        return self._measured.recognition(spec)

    def collateral(self, spec: SurgerySpec) -> Collateral:
        """Return the bystanders that one edit has read differently."""
        return self._measured.collateral(spec)

    def export_collateral(self, spec: SurgerySpec) -> tuple[str, str]:
        """Return every flipped bystander of an edit as CSV: the file's name and text."""
        comparison = self._measured.comparison(spec)
        return f"{file_stem(comparison)}_collateral.csv", collateral_csv(comparison)
