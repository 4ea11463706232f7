from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import single_email_re

LEAFLET = "consumer_rights.rights_public_leaflet_report"


class RightsPublicService(models.Model):
    _inherit = "rights.public.service"

    def _get_leaflet_values(self):
        """OPN-05: what the leaflet says, from the approved version and nothing else."""
        if unapproved := self.filtered(lambda service: service.state != "live")[:1]:
            raise UserError(
                self.env._(
                    "%(name)s: only the approved version becomes a leaflet.",
                    name=unapproved.display_name,
                )
            )
        return [service._public_values() for service in self.with_context(lang="zh_CN").sudo()]

    def action_print_leaflet(self):
        self._get_leaflet_values()
        return self.env.ref(LEAFLET).report_action(self)

    def action_send_leaflet(self):
        """Ask for the address that the leaflet goes to."""
        self.ensure_one()
        self._get_leaflet_values()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Send the leaflet"),
            "res_model": "rights.leaflet.send",
            "view_mode": "form",
            "target": "new",
            "context": {"default_service_id": self.id},
        }


class ReportRightsPublicLeaflet(models.AbstractModel):
    """Values of the printed leaflet."""

    _name = "report.consumer_rights.report_rights_public_leaflet"
    _description = "Leaflet of a service"

    @api.model
    def _get_report_values(self, docids, data=None):
        services = self.env["rights.public.service"].browse(docids)
        return {
            "doc_ids": docids,
            "doc_model": services._name,
            "docs": services._get_leaflet_values(),
            "centre": self.env.company.sudo().name,
        }


class RightsLeafletSend(models.TransientModel):
    """Send the leaflet of a service to somebody who asked for it (OPN-05)."""

    _name = "rights.leaflet.send"
    _description = "Send a leaflet"

    service_id = fields.Many2one("rights.public.service", required=True, ondelete="cascade")
    email = fields.Char("To this e-mail address", required=True)

    def action_send(self):
        self.ensure_one()
        if not single_email_re.fullmatch(self.email.strip()):
            raise UserError(self.env._("This is not an e-mail address."))
        service = self.service_id
        content, _type = self.env["ir.actions.report"]._render_qweb_pdf(LEAFLET, service.ids)
        mail_sudo = self.env["mail.mail"].sudo()  # staff may not write mails of their own
        mail_sudo.create(
            {
                "subject": service.name,
                "email_from": self.env["rights.document.delivery"]._get_sender(),
                "email_to": self.email.strip(),
                "body_html": self._body(),
                "auto_delete": True,
                "attachment_ids": [
                    (0, 0, {"name": f"{service.name}.pdf", "raw": content}),
                ],
            }
        )
        return {"type": "ir.actions.act_window_close"}

    def _body(self):
        return self.env["ir.qweb"]._render(
            "consumer_rights.rights_leaflet_mail", {"service": self.service_id.name}
        )
