from . import controllers, models, wizard, demo
from .hooks import uninstall_hook
