"""Windows as a screen reader sees them (AT-SPI): found by name, pressed, read."""

import os
import subprocess
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

from programs import Failed  # noqa: E402


def _walk(node):
    yield node
    try:
        count = node.get_child_count()
    except GLib.Error:
        return
    for index in range(count):
        try:
            child = node.get_child_at_index(index)
        except GLib.Error:
            continue
        if child is not None:
            yield from _walk(child)


def _is_shown(node):
    # GTK 4.8 never says SHOWING; VISIBLE is what it knows.
    return node.get_state_set().contains(Atspi.StateType.VISIBLE)


class Window:
    """The windows of one process on one display."""

    def __init__(self, process, display):
        self.process = process
        self.display = display

    def _nodes(self):
        desktop = Atspi.get_desktop(0)
        for index in range(desktop.get_child_count()):
            application = desktop.get_child_at_index(index)
            try:
                if application is not None and application.get_process_id() == self.process.pid:
                    yield from _walk(application)
            except GLib.Error:
                continue

    def names(self):
        found = []
        for node in self._nodes():
            try:
                name = node.get_name()
                if name and _is_shown(node):
                    found.append((node.get_role_name(), name))
            except GLib.Error:
                continue
        return found

    def _find(self, fits, role=None):
        for node in self._nodes():
            try:
                name = node.get_name()
                if name and fits(name) and (role is None or node.get_role_name() == role):
                    if _is_shown(node):
                        return node
            except GLib.Error:
                continue
        return None

    def see(self, text, seconds=8.0, role=None):
        """Waits until something whose name holds the text is shown; the name."""
        node = self._wait(lambda name: text in name, seconds, role, text)
        return node.get_name()

    def see_one_of(self, *texts, seconds=8.0):
        """Waits until a button whose name starts with one of the texts is shown; that text."""
        node = self._wait(lambda name: name.startswith(texts), seconds, "push button", str(texts))
        return next(text for text in texts if node.get_name().startswith(text))

    def _wait(self, fits, seconds, role, what):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise Failed(f"the program ended while '{what}' was awaited")
            node = self._find(fits, role)
            if node is not None:
                return node
            time.sleep(0.05)
        raise Failed(f"'{what}' did not appear within {seconds} s; shown: {self.names()[:60]}")

    def press(self, text, seconds=8.0, starts=False):
        """Presses the button of that name (or whose name starts so) once it can be pressed."""
        fits = (lambda name: name.startswith(text)) if starts else (lambda name: name == text)
        end = time.monotonic() + seconds
        while True:
            node = self._wait(fits, max(0.2, end - time.monotonic()), None, text)
            action = node.get_action_iface()
            if action is not None and node.get_state_set().contains(Atspi.StateType.SENSITIVE):
                if action.get_n_actions() > 0 and action.do_action(0):
                    return node.get_name()
            if time.monotonic() > end:
                raise Failed(f"'{text}' cannot be pressed; shown: {self.names()[:60]}")
            time.sleep(0.05)

    def press_until_changed(self, text, seconds=12.0, starts=False):
        """Presses a button and waits until the page has taken it. Pages are drawn anew: a press on
        the page before goes nowhere, as a finger's cannot."""
        before = self.names()
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.press(text, seconds=seconds, starts=starts)
            patience = time.monotonic() + 3.0
            while time.monotonic() < patience:
                if self.names() != before:
                    return
                time.sleep(0.03)
            # On a busy machine the last look may be older than the change.
            if self.names() != before:
                return
        raise Failed(f"'{text}' was pressed and nothing changed")

    def press_once(self, text, taken):
        """Presses a key and watches whether the page has taken it: taken(names) within 3 seconds.
        GTK drops the second of two presses of one button within 250 ms, so a person's pace."""
        time.sleep(0.1)
        try:
            self.press(text, seconds=1.0)
        except Failed:
            pass  # the page has moved on, which `taken` sees
        end = time.monotonic() + 3.0
        while time.monotonic() < end:
            if taken([name for _, name in self.names()]):
                return True
            time.sleep(0.03)
        return False

    def press_until_seen(self, text, goal, seconds=15.0):
        """Presses a button until the page that it leads to is there."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self._find(lambda name: name == text) is not None:
                self.press(text)
            try:
                return self.see(goal, seconds=1.5)
            except Failed:
                pass
        raise Failed(f"'{text}' does not lead to '{goal}'; shown: {self.names()[:60]}")

    def type(self, text, delay=15):
        """Types on the keyboard of the display, so many milliseconds a key; 3 is a scanner's pace."""
        subprocess.run(["xdotool", "type", "--delay", str(delay), text],
                       env=dict(os.environ, DISPLAY=self.display.name), check=True)

    def key(self, *keys):
        subprocess.run(["xdotool", "key", "--delay", "40", *keys],
                       env=dict(os.environ, DISPLAY=self.display.name), check=True)

    def click(self, text, seconds=8.0):
        """Clicks with the mouse where the thing of that name stands (undecorated window at 0,0)."""
        node = self._wait(lambda name: name == text, seconds, None, text)
        box = node.get_component_iface().get_extents(Atspi.CoordType.WINDOW)
        subprocess.run(["xdotool", "mousemove", str(box.x + box.width // 2),
                        str(box.y + box.height // 2), "click", "1"],
                       env=dict(os.environ, DISPLAY=self.display.name), check=True)
