"""Both people of a refund, played through the real widgets, one step after the other."""

import glob
import os
import shutil
import time

from programs import Display, Failed, run
from report import Report
from screen import Window
from shop import Shop

# What the windows call their buttons; kiosk/README.md and station/README.md keep the lists.
WORDS = {
    "zh": {
        "account": "查看可退金额", "request": "申请退", "moving": "搬家，不再光顾",
        "bank": "本人银行卡", "cash": "现金", "payout": "下一步：核对", "submit": "确认并提交",
        "submitted": "申请已提交", "done": "完成", "continue": "继续确认", "refund": "确认退款",
        "refunded": "已退款", "attract": "余额退款，自助办理", "blocked": "这张卡需要店员协助办理",
        "sign_in": "登录", "approve": "批准", "undo": "撤销", "to_pay": "待发放", "pay": "兑付",
        "to_review": "待审核", "reject": "驳回", "pin": "输入会员卡密码", "tracked": "申请",
        "no_paper": "不要纸单，继续提交", "offline": "与门店的连接暂时中断", "file_offline": "继续申请",
    },
    "en": {
        "account": "See what I can get back", "request": "Request", "moving": "Moving away",
        "bank": "Your bank account", "cash": "Cash", "payout": "Next: review",
        "submit": "Confirm and submit", "submitted": "Request submitted", "done": "Done",
        "continue": "Continue", "refund": "Refund", "refunded": "Refunded",
        "attract": "Refund your card balance",
        "blocked": "A staff member needs to help with this card",
        "sign_in": "Sign in", "approve": "Approve", "undo": "Undo", "to_pay": "To pay out",
        "pay": "Pay", "to_review": "To review", "reject": "Reject", "pin": "PIN",
        "tracked": "Request", "no_paper": "Submit without paper",
        "offline": "The store can't be reached right now", "file_offline": "File without a quote",
    },
}
WANG = ("04DE5F1EACC040", "2580")  # stored value with bonus: by bank transfer
LI = ("04A1B2C3D4E5F6", "1357")    # a small amount: cash against the voucher
BANK_CARD = "6222021234567894"     # Luhn-valid, of no bank


