#include "devices/service/health.hpp"

#include <ctime>
#include <utility>

namespace slipway::devices {
namespace {

std::string text_of(Health::Clock::time_point time) {
  const std::time_t seconds = Health::Clock::to_time_t(time);
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M:%S UTC", &parts);
  return text.data();
}

std::string row(const std::string& what, const std::string& value) {
  std::string line = "    " + what;
  line.resize(18, ' ');
  return line + value + "\n";
}

std::string counted(int count, const char* one, const char* many) {
  return std::to_string(count) + " " + (count == 1 ? one : many);
}

// What the sensors say that a person has to see to, and what they cannot say.
std::string sensors_text(const PrinterStatus& status) {
  const std::pair<const char*, Sensor> all[] = {{"cover open", status.cover_open},
                                                {"paper out", status.paper_out},
                                                {"paper near its end", status.paper_near_end},
                                                {"cutter in trouble", status.cutter_error},
                                                {"failed", status.failed},
                                                {"head hot", status.head_hot}};
  std::string set;
  std::string mute;
  for (const auto& [what, sensor] : all) {
    std::string* const list = sensor == Sensor::Yes ? &set
                              : sensor == Sensor::Unknown || sensor == Sensor::Unsupported
                                  ? &mute
                                  : nullptr;
    if (list != nullptr) *list += (list->empty() ? "" : ", ") + std::string(what);
  }
  return (set.empty() ? "all well" : set) + (mute.empty() ? "" : "; it does not tell: " + mute);
}

}  // namespace

Health::Health(Clock::time_point started) : started_(started) {
  for (const Role role : kRoles) {
    Record& record = records_.at(static_cast<std::size_t>(role));
    record.state.role = role;
    record.since = started;
  }
}

bool Health::note(const DeviceEvent& event, Clock::time_point now) {
  if (const auto* state = std::get_if<DeviceState>(&event)) return note_state(*state, now);
  if (const auto* changed = std::get_if<PrinterChanged>(&event)) {
    if (!changed->age) return false;
    sensed_at_ = now - *changed->age;
    return std::exchange(sensors_, changed->status) != changed->status;
  }
  if (const auto* ended = std::get_if<PrintEnded>(&event)) {
    ++pages_.at(static_cast<std::size_t>(ended->printed.outcome));
    last_page_ = ended->printed;
    return true;
  }
  if (const auto* seen = std::get_if<PadSeen>(&event)) {
    return std::exchange(pad_said_, seen->said) != seen->said;
  }
  int* const count = std::holds_alternative<CardArrived>(event)      ? &cards_
                     : std::holds_alternative<CardUnreadable>(event) ? &unreadable_
                     : std::holds_alternative<SignatureBegan>(event) ? &signatures_
                     : std::holds_alternative<SignatureLost>(event)  ? &lost_
                                                                     : nullptr;
  if (count == nullptr) return false;
  ++*count;
  return true;
}

bool Health::note_state(const DeviceState& state, Clock::time_point now) {
  Record& record = records_.at(static_cast<std::size_t>(state.role));
  const bool has_turned = record.state.presence != state.presence;
  const bool is_new_trouble =
      !state.trouble.empty() && (has_turned || state.trouble != record.state.trouble);
  if (has_turned) record.since = now;
  // Every page makes it busy and ready again.
  const bool is_page = record.state.presence == Presence::Busy;
  if (has_turned && state.presence == Presence::Ready && !is_page) ++record.readied;
  if (is_new_trouble) {
    ++record.failed;
    record.last_trouble = state.trouble;
    record.troubled_at = now;
  }
  record.state = state;
  return has_turned || is_new_trouble;
}

std::string Health::work_text(Role role) const {
  switch (role) {
    case Role::Reader:
      return row("cards",
                 std::to_string(cards_) + " read, " + std::to_string(unreadable_) + " unreadable");
    case Role::Pad:
      return row("says", pad_said_.empty() ? "nothing" : pad_said_) +
             row("signatures",
                 std::to_string(signatures_) + " begun, " + std::to_string(lost_) + " lost");
    case Role::Printer:
      break;
  }
  const auto pages = [&](Outcome outcome) {
    return std::to_string(pages_.at(static_cast<std::size_t>(outcome)));
  };
  std::string text =
      row("pages", pages(Outcome::Printed) + " printed, " + pages(Outcome::NotPrinted) + " not, " +
                       pages(Outcome::Unknown) + " nobody knows");
  if (pages_ != std::array<int, 3>{}) {
    text += row("last page", std::string(name_of(last_page_.outcome)) +
                                 ", evidence: " + name_of(last_page_.evidence) +
                                 ", cause: " + name_of(last_page_.cause));
  }
  if (sensed_at_ != Clock::time_point{}) {
    text += row("sensors", sensors_text(sensors_) + " (" + text_of(sensed_at_) + ")");
  }
  return text;
}

std::string Health::record_text(const Record& record) const {
  const auto or_none = [](const std::string& text) { return text.empty() ? "none" : text; };
  std::string text = std::string(name_of(record.state.role)) + ": " +
                     name_of(record.state.presence) + " since " + text_of(record.since) + "\n";
  text += row("model", or_none(record.state.model));
  text += row("serial", or_none(record.state.serial));
  text += row("firmware", or_none(record.state.firmware));
  text += row("ready", counted(record.readied, "time", "times") + ", in trouble " +
                           counted(record.failed, "time", "times"));
  text += work_text(record.state.role);
  const bool has_trouble = !record.last_trouble.empty();
  text += row("last trouble",
              has_trouble ? text_of(record.troubled_at) + "  " + record.last_trouble : "none");
  return text;
}

std::string Health::page(Clock::time_point now) const {
  std::string text =
      "slipway-devices, started " + text_of(started_) + ", last change " + text_of(now) + "\n";
  for (const Record& record : records_)
    text += "\n" + record_text(record);
  return text;
}

}  // namespace slipway::devices
