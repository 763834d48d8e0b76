"""What carries a folder between two homes: real programs, run by the recipes of docs/sync.md."""

import json
import os
import re
import shutil
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

from couples import Device
from household import ROOT, program, unavailable
from waiting import LIMIT, soon


def recipe(title: str) -> list[str]:
    """The shell blocks beneath a heading of docs/sync.md, in order."""
    page = (ROOT / "docs/sync.md").read_text()
    section = re.search(rf"^### {re.escape(title)}\n(.*?)(?=^##|\Z)", page, re.S | re.M)
    assert section, f"docs/sync.md has no recipe {title}"
    blocks = re.findall(r"^```sh\n(.*?)^```", section[1], re.S | re.M)
    assert blocks, f"the recipe {title} has no commands"
    return blocks


class Engine:
    """Carries the folder of each device to the other."""

    title = ""
    needs: tuple[str, ...] = ()

    def __init__(self, *devices: Device):
        for name in self.needs:
            if shutil.which(name) is None:
                unavailable(f"needs {name} (make tools)")
        self.devices = devices
        self.blocks = recipe(self.title)

    def shell(self, device: Device, script: str, **variables):
        """Runs a recipe's commands as its reader would, with nothing of this machine's settings."""
        environment = device.environment | {
            "BETWEEN": str(device.folder), "GIT_CONFIG_NOSYSTEM": "1",
            "PATH": f"{Path(program()).parent}:{os.environ['PATH']}",
        } | {name: str(value) for name, value in variables.items()}
        done = subprocess.run(
            ["sh", "-euc", script], env=environment, cwd=device.root, capture_output=True,
            text=True, timeout=120)
        if done.returncode != 0:
            raise AssertionError(f"{self.title}: {script}\n{done.stdout}{done.stderr}")

    def settle(self):
        """Carries until nothing moves any more."""

    def close(self):
        pass


class ByTurns(Engine):
    """The first block is for once, the last for each time."""

    def __init__(self, *devices: Device, **variables):
        super().__init__(*devices)
        self.variables = variables
        for device in devices:
            for block in self.blocks[:-1]:
                self.shell(device, block, **variables)

    def carry(self, device: Device):
        self.shell(device, self.blocks[-1], **self.variables)

    def settle(self):
        # What the second brings reaches the first in the next round.
        for device in (*self.devices, *self.devices):
            self.carry(device)


class Git(ByTurns):
    title = "git"
    needs = ("git",)

    def __init__(self, *devices: Device):
        remote = devices[0].root / "remote.git"
        subprocess.run(["git", "init", "--quiet", "--bare", str(remote)], check=True)
        super().__init__(*devices, REMOTE=remote)


class Rsync(ByTurns):
    title = "rsync"
    needs = ("rsync",)

    def __init__(self, *devices: Device):
        there = devices[0].root / "there"
        there.mkdir()
        super().__init__(*devices, REMOTE=there)


class Rclone(ByTurns):
    title = "rclone"
    needs = ("rclone",)

    def __init__(self, *devices: Device):
        there = devices[0].root / "cloud"
        there.mkdir()
        super().__init__(*devices, REMOTE=f":local:{there}")


