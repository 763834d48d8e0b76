"""Headless Chromium: what it says about a page, and what it asks the network for."""

import json
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from household import unavailable


@dataclass
class Sight:
    """What came of opening a page."""

    console: list[str]
    requests: set[str]
    text: str
    picture: bytes


def look(page: Path) -> Sight:
    """Opens a page, with nothing to resolve a name or answer a request."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not chromium:
        unavailable("needs chromium")
    with tempfile.TemporaryDirectory(prefix="vesper-browser-", ignore_cleanup_errors=True) as folder:
        picture, log = Path(folder) / "page.png", Path(folder) / "net.json"
        flags = [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--disable-extensions", "--disable-default-apps", "--host-resolver-rules=MAP * ~NOTFOUND",
            f"--user-data-dir={folder}/profile", "--enable-logging=stderr", f"--log-net-log={log}",
            "--net-log-capture-mode=Everything", "--window-size=900,1300", "--virtual-time-budget=4000"]
        shown = subprocess.run([chromium, *flags, "--dump-dom", page.as_uri()], capture_output=True, timeout=120)
        network = json.loads(repaired(log.read_text()))
        said = shown.stderr.decode(errors="replace")
        subprocess.run([chromium, *flags, f"--screenshot={picture}", page.as_uri()], capture_output=True,
                       timeout=120)
        asked = {event["params"]["url"] for event in network["events"]
                 if isinstance(event.get("params"), dict) and "url" in event["params"]}
        return Sight(
            console=[line for line in said.splitlines() if re.search(r"CONSOLE", line)],
            requests={url for url in asked if not re.match(r"(file|data|chrome|about|blob|devtools)", url)
                      and not OWN.match(url)},
            text=shown.stdout.decode(), picture=picture.read_bytes() if picture.exists() else b"")


# What the browser asks for of its own accord, whatever page is open.
OWN = re.compile(r"https?://([\w.-]+\.)?(google|googleapis|gstatic|gvt1|chromium)\.(com|org)[:/]")


def repaired(log: str) -> str:
    """A net log that was not closed lacks its end."""
    try:
        json.loads(log)
        return log
    except json.JSONDecodeError:
        return log.rstrip().rstrip(",") + "]}"
