"""The screen on the wall of a hall: numbers of the day, nobody's data (SEC-10)."""

from . import rights_wall_screen
