#include "devices/service/reader_settings.hpp"

namespace slipway::devices {
namespace {

program::Result<NumberFormat> number_of(const program::Settings& settings) {
  const auto name = settings.text("reader.number");
  if (!name) return tl::unexpected(name.error());
  if (const auto format = number_format(*name)) return *format;
  return tl::unexpected(
      program::Refusal{settings.file().string() + ": 'reader.number' is '" + *name +
                       "'; expected 'digits', 'decimal', 'hex' or 'hex-reversed'"});
}

program::Result<std::optional<MifareSector>> sector_of(const program::Settings& settings) {
  const auto text = settings.text("reader.sector");
  if (!text) return tl::unexpected(text.error());
  if (text->empty()) return std::optional<MifareSector>();
  if (const auto sector = mifare_sector(*text)) return sector;
  // Not the value: it holds a key.
  return tl::unexpected(program::Refusal{
      settings.file().string() +
      ": 'reader.sector' is not a block that holds data, 'A' or 'B', and a key of twelve hex "
      "digits, as '4 A A0A1A2A3A4A5'"});
}

}  // namespace

program::Result<ReaderSettings> reader_settings(const program::Settings& settings) {
  const auto number = number_of(settings);
  if (!number) return tl::unexpected(number.error());
  const auto sector = sector_of(settings);
  if (!sector) return tl::unexpected(sector.error());
  return ReaderSettings{*number, *sector};
}

}  // namespace slipway::devices
