"""Both people of a refund, played through the real widgets, one step after the other."""

import glob
import os
import re
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
        "valid": "凭证有效", "hand_over": "请现在付现金", "before": "已经兑付过",
        "no_paper": "不要纸单，继续提交", "offline": "与门店的连接暂时中断", "file_offline": "继续申请",
        "withdraw": "撤回申请", "withdraw_now": "撤回申请，", "withdrawn": "申请已撤回",
        "withdrawn_desk": "会员已撤回这笔申请",
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
        "tracked": "Request", "valid": "Valid", "hand_over": "Hand over the cash now",
        "before": "redeemed before", "no_paper": "Submit without paper",
        "offline": "The store can't be reached right now", "file_offline": "File without a quote",
        "withdraw": "Withdraw request", "withdraw_now": "Withdraw, ", "withdrawn": "Request withdrawn",
        "withdrawn_desk": "Withdrawn by the member",
    },
}
WANG = ("04DE5F1EACC040", "2580")  # stored value with bonus: by bank transfer
LI = ("04A1B2C3D4E5F6", "1357")    # a small amount: cash against the voucher
HAN = ("04A112F3E048F7", "2991")   # sessions with free ones: files, and takes it back
LOST = "04A99669EA0743"                    # reported lost: only staff can help
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
        time.sleep(0.6)  # the slide between two screens
        self.report.picture(screen or self.kiosk_screen, name)

    # ---- the member

    def tap(self, card):
        self.shop.tell("reader remove")
        self.shop.tell(f"reader tap {card}")

    def type_digits(self, digits, typed=""):
        """Types on the pad of the screen; each digit is seen in its box before the next one."""
        for digit in digits:
            typed += digit
            end = time.monotonic() + 12
            while not self.kiosk.press_once(digit, lambda names, so_far=typed: (
                    names.count("●") == len(so_far)
                    or so_far in [name.replace(" ", "") for name in names]
                    or digit not in names)):
                if time.monotonic() > end:
                    raise Failed(f"'{digit}' was pressed and did not appear")

    def open_account(self, member, picture=False):
        card, pin = member
        self.tap(card)
        self.kiosk.see("0", role=None)
        if picture:
            self.type_digits(pin[:2])
            self.picture("kiosk-02-verify")
            self.type_digits(pin[2:], typed=pin[:2])
        else:
            self.type_digits(pin)

    def finish(self):
        """The member leaves: the first screen again, no card on the reader."""
        self.kiosk.press_until_seen(self.say["done"], self.say["attract"])
        self.shop.tell("reader remove")

    def sign_on_pad(self):
        self.shop.tell("pad sign")

    def file(self, member, method, pictures, slip=None):
        def shot(name):
            if pictures:
                self.picture(name)

        self.open_account(member, picture=pictures)
        self.kiosk.see(self.say["account"])
        shot("kiosk-03-account")
        self.kiosk.press_until_changed(self.say["account"])
        self.kiosk.see(self.say["request"])
        shot("kiosk-04-quote")
        self.kiosk.press_until_changed(self.say["request"], starts=True)
        self.kiosk.see(self.say["moving"])
        shot("kiosk-05-reason")
        self.kiosk.press_until_changed(self.say["moving"])
        # Moving away is nobody's fault: where that raises the amount, it is shown before going on.
        if self.kiosk.see_one_of(self.say["request"], self.say[method]) == self.say["request"]:
            shot("kiosk-06-quote-by-reason")
            self.kiosk.press_until_changed(self.say["request"], starts=True)
        self.kiosk.see(self.say[method])
        self.kiosk.press(self.say[method], starts=True)
        time.sleep(0.4)
        shot("kiosk-07-payout")
        self.kiosk.press_until_changed(self.say["payout"])
        if method == "bank":
            self.kiosk.see("9")
            self.type_digits(BANK_CARD)
            shot("kiosk-08-bank-card")
            self.kiosk.press_until_changed(self.say["payout"])
        self.kiosk.see(self.say["submit"])
        self.sign_on_pad()
        time.sleep(2.5)
        shot("kiosk-09-review")
        before = self.slips()
        self.kiosk.press_until_changed(self.say["submit"], seconds=12)
        self.kiosk.see(self.say["submitted"])
        slip = self.new_slip(before, slip or f"slip-request-{method}")
        shot("kiosk-10-submitted")
        self.finish()
        return slip

    def confirm(self, member, method, pictures):
        def shot(name):
            if pictures:
                self.picture(name)

        self.open_account(member)
        self.kiosk.see(self.say["continue"])
        shot("kiosk-11-approved")
        self.kiosk.press_until_changed(self.say["continue"])
        self.kiosk.see(self.say["refund"])
        self.sign_on_pad()
        time.sleep(2.0)
        shot("kiosk-12-confirm")
        before = self.slips()
        self.kiosk.press_until_changed(self.say["refund"], starts=True, seconds=12)
        voucher = self.new_slip(before, f"slip-voucher-{method}")
        self.kiosk.see(self.say["refunded"])
        shot("kiosk-13-done")
        self.finish()
        return voucher

    def withdraw(self, member):
        """The member takes a request back, and whoever looks at it at the desk reads that."""
        self.open_account(member)
        self.kiosk.see(self.say["withdraw"])
        self.picture("kiosk-14-in-review")
        self.kiosk.press_until_changed(self.say["withdraw"])
        self.kiosk.see(self.say["withdraw_now"])
        self.picture("kiosk-15-withdraw")
        self.kiosk.press_until_changed(self.say["withdraw_now"], starts=True)
        self.kiosk.see(self.say["withdrawn"])
        self.picture("kiosk-16-withdrawn")
        self.finish()

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

    def redeem(self, check_code):
        """Scans the voucher at the desk, pays it, and scans it again: it pays once."""
        self.scan(check_code)
        self.desk.see(self.say["valid"], seconds=10)
        self.picture("desk-04-voucher", self.desk_screen)
        self.desk.key("p")
        self.desk.see(self.say["hand_over"], seconds=10)
        self.picture("desk-05-redeemed", self.desk_screen)
        self.desk.key("Escape")
        time.sleep(0.5)
        self.scan(check_code)
        self.desk.see(self.say["before"], seconds=10)
        self.picture("desk-06-redeemed-before", self.desk_screen)
        self.desk.key("Escape")

    def scan(self, text):
        self.desk.type(text, delay=3)
        self.desk.key("Return")

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
    with report.step("李思雨 files a small refund in cash"):
        journey.file(LI, "cash", pictures=False)
    with report.step("the manager approves it; ten seconds to undo pass"):
        journey.approve("李思雨", pictures=False)
        time.sleep(11)
    with report.step("李思雨 comes back and confirms; the cash voucher is printed"):
        cash = journey.confirm(LI, "cash", pictures=False)
        said = journey.verify(cash)
        report.note(said)
    with report.step("the desk pays the voucher in cash, and refuses it the second time"):
        journey.redeem(re.search(r"Check\s+(\S+)", said).group(1))
    with report.step("韩冰 files the refund of a session card"):
        journey.file(HAN, "bank", pictures=False, slip="slip-request-withdrawn")
    with report.step("韩冰 takes the request back; the desk says so"):
        journey.desk.key("alt+1")
        journey.desk.see("韩冰", seconds=15)
        journey.withdraw(HAN)
        journey.desk.see(journey.say["withdrawn_desk"], seconds=10)
        journey.picture("desk-07-withdrawn", journey.desk_screen)
    with report.step("a card that was reported lost goes to staff"):
        journey.tap(LOST)
        journey.kiosk.see(journey.say["blocked"], seconds=10)
        journey.picture("kiosk-17-lost-card")
        journey.finish()
    with report.step("paper runs out before a request: the member may go on without"):
        journey.shop.tell("printer paper out")
        journey.kiosk.see(journey.say["attract"], seconds=10)
        time.sleep(1.5)
        journey.picture("kiosk-18-no-paper")
        journey.shop.tell("printer paper in")
    with report.step("the audit chain of all that is whole"):
        report.note(journey.shop.slipway("audit", "verify", "--books", "books.db").strip())
