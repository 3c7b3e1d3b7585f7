"""A shop for the demonstration: keys, books, and one configuration file per program."""

import os
import socket

from programs import Program, run


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Shop:
    """Everything that the programs of one store need, in one folder of its own."""

    def __init__(self, programs, source, folder, language, screen=(1280, 800)):
        self.programs = programs
        self.folder = folder
        self.language = language
        self.slips = os.path.join(folder, "slips")
        self.words = os.path.join(folder, "simulator.sock")
        os.makedirs(self.slips, exist_ok=True)
        self.endpoint = f"tcp://127.0.0.1:{free_port()}"
        self._enrol(source)
        self._configure(source, screen)

    def path(self, name):
        return os.path.join(self.folder, name)

    def program(self, name):
        return os.path.join(self.programs, name)

    def slipway(self, *words, allowed=(0,)):
        return run([self.program("slipway"), *words], folder=self.folder, allowed=allowed)

    def _enrol(self, source):
        self.slipway("keys", "station", "--store", "1", "--keys", "station.keys",
                     "--public", "station.public")
        self.imported = self.slipway("import", "--books", "books.db", "--shop",
                                     os.path.join(source, "tests/shop")).strip()
        for kind, name in (("kiosk", "kiosk-1"), ("desk", "desk-1")):
            public = self.slipway("keys", "client", "--keys", f"{name}.keys").strip()
            self.slipway("enrol", kind, "--books", "books.db", "--name", name, "--public", public)

    def _write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)

    def _configure(self, source, screen):
        speech = "zh_CN" if self.language == "zh" else "en"
        self._write("station.toml", f"""[station]
endpoint = "{self.endpoint}"
keys = "station.keys"
policy = "{os.path.join(source, 'refund/policies/beauty.toml')}"

[books]
file = "books.db"

[shop]
name_zh = "拾光美发 · 人民路店"
name_en = "Shiguang Salon, Renmin Road"
telephone = "021-5550 1234"
""")
        self._write("sync.toml", f"""[station]
endpoint = "{self.endpoint}"
public = "station.public"

[kiosk]
name = "kiosk-1"
keys = "kiosk-1.keys"

[store]
file = "kiosk-1.db"

[screen]
endpoint = "ipc://{self.path('sync.sock')}"
""")
        self._write("devices.toml", f"""[screen]
endpoint = "ipc://{self.path('devices.sock')}"
""")
        self._write("kiosk.toml", f"""[sync]
endpoint = "ipc://{self.path('sync.sock')}"

[devices]
endpoint = "ipc://{self.path('devices.sock')}"

[screen]
width = {screen[0]}
height = {screen[1]}
fullscreen = false
language = "{speech}"
""")
        self._write("desk.toml", f"""[station]
endpoint = "{self.endpoint}"
public = "station.public"

[desk]
name = "desk-1"
keys = "desk-1.keys"

[screen]
language = "{self.language}"
""")

    def start(self, name, display=None):
        """Starts one of the programs with its configuration file; waits until it serves."""
        short = name.removeprefix("slipway-")
        environment = {}
        if display is not None:
            environment = {"DISPLAY": display.name, "GDK_BACKEND": "x11",
                           "GSK_RENDERER": "cairo", "GDK_DEBUG": "gl-disable"}
        return Program(short, [self.program(name), "--config", self.path(f"{short}.toml")],
                       self.folder, environment)

    def start_devices(self):
        """The simulator with slipway-devices under it: real libusb, simulated bus.

        Never the kernel's bus, where real devices of this machine would be seen too.
        """
        return Program("devices", [
            self.program("slipway-simulator"), "--bus", "umockdev", "--folder", self.slips,
            "--listen", self.words,
            "--", self.program("slipway-devices"), "--config", self.path("devices.toml"),
        ], self.folder)

    def tell(self, words):
        """Says words to the simulated devices: 'reader tap 04DE...', 'pad sign'."""
        return run([self.program("slipway-simulator"), "--listen", self.words,
                    "--say", words]).strip()
