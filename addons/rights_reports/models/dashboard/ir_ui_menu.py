from odoo import models

GROUP = "consumer_rights.consumer_rights_group_"
WAITING = "consumer_rights.rights_case_menu_todo"
# who works on no matter has no to-do page
STARTS = (
    ("statistician", "rights_reports.rights_figures_action"),
    ("quality", "rights_reports.rights_quality_bulletin_action"),
)


class IrUiMenu(models.Model):
    """The start page of those who lead is the dashboard, and the to-do page stays their first
    entry; those who have no to-do page begin with what they work on."""

    _inherit = "ir.ui.menu"

    def load_web_menus(self, debug):
        menus = super().load_web_menus(debug)
        root = self.env.ref("consumer_rights.rights_menu_root")
        start = root.id in menus and self._get_start(menus)
        if start:
            action_sudo = self.env.ref(start).sudo()
            menus[root.id] |= {
                "actionID": action_sudo.id,
                "actionModel": action_sudo._name,
                "actionPath": action_sudo.path,
            }
        return menus

    def _get_start(self, menus):
        user = self.env.user
        if user.has_group(f"{GROUP}division_head"):
            return "rights_reports.rights_dashboard_action"
        if self.env.ref(WAITING).id in menus:
            return None
        return next((page for role, page in STARTS if user.has_group(GROUP + role)), None)
