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


def program() -> str:
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    unavailable("needs chromium")


def look(page: Path) -> Sight:
    """Opens a page, with nothing to resolve a name or answer a request."""
    chromium = program()
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


class Chromium:
    """A browser of this machine's that stays open for many pages, through Playwright; nothing resolves."""

    def __enter__(self) -> "Chromium":
        try:
            from playwright.sync_api import sync_playwright
        except ImportError:
            unavailable("needs playwright (make .venv/ready)")
        self._playwright = sync_playwright().start()
        self._browser = self._playwright.chromium.launch(
            executable_path=program(),
            args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND"])
        return self

    def __exit__(self, *_: object) -> None:
        self._browser.close()
        self._playwright.stop()

    def page(self, file: Path, width: int = 900, scheme: str = "light", trusted: bool = False):
        """An open page, with what it asked for in `requests`; `trusted` lets a test's own script in."""
        context = self._browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=trusted)
        page = context.new_page()
        page.requests, page.said = [], []
        page.on("request", lambda request: page.requests.append(request.url))
        page.on("console", lambda message: page.said.append(message.text))
        page.goto(file.as_uri())
        return page

    def picture(self, file: Path, target: Path, width: int, scheme: str) -> None:
        page = self.page(file, width, scheme)
        page.screenshot(path=target, full_page=True)
        page.context.close()

    def printed(self, file: Path, target: Path) -> None:
        """As the print preview has it: on the page's own paper."""
        page = self.page(file)
        page.pdf(path=target, prefer_css_page_size=True)
        page.context.close()
