import subprocess
import tempfile
from base64 import b64encode
from pathlib import Path
from typing import NamedTuple

from markupsafe import Markup
from odoo import models
from odoo.exceptions import UserError
from odoo.tools.mimetypes import guess_mimetype

from ...tools.paper_text import redact
from .rights_document_template import PARTS

# The steps that bring the four forms which no dossier goes without (ARC-02)
PART_OF_EFFECT = {
    "register": "registration",
    "accept": "decision",
    "reject": "decision",
    "no_longer": "decision",
    "dispatch": "assignment",
    "follow_up": "followup",
}
# Lines of the process record on one sheet: laid out by itself, so a long record stays quick
EVENTS_A_SHEET = 120
# Scans are bound as pictures: a foreign PDF might not be PDF/A
SCAN_DPI = 150
SCAN_SECONDS = 120


class DossierPart(NamedTuple):
    """One line of the catalogue and the pages behind it."""

    title: str
    content: bytes
    page_count: int
    number: str = ""
    day: str = ""
    note: str = ""
    listed: bool = True


class RightsCase(models.Model):
    """What is bound into a dossier, and in which order (ARC-02, ARC-05, ARC-10)."""

    _inherit = "rights.case"

    def _bind_dossier(self, is_preview=False):
        """The whole dossier as one PDF/A: cover, catalogue, parts, page numbers through it.

        To be called in superuser mode: what it shows of persons is decided by
        ``_get_dossier_parties`` and by the masking of the papers.
        """
        from ...tools import pdf_binder, pdf_renderer  # loads Pango

        self.ensure_one()
        values = self._get_dossier_values()
        parts = list(self._get_dossier_parts(values, is_preview))
        cover, catalogue = self._render_front(values, parts, is_preview)
        sheets = [pdf_binder.Sheet("封面", cover), pdf_binder.Sheet("卷内目录", catalogue)]
        sheets += [pdf_binder.Sheet(part.title, part.content) for part in parts]
        label = "预览　未封卷　" if is_preview else ""
        return pdf_binder.bind(sheets, pdf_renderer.stamp_sheet(), label)

    def _render_front(self, values, parts, is_preview):
        """Cover and catalogue, which name pages: laid out when the pages are known."""
        inside = sum(part.page_count for part in parts)
        length = 1
        while True:  # the catalogue's own length moves the pages behind it
            rows, page = [], 2 + length
            for part in parts:
                if part.listed:
                    rows.append({**part._asdict(), "page": page})
                page += part.page_count
            catalogue = self._render_dossier_sheet(
                "rights_dossier_contents", values, is_preview, rows=rows
            )
            if catalogue.page_count == length:
                break
            length = catalogue.page_count
        cover = self._render_dossier_sheet(
            "rights_dossier_cover", values, is_preview, page_total=1 + length + inside
        )
        return cover.content, catalogue.content

    def _render_dossier_sheet(self, template, values, is_preview=False, **more):
        reports = self.env["ir.actions.report"].sudo()
        html = self.env["ir.qweb"]._render(
            "consumer_rights.rights_dossier_sheet",
            {
                "doc": values,
                "sheet": f"consumer_rights.{template}",
                "is_preview": is_preview,
                "has_frame": template == "rights_dossier_cover",
                **more,
            },
            minimal_qcontext=True,
        )
        return reports._lay_out_weasyprint(str(html), self.display_name)

    # -- the parts in their order ---------------------------------------------------------------

    def _get_dossier_parts(self, values, is_preview):
        papers = self.document_ids.filtered(
            lambda document: document.state not in ("draft", "to_approve", "void")
        ).sorted("id")
        own = self._get_own_parts()
        for key, _label in PARTS:
            if key in own:
                yield from own[key](values, is_preview)
            for document in papers:
                if document.template_id.dossier_part == key:
                    yield self._get_paper_part(document)
        yield from self._get_delivery_parts(papers, values, is_preview)

    def _get_own_parts(self):
        """What the parts hold besides papers: {part: method}; other rooms add theirs."""
        return {
            "material": self._get_evidence_part,
            "assignment": self._get_own_handling_part,
            "handling": self._get_handling_parts,
        }

    def _part(self, title, rendered, **more):
        return DossierPart(title, rendered.content, rendered.page_count, **more)

    def _get_evidence_part(self, values, is_preview):
        rendered = self._render_dossier_sheet("rights_dossier_evidence", values, is_preview)
        yield self._part("证据材料清单", rendered, note=f"共{len(values['evidence'])}件")

    def _get_own_handling_part(self, values, is_preview):
        """For matters that were not sent on, a note instead of the assignment form (ARC-02)."""
        if self.dispatch_ids:
            return
        rendered = self._render_dossier_sheet("rights_dossier_own_handling", values, is_preview)
        yield self._part("自行办理说明", rendered)

    def _get_handling_parts(self, values, is_preview):
        rendered = self._render_dossier_sheet("rights_dossier_result", values, is_preview)
        yield self._part("处理结果", rendered)
        events = values["events"]
        for start in range(0, len(events), EVENTS_A_SHEET):
            rendered = self._render_dossier_sheet(
                "rights_dossier_process",
                values,
                is_preview,
                events=events[start : start + EVENTS_A_SHEET],
                is_continued=start > 0,
            )
            yield self._part("办理过程记录", rendered, note=f"共{len(events)}条", listed=start == 0)

    def _get_paper_part(self, document):
        """The sealed file as it is; of a paper with secrets a copy with these masked."""
        part = self._get_plain_part(document)
        if not (document.level == "detail" or (document.level and self._is_identity_sealed())):
            return part
        values = document._get_print_values()
        # masked text of our own engine, whose values were escaped when it was filled
        masked = redact(str(values["body"]), names=self._is_identity_sealed())
        values["body"] = Markup(masked)
        # the copy is not the paper: neither signed nor to be checked
        sha256 = document.file_ids[:1].sha256
        values |= {"copy_of": sha256, "signed_by": False, "check": None}
        reports = self.env["ir.actions.report"].sudo()
        html = self.env["ir.qweb"]._render(
            "consumer_rights.report_rights_document", {"docs": [values]}, minimal_qcontext=True
        )
        rendered = reports._lay_out_weasyprint(str(html), document.display_name)
        return part._replace(content=rendered.content, page_count=rendered.page_count, note="副本")

    def _get_plain_part(self, document):
        file = document._ensure_file()[:1]
        return DossierPart(
            document.title,
            file.attachment_id.raw,
            file.page_count,
            number=document.number or "",
            day=self._china_day(document.issued_at) or "",
        )

    # -- deliveries and their proofs ------------------------------------------------------------

    def _get_delivery_parts(self, papers, values, is_preview):
        deliveries = papers.delivery_ids.sorted("id")
        if not deliveries and not papers.proof_ids:
            return
        rows = [self._get_delivery_values(delivery) for delivery in deliveries]
        rendered = self._render_dossier_sheet(
            "rights_dossier_deliveries", values, is_preview, rows=rows
        )
        yield self._part("文书送达记录", rendered, note=f"共{len(rows)}次")
        proofs = papers.proof_ids.sorted("id")
        sheets = [sheet for proof in proofs for sheet in self._get_proof_pictures(proof)]
        if sheets:
            rendered = self._render_dossier_sheet(
                "rights_dossier_proofs", values, is_preview, pictures=sheets
            )
            yield self._part("送达及签名凭证", rendered, note=f"共{len(proofs)}件")

    def _get_delivery_values(self, delivery):
        minute = self._china_minute
        return {
            "paper": delivery.document_id.display_name,
            "way": self._label(delivery, "way"),
            "state": self._label(delivery, "state"),
            "sent_at": minute(delivery.sent_at),
            "delivered_at": delivery.delivered_at and minute(delivery.delivered_at),
            "by": delivery.user_id.name,
            "facts": "；".join(
                filter(None, (delivery.tracking_number, delivery.witness, delivery.note))
            ),
            "target": "" if self._is_identity_sealed() else delivery.target_masked,
        }

    def _get_proof_pictures(self, proof):
        """[(caption, address of a picture)]: pictures as they are, each page of a scan as one."""
        caption = (
            f"{proof.document_id.display_name}　{self._label(proof, 'kind')}　"
            f"{self._china_minute(proof.added_at)}"
        )
        return self._get_pictures(proof.attachment_id, caption)

    def _get_pictures(self, attachment, caption):
        content = attachment.raw
        if guess_mimetype(content) != "application/pdf":
            return [(caption, f"/web/content/{attachment.id}")]
        return [
            (caption, f"data:image/png;base64,{b64encode(page).decode()}")
            for page in self._draw_pages(content)
        ]

    def _draw_pages(self, content):
        """The pages of a foreign PDF as pictures, drawn by poppler."""
        with tempfile.TemporaryDirectory(prefix="rights-scan-") as folder:
            source = Path(folder, "scan.pdf")
            source.write_bytes(content)
            try:
                subprocess.run(
                    ["pdftoppm", "-png", "-gray", "-r", str(SCAN_DPI), source, f"{folder}/page"],
                    check=True,
                    capture_output=True,
                    timeout=SCAN_SECONDS,
                )
            except (OSError, subprocess.SubprocessError) as error:
                raise UserError(
                    self.env._(
                        "A scan that proves a delivery cannot be read as a PDF. Add it again as a "
                        "picture."
                    )
                ) from error
            return [page.read_bytes() for page in sorted(Path(folder).glob("page*.png"))]

    # -- what is missing (ARC-05) ---------------------------------------------------------------

    def _get_paper_gaps(self):
        """Sentences on forms, signatures and deliveries that the dossier still lacks.

        Asked for are the papers of the steps that were made in this cycle since the centre works
        with papers: what was taken over has none.
        """
        gaps = []
        papers = self.document_ids.filtered(lambda one: one.state != "void")
        for template in self._get_expected_templates():
            own = papers.filtered(
                lambda one, template=template: (
                    one.template_id == template and one.cycle_no == self.cycle_no
                )
            )
            if not own:
                gaps.append(self.env._("“%(title)s” is missing.", title=template.title))
        if not gaps:
            gaps = self._get_part_gaps(papers)
        for document in papers:
            gaps += document._get_gaps()
        return gaps

    def _get_part_gaps(self, papers):
        """The mandatory parts of a complaint or report that hold no form at all, because the
        settings made none (ARC-02). Without a dispatch the note on own handling stands there."""
        if self.kind not in ("complaint", "report"):
            return []
        labels = dict(
            self.env["rights.document.template"]
            ._fields["dossier_part"]
            ._description_selection(self.env)
        )
        wanted = {PART_OF_EFFECT.get(step.effect) for step in self._get_steps_with_papers()}
        bound = {paper.template_id.dossier_part for paper in papers}
        return [
            self.env._("No form in the part “%(part)s”.", part=labels[part])
            for part in labels
            if part in wanted - bound
        ]

    def _get_expected_templates(self):
        steps = self._get_steps_with_papers(self.cycle_no)
        return steps.document_template_ids.filtered(lambda template: template._fits(self))

    def _get_steps_with_papers(self, cycle_no=None):
        """The steps of this case, or of one cycle, that were made since steps make papers."""
        since = self.env["ir.config_parameter"].sudo().get_param("consumer_rights.papers_since")
        if not since or self.is_history:
            return self.env["rights.case.transition"]
        return self.event_ids.filtered(
            lambda event: (
                event.type == "moved"
                and cycle_no in (None, event.cycle_no)
                and str(event.at) >= since
            )
        ).transition_id


class RightsDocument(models.Model):
    _inherit = "rights.document"

    def _get_gaps(self):
        """Sentences on what this paper lacks for the dossier."""
        self.ensure_one()
        name = {"paper": self.display_name}
        if self.state in ("draft", "to_approve"):
            return [self.env._("%(paper)s is not issued. Issue it or make it void.", **name)]
        gaps = []
        if self.needs_delivery and not self.delivered_at:
            gaps.append(self.env._("%(paper)s is not delivered.", **name))
        case = self.case_id
        # who hid the identity signs nothing (REG-11)
        came_in = case.channel_id.code == "visit" and not case.is_anonymous
        if self.template_id.needs_signature and came_in and not self.is_signed:
            gaps.append(self.env._("%(paper)s is not signed by the person who came in.", **name))
        return gaps
