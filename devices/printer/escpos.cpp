#include "devices/printer/escpos.hpp"

#include <algorithm>
#include <charconv>

#include "devices/printer/strip.hpp"

namespace slipway::devices::escpos {

namespace {

constexpr std::uint8_t kDle = 0x10;
constexpr std::size_t kStripHeader = 8;
constexpr std::size_t kLongestBlock = 80;
constexpr JobId kTags = 95ULL * 95 * 95 * 95;

bool is_real_time(std::uint8_t second) {
  return second == 0x04 || second == 0x05 || second == 0x14;
}

void soften(std::span<std::uint8_t> row) {
  for (std::size_t i = 1; i < row.size(); ++i) {
    if (row[i - 1] == kDle && is_real_time(row[i])) row[i] = static_cast<std::uint8_t>(row[i] | 2);
  }
}

Bytes strip_of(std::span<const std::uint8_t> rows, std::size_t row_bytes) {
  const std::size_t count = rows.size() / row_bytes;
  Bytes bytes = {0x1D,
                 0x76,
                 0x30,
                 0x00,
                 static_cast<std::uint8_t>(row_bytes & 0xFF),
                 static_cast<std::uint8_t>(row_bytes >> 8),
                 static_cast<std::uint8_t>(count),
                 0x00};
  bytes.insert(bytes.end(), rows.begin(), rows.end());
  return bytes;
}

Sensor sensor(bool is_set) {
  return is_set ? Sensor::Yes : Sensor::No;
}

bool is_block_start(std::uint8_t byte) {
  return byte == 0x35 || byte == 0x37 || byte == 0x3B || byte == 0x3D || byte == 0x5F;
}

// How many bytes the answer at the head has; 0: more must come.
std::size_t answer_length(std::span<const std::uint8_t> bytes) {
  const std::uint8_t first = bytes[0];
  if (is_block_start(first)) {
    const auto end = std::find(bytes.begin(), bytes.end(), 0);
    if (end != bytes.end()) return static_cast<std::size_t>(end - bytes.begin()) + 1;
    return bytes.size() >= kLongestBlock ? kLongestBlock : 0;
  }
  if ((first & 0x93) != 0x10) return 1;
  for (std::size_t i = 1; i < 4; ++i) {
    if (i == bytes.size()) return 0;
    if ((bytes[i] & 0x90) != 0) return 1;  // the rest of this status never came
  }
  return 4;
}

std::vector<Answer> answer_of(std::span<const std::uint8_t> bytes) {
  const std::uint8_t first = bytes[0];
  if (is_block_start(first)) {
    if (bytes.back() != 0) return {};
    if (first == 0x37 && bytes.size() == 7 && bytes[1] == 0x22) {
      return {Confirmation{{bytes[2], bytes[3], bytes[4], bytes[5]}}};
    }
    return {Block{first, std::string(bytes.begin() + 1, bytes.end() - 1)}};
  }
  if (bytes.size() == 4) return {Automatic{{bytes[0], bytes[1], bytes[2], bytes[3]}}};
  if ((first & 0x93) == 0x12) return {RealTime{first}};
  if ((first & 0x90) == 0x00) return {Single{first}};
  return {};  // XON, XOFF, noise
}

}  // namespace

Bytes initialise() {
  return {0x1B, 0x40};
}

Bytes forbid_real_time() {
  return {0x1D, 0x28, 0x44, 0x05, 0x00, 0x14, 0x01, 0x00, 0x02, 0x00};
}

Bytes report_changes() {
  return {0x1D, 0x61, 0x0E};
}

Bytes feed_and_cut(Cutter cutter) {
  if (cutter == Cutter::None) return {0x1B, 0x64, 0x06};
  return {0x1D, 0x56, static_cast<std::uint8_t>(cutter == Cutter::Full ? 0x41 : 0x42), 0x00};
}

Bytes open_drawer() {
  return {0x1B, 0x70, 0x00, 50, 100};  // times of 2 ms
}

Bytes ask_in_order() {
  return {0x1D, 0x72, 0x01};
}

Bytes ask_cuts() {
  return {0x1D, 0x67, 0x32, 0x00, 0x32, 0x00};
}

Bytes flush() {
  return Bytes(kLongestStrip, 0x00);
}

Bytes ask(Topic topic) {
  return {kDle, 0x04, static_cast<std::uint8_t>(topic)};
}

Tag tag_of(JobId job) {
  Tag tag{};
  JobId rest = job % kTags;
  for (auto& letter : tag) {
    letter = static_cast<std::uint8_t>(0x20 + rest % 95);
    rest /= 95;
  }
  return tag;
}

Bytes ask_confirmation(const Tag& tag) {
  return {0x1D, 0x28, 0x48, 0x06, 0x00, 0x30, 0x30, tag[0], tag[1], tag[2], tag[3]};
}

std::vector<Bytes> strips(const Page& page) {
  const auto is_pair = [](std::uint8_t last, std::uint8_t first) {
    return last == kDle && is_real_time(first);
  };
  return strips_of(softened(page), {kStripHeader, kLongestStrip, is_pair, strip_of});
}

Page softened(Page page) {
  const std::size_t row_bytes = page.row_bytes();
  const std::span<std::uint8_t> all(page.rows);
  for (std::size_t at = 0; at + row_bytes <= all.size(); at += row_bytes) {
    soften(all.subspan(at, row_bytes));
  }
  return page;
}

bool has_real_time_sequence(std::span<const std::uint8_t> bytes) {
  for (std::size_t i = 1; i < bytes.size(); ++i) {
    if (bytes[i - 1] == kDle && is_real_time(bytes[i])) return true;
  }
  return false;
}

std::vector<Answer> AnswerReader::take(std::span<const std::uint8_t> bytes) {
  pending_.insert(pending_.end(), bytes.begin(), bytes.end());
  std::vector<Answer> answers;
  std::span<const std::uint8_t> rest(pending_);
  while (!rest.empty()) {
    const std::size_t length = answer_length(rest);
    if (length == 0) break;
    for (Answer& answer : answer_of(rest.first(length)))
      answers.push_back(std::move(answer));
    rest = rest.subspan(length);
  }
  pending_ = Bytes(rest.begin(), rest.end());
  return answers;
}

std::optional<std::uint32_t> count_of(const Block& block) {
  std::uint32_t count = 0;
  const char* const end = block.text.data() + block.text.size();
  const auto [stop, trouble] = std::from_chars(block.text.data(), end, count);
  const bool is_count = block.kind == 0x5F && trouble == std::errc{} && stop == end;
  return is_count ? std::optional(count) : std::nullopt;
}

void apply(PrinterStatus& status, Topic topic, const RealTime& answer) {
  const auto has = [&](int mask) { return (answer.bits & mask) != 0; };
  switch (topic) {
    case Topic::Printer:
      status.online = sensor(!has(0x08));
      status.drawer_signal = sensor(has(0x04));
      return;
    case Topic::Offline:
      status.cover_open = sensor(has(0x04));
      if (has(0x20)) status.paper_out = Sensor::Yes;
      return;
    case Topic::Fault:
      status.cutter_error = sensor(has(0x08));
      status.failed = sensor(has(0x20));
      status.head_hot = sensor(has(0x40));
      return;
    case Topic::Paper:
      status.paper_near_end = sensor(has(0x0C));
      status.paper_out = sensor(has(0x60));
      return;
  }
}

void apply(PrinterStatus& status, const Automatic& answer) {
  const auto has = [&](std::size_t byte, int mask) { return (answer.bytes.at(byte) & mask) != 0; };
  status.online = sensor(!has(0, 0x08));
  status.cover_open = sensor(has(0, 0x20));
  status.cutter_error = sensor(has(1, 0x08));
  status.failed = sensor(has(1, 0x20));
  status.head_hot = sensor(has(1, 0x40));
  status.drawer_signal = sensor(has(0, 0x04));
  status.paper_near_end = sensor(has(2, 0x03));
  status.paper_out = sensor(has(2, 0x0C));
}

}  // namespace slipway::devices::escpos
