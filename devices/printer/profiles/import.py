#!/usr/bin/env python3
"""Turns escpos-printer-db's dist/capabilities.json into profiles.

    git clone https://github.com/receipt-print-hq/escpos-printer-db
    ./import.py escpos-printer-db/dist/capabilities.json VERSION > escpos-printer-db.profiles

VERSION is the commit, for the record. Left out, and named on stderr: what cannot print a raster
(customer displays, impact printers), what speaks Star's language (it is not ESC/POS), and what has
no width in dots. A width is rounded down to whole bytes.
"""
import json
import sys

HEAD = """\
# Imported by import.py from escpos-printer-db, commit {version}: do not edit, slipway.profiles
# refines. (c) the contributors of escpos-printer-db, https://github.com/receipt-print-hq/escpos-printer-db,
# CC BY 4.0 (LICENSE.escpos-printer-db). Changed: widths in whole bytes, and only what a raster needs.
"""


def trouble_with(profile):
    features = profile["features"]
    if features.get("starCommands"):
        return "speaks Star's language"
    if not features.get("bitImageRaster"):
        return "prints no raster"
    if not isinstance(profile["media"]["width"].get("pixels"), int):
        return "has no width in dots"
    return None


def section(key, profile):
    features = profile["features"]
    media = profile["media"]
    maker = " ".join(profile["vendor"].replace(",", "").split())[:40]
    lines = [f"[{maker} {key}]", f"maker = {maker}", f"model = {key}"]
    lines.append(f"width = {media['width']['pixels'] // 8 * 8}")
    if isinstance(media.get("dpi"), int):
        lines.append(f"dpi = {media['dpi']}")
    cut = "partial" if features.get("paperPartCut") else "full"
    lines.append("cutter = " + (cut if cut == "partial" or features.get("paperFullCut") else "none"))
    lines.append("drawer = " + ("yes" if features.get("pulseStandard") else "no"))
    return "\n".join(lines) + "\n"


def main(file, version):
    with open(file, encoding="utf-8") as stream:
        profiles = json.load(stream)["profiles"]
    print(HEAD.format(version=version))
    for key, profile in sorted(profiles.items()):
        trouble = trouble_with(profile)
        if trouble:
            print(f"{key}: left out, it {trouble}", file=sys.stderr)
        else:
            print(section(key, profile))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
