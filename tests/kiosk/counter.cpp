#include "tests/kiosk/counter.hpp"

namespace slipway::kiosk::test {
namespace {

using namespace std::chrono_literals;

refund::Quote sample_quote(refund::Money total) {
  refund::Quote quote;
  quote.total = total;
  quote.lines = {{refund::LineKind::Paid,
                  "M1",
                  {"第 6 条", "section 6"},
                  {"累计充值本金", "Money you paid in"},
                  {"2 次充值", "2 top-ups"},
                  total}};
  if (total.minor == 0)
    quote.refused = refund::Refused{"M1",
                                    {"本金已用完", "Everything you paid is spent"},
                                    {"可找店长", "The manager can answer"}};
  return quote;
}

}  // namespace

sync::AccountOpened sample_account(
    const std::vector<refund::Money>& totals,
    const std::array<std::uint8_t, refund::kReasons.size()>& quote_of) {
  sync::AccountOpened account;
  account.masked_name = "王*明";
  account.tier = "金卡";
  account.masked_card = "•••• 6217";
  account.principal = {103'650, refund::Currency::Cny};
  account.bonus = {25'000, refund::Currency::Cny};
  account.history = {{{}, "洗剪吹套餐", {-16'800, refund::Currency::Cny}, false},
                     {{}, "充值", {100'000, refund::Currency::Cny}, false},
                     {{}, "满 1000 送 250", {25'000, refund::Currency::Cny}, true}};
  for (const refund::Money total : totals) {
    account.quotes.push_back(sample_quote(total));
    account.offers.push_back(
        {{refund::Method::BankTransfer, true, {"1–3 个工作日", "1–3 business days"}, {}, {}},
         {refund::Method::Cash,
          total.minor <= 10'000,
          {"当场", "At once"},
          {"¥100 及以下可领现金", "Only for balances up to ¥100"},
          {}}});
  }
  account.quote_of = quote_of;
  account.clause = {"《会员卡章程》第 6 条", "Card terms, section 6"};
  return account;
}

std::vector<devices::PenSample> sample_ink() {
  std::vector<devices::PenSample> samples;
  for (int stroke = 0; stroke < 2; ++stroke)
    for (int i = 0; i <= 20; ++i)
      samples.push_back({1'000 + 200 * i, 1'000 + 1'500 * stroke + 70 * i, 500,
                         stroke * 500'000 + i * 5'000, i < 20, false});
  return samples;
}

Counter::Counter()
    : flow("kiosk-1", refund::Language::Chinese, [this](std::span<std::uint8_t> bytes) {
        for (std::uint8_t& byte : bytes)
          byte = seed_++;
      }) {
  now_.steady = 1'000s;
  now_.wall = refund::Instant{} + 500'000h;
  play(flow.start(now_));
  for (const auto role : {devices::Role::Reader, devices::Role::Printer, devices::Role::Pad})
    plug(role, devices::Presence::Ready);
  link(true);
}

void Counter::give(const Input& input) {
  inputs_.push_back(input);
  while (!inputs_.empty()) {
    const Input next = inputs_.front();
    inputs_.pop_front();
    play(flow.take(next, now_));
  }
}

void Counter::wait(std::chrono::seconds span) {
  const auto end = now_.steady + span;
  while (true) {
    const auto wake = flow.wake_at(now_);
    const auto before = now_.steady;
    now_.steady = wake ? std::min(end, std::max(*wake, now_.steady)) : end;
    now_.wall += now_.steady - before;
    if (!wake || *wake > end) break;
    give(TimeCame{});
    if (now_.steady >= end) break;
  }
}

void Counter::type(std::string_view keys) {
  for (const char key : keys)
    give(Typed{key});
}

void Counter::tap(const std::string& uid, std::optional<devices::CardProof> proof) {
  give(devices::DeviceEvent{
      devices::CardArrived{{uid, "3B00", devices::Assurance::Identifier, std::move(proof)}}});
}

void Counter::plug(devices::Role role, devices::Presence presence) {
  give(devices::DeviceEvent{devices::DeviceState{role, presence, "model", "serial", "", "1.00"}});
}

void Counter::set_paper_out(bool is_out) {
  devices::PrinterChanged changed;
  changed.status.paper_out = is_out ? devices::Sensor::Yes : devices::Sensor::No;
  give(devices::DeviceEvent{changed});
}

void Counter::sign() {
  if (flow.session().sheet == Sheet::Pad)
    give(devices::DeviceEvent{devices::PenMoved{sample_ink()}});
  else
    give(Drawn{{12'000, 4'500}, sample_ink()});
}

void Counter::unplug_pad() {
  give(devices::DeviceEvent{devices::SignatureLost{}});
  plug(devices::Role::Pad, devices::Presence::Absent);
}

void Counter::link(bool is_up, bool key_refused) {
  sync::LinkChanged changed;
  changed.is_up = is_up;
  changed.key_refused = key_refused;
  changed.welcome = sync::Welcome{{"拾光美发", "Shiguang Salon"},
                                  "1 号机",
                                  now_.wall,
                                  {"店长将在今天 21:00 前审核", "The manager reviews it by 21:00"},
                                  "010-1234"};
  give(sync::SyncEvent{changed});
}

void Counter::go_to_review() {
  tap();
  type(right_pin);
  press(Button::Primary);
  press(Button::Primary);
  choose(0);
  press(Button::Primary);
  if (screen() == Screen::BankCard) {
    type("6222021234567890128");
    press(Button::Primary);
  }
}

void Counter::go_to_tracked() {
  press(Button::Track);
  type("7F4K29QD");
  press(Button::Primary);
  type(right_pin);
}

void Counter::go_to_confirm() {
  go_to_tracked();
  press(Button::Primary);
}

std::vector<PrintSlip> Counter::printed() const {
  std::vector<PrintSlip> found;
  for (const Effect& effect : effects)
    if (const auto* slip = std::get_if<PrintSlip>(&effect)) found.push_back(*slip);
  return found;
}

void Counter::play(const std::vector<Effect>& wanted) {
  for (const Effect& effect : wanted) {
    effects.push_back(effect);
    if (const auto* slip = std::get_if<PrintSlip>(&effect)) {
      if (paper) queue(devices::PrintEnded{slip->job, *paper});
    } else if (const auto* command = std::get_if<devices::Command>(&effect)) {
      if (std::holds_alternative<devices::BeginSignature>(*command))
        queue(devices::SignatureBegan{{12'000, 4'500}});
    } else if (const auto* asked = std::get_if<sync::SyncCommand>(&effect)) {
      if (const auto* question = std::get_if<sync::AskStation>(asked)) answer(*question);
      if (const auto* store = std::get_if<sync::StoreFiling>(asked)) {
        if (disk == Disk::Keeps)
          queue(sync::Stored{store->filing.id, refund::slip_code(store->filing.id)});
        if (disk == Disk::Full) queue(sync::NotStored{store->filing.id});
      }
      if (const auto* note = std::get_if<sync::NoteVoucher>(asked); note && disk == Disk::Keeps)
        queue(sync::VoucherNoted{note->voucher.id, note->voucher.voucher_number, note->job,
                                 !voucher_begun_before});
    }
  }
}

void Counter::answer(const sync::AskStation& asked) {
  if (station == Station::Silent) return;
  if (station == Station::Absent)
    queue(sync::StationAbsent{asked.ticket});
  else
    queue(sync::StationAnswer{asked.ticket, reply(asked.question)});
}

sync::KioskAnswer Counter::reply(const sync::KioskQuestion& question) {
  const auto wrong = [&]() -> sync::KioskAnswer {
    if (tries_left > 0) --tries_left;
    return sync::Denied{tries_left > 0 ? sync::NoEntry::WrongPin : sync::NoEntry::Paused,
                        tries_left,
                        {"密码不对", "Wrong PIN"}};
  };
  if (const auto* identify = std::get_if<sync::Identify>(&question)) {
    if (to_identify) return *std::exchange(to_identify, std::nullopt);
    if (!is_known_card)
      return sync::Denied{
          sync::NoEntry::UnknownCard, 0, {"不认识这张卡，请到前台。", "We don't know this card."}};
    sync::CardFound found{card_status, "•••• 6217", "138 •••• ••••", tries_left, has_open_request};
    if (identify->proof && pass) found.pass = sync::VisitPass{*pass};
    if (identify->stripe) found.card_uid = sealed_uid;
    return found;
  }
  if (const auto* unlock = std::get_if<sync::Unlock>(&question)) {
    if (to_unlock) return *std::exchange(to_unlock, std::nullopt);
    if (unlock->pin != right_pin && unlock->pin != pass) return wrong();
    auto account = sample_account(totals, quote_of);
    if (due) account.dues.assign(account.quotes.size(), *due);
    if (!offers.empty()) account.offers.assign(account.quotes.size(), offers);
    if (has_open_request) account.open_request = refund::RequestId{1};
    return account;
  }
  if (const auto* track = std::get_if<sync::Track>(&question)) {
    if (!track->slip_code.empty() && !is_known_code) return sync::NotFound{};
    if (!track->pin.empty() && track->pin != right_pin && track->pin != pass) return wrong();
    sync::Tracked tracked;
    tracked.id = {1};
    tracked.version = 7;
    tracked.number = "R2611210412";
    tracked.state = request_state;
    tracked.sentence = {"已批准，请确认领取", "Approved, please confirm"};
    tracked.is_open = !track->pin.empty();
    if (tracked.is_open) tracked.amount = totals.front();
    return tracked;
  }
  if (const auto* confirm = std::get_if<sync::Confirm>(&question)) {
    if (to_confirmation) return *to_confirmation;
    sync::VoucherIssued issued;
    issued.id = confirm->id;
    issued.voucher_number = 42;
    issued.number_text = "V1-000042";
    issued.qr_text = "RV1:ABC";
    issued.amount = confirm->amount;
    issued.lines = voucher_lines;
    return issued;
  }
  if (const auto* withdraw = std::get_if<sync::Withdraw>(&question)) {
    if (to_withdrawal) return *to_withdrawal;
    if (withdraw->pin != right_pin) return wrong();
    request_state = refund::RequestState::Withdrawn;
    return sync::Withdrawn{withdraw->id, now_.wall, totals.front()};
  }
  return sync::StaffCalled{};
}

}  // namespace slipway::kiosk::test
