from odoo import api, models


class RightsPaperReport(models.AbstractModel):
    """Values for the pages of papers: whoever may read a paper may print it.

    A report that inherits this says of which model its papers are; their ``_get_print_values``
    say what stands on the page.
    """

    _name = "rights.paper.report"
    _description = "Page of a paper"
    _paper_model = None

    @api.model
    def _get_report_values(self, docids, data=None):
        papers = self.env[self._paper_model].browse(docids)
        papers.check_access("read")
        for paper in papers:
            self._before_print(paper)
        return {
            "doc_ids": docids,
            "doc_model": self._paper_model,
            # checked above; the page shows what its template lets it
            "docs": [paper_sudo._get_print_values() for paper_sudo in papers.sudo()],
        }

    def _before_print(self, paper):
        """Each print is noted (SEC-05)."""
        self.env["rights.audit.log"]._log("print", paper._name, paper.id)
