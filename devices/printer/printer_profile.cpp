#include "devices/printer/printer_profile.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <optional>
#include <set>

namespace slipway::devices {

namespace {

constexpr std::size_t kLongestText = 256 * 1024;
constexpr std::size_t kLongestLine = 200;
constexpr std::size_t kLongestName = 64;
constexpr std::size_t kMostProfiles = 512;
constexpr std::size_t kMostWords = 8;

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= kLongestName &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
}

std::optional<int> number(std::string_view text, int least, int most, int base = 10) {
  int value = 0;
  const auto [end, trouble] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (trouble != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value < least || value > most ? std::nullopt : std::optional(value);
}

std::optional<UsbId> usb_id(std::string_view text) {
  if (text.size() != 9 || text[4] != ':') return std::nullopt;
  const auto vendor = number(text.substr(0, 4), 0, 0xFFFF, 16);
  const auto product = number(text.substr(5), 0, 0xFFFF, 16);
  if (!vendor || !product) return std::nullopt;
  return UsbId{static_cast<std::uint16_t>(*vendor), static_cast<std::uint16_t>(*product)};
}

// "a, b, c" into a list; false when there are too many or one is no good.
template <typename T, typename Read>
bool read_list(std::string_view text, std::vector<T>& list, Read read) {
  list.clear();
  while (list.size() < kMostWords) {
    const auto comma = text.find(',');
    auto one = read(trimmed(text.substr(0, comma)));
    if (!one) return false;
    list.push_back(std::move(*one));
    if (comma == std::string_view::npos) return true;
    text.remove_prefix(comma + 1);
  }
  return false;
}

template <typename T>
struct Word {
  std::string_view word;
  T value;
};

template <typename T, std::size_t N>
bool read_word(std::string_view text, T& place, const std::array<Word<T>, N>& words) {
  const auto found = std::find_if(words.begin(), words.end(),
                                  [&](const Word<T>& one) { return one.word == text; });
  if (found == words.end()) return false;
  place = found->value;
  return true;
}

bool read_yes(std::string_view text, bool& place) {
  constexpr std::array<Word<bool>, 2> kWords = {{{"yes", true}, {"no", false}}};
  return read_word(text, place, kWords);
}

bool read_number(std::string_view text, int& place, int least, int most) {
  const auto value = number(text, least, most);
  if (value) place = *value;
  return value.has_value();
}

struct Key {
  std::string_view key;
  std::string_view expected;
  bool (*read)(std::string_view text, PrinterProfile& profile);
};

std::optional<std::string> name_in(std::string_view text) {
  return is_name(text) ? std::optional(std::string(text)) : std::nullopt;
}

constexpr std::array<Key, 16> kKeys = {{
    {"maker", "printable ASCII, at most 64 characters",
     [](std::string_view text, PrinterProfile& to) {
       to.maker = text;
       return is_name(text);
     }},
    {"model", "at most 8 names, separated by commas",
     [](std::string_view text, PrinterProfile& to) { return read_list(text, to.models, name_in); }},
    {"usb", "at most 8 ids such as 04B8:0E28, separated by commas",
     [](std::string_view text, PrinterProfile& to) { return read_list(text, to.usb, usb_id); }},
    {"language", "escpos or starprnt",
     [](std::string_view text, PrinterProfile& to) {
       constexpr std::array<Word<Language>, 2> kWords = {
           {{"escpos", Language::EscPos}, {"starprnt", Language::StarPrnt}}};
       return read_word(text, to.language, kWords);
     }},
    {"width", "dots, a multiple of 8 from 192 to 1024",
     [](std::string_view text, PrinterProfile& to) {
       return read_number(text, to.width_dots, 192, 1024) && to.width_dots % 8 == 0;
     }},
    {"dpi", "dots per inch, 100 to 600",
     [](std::string_view text, PrinterProfile& to) {
       return read_number(text, to.dots_per_inch, 100, 600);
     }},
    {"speed", "millimetres per second, 10 to 1000",
     [](std::string_view text, PrinterProfile& to) {
       return read_number(text, to.millimetres_per_second, 10, 1000);
     }},
    {"stall", "seconds, 2 to 60",
     [](std::string_view text, PrinterProfile& to) {
       int seconds = 0;
       const bool is_good = read_number(text, seconds, 2, 60);
       to.stall_limit = std::chrono::seconds(seconds);
       return is_good;
     }},
    {"cutter", "none, partial or full",
     [](std::string_view text, PrinterProfile& to) {
       constexpr std::array<Word<Cutter>, 3> kWords = {
           {{"none", Cutter::None}, {"partial", Cutter::Partial}, {"full", Cutter::Full}}};
       return read_word(text, to.cutter, kWords);
     }},
    {"drawer", "yes or no",
     [](std::string_view text, PrinterProfile& to) { return read_yes(text, to.has_drawer); }},
    {"near-end", "yes or no",
     [](std::string_view text, PrinterProfile& to) { return read_yes(text, to.senses_near_end); }},
    {"status", "real-time or automatic",
     [](std::string_view text, PrinterProfile& to) {
       constexpr std::array<Word<StatusDialect>, 2> kWords = {
           {{"real-time", StatusDialect::RealTime},
            {"automatic", StatusDialect::RealTimeAndAutomatic}}};
       return read_word(text, to.status, kWords);
     }},
    {"process-ids", "yes, no or ask",
     [](std::string_view text, PrinterProfile& to) {
       constexpr std::array<Word<Ability>, 3> kWords = {
           {{"yes", Ability::Yes}, {"no", Ability::No}, {"ask", Ability::Ask}}};
       return read_word(text, to.confirms_jobs, kWords);
     }},
    {"real-time-lock", "yes or no",
     [](std::string_view text, PrinterProfile& to) {
       return read_yes(text, to.forbids_real_time);
     }},
    {"ordered-query", "yes or no",
     [](std::string_view text, PrinterProfile& to) { return read_yes(text, to.answers_in_order); }},
    {"cut-counter", "yes or no",
     [](std::string_view text, PrinterProfile& to) { return read_yes(text, to.counts_cuts); }},
}};

// One reading: where it is, and what it has so far.
class Reading {
 public:
  Reading(std::string_view file, std::vector<PrinterProfile> known)
      : file_(file), profiles_(std::move(known)) {}

  [[nodiscard]] Result<void> take(std::string_view line);
  [[nodiscard]] std::vector<PrinterProfile> profiles() && { return std::move(profiles_); }
  [[nodiscard]] tl::unexpected<Error> mistake(std::string_view key, std::string_view what) const {
    std::string text(file_);
    text += ":" + std::to_string(line_) + ": ";
    if (!key.empty()) text += "'" + std::string(key) + "': ";
    return tl::unexpected(Error{Fault::Protocol, text + std::string(what)});
  }

 private:
  [[nodiscard]] Result<void> begin(std::string_view line);
  [[nodiscard]] Result<void> set(std::string_view key, std::string_view value);
  [[nodiscard]] Result<void> build_upon(std::string_view name);
  [[nodiscard]] PrinterProfile* find(std::string_view name) {
    const auto found = std::find_if(profiles_.begin(), profiles_.end(),
                                    [&](const PrinterProfile& one) { return one.name == name; });
    return found == profiles_.end() ? nullptr : &*found;
  }

  std::string_view file_;
  int line_ = 0;
  std::vector<PrinterProfile> profiles_;
  PrinterProfile* current_ = nullptr;
  std::set<std::string, std::less<>> sections_;
  std::set<std::string, std::less<>> seen_;  // keys of this section
};

Result<void> Reading::take(std::string_view line) {
  ++line_;
  if (line.size() > kLongestLine) return mistake("", "a line of more than 200 characters");
  line = trimmed(line);
  if (line.empty() || line.front() == '#') return {};
  if (line.front() == '[') return begin(line);
  const auto equals = line.find('=');
  if (equals == std::string_view::npos) return mistake("", "expected [name] or key = value");
  const auto key = trimmed(line.substr(0, equals));
  if (current_ == nullptr) return mistake(key, "stands before the first [name]");
  if (!seen_.emplace(key).second) return mistake(key, "given twice");
  return set(key, trimmed(line.substr(equals + 1)));
}

Result<void> Reading::begin(std::string_view line) {
  const auto name = trimmed(line.substr(1, line.size() - 2));
  if (line.back() != ']' || !is_name(name)) {
    return mistake("", "expected [name] of at most 64 printable characters");
  }
  if (!sections_.emplace(name).second) return mistake("", "this name was given before");
  seen_.clear();
  current_ = find(name);
  if (current_ != nullptr) return {};
  if (profiles_.size() == kMostProfiles) return mistake("", "more than 512 profiles");
  profiles_.emplace_back().name = name;
  current_ = &profiles_.back();
  return {};
}

Result<void> Reading::set(std::string_view key, std::string_view value) {
  if (key == "like") return build_upon(value);
  const auto found =
      std::find_if(kKeys.begin(), kKeys.end(), [&](const Key& one) { return one.key == key; });
  if (found == kKeys.end()) {
    std::string known = "no such key; there are like";
    for (const Key& one : kKeys)
      known += ", " + std::string(one.key);
    return mistake(key, known);
  }
  if (found->read(value, *current_)) return {};
  return mistake(key, "expected " + std::string(found->expected));
}

// What tells one model from another is never taken over.
Result<void> Reading::build_upon(std::string_view name) {
  if (seen_.size() != 1) return mistake("like", "has to be the first key");
  const PrinterProfile* other = find(name);
  if (other == nullptr || other == current_)
    return mistake("like", "no earlier profile has this name");
  PrinterProfile own = *other;
  own.name = current_->name;
  own.models = current_->models;
  own.usb = current_->usb;
  *current_ = std::move(own);
  return {};
}

}  // namespace

Result<std::vector<PrinterProfile>> read_profiles(std::string_view file, std::string_view text,
                                                  std::vector<PrinterProfile> known) {
  Reading reading(file, std::move(known));
  if (text.size() > kLongestText) return reading.mistake("", "more than 256 KiB");
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    if (auto taken = reading.take(text.substr(0, end)); !taken) {
      return tl::unexpected(std::move(taken.error()));
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return std::move(reading).profiles();
}

PrinterStatus as_supported(PrinterStatus status, const PrinterProfile& profile) {
  if (profile.cutter == Cutter::None) status.cutter_error = Sensor::Unsupported;
  if (!profile.senses_near_end) status.paper_near_end = Sensor::Unsupported;
  if (!profile.has_drawer) status.drawer_signal = Sensor::Unsupported;
  return status;
}

const PrinterProfile* profile_named(std::string_view name,
                                    std::span<const PrinterProfile> profiles) {
  const auto found = std::find_if(profiles.begin(), profiles.end(),
                                  [&](const PrinterProfile& one) { return one.name == name; });
  return found == profiles.end() ? nullptr : &*found;
}

}  // namespace slipway::devices
