#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "devices/fault.hpp"
#include "devices/pad/signature_pad.hpp"

// The reports of Wacom's STU pads, as bytes and values: no I/O. Those of encrypted mode are in
// stu_exchange.hpp. Numbers of two bytes
// are big-endian, but the lengths in a picture's blocks are not. Whatever a pad sends is checked
// before it becomes a value.
namespace slipway::devices::stu {

using Bytes = std::vector<std::uint8_t>;

enum class Report : std::uint8_t {
  PenData = 0x01,
  Status = 0x03,
  Information = 0x08,
  Capability = 0x09,
  PenDataSealed = 0x10,
  HostPublicKey = 0x13,
  DevicePublicKey = 0x14,
  StartCapture = 0x15,
  EndCapture = 0x16,
  DhPrime = 0x1A,
  DhBase = 0x1B,
  ClearScreen = 0x20,
  InkingMode = 0x21,
  StartImage = 0x25,
  ImageBlock = 0x26,
  EndImage = 0x27,
  PenDataStamped = 0x30,
  PenDataStampedSealed = 0x31,
  OptionMode = 0x32,
  PenDataTimedSealed = 0x33,
  PenDataTimed = 0x34,
  EncryptionCommand = 0x40,
  EncryptionStatus = 0x50,
};

// What a model stamps its samples with when it is asked to. The STU-300 and 500 know no stamps.
enum class OptionMode : std::uint8_t { None = 0, Time = 1, TimeAndSequence = 3 };

enum class Kind { Stu300, Stu430, Stu430V, Stu500, Stu520A, Stu530, Stu540, Stu541 };

// How pad and host come to a key: the pad's own prime of 128 bits, or an RSA key of the host's.
enum class Exchange { DiffieHellman, Rsa };

// What the pads do not say of themselves.
struct Model {
  const char* name = "";  // as in "stu-430"
  std::uint16_t product = 0;
  OptionMode option = OptionMode::None;
  std::chrono::milliseconds settling{0};  // after its glass was cleared
  std::optional<Exchange> exchange;       // nothing: never asked for a key
};
[[nodiscard]] std::span<const Model> models();  // in the order of Kind
// nullptr for a product that is none of them.
[[nodiscard]] const Model* model_of(std::uint16_t product);

// Bytes to ask for, the report's own number included.
inline constexpr std::size_t kCapabilityLength = 17;
inline constexpr std::size_t kStatusLength = 5;
inline constexpr std::size_t kInformationLength = 17;
inline constexpr std::size_t kImageBlockLength = 256;

struct Capability {
  int most_x = 0;
  int most_y = 0;
  int most_pressure = 0;
  int screen_width = 0;  // pixels
  int screen_height = 0;
  int reports_a_second = 0;
  int units_an_inch = 0;
  bool takes_bitmaps = false;  // of one bit a pixel
};
// The STU-300 and 500 tell no rate, no units and no encodings (the maker's SDK, Protocol.hpp):
// zeros there, or nothing, mean 200 a second, a hundredth of a millimetre, and bitmaps. Protocol
// when it is short or tells no area.
[[nodiscard]] Result<Capability> read_capability(std::span<const std::uint8_t> bytes);
[[nodiscard]] PadSize size_of(const Capability& capability);

// The name and the firmware, as "STU-430, firmware 1.5". Protocol when it is short.
[[nodiscard]] Result<std::string> read_information(std::span<const std::uint8_t> bytes);

enum class PadState { Ready, Image, Capture, Busy };
struct Status {
  PadState state = PadState::Busy;
  std::uint8_t result = 0;  // of what it was last asked for; 0: done
};
[[nodiscard]] Result<Status> read_status(std::span<const std::uint8_t> bytes);

[[nodiscard]] Bytes clear_screen();
[[nodiscard]] Bytes inking(bool on);
[[nodiscard]] Bytes option_mode(OptionMode mode);

// A picture of the screen's size goes up as one start, its bytes in blocks, and one end; the pad is
// asked for its state before and between (Ready, Image, Ready).
[[nodiscard]] Bytes start_image();
[[nodiscard]] std::vector<Bytes> image_blocks(const Prompt& prompt);
enum class ImageEnd : std::uint8_t { Commit = 0, Abandon = 1 };
[[nodiscard]] Bytes end_image(ImageEnd how);

// One pen report. Time and sequence are there as the option mode says.
struct PenReport {
  bool near = false;  // the pen is in range; nothing else counts when it is not
  bool touching = false;
  int pressure = 0;
  int x = 0;
  int y = 0;
  std::optional<std::uint16_t> milliseconds;
  std::optional<std::uint16_t> sequence;
};
// Nothing for other reports and for reports that are too short. `mode`: as the pad was set.
[[nodiscard]] std::optional<PenReport> read_pen(std::span<const std::uint8_t> bytes,
                                                OptionMode mode = OptionMode::None);

// Turns reports into samples: scale, one running time, lifts and gaps. The pad's clock has 16 bits:
// a pause of more than 65 seconds is counted 65,536 ms too short for each turn. Without a clock a
// sample counts as one report interval.
class Stroke {
 public:
  explicit Stroke(const Capability& capability) : capability_(capability) {}

  void restart();
  // Samples were lost that no number tells of.
  void lose() { has_gap_ = true; }
  // Nothing for a pen that hovers or is away, but for the one sample that lifts it.
  [[nodiscard]] std::optional<PenSample> take(const PenReport& report);

 private:
  [[nodiscard]] std::int64_t advance(const PenReport& report);

  Capability capability_;
  std::optional<std::uint16_t> last_milliseconds_;
  std::optional<std::uint16_t> last_sequence_;
  std::int64_t time_ = 0;  // microseconds
  bool has_begun_ = false;
  bool is_down_ = false;
  bool has_gap_ = false;
  PenSample last_;
};

}  // namespace slipway::devices::stu