class Stick(ByTurns):
    title = "A USB stick"
    needs = ()

    def __init__(self, *devices: Device):
        stick = devices[0].root / "stick"
        stick.mkdir()
        super().__init__(*devices, STICK=stick)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Syncthing(Engine):
    """Two instances that know each other on loopback, and nothing else in the world."""

    title = "Syncthing"
    needs = ("syncthing",)

    def __init__(self, *devices: Device):
        super().__init__(*devices)
        self.instances = [Instance(device) for device in devices]
        try:
            for one, other in (self.instances, self.instances[::-1]):
                one.start()
                for block in self.blocks:
                    self.shell(one.device, block, PARTNER_DEVICE=other.id)
                one.meet(other)
        except BaseException:
            self.close()
            raise

    def settle(self, timeout: float = 90):
        """Scans, then waits until both have everything and nothing changes."""
        end = time.monotonic() + timeout
        calm = 0
        while calm < 3:
            if time.monotonic() > end:
                raise AssertionError(f"syncthing did not settle: {self.status()}")
            if calm == 0:
                for instance in self.instances:
                    instance.scan()
            calm = calm + 1 if self.is_even() else 0
            time.sleep(0.3)

    def status(self) -> list[dict]:
        return [instance.get("db/status?folder=between") for instance in self.instances]

    def is_even(self) -> bool:
        one, other = self.status()
        return (all(s["state"] == "idle" and s["needTotalItems"] == 0 for s in (one, other))
                and one["globalBytes"] == other["globalBytes"]
                and one["globalFiles"] == other["globalFiles"]
                and all(i.completion(o) == 100 for i, o in (self.instances, self.instances[::-1])))

    def close(self):
        for instance in self.instances:
            instance.stop()


class Instance:
    """One Syncthing in a home of its own."""

    def __init__(self, device: Device):
        self.device = device
        self.gui, self.port = free_port(), free_port()
        self.process = None
        self.run("generate", "--no-default-folder", "--skip-port-probing")
        self.id = self.run("--device-id").strip()
        self.config = device.root / ".config/syncthing/config.xml"
        text = self.config.read_text()
        self.key = re.search(r"<apikey>(.*?)</apikey>", text)[1]
        # Nothing beyond loopback is ever asked or told.
        for name, value in {
            "address>127.0.0.1:8384</address": f"address>127.0.0.1:{self.gui}</address",
            "listenAddress>default<": f"listenAddress>tcp://127.0.0.1:{self.port}<",
            "globalAnnounceEnabled>true<": "globalAnnounceEnabled>false<",
            "localAnnounceEnabled>true<": "localAnnounceEnabled>false<",
            "relaysEnabled>true<": "relaysEnabled>false<",
            "natEnabled>true<": "natEnabled>false<",
            "urAccepted>0<": "urAccepted>-1<",
            "autoUpgradeIntervalH>12<": "autoUpgradeIntervalH>0<",
            "crashReportingEnabled>true<": "crashReportingEnabled>false<",
            "startBrowser>true<": "startBrowser>false<",
            "reconnectionIntervalS>60<": "reconnectionIntervalS>2<",
            "stunKeepaliveStartS>180<": "stunKeepaliveStartS>0<",
            "fsWatcherDelayS=\"10\"": "fsWatcherDelayS=\"1\"",
        }.items():
            assert name in text, name
            text = text.replace(name, value)
        self.config.write_text(text)

    def run(self, *words) -> str:
        return subprocess.run(
            ["syncthing", *words], env=self.device.environment, check=True, capture_output=True,
            text=True, timeout=LIMIT).stdout

    def start(self):
        log = (self.device.root / "syncthing.log").open("wb")
        self.process = subprocess.Popen(
            ["syncthing", "serve", "--no-browser", "--no-restart", "--no-upgrade"],
            env=self.device.environment, stdout=log, stderr=log, start_new_session=True)
        log.close()
        if not soon(self.answers, every=0.1):
            raise AssertionError((self.device.root / "syncthing.log").read_text())

    def answers(self) -> bool:
        try:
            self.get("system/ping")
        except OSError:
            return False
        return True

    def stop(self):
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None

    def get(self, path: str, method: str = "GET"):
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.gui}/rest/{path}", method=method,
            headers={"X-API-Key": self.key})
        # No proxy of this machine's has a say in what goes over loopback.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=LIMIT) as answer:
            body = answer.read()
        return json.loads(body) if body else None

    def meet(self, other: "Instance"):
        self.run("cli", "config", "devices", other.id, "addresses", "0", "set",
                 f"tcp://127.0.0.1:{other.port}")

    def scan(self):
        self.get("db/scan?folder=between", "POST")

    def completion(self, other: "Instance") -> float:
        return self.get(f"db/completion?folder=between&device={other.id}")["completion"]


ENGINES = [Syncthing, Git, Rsync, Rclone, Stick]
