"""What a demonstration leaves behind: pictures, slips, and one page of what happened when."""

import contextlib
import os
import shutil
import time


class Report:
    def __init__(self, folder, language):
        self.folder = folder
        self.language = language
        self.started = time.monotonic()
        self.lines = []
        self.notes = []

    @contextlib.contextmanager
    def step(self, what):
        """One step: told with its time when it happened; an exception ends it as not happened."""
        began = time.monotonic()
        print(f"demo: {what} ...", end=" ", flush=True)
        try:
            yield
        except BaseException:
            print("NOT DONE", flush=True)
            self.lines.append((began - self.started, None, what, self.notes))
            self.notes = []
            raise
        took = time.monotonic() - began
        print(f"{took:.1f} s", flush=True)
        self.lines.append((began - self.started, took, what, self.notes))
        self.notes = []

    def note(self, text):
        self.notes.append(text)

    def picture(self, screen, name):
        screen.picture(os.path.join(self.folder, name + ".png"))

    def keep_slip(self, file, name):
        kept = os.path.join(self.folder, name + ".png")
        shutil.copy(file, kept)
        return kept

    def fail(self, text):
        print(f"demo: {text}", flush=True)
        self.note(text)
        self.lines.append((time.monotonic() - self.started, None, "the demonstration ended",
                           self.notes))

    def close(self, ok):
        total = time.monotonic() - self.started
        verdict = "Every step happened." if ok else "A step did NOT happen."
        page = [f"# The first refund ({self.language})", "",
                f"{verdict} {total:.0f} s in all.", "", "| at | took | step |", "|---|---|---|"]
        for at, took, what, notes in self.lines:
            told = what + "".join(f"<br>{note}" for note in notes)
            page.append(f"| {at:.1f} s | {'NOT DONE' if took is None else f'{took:.1f} s'} | "
                        + told.replace("\n", "<br>").replace("|", "\\|") + " |")
        page += ["", "## Pictures", ""]
        page += [f"- `{name}`" for name in sorted(os.listdir(self.folder)) if name.endswith("png")]
        with open(os.path.join(self.folder, "summary.md"), "w", encoding="utf-8") as file:
            file.write("\n".join(page) + "\n")
        print(f"demo: {verdict} {total:.0f} s; see {os.path.join(self.folder, 'summary.md')}")