class Journey:
    def __init__(self, shop, screens, report, language):
        self.shop = shop
        self.kiosk_screen, self.desk_screen = screens
        self.report = report
        self.say = WORDS[language]
        self.running = {}

    # ---- what both people share

    def start(self):
        self.running["station"] = self.shop.start("slipway-station")
        self.running["devices"] = self.shop.start_devices()
        self.running["sync"] = self.shop.start("slipway-sync")
        self.start_kiosk()
        self.running["desk"] = self.shop.start("slipway-desk", self.desk_screen)
        self.desk = Window(self.running["desk"].process, self.desk_screen)

    def start_kiosk(self):
        self.running["kiosk"] = self.shop.start("slipway-kiosk", self.kiosk_screen)
        self.kiosk = Window(self.running["kiosk"].process, self.kiosk_screen)

    def stop(self):
        unclean = [name for name, program in reversed(list(self.running.items()))
                   if not program.stop()]
        if unclean:
            raise Failed(f"did not end cleanly: {', '.join(unclean)}")

    def slips(self):
        return sorted(glob.glob(os.path.join(self.shop.slips, "*.png")))

    def new_slip(self, before, name, seconds=15.0):
        """Waits for the next slip out of the simulated printer and keeps it under this name."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            fresh = [file for file in self.slips() if file not in before]
            if fresh:
                time.sleep(0.2)
                return self.report.keep_slip(fresh[0], name)
            time.sleep(0.05)
        raise Failed(f"no {name} came out of the printer within {seconds} s")

    def picture(self, name, screen=None):
        time.sleep(0.45)  # the slide between two screens
        self.report.picture(screen or self.kiosk_screen, name)

    # ---- the member

    def tap(self, card):
        self.shop.tell("reader remove")
        self.shop.tell(f"reader tap {card}")

    def type_digits(self, digits):
        for digit in digits:
            self.kiosk.press_until_changed(digit)

    def open_account(self, member, picture=False):
        card, pin = member
        self.tap(card)
        self.kiosk.see("0", role=None)
        if picture:
            self.type_digits(pin[0])
            self.picture("kiosk-02-verify")
            pin = pin[1:]
        self.type_digits(pin)

    def sign_on_pad(self):
        self.shop.tell("pad sign")

    def file(self, member, method, pictures):
        def shot(name):
            if pictures:
                self.picture(name)

        self.open_account(member, picture=pictures)
        self.kiosk.see(self.say["account"])
        shot("kiosk-03-account")
        self.kiosk.press(self.say["account"])
        self.kiosk.see(self.say["request"])
        shot("kiosk-04-quote")
        self.kiosk.press(self.say["request"], starts=True)
        self.kiosk.see(self.say["moving"])
        shot("kiosk-05-reason")
        self.kiosk.press(self.say["moving"])
        if method == "bank":
            # Moving away is nobody's fault: the amount rises, and is shown before going on.
            time.sleep(0.5)
            shot("kiosk-06-quote-by-reason")
            self.kiosk.press(self.say["request"], starts=True)
        self.kiosk.see(self.say[method])
        self.kiosk.press(self.say[method], starts=True)
        shot("kiosk-07-payout")
        self.kiosk.press(self.say["payout"])
        if method == "bank":
            self.kiosk.see("9")
            self.type_digits(BANK_CARD)
            shot("kiosk-08-bank-card")
            self.kiosk.press(self.say["payout"])
        self.kiosk.see(self.say["submit"])
        self.sign_on_pad()
        time.sleep(2.5)
        shot("kiosk-09-review")
        before = self.slips()
        self.kiosk.press(self.say["submit"], seconds=12)
        self.kiosk.see(self.say["submitted"])
        slip = self.new_slip(before, f"slip-request-{method}")
        shot("kiosk-10-submitted")
        self.kiosk.press(self.say["done"], seconds=20)
        self.kiosk.see(self.say["attract"])
        self.shop.tell("reader remove")
        return slip

    def confirm(self, member, method, pictures):
        def shot(name):
            if pictures:
                self.picture(name)

        self.open_account(member)
        self.kiosk.see(self.say["continue"])
        shot("kiosk-11-approved")
        self.kiosk.press(self.say["continue"])
        self.kiosk.see(self.say["refund"])
        self.sign_on_pad()
        time.sleep(2.0)
        shot("kiosk-12-confirm")
        before = self.slips()
        self.kiosk.press(self.say["refund"], starts=True, seconds=12)
        voucher = self.new_slip(before, f"slip-voucher-{method}")
        self.kiosk.see(self.say["refunded"])
        shot("kiosk-13-done")
        self.kiosk.press(self.say["done"])
        self.shop.tell("reader remove")
        return voucher

    # ---- the manager

    def sign_in(self, staff, pin):
        self.desk.see(self.say["sign_in"])
        self.picture("desk-01-sign-in", self.desk_screen)
        self.desk.type(staff + "\t" + pin)
        self.desk.key("Return")
        self.desk.see(self.say["reject"])

    def approve(self, name, pictures):
        """Waits for the member's row, which the desk opens by itself, and approves it by key."""
        self.desk.see(name, seconds=15)
        time.sleep(1.0)
        if pictures:
            self.picture("desk-02-request", self.desk_screen)
        self.desk.key("a")
        self.desk.see(self.say["undo"])
        if pictures:
            self.picture("desk-03-undo", self.desk_screen)

    # ---- the paper

    def verify(self, photograph):
        said = self.shop.slipway("voucher", "verify", "--photo", photograph,
                                 "--key", "station.public")
        if "valid" not in said:
            raise Failed(f"the voucher is not valid: {said}")
        return said.strip()


def play(programs, source, folder, into, language):
    report = Report(into, language)
    screens = Display(1280, 800, folder), Display(1440, 900, folder)
    journey = None
    try:
        with report.step("keys made, shop imported, kiosk and desk enrolled"):
            shop = Shop(programs, source, folder, language)
            report.note(shop.imported)
        journey = Journey(shop, screens, report, language)
        with report.step("station, devices, sync, kiosk and desk started"):
            journey.start()
        tell_story(journey, report)
        with report.step("every program ended when asked"):
            journey.stop()
        report.close(ok=True)
        return 0
    except Failed as failure:
        report.fail(str(failure))
        for name, screen in zip(("kiosk", "desk"), screens):
            report.picture(screen, f"failed-{name}")
        for log in glob.glob(os.path.join(folder, "*.log")):
            shutil.copy(log, into)
        report.close(ok=False)
        return 1
    finally:
        if journey is not None:
            for program in reversed(list(journey.running.values())):
                program.stop()
        for screen in screens:
            screen.stop()


def tell_story(journey, report):
    with report.step("the kiosk waits for a card"):
        journey.kiosk.see(journey.say["attract"], seconds=15)
        journey.picture("kiosk-01-attract")
    with report.step("王小明 taps, types a PIN, reads the amount, signs and files: bank transfer"):
        journey.file(WANG, "bank", pictures=True)
    with report.step("the manager signs in and sees the request"):
        journey.sign_in("lin", "246810")
    with report.step("the manager approves by key; ten seconds to undo pass"):
        journey.approve("王小明", pictures=True)
        time.sleep(11)
    with report.step("王小明 comes back, confirms and signs; the voucher is printed"):
        voucher = journey.confirm(WANG, "bank", pictures=True)
    with report.step("the voucher is verified from its picture, with the public key alone"):
        report.note(journey.verify(voucher))
