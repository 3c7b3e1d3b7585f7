#pragma once

#include <map>
#include <optional>

#include "devices/reader/sealed_swipe.hpp"
#include "devices/usb/hid.hpp"
#include "devices/usb/scrubber.hpp"

namespace slipway::devices {

// Of what a HID reader sends, letter by letter and in place: digits become 0123456789 and so on
// from the beginning of each reading or track, which is no bank's number; other letters of a track
// become X, what a code or a keyboard writes becomes digits. Lengths, sentinels, separators and the
// time of every packet stay. What kind of reports they are, it learns from the report descriptor
// that passes; before, and of any other kind, everything becomes zeros. Of a stripe that the reader
// sealed stay states, lengths, kind and the encryption's status; tracks, key and serial numbers
// become zeros.
class HidScrubber final : public usb::Scrubber {
 public:
  [[nodiscard]] usb::Bytes control_in(const usb::Setup& setup,
                                      std::span<const std::uint8_t> bytes) override;
  [[nodiscard]] usb::Bytes read(std::uint8_t endpoint, std::span<const std::uint8_t> bytes,
                                std::chrono::milliseconds at) override;

 private:
  enum class Kind { Unknown, Code, Tracks, Keys, Sealed };
  // What one byte of a report is.
  enum class Place { Number, Length, Data, Modifiers, Key, Other };

  void learn(std::span<const std::uint8_t> descriptor);
  [[nodiscard]] std::uint8_t clean(std::uint8_t byte);
  [[nodiscard]] std::uint8_t clean_code(std::uint8_t byte);
  [[nodiscard]] std::uint8_t clean_key(std::uint8_t usage);
  [[nodiscard]] std::uint8_t clean_stripe(std::uint8_t byte);
  [[nodiscard]] std::uint8_t clean_track(std::uint8_t byte);
  [[nodiscard]] std::uint8_t clean_sealed(std::uint8_t byte);
  [[nodiscard]] Place place_of(std::size_t position) const;
  [[nodiscard]] std::uint8_t next_digit();
  void begin_track();
  void end_report();

  usb::hid::Reports reports_;
  Kind kind_ = Kind::Unknown;
  std::uint8_t report_ = 0;   // the number of the one under way
  std::size_t size_ = 0;      // of it
  std::size_t position_ = 0;  // in it
  std::chrono::milliseconds latest_{0};
  unsigned digit_ = 0;
  // Keys: what is held, and what it was turned into.
  std::map<std::uint8_t, std::uint8_t> held_;
  std::map<std::uint8_t, std::uint8_t> pressed_;
  // Tracks: the seven bytes of head, and where in a track we are.
  std::array<std::uint8_t, 7> head_{};
  bool is_plausible_ = false;
  bool has_ended_ = false;
  std::uint8_t check_ = 0;
  std::uint8_t base_ = 0;       // of the track's alphabet; 0: no track has begun
  SealedSwipe::Layout layout_;  // Sealed
};

}  // namespace slipway::devices
