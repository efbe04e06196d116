"""Reports: the stored results of a run or a sweep as one page that can be mailed, printed and kept."""

from simulation.report.report import report

__all__ = ["report"]
