from odoo import models

LEADERS = "consumer_rights.consumer_rights_group_division_head"


class IrUiMenu(models.Model):
    """The start page of those who lead is the dashboard; the to-do page stays their first entry."""

    _inherit = "ir.ui.menu"

    def load_web_menus(self, debug):
        menus = super().load_web_menus(debug)
        root = self.env.ref("consumer_rights.rights_menu_root")
        if root.id in menus and self.env.user.has_group(LEADERS):
            action = self.env.ref("rights_reports.rights_dashboard_action").sudo()
            menus[root.id] |= {
                "actionID": action.id,
                "actionModel": action._name,
                "actionPath": action.path,
            }
        return menus
