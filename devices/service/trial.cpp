#include "devices/service/trial.hpp"

#include "devices/pad/digitizer_scrubber.hpp"
#include "devices/pad/pad_choice.hpp"
#include "devices/pad/stu_pad.hpp"
#include "devices/pad/stu_scrubber.hpp"
#include "devices/printer/printer_choice.hpp"
#include "devices/printer/printer_scrubber.hpp"
#include "devices/printer/test_page.hpp"
#include "devices/reader/ccid_scrubber.hpp"
#include "devices/reader/hid_reader.hpp"
#include "devices/reader/hid_scrubber.hpp"
#include "devices/reader/reader_choice.hpp"

namespace slipway::devices {
namespace {

using std::chrono::milliseconds;
using Now = std::function<milliseconds()>;

constexpr milliseconds kLook{200};

std::string words_for(const Error& error) {
  return std::string(name_of(error.fault)) + ": " + error.text;
}

TrialEnd failed(TrialEnd so_far, const Error& error) {
  so_far.told.push_back("it failed, " + words_for(error));
  so_far.is_good = false;
  return so_far;
}

std::string words_for(const Reading& reading) {
  switch (reading.news) {
    case ReaderNews::Arrived:
      if (reading.card.stripe) return "sealed stripe, key " + reading.card.stripe->ksn;
      return "card " + reading.card.uid +
             (reading.card.atr.empty() ? "" : ", answer to reset " + reading.card.atr);
    case ReaderNews::Removed:
      return "card removed";
    case ReaderNews::Failed:
      return "card unreadable, " + words_for(reading.error);
    case ReaderNews::Nothing:
      break;
  }
  return {};
}

// A reader that writes numbers tells readings apart by the time between its packets.
Result<std::unique_ptr<CardReader>> open_timed(std::unique_ptr<usb::Transport> transport,
                                               const Now& now) {
  if (sees_cards(transport->interface())) {
    return open_reader(std::move(transport), NumberFormat::Digits);
  }
  auto reader = HidReader::open(std::move(transport), NumberFormat::Digits, now);
  if (!reader) return tl::unexpected(std::move(reader.error()));
  return std::move(*reader);
}

TrialEnd try_reader(const Trial& trial, std::unique_ptr<usb::Transport> transport, const Now& now) {
  TrialEnd end;
  auto reader = open_timed(std::move(transport), now);
  if (!reader) return failed(end, reader.error());
  if (const auto enabled = (*reader)->enable(); !enabled) return failed(end, enabled.error());
  const auto until = now() + trial.limit;
  while (now() < until) {
    const auto reading = (*reader)->wait(kLook);
    if (!reading) return failed(end, reading.error());
    if (reading->news != ReaderNews::Nothing) end.told.push_back(words_for(*reading));
  }
  if (const auto disabled = (*reader)->disable(); !disabled) return failed(end, disabled.error());
  end.told.emplace_back("the reader is disabled");
  end.is_good = true;
  return end;
}

TrialEnd try_printer(const Trial& trial, std::unique_ptr<usb::Transport> transport) {
  TrialEnd end;
  const PrinterProfile* profile = profile_named(trial.profile, known_profiles());
  if (profile == nullptr && !trial.profile.empty()) {
    return failed(end, {Fault::Unsupported, "no profile '" + trial.profile + "' is known"});
  }
  auto printer = open_printer(std::move(transport), profile);
  if (!printer) return failed(end, printer.error());
  const auto status = (*printer)->status();
  if (!status) return failed(end, status.error());
  end.told.push_back(std::string("online ") + name_of(status->online) + ", cover open " +
                     name_of(status->cover_open) + ", paper out " + name_of(status->paper_out) +
                     ", paper near its end " + name_of(status->paper_near_end));
  const Printed printed = (*printer)->print(test_page((*printer)->width_dots()), trial.job);
  end.told.push_back(std::string("page ") + name_of(printed.outcome) + ", evidence: " +
                     name_of(printed.evidence) + ", cause: " + name_of(printed.cause));
  end.is_good = printed.outcome == Outcome::Printed;
  return end;
}

TrialEnd try_pad(const Trial& trial, std::unique_ptr<usb::Transport> transport, const Now& now) {
  TrialEnd end;
  // A recording of what was encrypted with a key that nobody keeps could never be played again.
  auto pad = open_pad(std::move(transport), Encryption::Never,
                      [&now] { return std::chrono::microseconds(now()); });
  if (!pad) return failed(end, pad.error());
  int points = 0;
  int strokes = 0;
  int gaps = 0;
  bool is_touching = false;
  auto begun = (*pad)->begin();
  for (const auto until = now() + trial.limit; begun && now() < until;) {
    const auto samples = (*pad)->wait(kLook);
    if (!samples) {
      begun = tl::unexpected(samples.error());
      break;
    }
    for (const PenSample& sample : *samples) {
      strokes += sample.touching && !is_touching ? 1 : 0;
      is_touching = sample.touching;
      points += sample.touching ? 1 : 0;
      gaps += sample.after_gap ? 1 : 0;
    }
  }
  end.told.push_back(std::to_string(strokes) + " strokes of " + std::to_string(points) +
                     " points, " + std::to_string(gaps) + " gaps");
  const auto blanked = (*pad)->end();
  if (!begun) return failed(end, begun.error());
  if (!blanked) return failed(end, blanked.error());
  end.told.emplace_back((*pad)->screen() ? "the glass is blank" : "what was drawn is forgotten");
  end.is_good = true;
  return end;
}

}  // namespace

TrialEnd carry_out(const Trial& trial, std::unique_ptr<usb::Transport> transport, const Now& now) {
  switch (trial.role) {
    case Role::Reader:
      return try_reader(trial, std::move(transport), now);
    case Role::Printer:
      return try_printer(trial, std::move(transport));
    case Role::Pad:
      return try_pad(trial, std::move(transport), now);
  }
  return {};
}

std::unique_ptr<usb::Scrubber> scrubber_for(Role role, const usb::Description& description,
                                            const usb::Interface& claimed) {
  switch (role) {
    case Role::Reader:
      if (sees_cards(claimed)) return std::make_unique<CcidScrubber>(claimed);
      return std::make_unique<HidScrubber>();
    case Role::Printer:
      return std::make_unique<PrinterScrubber>();
    case Role::Pad:
      if (StuPad::interface_of(description) != nullptr) return std::make_unique<StuScrubber>();
      return std::make_unique<DigitizerScrubber>(claimed);
  }
  return std::make_unique<usb::Scrubber>();
}

}  // namespace slipway::devices
