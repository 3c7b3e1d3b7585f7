"""The demonstration for a person at a display: everything runs, the windows are theirs."""

import shutil
import time

from programs import Failed, Program
from shop import Shop

HELP = """
The kiosk and the manager's desk are open. Try this from another terminal:

  {say} "reader tap 04DE5F1EACC040"     王小明 taps a card; PIN 2580
  {say} "pad sign"                      signs on the pad
  {say} "reader tap 04A1B2C3D4E5F6"     李思雨, small amount: cash; PIN 1357
  {say} "printer paper out"             then "printer paper in"
  {say} "reader unplug"                 then "reader plug"
  {say} "reader remove"                 takes the card away
  {say} help                            every word the devices obey

At the desk sign in as 'lin' with PIN 246810. Slips land in {slips}
Close either window, or press Ctrl+C here, to end.
"""


def show(programs, source, folder, language):
    running = []
    try:
        shop = Shop(programs, source, folder, language)
        running.append(shop.start("slipway-station"))
        running.append(shop.start_devices())
        running.append(shop.start("slipway-sync"))
        faces = [Program(name, [shop.program(f"slipway-{name}"), "--config",
                                shop.path(f"{name}.toml")], folder) for name in ("kiosk", "desk")]
        running += faces
        say = f"{shop.program('slipway-simulator')} --listen {shop.words} --say"
        print(HELP.format(say=say, slips=shop.slips))
        while all(face.is_running() for face in faces):
            time.sleep(0.3)
        return 0
    except Failed as failure:
        print(f"demo: {failure}")
        return 1
    except KeyboardInterrupt:
        return 0
    finally:
        for program in reversed(running):
            program.stop()
        shutil.rmtree(folder, ignore_errors=True)
