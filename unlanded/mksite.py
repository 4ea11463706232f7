"""mksite.py SRC DB PORT: writes the conf of a dev site and prints what is needed."""
import os, sys
src, db, port = sys.argv[1:4]
sys.path.insert(0, src + "/config")
from pathlib import Path
os.environ.setdefault("CONSUMER_RIGHTS_CACHE", "/tmp/dev/cache")
from centre import odoo_tree
from centre.bootstrap import cache_folder
from centre.postgres import Server, from_environment
from centre.site import Site, Tools
cache = cache_folder()
python = next(Path(cache).glob("python-*/bin/python"))
tools = Tools(python, odoo_tree.find(cache))
site = Site(Path("/tmp/dev/sites"), tools, Server(from_environment()), database=db)
site.conf = site.data / f"{db}.conf"
site.log = site.data / f"log/{db}.log"
if not site.key.exists():
    site.make_key()
def ready(p=int(port)):
    site.configure(port=p)
    return site
